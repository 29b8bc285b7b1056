"""Tasks: what a worker does at a time, however many workers there are.

Small files go in bundles, so that starting on them costs less than doing them; the parts of a
large one are a task each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleantext.corpus.shards import Shard

BUNDLE = 1 << 20
"""Bytes of input from which a bundle takes no more files."""

BUNDLE_FILES = 100


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
