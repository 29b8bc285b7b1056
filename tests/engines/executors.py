"""A stage that kills the executor that it works for, once, where a text asks for it.

A worker that unpickles its options imports this module, and has the stage.
"""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path

import pytest

from cleantext import Document, stages
from cleantext.config import Config
from cleantext.document import Finding
from cleantext.stage import Stage

NAME = "executors"
KILL = "abats ton exécuteur"
_EXECUTOR = b"CoarseGrainedExecutorBackend"


@dataclass(frozen=True)
class Options:
    """What it needs.

    Attributes:
        done: A file that is there once it has killed one, with the number of the process.
    """

    done: str


@dataclass(frozen=True)
class Kill:
    done: str

    def __call__(self, document: Document) -> Iterable[Finding]:
        executor = next(_executors(), None) if KILL in document.text else None
        if executor and not Path(self.done).exists():
            Path(self.done).write_text(str(executor))
            os.kill(executor, signal.SIGKILL)
        return ()


def _executors() -> Iterator[int]:
    """Those among the ancestors of this process."""
    process = os.getpid()
    while process > 1:
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        if _EXECUTOR in Path(f"/proc/{process}/cmdline").read_bytes():
            yield process


def build(_language: object, options: Options) -> Stage:
    return Stage(NAME, (Kill(options.done),))


# A module that stands where those of the stages stand is one of them.
sys.modules[f"{stages.__name__}.{NAME}"] = sys.modules[__name__]
if parent_process() is not None:
    stages._MODULES[NAME] = NAME  # type: ignore[index] # noqa: SLF001


def killing(config: Config, done: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The configuration with the stage behind all others."""
    monkeypatch.setitem(stages._MODULES, NAME, NAME)  # type: ignore[arg-type] # noqa: SLF001
    names = (*config.stages, NAME)
    return replace(config, stages=names, options={**config.options, NAME: Options(str(done))})
