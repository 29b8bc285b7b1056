"""A stage that kills its process or never ends where a text asks for it.

A worker that unpickles its options imports this module, and has the stage.
"""

import os
import re
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from multiprocessing import parent_process

import pytest

from cleantext import Document, stages
from cleantext.config import Config
from cleantext.document import Finding
from cleantext.stage import Stage

NAME = "deadly"
DIE, HANG, EAT = "meurs maintenant", "tourne toujours", "mange tout"
_BACKTRACKING = re.compile(r"(a|aa)+b")


@dataclass(frozen=True)
class Options:
    """There are none."""


def obey(document: Document) -> Iterable[Finding]:
    if DIE in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if HANG in document.text:
        _BACKTRACKING.match("a" * 80)
    if EAT in document.text:
        raise MemoryError
    return ()


def build(_language: object, _options: Options) -> Stage:
    return Stage(NAME, (obey,))


# A module that stands where those of the stages stand is one of them.
sys.modules[f"{stages.__name__}.{NAME}"] = sys.modules[__name__]
if parent_process() is not None:  # in a worker; in the process of the tests `deadly` names it
    stages._MODULES[NAME] = NAME  # type: ignore[index] # noqa: SLF001


def deadly(config: Config, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The configuration with the stage behind all others."""
    monkeypatch.setitem(stages._MODULES, NAME, NAME)  # type: ignore[arg-type] # noqa: SLF001
    names = (*config.stages, NAME)
    return replace(config, stages=names, options={**config.options, NAME: Options()})
