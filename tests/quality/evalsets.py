"""The evaluation sets: where they lie, how they are read, and how their scorers are called."""

import contextlib
import hashlib
import importlib.util
import io
import json
import lzma
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeVar

VARIABLE = "CLEANTEXT_EVALS"
HOME = "corpora/dev/orangesum_2020-07.txt.xz"

T = TypeVar("T")
Figures = Mapping[str, float]


class Measurement(NamedTuple):
    """An evaluation set.

    Attributes:
        files: The files that it reads, below the folder of the sets; `corpora/` is
            the folder of the corpora.
        run: Measures; its figures are named `all`, `lowercased`, `fixed` and the like.
    """

    files: tuple[str, ...]
    run: Callable[[], Figures]

    @property
    def digest(self) -> str:
        """The SHA-256 of the files: a figure holds for these bytes and no others."""
        digest = hashlib.sha256()
        for name in self.files:
            digest.update(hashlib.sha256(located(name).read_bytes()).digest())
        return digest.hexdigest()


def folder() -> Path:
    """Where the evaluation sets lie."""
    return Path(os.environ[VARIABLE])


def located(name: str) -> Path:
    """Return the place of a file of a measurement."""
    if name.startswith("corpora/"):
        corpora = os.environ.get("CLEANTEXT_CORPORA") or folder().parent / "corpora"
        return Path(corpora) / name.removeprefix("corpora/")
    return folder() / name


@cache
def scorer(name: str) -> ModuleType:
    """Load the `score.py` of a set, by its path."""
    spec = importlib.util.spec_from_file_location(f"score_{name}", folder() / name / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with contextlib.redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    return module


def quietly(function: Callable[[], T]) -> T:
    """Call a scorer that prints what it also returns."""
    with contextlib.redirect_stdout(io.StringIO()):
        return function()


def records(name: str) -> Iterator[dict[str, str]]:
    """Read a JSONL file."""
    with located(name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def passages(name: str, size: int = 20) -> Iterator[str]:
    """Read a text in passages of a few lines."""
    with lzma.open(located(name), "rt", encoding="utf-8") as stream:
        lines = [line for line in map(str.strip, stream) if line]
    for start in range(0, len(lines), size):
        yield "\n".join(lines[start : start + size])


def f1(score: object) -> float:
    """Read F1 from a score of casing, which tells it in print alone."""
    return float(str(score).split()[1])


def share(answers: Iterable[bool]) -> float:
    """The share of answers that are yes."""
    given = list(answers)
    return 100 * sum(given) / len(given)


def articles(name: str) -> list[list[str]]:
    """Read a text that has a paragraph a line and a blank line between articles."""
    with lzma.open(located(name), "rt", encoding="utf-8") as stream:
        return [article.split("\n") for article in stream.read().strip().split("\n\n")]
