"""Read a shard while somebody watches, who can say later where it went wrong."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cleantext.corpus.formats import ARCHIVES
from cleantext.corpus.read import read
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import Failure, Notes, Read, ReadOptions

READING, MAKING, USING = "reading", "making", "using"
_PAUSE = 0.5  # seconds


class ReadingPlace(NamedTuple):
    """Where somebody is who reads.

    Attributes:
        shard: The number of the shard, if there are several.
        number: How many items of the shard were read before.
        position: Where the item begins, or if that is not known yet, the one before.
        step: Whether it is sought, made of bytes that were found, or in use.
    """

    shard: int
    number: int
    position: int
    step: str


def read_watched(
    shard: Shard,
    options: ReadOptions,
    tell: Callable[[ReadingPlace], None],
    faults: Mapping[ReadingPlace, str],
    index: int = 0,
    notes: Notes | None = None,
) -> Iterator[Read | Failure]:
    """Read the documents of a shard; a failure stands in place of each that has a fault.

    Args:
        shard: What to read.
        options: How it is read.
        tell: Told where the reading is, before each step.
        faults: Places that are to be left out, and why.
        index: The number of the shard, if there are several.
        notes: As in `cleantext.corpus.read.read`.
    """
    number, position = 0, shard.start
    left_out: list[Failure] = []

    def begin(at: int, name: str) -> bool:
        place = ReadingPlace(index, number + len(left_out), at, MAKING)
        if place in faults:
            left_out.append(Failure(name, at, faults[place]))
            return False
        tell(place)
        return True

    items = read(shard, options, notes, begin)
    while True:
        place = ReadingPlace(index, number, position, READING)
        if place in faults:
            told = f"{faults[place]}; read up to here, what follows in the file is left out"
            # In which member of an archive that was, nobody knows: all of them are the rest.
            at = 0 if shard.format in ARCHIVES else position
            yield Failure(shard.name, at, told, rest=True)
            return
        tell(place)
        item = next(items, None)
        yield from left_out
        number += len(left_out)
        left_out.clear()
        if item is None:
            return
        position = item.position
        place = ReadingPlace(index, number, position, USING)
        if place in faults:
            yield Failure(_source_of(item, shard), position, faults[place])
        else:
            tell(place)
            yield item
        number += 1


def _source_of(item: Read | Failure, shard: Shard) -> str:
    """Return the file, or the member of an archive, that something was read from."""
    return item.source if isinstance(item, Failure) else item.member or shard.name


def now_and_then(tell: Callable[[ReadingPlace], None]) -> Callable[[ReadingPlace], None]:
    """Return what tells no more than twice a second, for where telling costs more than it says."""
    last = 0.0

    def told(place: ReadingPlace) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > _PAUSE:
            last = now
            tell(place)

    return told
