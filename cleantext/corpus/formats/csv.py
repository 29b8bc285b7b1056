"""CSV and TSV: a header, then a row a document.

A row that is no row (too many cells, a quote that is never closed) fails by itself: reading goes
on with the line behind the one where it began.
"""

import codecs
import csv
from collections.abc import Iterator
from itertools import chain

from cleantext.corpus.decoding import decode
from cleantext.corpus.formats.records import read_record
from cleantext.corpus.streams import Failure, Piece, Raw, Read, Stream, lines_of, too_large

_DELIMITERS = ",;\t|"
_ESCAPED = "surrogateescape"


class _Lines:
    """Lines for `csv.reader`, which know where a row began and can be given again."""

    def __init__(self, lines: Iterator[Raw | Failure], limit: int) -> None:
        self._lines = chain(lines)
        self._limit = limit
        self.row: list[Raw] = []  # the lines of the row that is being read
        self.failure: Failure | None = None  # what stands in place of a line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Failure):
            self.failure = line
            raise StopIteration
        self.row.append(line)
        size = sum(len(raw) for _, raw in self.row)
        if size > self._limit:
            raise csv.Error(too_large(size, self._limit))
        # A NUL is what a broken program left.
        raw = line[1].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
        return raw.decode("utf-8", _ESCAPED)

    def peek(self) -> str:
        """Return the next line, which stays the next one; empty where there is none."""
        line = next(self, "")
        self._lines = chain(self.row, self._lines)
        self.row = []
        return line

    def go_on_behind_first(self) -> None:
        """Give all lines of the row again but the first."""
        self._lines = chain(self.row[1:], self._lines)


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read a row a document; see `cleantext.corpus.fields.document_of`."""
    limit = piece.options.max_document
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = _Lines(lines_of(stream, piece), limit)
    delimiter = piece.options.delimiter or ("\t" if ".tsv" in piece.name.lower() else "")
    delimiter = delimiter or _sniffed(lines.peek())
    header: list[str] = []
    while True:
        lines.row = []
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except StopIteration:
            if lines.failure is None:
                return
            yield lines.failure
            lines.failure = None
            continue
        except csv.Error as reason:
            yield Failure(piece.name, lines.row[0][0], f"not a row of CSV: {reason}")
            lines.go_on_behind_first()
            continue
        if not header:
            header = [cell.strip() for cell in cells]
        elif any(cells):
            yield _document(header, cells, piece, lines.row[0][0])


def _document(header: list[str], cells: list[str], piece: Piece, position: int) -> Read | Failure:
    if len(cells) > len(header):
        fault = f"not a row of CSV: {len(cells)} cells under {len(header)} names"
        return Failure(piece.name, position, fault)
    encoding = "utf-8"
    for at, cell in enumerate(cells):
        if not cell.isascii():
            cells[at], encoding = _repaired(cell, encoding)
    return read_record(dict(zip(header, cells, strict=False)), piece, position, encoding)


def _repaired(cell: str, encoding: str) -> tuple[str, str]:
    """Return a cell, decoded again where it is not UTF-8."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return decode(cell.encode("utf-8", _ESCAPED))
    return cell, encoding


def _sniffed(line: str) -> str:
    """Return the delimiter of a header: the one that parts it into most names.

    >>> _sniffed("id;titre;texte, sans balises")
    ';'
    """
    return max(_DELIMITERS, key=line.count)
