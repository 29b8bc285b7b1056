"""JSON files: an array of records, or records with nothing between them.

No parser reads a whole array here: a file is cut where records begin and end, so one of any size
streams, each record has its place in bytes, and one that is broken costs itself alone.
"""

import io
import re
from collections.abc import Iterator
from typing import cast

from cleantext.corpus.formats.jsonl import read_json
from cleantext.corpus.streams import (
    DAMAGE,
    FAR,
    Failure,
    Piece,
    Raw,
    Read,
    Stream,
    as_utf8,
    damaged,
    too_large,
)

_CHUNK = 1 << 18
_SIGN = re.compile(rb'[\\"{}\[\]]')
_ENDLESS = "not valid JSON: the record does not end, and nothing is read from here on"
_BETWEEN = b" \t\r\n,\0\xef\xbb\xbf"


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read each object of the array, or of the row, that a file is."""
    for part in _records(as_utf8(stream), piece):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        yield read_json(raw, piece, position)


def _records(stream: Stream, piece: Piece) -> Iterator[Raw | Failure]:
    """Yield the bytes of each record, and a failure for what is none."""
    limit = piece.options.max_document
    cutter = _Cutter()
    held, start = bytearray(), 0  # what belongs to the record, or stands between two
    size = 0
    try:
        while chunk := cast(io.BufferedReader, stream).read1(_CHUNK):  # all there is before damage
            begin = 0
            for end, inside in cutter.cuts(chunk):
                size += end - begin
                if size <= limit:
                    held += chunk[begin:end]
                if inside and size <= limit and held[:1] == b"{" and held[-1:] == b"]":
                    yield Failure(piece.name, start, _ENDLESS, rest=True)
                    return
                yield from _part(held, start, size, piece, inside=inside)
                start, begin, size = start + size, end, 0
                held.clear()
            size += len(chunk) - begin
            if size > FAR * limit:
                yield Failure(piece.name, start, too_large(size, limit), rest=True)
                return
            if size <= limit:
                held += chunk[begin:]
    except DAMAGE as reason:
        yield damaged(piece.name, start, reason)
        return
    if cutter.depth > cutter.base:
        yield Failure(piece.name, start, _ENDLESS, rest=True)
    else:
        yield from _part(held, start, size, piece, inside=False)


def _part(
    held: bytearray, start: int, size: int, piece: Piece, *, inside: bool
) -> Iterator[Raw | Failure]:
    limit = piece.options.max_document
    if size > limit:
        yield Failure(piece.name, start, too_large(size, limit))
    elif inside:
        yield start, bytes(held)
    elif held.strip(_BETWEEN).strip(b"[]").strip(_BETWEEN):
        yield Failure(piece.name, start, "not a JSON object")


class _Cutter:
    """Finds where the objects of the outermost array, or of no array, begin and end."""

    def __init__(self) -> None:
        self.depth = 0
        self.base = 0  # the depth between two records: 1 in an array
        self._quoted = False
        self._skipped = -1  # the offset of a sign that a backslash takes its meaning from

    def cuts(self, chunk: bytes) -> Iterator[tuple[int, bool]]:
        """Yield where something ends, and whether that was a record."""
        for match in _SIGN.finditer(chunk):
            sign, at = match[0], match.start()
            if at == self._skipped:
                continue
            if self._quoted or sign == b'"':
                if sign == b"\\":
                    self._skipped = at + 1
                elif sign == b'"':
                    self._quoted = not self._quoted
            elif sign in b"{[":
                yield from self._open(sign, at)
            elif sign in b"}]":
                yield from self._close(at)
        self._skipped -= len(chunk)

    def _open(self, sign: bytes, at: int) -> Iterator[tuple[int, bool]]:
        if sign == b"[" and self.depth == self.base == 0:
            self.depth = self.base = 1
            return
        if self.depth == self.base:
            yield at, False
        self.depth += 1

    def _close(self, at: int) -> Iterator[tuple[int, bool]]:
        if self.depth == self.base:
            self.depth = self.base = 0  # the array ends
            return
        self.depth -= 1
        if self.depth == self.base:
            yield at + 1, True
