"""Tasks: what a worker does at a time, however many workers there are.

Small files go in bundles, so that starting on them costs less than doing them; the parts of a
large one are a task each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heapify, heapreplace
from typing import NamedTuple, Protocol, TypeVar

from cleantext.corpus.shards import Shard
from cleantext.errors import DataError

BUNDLE = 1 << 20
"""Bytes of input from which a bundle takes no more files."""

BUNDLE_FILES = 100


class Sized(Protocol):
    """What takes as long as its size says."""

    @property
    def size(self) -> int: ...  # noqa: D102


Work = TypeVar("Work", bound=Sized)


class Share(NamedTuple):
    """One of some shares of the work, such as a job of an array does.

    Attributes:
        number: Which one, from 1 on.
        of: How many there are.
    """

    number: int
    of: int

    @classmethod
    def read(cls, said: str) -> "Share":
        """Read what `3/64` says.

        Raises:
            DataError: It says nothing of the kind.

        >>> Share.read("3/64"), str(Share(3, 64))
        (Share(number=3, of=64), '3/64')
        """
        number, _, of = said.partition("/")
        if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
            return cls(int(number), int(of))
        raise DataError(f"{said!r} is no share; say which of how many, from 1/64 to 64/64")

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def choose(self, works: Sequence[Work]) -> list[Work]:
        """Return what falls to this share, in its order.

        Whoever has least gets the largest that is left (Graham, 1969), so that all have about as
        much to do; which one gets what depends on the sizes alone.
        """
        loads = [(0, number) for number in range(1, self.of + 1)]
        heapify(loads)
        own: list[int] = []
        for at in sorted(range(len(works)), key=lambda at: (-works[at].size, at)):
            load, number = loads[0]
            heapreplace(loads, (load + works[at].size, number))
            if number == self.number:
                own.append(at)
        return [works[at] for at in sorted(own)]


class Task(NamedTuple):
    """Shards that are cleaned and recorded together.

    Attributes:
        number: Tasks are numbered in the order of their shards.
        shards: All of some sources, or one part of one.
        whole: Whether it is all of its sources.
        last: Whether no other part of the source comes behind it.
    """

    number: int
    shards: tuple[Shard, ...]
    whole: bool
    last: bool

    @property
    def size(self) -> int:
        """Bytes of input."""
        return sum(shard.size for shard in self.shards)


def tasks_of(shards: Sequence[Shard]) -> list[Task]:
    """Bundle the shards of a dump."""
    parts = Counter(shard.name for shard in shards)
    tasks: list[Task] = []
    for bundle in _bundles(shards, parts):
        first = bundle[0]
        whole = parts[first.name] == 1
        last = whole or first.part == parts[first.name] - 1
        tasks.append(Task(len(tasks), tuple(bundle), whole, last))
    return tasks


def _bundles(shards: Sequence[Shard], parts: Counter[str]) -> Iterator[list[Shard]]:
    bundle: list[Shard] = []
    size = 0
    for shard in shards:
        alone = parts[shard.name] > 1
        if bundle and (alone or size >= BUNDLE or len(bundle) == BUNDLE_FILES):
            yield bundle
            bundle, size = [], 0
        bundle.append(shard)
        size += shard.size
        if alone:
            size = BUNDLE  # no other joins it
    if bundle:
        yield bundle
