"""What a reader is given, a stream of bytes, and what it gives: documents and failures."""

import gzip
import math
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from cleantext.document import Document

Stream = IO[bytes] | gzip.GzipFile


class Failure(NamedTuple):
    """Input that could not be read or cleaned.

    Attributes:
        source: The file.
        position: The offset in bytes (of the uncompressed data) where it begins.
        error: What is wrong.
        stage: The stage that failed; empty where reading did.
        rule: The function or class of that stage's rule that failed; empty where reading did.
    """

    source: str
    position: int
    error: str
    stage: str = ""
    rule: str = ""


class Read(NamedTuple):
    """A document and where it came from, as in `Failure`."""

    document: Document
    position: int


class Piece(NamedTuple):
    """The part of a file that a reader reads.

    Attributes:
        name: What the source is called.
        start: Where the part begins, in bytes of the uncompressed data.
        end: Where it ends: a line that begins before it belongs to the part.
        split: Cuts text into documents; see `cleantext.corpus.formats.text.split_lines`.
    """

    name: str
    start: int = 0
    end: float = math.inf
    split: str | None = None


Raw = tuple[int, bytes]
"""Bytes, and the offset at which they begin."""


def stem(name: str) -> str:
    """Return what a document is called that is a whole file.

    >>> stem("2024/a.txt.gz")
    '2024/a'
    """
    return str(PurePosixPath(name.removesuffix(".gz")).with_suffix(""))


def numbered(stream: Stream, name: str, position: int = 0) -> Iterator[Raw | Failure]:
    """Yield the lines of a stream with their offsets; damage ends it with a `Failure`."""
    try:
        for raw in stream:
            yield position, raw
            position += len(raw)
    except (EOFError, OSError, zlib.error) as reason:
        yield Failure(name, position, f"damaged file, read up to here: {reason}")


def lines_of(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield the lines that begin inside a part of a file, with their offsets."""
    position = 0
    if piece.start:
        # The line that the border cuts belongs to the part before.
        stream.seek(piece.start - 1)
        position = piece.start - 1 + len(stream.readline())
    for line in numbered(stream, piece.name, position):
        if not isinstance(line, Failure) and line[0] >= piece.end:
            return
        yield line


def whole(stream: Stream, name: str) -> Iterator[Raw | Failure]:
    """Yield all of a stream at once."""
    try:
        yield 0, stream.read()
    except (EOFError, OSError, zlib.error) as reason:
        yield Failure(name, 0, f"damaged file: {reason}")
