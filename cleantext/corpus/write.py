"""Write documents: JSONL records, rows of a table, or text with a border between documents."""

import csv
import io
import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.formats import WRITTEN, compression_of, format_of, open_file
from cleantext.corpus.formats.csv import delimiter_of
from cleantext.corpus.formats.jsonl import encode_record
from cleantext.corpus.formats.parquet import rows_of_parquet
from cleantext.corpus.formats.table import Rows, rows_of_lines, write_csv, write_parquet
from cleantext.corpus.rendering import CONLLU, SENTENCES, VERTICAL

FORMATS = ("txt", "jsonl", "csv", "parquet", SENTENCES, VERTICAL, CONLLU)
"""What is written."""
_ENDS = {SENTENCES: ".sentences.jsonl", VERTICAL: ".vert", CONLLU: ".conllu"}
"""What names end in, where that is not the format."""
TABLES = frozenset({"csv", "parquet"})
"""Of these, what is known only when the last document is."""

_CHUNK = 1 << 20


def target_name(source: str, form: str | None, compression: str | None = None) -> str:
    """Return the name of the output for a source's name.

    Text and JSONL keep their format and name, the text of a page is text, and all other
    sources become JSONL; what is compressed stays so, unless a run says how it wants it.

    >>> target_name("2024/a.txt", None), target_name("a.txt.gz", "jsonl")
    ('2024/a.txt', 'a.txt.jsonl.gz')
    >>> target_name("a.html", None), target_name("a.parquet", None)
    ('a.html.txt', 'a.parquet.jsonl')
    >>> target_name("a.txt.gz", "vertical"), target_name("a.jsonl", "sentences")
    ('a.txt.vert.gz', 'a.jsonl.sentences.jsonl')
    >>> target_name("a.csv.gz", "parquet"), target_name("a.jsonl.gz", None, ".zst")
    ('a.csv.parquet', 'a.jsonl.zst')
    """
    given = format_of(source) or "txt"
    form = form or WRITTEN.get(given, "jsonl")
    compressed = compression_of(source)
    name = source.removesuffix(compressed)
    if form != given:
        name += _ENDS.get(form, f".{form}")
    if form == "parquet":  # is compressed inside
        return name
    return name + (compressed if compression is None else compression)


def numbered_name(name: str, number: int) -> str:
    """Return the name of one of the files that a large output is cut into.

    >>> numbered_name("2024/a.jsonl.gz", 3)
    '2024/a-00003.jsonl.gz'
    """
    folder, sign, last = name.rpartition("/")
    stem, dot, suffixes = last.partition(".")
    return f"{folder}{sign}{stem}-{number:05}{dot}{suffixes}"


def holds_line(written: bytes, line: str) -> bool:
    r"""Whether one of the lines of a document, as it is written, is this one: a border, say.

    >>> holds_line(b"Un.\n---\n", "---"), holds_line(b"Un. ---\n", "---")
    (True, False)
    """
    return bool(line) and f"\n{line}\n".encode() in b"\n%b" % written


def write_table(rows: Rows, name: str, sink: IO[bytes]) -> None:
    """Write rows in the format that the end of a name chooses, not compressed."""
    if format_of(name) == "parquet":
        write_parquet(rows, sink)
    else:
        write_csv(rows, sink, delimiter_of(name) or ",")


def join_parts(parts: Sequence[Path], name: str, sink: IO[bytes], separator: str = "") -> None:
    """Write what stands in files of one format, one behind the other, as one file.

    Args:
        parts: Files that a `Writer` wrote.
        name: The name that it was given.
        sink: Where to write.
        separator: The line between two documents of text.
    """
    if _is_table(name):
        with _compressed(name, sink) as stream:
            write_table(lambda: _rows(parts, name), name, stream)
        return
    border = f"{separator}\n".encode() if _is_text(name) else b""
    for number, part in enumerate(parts):
        if number and border:
            with _compressed(name, sink) as stream:
                stream.write(border)
        with part.open("rb") as source:
            shutil.copyfileobj(source, sink, _CHUNK)


def copy_without(
    part: Path,
    name: str,
    sizes: Sequence[int],
    dropped: Collection[int],
    sink: IO[bytes],
    separator: str = "",
) -> None:
    """Write what stands in a file but for some of its documents.

    Args:
        part: A file that a `Writer` wrote.
        name: The name that it was given.
        sizes: What each document takes in it, before any compression.
        dropped: The places of the documents that are left out; not all.
        sink: Where to write.
        separator: The line between two documents of text.
    """
    if _is_table(name):
        with _compressed(name, sink) as stream:
            write_table(partial(_rows_without, part, name, dropped), name, stream)
        return
    border = f"{separator}\n".encode() if _is_text(name) else b""
    begins = len(border) if 0 in dropped else 0  # no border stands before the first document
    with open_file(part, name, sys.maxsize) as source, _compressed(name, sink) as stream:
        for gone, places in groupby(range(len(sizes)), dropped.__contains__):
            left = sum(sizes[place] for place in places)
            if not gone:
                left -= len(source.read(begins))
                begins = 0
            while left:
                raw = source.read(min(left, _CHUNK))
                left -= len(raw) or left
                if not gone:
                    stream.write(raw)


def _rows_without(part: Path, name: str, dropped: Collection[int]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a table, but for some."""
    for place, row in enumerate(_rows([part], name)):
        if place not in dropped:
            yield row


def _rows(parts: Sequence[Path], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of tables that were written."""
    for part in parts:
        with open_file(part, name) as stream:
            if format_of(name) == "parquet":
                yield from rows_of_parquet(stream)
                continue
            text = io.TextIOWrapper(stream, "utf-8", newline="")
            yield from csv.DictReader(text, delimiter=delimiter_of(name) or ",")
            text.detach()


@contextmanager
def _compressed(name: str, sink: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give a stream that compresses as a name says, and leaves the one below open."""
    stream = _compressing(name, sink)
    try:
        yield stream
    finally:
        if stream is not sink:
            stream.close()


def _compressing(name: str, sink: IO[bytes]) -> IO[bytes]:
    """Return a stream that compresses as a name says, or the one below."""
    compression = COMPRESSIONS.get(compression_of(name).lower())
    return compression.writer(sink) if compression else sink


def _is_text(name: str) -> bool:
    return format_of(name) == "txt"


def _is_table(name: str) -> bool:
    return format_of(name) in TABLES


class Writer:
    """Writes one file, which appears (with its folders) when the first thing is written.

    The end of `name` chooses the format and the compression. A table appears when the writer is
    closed, for its columns are those of all its documents.
    """

    def __init__(self, path: Path, name: str, separator: str = "") -> None:
        self._path = path
        self._name = name
        self._is_text = _is_text(name)
        self._border = f"{separator}\n".encode()
        self._file: IO[bytes] | None = None
        self.documents = 0
        self.size = 0
        self._stream: IO[bytes] | None = None

    def write(self, data: bytes) -> None:
        """Write a document that was rendered in the format of the file."""
        border = self._border if self._is_text and self._stream else b""
        self._write(border + data)

    def write_record(self, fields: Mapping[str, Any]) -> None:
        """Write a line of JSON, or the row that is made of it."""
        self._write(encode_record(fields))

    def _write(self, data: bytes) -> None:
        if self._stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if _is_table(self._name):
                folder = self._path.parent
                self._file = self._stream = TemporaryFile(dir=folder)  # noqa: SIM115
            else:
                self._file = self._path.open("wb")
                self._stream = _compressing(self._name, self._file)
        self._stream.write(data)
        self.documents += 1
        self.size += len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._stream is None or self._file is None:
            return
        if _is_table(self._name) and kind is None:
            rows = rows_again(self._file)
            with self._path.open("wb") as sink, _compressed(self._name, sink) as stream:
                write_table(rows, self._name, stream)
        self._stream.close()
        self._file.close()


def rows_again(lines: IO[bytes]) -> Callable[[], Iterator[Mapping[str, Any]]]:
    """Return what gives the rows of a file of JSONL, from its beginning, at each call."""

    def rows() -> Iterator[Mapping[str, Any]]:
        lines.seek(0)
        return rows_of_lines(lines)

    return rows
