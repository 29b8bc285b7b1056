"""Read a shard, a document at a time; what cannot be read becomes a `Failure`."""

import math
from collections.abc import Iterator
from typing import IO

from cleantext.corpus.formats import READERS, compression_of, open_file
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import Failure, Piece, Read


def read(shard: Shard, split: str | None = None) -> Iterator[Read | Failure]:
    """Read the documents of a shard.

    Args:
        shard: What to read.
        split: For text files: a pattern; see `cleantext.corpus.formats.text.split_lines`.
    """
    # The end of a compressed shard counts other bytes than its lines do.
    end = math.inf if compression_of(shard.name) else shard.end
    try:
        with open_file(shard.path, shard.name) as stream:
            yield from READERS[shard.format](stream, Piece(shard.name, shard.start, end, split))
    except OSError as reason:
        yield Failure(shard.name, 0, f"cannot be opened: {reason}")


def read_stream(
    stream: IO[bytes], name: str, form: str = "txt", split: str | None = None
) -> Iterator[Read | Failure]:
    """Read the documents of a stream that is no file of a dump, such as standard input.

    Args:
        stream: What to read, to its end.
        name: What the source is called.
        form: `txt`, `jsonl` or `html`.
        split: As for `read`.
    """
    return READERS[form](stream, Piece(name, split=split))
