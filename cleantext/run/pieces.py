"""Write what becomes of a shard, in as many files as its size asks for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from cleantext.corpus.write import Writer, numbered_name
from cleantext.run.folder import PARTS
from cleantext.run.job import Destination
from cleantext.run.records import Output, Part, output_of


def put_in_place(job: Destination, parts: Sequence[Part]) -> Iterator[Output]:
    """Put files that are all of their sources in their places, but for those that are there.

    Their folders go when they are empty.
    """
    names = [f"{part.kind}/{part.target}" for part in parts]
    counts, numbers = Counter(names), Counter[str]()
    for part, name in zip(parts, names, strict=True):
        place = numbered_name(name, numbers[name]) if counts[name] > 1 else name
        numbers[name] += 1
        target, path = job.output / place, job.output / PARTS / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.replace(target)
        yield output_of(job.output, place, part.documents, part.sha256)
    for folder in {part.name.partition("/")[0] for part in parts}:
        with suppress(OSError):
            (job.output / PARTS / folder).rmdir()


class Pieces:
    """Writes files one after the other; each appears when the first thing is written to it.

    Args:
        aside: Where they go: the beginning of their names.
        kind: As in `cleantext.run.folder.KINDS`.
        target: The name that the file would have if there were but one.
        size: Bytes from which a file gets no more documents.
        separator: The line between two documents of text.

    Attributes:
        parts: The files, when they are closed.
    """

    def __init__(self, aside: Path, kind: str, target: str, size: int, separator: str) -> None:
        self.parts: list[Part] = []
        self._aside = aside
        self._kind = kind
        self._target = target
        self._size = size
        self._separator = separator
        self._open = ExitStack()
        self._writer = self._next()

    def writer(self) -> Writer:
        """Return what writes the next document or record."""
        if self._writer.size >= self._size:
            self._close()
            self._writer = self._next()
        return self._writer

    def _next(self) -> Writer:
        return self._open.enter_context(Writer(self._path(), self._target, self._separator))

    def _path(self) -> Path:
        name = f"{self._aside.name}.{self._kind}.{len(self.parts)}"
        return self._aside.with_name(name)

    def _close(self) -> None:
        self._open.close()
        if self._writer.documents:
            path = self._path()
            name = f"{path.parent.name}/{path.name}"
            counts = self._writer.documents, self._writer.size
            self.parts.append(Part(self._kind, name, self._target, *counts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
