"""Read a shard, a document at a time; what cannot be read becomes a `Failure`."""

import math
from collections.abc import Iterator

from cleantext.corpus.formats import ARCHIVES, READERS, compression_of, open_file
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import (
    ALL,
    AS_IT_COMES,
    Begin,
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
    begin: Begin = begin_any,
) -> Iterator[Read | Failure]:
    """Read the documents of a shard.

    Args:
        shard: What to read.
        options: How it is read.
        notes: Gets what readers say beside what they give.
        begin: As in `cleantext.corpus.streams.Piece`.
    """
    in_archive = shard.format in ARCHIVES
    only = shard.only[shard.name] if shard.only and not in_archive else ALL
    if only is not ALL:
        begin = only.begin(begin)
    # The end of a compressed shard counts other bytes than its lines do.
    end = math.inf if compression_of(shard.name) else shard.end
    members = shard.only if in_archive else None
    try:
        with open_file(shard.path, shard.name, options.max_expansion) as stream:
            piece = Piece(shard.name, shard.start, end, options, notes or Notes(), begin, members)
            items = READERS[shard.format](stream, piece)
            yield from items if only is ALL else only.chosen(items, shard.name)
    except OSError as reason:
        yield Failure(shard.name, 0, f"cannot be opened: {reason}", rest=True)


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
