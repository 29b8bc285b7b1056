"""Read a shard, a document at a time; what cannot be read becomes a `Failure`."""

import math
from collections.abc import Callable, Iterable, Iterator

from cleantext.corpus.formats import READERS, compression_of, open_file
from cleantext.corpus.shards import Only, Shard
from cleantext.corpus.streams import (
    AS_IT_COMES,
    Failure,
    Notes,
    Piece,
    Read,
    ReadOptions,
    Stream,
    begin_any,
)


def read(
    shard: Shard,
    options: ReadOptions = AS_IT_COMES,
    notes: Notes | None = None,
    begin: Callable[[int], bool] = begin_any,
) -> Iterator[Read | Failure]:
    """Read the documents of a shard.

    Args:
        shard: What to read.
        options: How it is read.
        notes: Gets what readers say beside what they give.
        begin: As in `cleantext.corpus.streams.Piece`.
    """
    only = shard.only
    if only is not None:
        begin = only.begin(begin)
    # The end of a compressed shard counts other bytes than its lines do.
    end = math.inf if compression_of(shard.name) else shard.end
    try:
        with open_file(shard.path, shard.name, options.max_expansion) as stream:
            piece = Piece(shard.name, shard.start, end, options, notes or Notes(), begin)
            items = READERS[shard.format](stream, piece)
            yield from items if only is None else _chosen(items, only, shard.name)
    except OSError as reason:
        yield Failure(shard.name, 0, f"cannot be opened: {reason}", rest=True)


def _chosen(items: Iterable[Read | Failure], only: Only, name: str) -> Iterator[Read | Failure]:
    """Yield the items that are asked for, and a failure for each that is not there."""
    left = set(only.at)
    for item in items:
        if only.wants(item):
            left.discard(item.position)
            yield item
    for position in sorted(left):
        if position < only.behind:
            yield Failure(name, position, "no document begins here any more: the file was changed")


def read_stream(
    stream: Stream, name: str, form: str = "txt", options: ReadOptions = AS_IT_COMES
) -> Iterator[Read | Failure]:
    """Read the documents of a stream that is no file of a dump, such as standard input.

    Args:
        stream: What to read, to its end.
        name: What the source is called.
        form: A format, as in `cleantext.corpus.formats.READERS`.
        options: How it is read.
    """
    return READERS[form](stream, Piece(name, options=options))
