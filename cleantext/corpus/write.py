"""Write documents: JSONL records, or text with a blank line between documents."""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from cleantext.changes import Span
from cleantext.corpus.formats import compression_of, format_of
from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.formats.text import as_text
from cleantext.document import Document


def target_name(source: str, form: str | None) -> str:
    """Return the name of the output for a source's name; the text of a page is text.

    >>> target_name("2024/a.txt", None), target_name("a.txt.gz", "jsonl")
    ('2024/a.txt', 'a.txt.jsonl.gz')
    >>> target_name("a.html", None)
    'a.html.txt'
    """
    if form is None and format_of(source) == "html":
        form = "txt"
    if form is None or form == format_of(source):
        return source
    stem = source.removesuffix(".gz")
    return f"{stem}.{form}{source[len(stem) :]}"


class Writer:
    """Writes one file, which appears (with its folders) when the first thing is written.

    The suffix of `name` chooses the format; `.gz` at its end compresses, with no time
    stamp inside, so that the same documents give the same bytes.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._gzip = bool(compression_of(name))
        self._text = format_of(PurePosixPath(name).name) == "txt"
        self._file: IO[bytes] | None = None
        self._stream: IO[bytes] | gzip.GzipFile | None = None

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
        self._write(msgspec.json.encode(fields) + b"\n")

    def _write(self, data: bytes) -> None:
        if self._stream is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
            self._stream = (
                gzip.GzipFile("", "wb", fileobj=self._file, mtime=0) if self._gzip else self._file
            )
        self._stream.write(data)

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
