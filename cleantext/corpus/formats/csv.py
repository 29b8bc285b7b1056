"""CSV and TSV: a header, then a row a document.

A row that is no row (too many cells, a quote that is never closed) fails by itself: reading goes
on with the line behind the one where it began.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator

from cleantext.corpus.decoding import decode
from cleantext.corpus.formats.records import read_record
from cleantext.corpus.streams import Failure, Piece, Raw, Read, Stream, lines_of, too_large

_DELIMITERS = ",;\t|"
_TELLING = 50
"""Lines that tell whether what follows an open quote are rows."""
_PATIENCE = 2
"""How many times the size of a document broken rows may have their lines read again."""
_NO_HEADER = "the header is not a row of CSV, and nothing is read from here on"
_ESCAPED = "surrogateescape"


class _Lines:
    """Lines for `csv.reader`, which know where a row began and can be given again."""

    def __init__(self, lines: Iterator[Raw | Failure], limit: int) -> None:
        self._lines = lines
        self._again = deque[Raw | Failure]()
        self._limit = limit
        self._patience = _PATIENCE * limit  # bytes that may still be given again
        self._size = 0
        self.row: list[Raw] = []  # the lines of the row that is being read
        self.failure: Failure | None = None  # what stands in place of a line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        if isinstance(line, Failure):
            self.failure = line
            raise StopIteration
        self.row.append(line)
        self._size += len(line[1])
        if self._size > self._limit:
            raise csv.Error(too_large(self._size, self._limit))
        # A NUL is what a broken program left.
        raw = line[1].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
        return raw.decode("utf-8", _ESCAPED)

    def begin(self) -> None:
        """Begin a row."""
        self.row = []
        self._size = 0

    def peek(self) -> str:
        """Return the next line, which stays the next one; empty where there is none."""
        line = next(self, "")
        self._again.extendleft(reversed(self.row))
        return line

    def go_on(self, delimiter: str, names: int) -> int:
        """Go on behind a broken row, mostly with the line behind the one where it began.

        A cell that is too large, but ends, is left out whole: its lines are no rows. So are the
        lines of a row where too many had their lines read again before.

        Returns:
            How many lines are left out behind the first.
        """
        behind = self.row[1:]
        if self._size > self._limit and not _are_rows(behind[:_TELLING], delimiter, names):
            return len(behind) + self._skip_to_quote()
        self._patience -= self._size
        if self._patience < 0:
            return len(behind)
        self._again.extendleft(reversed(behind))
        return 0

    def _skip_to_quote(self) -> int:
        """Leave out the lines to the end of the cell that is open; return how many."""
        quotes = sum(raw.count(b'"') for _, raw in self.row)
        skipped = 0
        while quotes % 2:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                break
            if isinstance(line, Failure):
                self._again.appendleft(line)
                break
            quotes += line[1].count(b'"')
            skipped += 1
        return skipped


def _are_rows(lines: list[Raw], delimiter: str, names: int) -> bool:
    """Return whether most of some lines have as many cells as there are names."""
    alike = sum(raw.count(delimiter.encode()) >= names - 1 for _, raw in lines)
    return alike * 2 > len(lines)


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read a row a document; see `cleantext.corpus.fields.document_of`."""
    limit = piece.options.max_document
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = _Lines(lines_of(stream, piece), limit)
    delimiter = piece.options.delimiter or delimiter_of(piece.name) or _sniffed(lines.peek())
    header: list[str] = []
    while True:
        lines.begin()
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except StopIteration:
            if lines.failure is None:
                return
            yield lines.failure
            lines.failure = None
            continue
        except csv.Error as reason:
            position = lines.row[0][0]
            if not header:
                yield Failure(piece.name, position, f"{_NO_HEADER}: {reason}", rest=True)
                return
            behind = lines.go_on(delimiter, len(header))
            told = f", nor are the {behind} lines behind it" if behind else ""
            yield Failure(piece.name, position, f"not a row of CSV{told}: {reason}")
            continue
        if not header:
            header = _names(cells)
        elif any(cells):
            yield _document(header, cells, piece, lines.row[0][0])


def delimiter_of(name: str) -> str:
    r"""Return what parts the cells of a file by its name; empty where that does not say it.

    >>> delimiter_of("2024/a.tsv.gz"), delimiter_of("a.csv")
    ('\t', '')
    """
    return "\t" if ".tsv" in name.lower() else ""


def _document(header: list[str], cells: list[str], piece: Piece, position: int) -> Read | Failure:
    if len(cells) > len(header):
        fault = (
            f"not a row of CSV: {len(cells)} cells under {len(header)} names; put a cell "
            "with the delimiter in it between quotation marks"
        )
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


def _names(cells: list[str]) -> list[str]:
    """Return the names of the columns, none of them empty and no two alike.

    >>> _names(["id", "texte ", "", "texte"])
    ['id', 'texte', 'column 3', 'texte (column 4)']
    """
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {number}"
        names.append(f"{name} (column {number})" if name in names else name)
    return names


def _sniffed(line: str) -> str:
    """Return the delimiter of a header: the one that parts it into most names.

    >>> _sniffed("id;titre;texte, sans balises")
    ';'
    """
    return max(_DELIMITERS, key=line.count)
