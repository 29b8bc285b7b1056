"""What a reader is given, a stream of bytes, and what it gives: documents and failures."""

import io
import lzma
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, NamedTuple, cast

from cleantext.corpus.fields import Fields
from cleantext.document import Document

Stream = IO[bytes]

MAX_DOCUMENT = 20_000_000
"""A document has at most 20 MB, unless a run allows more; one of 20 MB takes 800 MB of memory."""

DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError)
"""What reading a damaged file raises."""

_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_CHUNK = 1 << 20


class Failure(NamedTuple):
    """Input that could not be read or cleaned.

    `position` is the offset in bytes (of the uncompressed data) where it begins.
    """

    source: str
    position: int
    error: str


class Read(NamedTuple):
    """A document and where it came from, as in `Failure`."""

    document: Document
    position: int


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How input is read.

    Attributes:
        split: A pattern that cuts text files into documents; see `formats.text.split_lines`.
        fields: Which fields of a record are what.
        delimiter: What parts the cells of a CSV file; empty: what the first line shows.
        max_document: The size, in bytes, above which a document fails.
    """

    split: str | None = None
    fields: Fields = field(default=Fields())
    delimiter: str = ""
    max_document: int = MAX_DOCUMENT


class Piece(NamedTuple):
    """The part of a file that a reader reads.

    Attributes:
        name: What the source is called.
        start: Where the part begins: a byte of the uncompressed data, or a row group.
        end: Where it ends: a line that begins before it belongs to the part.
        options: How it is read.
    """

    name: str
    start: int = 0
    end: float = math.inf
    options: ReadOptions = ReadOptions()


Raw = tuple[int, bytes]
"""Bytes, and the offset at which they begin."""


def stem(name: str) -> str:
    """Return what a document is called that is a whole file.

    >>> stem("2024/a.txt.gz"), stem("2024/a.txt")
    ('2024/a', '2024/a')
    """
    path = PurePosixPath(name)
    return str(path.with_name(path.name.removesuffix("".join(path.suffixes[-2:]))))


def too_large(size: int, limit: int) -> str:
    """Say that a document is too large, and what to do about it."""
    return (
        f"a document of {size / 1e6:.0f} MB, and the limit is {limit / 1e6:.0f} MB: "
        "cut text files with --split, or raise --max-document"
    )


def numbered(
    stream: Stream, name: str, position: int = 0, limit: int = MAX_DOCUMENT
) -> Iterator[Raw | Failure]:
    """Yield the lines of a stream with their offsets.

    Damage ends it with a `Failure`; so does a line above the limit stand for itself alone,
    without ever being in memory as a whole.
    """
    try:
        while raw := stream.readline(limit + 1):
            size = len(raw)
            if size <= limit:
                yield position, raw
            else:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(_CHUNK)
                    size += len(raw)
                yield Failure(name, position, too_large(size, limit))
            position += size
    except DAMAGE as reason:
        yield Failure(name, position, f"damaged file, read up to here: {reason}")


def lines_of(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield the lines that begin inside a part of a file, with their offsets."""
    position = 0
    if piece.start:
        # The line that the border cuts belongs to the part before; it may be longer than this one.
        stream.seek(piece.start - 1)
        most = -1 if piece.end == math.inf else int(piece.end) - piece.start + 1
        cut = stream.readline(most)
        position = piece.start - 1 + len(cut)
        if not cut.endswith(b"\n"):
            return
    else:
        stream = as_utf8(stream)
    limit = piece.options.max_document
    for line in numbered(stream, piece.name, position, limit):
        if line[0 if not isinstance(line, Failure) else 1] >= piece.end:
            return
        yield line


def as_utf8(stream: Stream) -> Stream:
    """Return a stream of UTF-8 for one that begins with the mark of UTF-16 or UTF-32."""
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        head = buffered.peek(4)[:4]
    except DAMAGE:
        return cast(Stream, buffered)  # whoever reads it will see
    encoding = next((wide for mark, wide in _WIDE_MARKS.items() if head.startswith(mark)), None)
    if encoding is None:
        return cast(Stream, buffered)
    text = io.TextIOWrapper(buffered, encoding, errors="replace", newline="")
    return cast(Stream, io.BufferedReader(cast(io.RawIOBase, _Recoded(text))))


class _Recoded(io.RawIOBase):
    """Text that was decoded, as bytes of UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if not self._left:
            self._left = self._text.read(_CHUNK).encode("utf-8", "replace")
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def whole(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield all of a stream at once."""
    limit = piece.options.max_document
    try:
        raw = stream.read(limit + 1)
        if len(raw) <= limit:
            yield 0, raw
            return
        size = len(raw)
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
        yield Failure(piece.name, 0, too_large(size, limit))
    except DAMAGE as reason:
        yield Failure(piece.name, 0, f"damaged file: {reason}")
