"""Where the records of a WARC file begin and end, also behind damage.

A record (ISO 28500) is a line `WARC/1.x`, its headers, an empty line, as many bytes as its
`Content-Length` says, and an empty line again. What is none of this costs itself alone: reading
goes on with the next line `WARC/1.x`, which may stand in the middle of a record that was cut off.
"""

import io
import re
from collections.abc import Iterator
from typing import cast

from cleantext.corpus.compression import DamageError, go_on
from cleantext.corpus.streams import DAMAGE, FAR, Failure, Piece, Raw, Stream, damaged, too_large

_VERSION = re.compile(rb"(?:^|(?<!/))WARC/[01]\.\d+\r?\n\Z")
_RECORD = re.compile(rb"WARC/[01]\.\d+\r?\n(?=[A-Za-z-]+:|\Z)")
_LENGTH = re.compile(
    rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_WANTED = re.compile(
    rb"^warc-type[ \t]*:[ \t]*(?:response|conversion)\b", re.IGNORECASE | re.MULTILINE
)
_BLANK = b"\r\n"
_END = b"\r\n\r\n"
_LINE = 1 << 16
_CHUNK = 1 << 20
_LONGEST_HEAD = 1 << 20
_PATIENCE = 4
"""How many times its size what is broken may be looked through for records inside of it."""


def cut_records(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield each response and conversion as it stands in a file.

    What is broken is one `Failure`, up to the next record; `rest` says that none came.
    """
    broken: Failure | None = None
    for found in _steps(_Source(stream, piece.options.max_document), piece):
        if isinstance(found, Failure) and found.rest:
            broken = broken or found
            continue
        if broken:
            position = found.position if isinstance(found, Failure) else found[0]
            told = f"{broken.error}; read on from byte {position}"
            yield broken._replace(error=told, rest=False)
            broken = None
        if isinstance(found, Failure) or found[1]:
            yield found
    if broken:
        yield broken


def _steps(source: "_Source", piece: Piece) -> Iterator[Raw | Failure]:
    """Yield each record, empty if it holds no document, and a failure at each step without one."""
    sound, stuck = 0, -1
    while source.position - sound < FAR * piece.options.max_document:  # there may be no end
        start = source.position
        try:
            line = source.line()
            if not line:
                return
            if not line.strip(_BLANK):
                continue
            found = _record(source, start, line, piece)
        except DAMAGE as reason:
            # Behind a damaged member of a compressed file there may be others.
            if not isinstance(reason, DamageError) or source.position == stuck:
                yield damaged(piece.name, start, reason)
                return
            stuck = source.position
            source.go_on()
            yield _broken(piece, start, str(reason))
            continue
        if not (isinstance(found, Failure) and found.rest):
            sound = source.position
        yield found


def _record(source: "_Source", start: int, line: bytes, piece: Piece) -> Raw | Failure:
    """Return the record that begins with a line; empty if it holds no document."""
    version = _VERSION.search(line)
    if version is None or version.start():
        if version:
            source.take_back(version[0])
        return _broken(piece, start, "this is no record")
    head = source.head(line)
    length = _LENGTH.search(head)
    if not head.endswith((b"\n\n", b"\n\r\n")):
        return _broken(piece, start, "the head of the record does not end")
    if length is None:
        return _broken(piece, start, "the record does not say how long it is")
    size, limit = int(length[1]), piece.options.max_document
    body = source.read(min(size, limit))
    held = len(body) + source.skip(size - limit)
    end = source.line() if held == size else b""
    if held < size or (end.strip(_BLANK) and not _VERSION.match(end)):
        source.look_into(body, end, start + len(head), held)
        return _broken(piece, start, "the record does not end where it says")
    source.take_back(end)
    if not _WANTED.search(head):
        return start, b""
    if size > limit:
        return Failure(piece.name, start, too_large(size, limit))
    return start, head + body + _END


def _broken(piece: Piece, position: int, reason: str) -> Failure:
    return Failure(piece.name, position, f"damaged file: {reason}", rest=True)


class _Source:
    """A stream that knows where it is, and of which some may be read again.

    Attributes:
        position: Where it is, in bytes of what is not compressed.
    """

    def __init__(self, stream: Stream, limit: int) -> None:
        self.position = 0
        self._stream = cast(io.BufferedReader, stream)
        self._again: list[io.BytesIO] = []  # what is read before the stream, the last first
        self._fault: Exception | None = None  # what is raised when what came before it was used
        self._furthest = limit
        self._looked = 0

    def go_on(self) -> None:
        """Read on behind damage."""
        go_on(self._stream)

    def line(self) -> bytes:
        """Return a line, or as much of it as 64 kB; nothing at the end."""
        return self._gathered(_LINE, as_line=True)

    def read(self, size: int) -> bytes:
        """Return so many bytes, or all that there are."""
        return self._gathered(size, as_line=False)

    def skip(self, size: int) -> int:
        """Leave out so many bytes, or all that there are; return how many."""
        left = size
        while left > 0 and (skipped := len(self.read(min(left, _CHUNK)))):
            left -= skipped
        return max(size - left, 0)

    def head(self, line: bytes) -> bytes:
        """Return the head of a record that begins with a line, as far as it goes."""
        parts, size = [line], 0
        while size < _LONGEST_HEAD and (line := self.line()):
            if _VERSION.search(line):
                self.take_back(line)
                break
            parts.append(line)
            size += len(line)
            if not line.strip(_BLANK):
                break
        return b"".join(parts)

    def take_back(self, raw: bytes) -> None:
        """Have the bytes that were read last read again."""
        self.position -= len(raw)
        self._again.append(io.BytesIO(raw))

    def look_into(self, body: bytes, end: bytes, start: int, size: int) -> None:
        """Go back to the first record inside of a broken one, or to the line behind it.

        Args:
            body: What was read of it, or the beginning of that.
            end: The line that was read behind it.
            start: Where it begins.
            size: How much was read of it.
        """
        self._furthest = max(self._furthest, self.position)
        self._looked += size
        is_held = len(body) == size
        is_left = self._looked > _PATIENCE * self._furthest
        inner = None if is_left else _RECORD.search(body + end if is_held else body)
        if is_left or is_held:
            self.take_back((body + end)[inner.start() :] if inner else end)
        elif self._stream.seekable():
            self._again.clear()
            self._fault = None
            self.position = self._stream.seek(start + (inner.start() if inner else len(body)))

    def _gathered(self, size: int, *, as_line: bool) -> bytes:
        parts, left = list[bytes](), size
        try:
            while left > 0 and (part := self._some(left, as_line=as_line)):
                parts.append(part)
                left -= len(part)
                if as_line and part.endswith(b"\n"):
                    break
        except DAMAGE as reason:
            if not parts:
                raise
            self._fault = reason
        raw = b"".join(parts)
        self.position += len(raw)
        return raw

    def _some(self, size: int, *, as_line: bool) -> bytes:
        while self._again:
            raw = self._again[-1].readline(size) if as_line else self._again[-1].read(size)
            if raw:
                return raw
            self._again.pop()
        if self._fault:
            fault, self._fault = self._fault, None
            raise fault
        return self._stream.readline(size) if as_line else self._stream.read1(size)
