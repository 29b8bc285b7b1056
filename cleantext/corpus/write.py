"""Write documents: JSONL records, or text with a blank line between documents."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from cleantext.changes import Span
from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.formats import WRITTEN, compression_of, format_of
from cleantext.corpus.formats.jsonl import encode_record, record
from cleantext.corpus.formats.text import as_text
from cleantext.document import Document

_CHUNK = 1 << 20


def target_name(source: str, form: str | None) -> str:
    """Return the name of the output for a source's name.

    Text and JSONL keep their format and name, the text of a page is text, and all other
    sources become JSONL; what is compressed stays so.

    >>> target_name("2024/a.txt", None), target_name("a.txt.gz", "jsonl")
    ('2024/a.txt', 'a.txt.jsonl.gz')
    >>> target_name("a.html", None), target_name("a.parquet", None)
    ('a.html.txt', 'a.parquet.jsonl')
    """
    given = format_of(source) or "txt"
    if form is None:
        form = WRITTEN.get(given, "jsonl")
    if form == given:
        return source
    compressed = compression_of(source)
    return f"{source.removesuffix(compressed)}.{form}{compressed}"


def numbered_name(name: str, number: int) -> str:
    """Return the name of one of the files that a large output is cut into.

    >>> numbered_name("2024/a.jsonl.gz", 3)
    '2024/a-00003.jsonl.gz'
    """
    folder, sign, last = name.rpartition("/")
    stem, dot, suffixes = last.partition(".")
    return f"{folder}{sign}{stem}-{number:05}{dot}{suffixes}"


def join_parts(parts: Sequence[Path], name: str, sink: IO[bytes]) -> None:
    """Write what stands in files of one format, one behind the other, as one file.

    Args:
        parts: Files that a `Writer` wrote.
        name: The name that it was given.
        sink: Where to write.
    """
    blank = b"\n" if format_of(PurePosixPath(name).name) == "txt" else b""
    for number, part in enumerate(parts):
        if number and not compression_of(name):
            sink.write(blank)
        with part.open("rb") as source:
            shutil.copyfileobj(source, sink, _CHUNK)


class Writer:
    """Writes one file, which appears (with its folders) when the first thing is written.

    The end of `name` chooses the format and the compression.

    Attributes:
        documents: How many were written, or records.
        size: The bytes that were written, before any compression.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._compression = COMPRESSIONS.get(compression_of(name).lower())
        self._text = format_of(PurePosixPath(name).name) == "txt"
        self._file: IO[bytes] | None = None
        self._stream: IO[bytes] | None = None
        self.documents = 0
        self.size = 0

    def write(
        self,
        document: Document,
        *,
        changes: bool = False,
        sentences: Sequence[Span] | None = None,
    ) -> None:
        """Write a document in the format of the file; with sentences, text has one a line."""
        if not self._text:
            self.write_record(record(document, changes=changes, sentences=sentences))
        else:
            blank = b"\n" if self._stream else b""
            self._write(blank + as_text(document, sentences))

    def write_record(self, fields: Mapping[str, Any]) -> None:
        """Write a line of JSON."""
        self._write(encode_record(fields))

    def _write(self, data: bytes) -> None:
        if self._stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
            compression = self._compression
            self._stream = compression.writer(self._file) if compression else self._file
        self._stream.write(data)
        self.documents += 1
        self.size += len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None and self._file is not None:
            self._stream.close()
            self._file.close()
