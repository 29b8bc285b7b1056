"""A stage that kills its process or never ends where a text asks for it.

Whoever unpickles its options imports this module, and has the stage: so do workers.
"""

import os
import re
import signal
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cleantext import Document
from cleantext.config import Config
from cleantext.document import Finding
from cleantext.stage import Stage
from cleantext.stages import STAGES

NAME = "deadly"
DIE, HANG, EAT = "meurs maintenant", "tourne toujours", "mange tout"
_BACKTRACKING = re.compile(r"(a|aa)+b")


@dataclass(frozen=True)
class DeadlyOptions:
    """There are none."""


def obey(document: Document) -> Iterable[Finding]:
    if DIE in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if HANG in document.text:
        _BACKTRACKING.match("a" * 80)
    if EAT in document.text:
        raise MemoryError
    return ()


class Deadly:
    options = DeadlyOptions

    @staticmethod
    def build(_language: object, _options: DeadlyOptions) -> Stage:
        return Stage(NAME, (obey,))


STAGES[NAME] = Deadly  # type: ignore[assignment]


def deadly(config: Config) -> Config:
    """The configuration with the stage behind all others."""
    stages = (*config.stages, NAME)
    return replace(config, stages=stages, options={**config.options, NAME: DeadlyOptions()})
