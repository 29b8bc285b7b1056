"""Write documents: JSONL records, or text with a blank line between documents."""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from cleantext.corpus.shards import format_of, is_compressed
from cleantext.document import Document, Span


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


def record(
    document: Document, *, changes: bool = False, sentences: Sequence[Span] | None = None
) -> dict[str, Any]:
    """Return a document as the record that JSONL output holds.

    Args:
        document: What to write.
        changes: Whether the record carries the changes.
        sentences: Spans of the text for the record to carry.
    """
    fields: dict[str, Any] = {
        "id": document.id,
        "text": document.text,
        "meta": document.meta,
        "labels": [
            {"start": start, "end": end, "name": name, "value": value, "score": score}
            for start, end, name, value, _, score in document.labels
        ],
    }
    if sentences is not None:
        fields["sentences"] = sentences
    if changes:
        fields["changes"] = [change._asdict() for change in document.changes]
    return fields


def as_text(document: Document, sentences: Sequence[Span] | None = None) -> bytes:
    """Return a document as text output holds it: its text, or a sentence a line."""
    text = document.text
    if sentences is not None:
        text = "\n".join(text[start:end] for start, end in sentences)
    end = "" if text.endswith("\n") else "\n"
    return (text + end).encode("utf-8", "replace")


class Writer:
    """Writes one file, which appears (with its folders) when the first thing is written.

    The suffix of `name` chooses the format; `.gz` at its end compresses, with no time
    stamp inside, so that the same documents give the same bytes.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._gzip = is_compressed(name)
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
