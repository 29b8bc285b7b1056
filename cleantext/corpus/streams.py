"""What a reader is given, a stream of bytes, and what it gives: documents and failures."""

import codecs
import io
import lzma
import math
import os
import stat
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, NamedTuple, cast

from cleantext.corpus.compression import MAX_EXPANSION, BombError, DamageError, TrailingError
from cleantext.corpus.fields import Fields
from cleantext.corpus.remote import Remote
from cleantext.document import Document

Stream = IO[bytes]

MAX_DOCUMENT = 20_000_000
"""A document has at most 20 MB, unless a run allows more; it takes up to 1.4 GB of memory."""

DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError)
"""What reading a damaged file raises."""

_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_CHUNK = 1 << 20
_HEAD = 6
"""Bytes by which a kind of file is told."""
FAR = 100
"""What is a hundred times the limit is not read to its end, which it may not have."""


class Failure(NamedTuple):
    """Input that could not be read or cleaned.

    Attributes:
        source: The file.
        position: Where it begins: the offset in bytes (of the uncompressed data), or in a table
            or a feed the number of the row or item.
        error: What is wrong.
        stage: The stage that failed; empty where reading did.
        rule: The function or class of that stage's rule that failed; empty where reading did.
        rest: Whether it stands for all that comes behind it in the file as well.
    """

    source: str
    position: int
    error: str
    stage: str = ""
    rule: str = ""
    rest: bool = False


class PassedOver(NamedTuple):
    """Something in a folder or an archive that is not read, and why."""

    name: str
    reason: str


class Read(NamedTuple):
    """A document and where it came from, as in `Failure`.

    Attributes:
        document: What was read.
        position: Where it begins.
        member: The member of an archive that it is from; empty where it is from the file itself.
    """

    document: Document
    position: int
    member: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How input is read.

    Attributes:
        split: A pattern that cuts text files into documents; see `formats.text.split_lines`.
        fields: Which fields of a record are what.
        delimiter: What parts the cells of a CSV file; empty: what the first line shows.
        max_document: The size, in bytes, above which a document fails.
        max_expansion: How many times its own size a file may hold; see `compression.Budget`.
    """

    split: str | None = None
    fields: Fields = field(default=Fields())
    delimiter: str = ""
    max_document: int = MAX_DOCUMENT
    max_expansion: int = MAX_EXPANSION


AS_IT_COMES = ReadOptions()
"""How input is read where nobody says more."""


Begin = Callable[[int, str], bool]
"""Asked about a position in a file, or in the member of an archive, and the name of either."""


def begin_any(_position: int, _name: str) -> bool:
    """Begin with whatever stands at a position."""
    return True


class Only(NamedTuple):
    """Which documents of a file, or of a member of an archive, are read.

    Attributes:
        at: Their positions.
        behind: A position from which all are read.
    """

    at: frozenset[int]
    behind: float = math.inf

    def told(self) -> tuple[list[int], float | None]:
        """Return the same in a form for records."""
        return sorted(self.at), None if self.behind == math.inf else self.behind

    def begin(self, begin: Begin) -> Begin:
        """Return what asks `begin` about these alone, and says no to the others."""
        return lambda at, name: (at in self.at or at >= self.behind) and begin(at, name)

    def chosen(self, items: Iterable[Read | Failure], name: str) -> Iterator[Read | Failure]:
        """Yield those of some items, and a failure for each that is not among them."""
        left = set(self.at)
        for item in items:
            if item.position in self.at or item.position >= self.behind:
                left.discard(item.position)
                yield item
        for position in sorted(left):
            if position < self.behind:
                told = "no document begins here any more: the file was changed"
                yield Failure(name, position, told)


ALL = Only(frozenset(), 0)
"""All documents of a file."""


@dataclass(slots=True)
class Notes:
    """What readers have to say beside what they give.

    Attributes:
        passed_over: Members of archives that are not read.
        fields: How many records had which fields taken for what.
        absent: How many records lack a field that was named.
    """

    passed_over: list[PassedOver] = field(default_factory=list)
    fields: Counter[Fields] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a file that a reader reads.

    Attributes:
        name: What the source is called.
        start: Where the part begins: a byte of the uncompressed data, a row group, or a member.
        end: Where it ends: a line that begins before it belongs to the part.
        options: How it is read.
        begin: To be asked, with its position and the name, before a document is made of bytes by
            much work (as of a page); where the answer is no, the document is left out.
        notes: Where readers say what they have to say.
        only: Of an archive, which documents of which members are read, by their names, and by that
            of the archive from where on all members are; None: all.
    """

    name: str
    start: int = 0
    end: float = math.inf
    options: ReadOptions = AS_IT_COMES
    notes: Notes = field(default_factory=Notes)
    begin: Begin = begin_any
    only: Mapping[str, Only] | None = None


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


def damaged(name: str, position: int, reason: Exception) -> Failure:
    """Return the failure of a file whose rest cannot be read; see `DAMAGE`."""
    kind = "" if isinstance(reason, BombError) else "damaged file, "
    return Failure(name, position, f"{kind}read up to here: {reason}", rest=True)


def numbered(
    stream: Stream, name: str, position: int = 0, limit: int = MAX_DOCUMENT
) -> Iterator[Raw | Failure]:
    """Yield the lines of a stream with their offsets.

    Damage ends it with a `Failure`. A line above the limit is a `Failure` that stands for itself
    alone, and is never in memory as a whole.
    """
    try:
        while raw := stream.readline(limit + 1):
            size = len(raw)
            if size <= limit:
                yield position, raw
            else:
                while raw and not raw.endswith(b"\n") and size < FAR * limit:
                    raw = stream.readline(_CHUNK)
                    size += len(raw)
                is_endless = size >= FAR * limit
                yield Failure(name, position, too_large(size, limit), rest=is_endless)
                if is_endless:
                    return
            position += size
    except DAMAGE as reason:
        yield damaged(name, position, reason)


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
        begin = line.position if isinstance(line, Failure) else line[0]
        if begin >= piece.end:
            return
        yield line


@contextmanager
def seekable(stream: Stream, magic: bytes = b"") -> Iterator[Stream]:
    """Give a stream that can be read in any order: this one, or a copy on disk.

    Raises:
        DamageError: It would have to be copied, and does not begin with `magic`; it may be endless.
    """
    if stream.seekable() and not _is_device(stream):
        yield stream
        return
    if not head_of(stream).startswith(magic):
        raise DamageError(f"it does not begin with {magic.decode()}")
    with TemporaryFile() as copy:
        copyfileobj(stream, copy, _CHUNK)
        copy.seek(0)
        yield copy


def _is_device(stream: Stream) -> bool:
    """Whether a stream is a device, which says that it can be read in any order and may not end."""
    try:
        return stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)
    except OSError:  # it is no file at all
        return False


def as_utf8(stream: Stream) -> Stream:
    """Return a stream of UTF-8 for one that begins with the mark of UTF-16 or UTF-32."""
    try:
        head = head_of(stream)
    except DAMAGE:
        return stream  # whoever reads it will see
    encoding = next((wide for mark, wide in _WIDE_MARKS.items() if head.startswith(mark)), None)
    if encoding is None:
        return stream
    text = codecs.getreader(encoding)(stream, "replace")
    return cast(Stream, io.BufferedReader(_Recoded(text)))


def head_of(stream: Stream) -> bytes:
    """Return the first six bytes of a stream, which stay to be read."""
    if isinstance(stream, io.BytesIO):
        return stream.getvalue()[:_HEAD]
    return cast(io.BufferedReader, stream).peek(_HEAD)[:_HEAD]


def is_wide(path: Path | Remote) -> bool:
    """Return whether a file is UTF-16 or UTF-32, whose lines cannot be found in its bytes."""
    try:
        with path.open("rb") as stream:
            return stream.read(4).startswith(tuple(_WIDE_MARKS))
    except OSError:
        return False  # whoever reads it says what is wrong


class _Recoded(io.RawIOBase):
    """Text that was decoded, as bytes of UTF-8."""

    def __init__(self, text: codecs.StreamReader) -> None:
        self._text = text
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if not self._left:
            self._left = self._text.read(_CHUNK, _CHUNK).encode("utf-8", "replace")
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def whole(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield all of a stream at once; what follows its proper end is a `Failure` behind it."""
    limit = piece.options.max_document
    held, size = bytearray(), 0
    try:
        # Not `read`, which forgets what came before damage. There may be no end.
        while size < FAR * limit and (chunk := cast(io.BufferedReader, stream).read1(_CHUNK)):
            size += len(chunk)
            if size <= limit:
                held += chunk
    except TrailingError as reason:
        if size <= limit:
            yield 0, bytes(held)
        yield damaged(piece.name, size, reason)
    except DAMAGE as reason:
        yield damaged(piece.name, 0, reason)
    else:
        if size <= limit:
            yield 0, bytes(held)
        else:
            yield Failure(piece.name, 0, too_large(size, limit), rest=True)
