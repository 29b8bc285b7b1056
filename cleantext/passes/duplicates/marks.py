"""Marks: what a worker notes of each document that it writes, in place of the text."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.config import Duplicates
from cleantext.corpus.formats.jsonl import encode_record
from cleantext.document import Document
from cleantext.passes.duplicates import folding
from cleantext.passes.duplicates.shingles import VALUES, different, shingles, signatures

CHUNK = 1 << 20
"""Code points of which notes are written together."""

SHINGLED = 1 << 18
"""The same where shingles are made of them, which take fifty times the memory."""

LEAST = 40
"""A paragraph of fewer letters and digits is nobody's own."""

_EXACT = 16
"""Bytes of the hash of a document."""

SIGNATURE = "signature"

PARAGRAPH = np.dtype([("key", "<u8"), ("document", "<u4"), ("letters", "<u4")])
"""A paragraph: its hash, the number of its document in the chunk, and its letters and digits."""


def document_type(options: Duplicates) -> np.dtype[np.void]:
    """Return the fields that are noted of a document.

    `exact` is its hash, `letters` its letters and digits, `shingles` how many different ones it
    has, `characters` its code points, and `bytes` what it takes in the file that it is written to.
    """
    values = VALUES if options.by_signature else 0
    return np.dtype(
        [
            ("exact", "<u8", 2),
            ("letters", "<u4"),
            ("shingles", "<u4"),
            ("characters", "<u4"),
            ("bytes", "<u8"),
            (SIGNATURE, "<u2", values),
        ]
    )


class Marks(NamedTuple):
    """What is noted of some documents.

    Attributes:
        documents: A row for each; see `document_type`.
        paragraphs: A row for each; see `PARAGRAPH`.
        names: The source and the id of each document, as a line of JSON.
    """

    documents: NDArray[np.void]
    paragraphs: NDArray[np.void]
    names: list[bytes]

    def without(self, places: Iterable[int]) -> "Marks":
        """Return the marks of the other documents."""
        stays = np.ones(len(self.documents), bool)
        stays[list(places)] = False
        paragraphs = self.paragraphs[stays[self.paragraphs["document"]]]
        paragraphs["document"] = (np.cumsum(stays) - 1)[paragraphs["document"]]
        names = [name for name, kept in zip(self.names, stays, strict=True) if kept]
        return Marks(self.documents[stays], paragraphs, names)


class Marker:
    """Notes documents into a file, some at a time."""

    def __init__(self, options: Duplicates, sink: IO[bytes]) -> None:
        self._options = options
        self._sink = sink
        self._begin()

    def _begin(self) -> None:
        self._rows: list[tuple[bytes, int, int, int]] = []
        self._texts: list[bytes] = []
        self._paragraphs: list[tuple[int, int, int]] = []
        self._names: list[bytes] = []
        self._size = 0

    def add(self, document: Document, size: int) -> None:
        """Note a document that takes `size` bytes where it is written."""
        if self._options.by_signature:
            spaced = folding.spaced(document.text)
            self._texts.append(spaced)
            letters = spaced.translate(None, b" ")
        else:
            letters = folding.folded(document.text)
        exact = sha256(letters).digest()[:_EXACT]  # which processors have instructions for
        if self._options.paragraphs:
            self._paragraphs += _paragraphs(document.text, len(self._rows))
        self._rows.append((exact, len(letters), len(document.text), size))
        name = {"source": document.meta.get("source", ""), "id": document.id}
        self._names.append(encode_record(name))
        self._size += len(document.text)
        if self._size >= (SHINGLED if self._options.by_signature else CHUNK):
            self.flush()

    def flush(self) -> None:
        """Write what is noted."""
        if not self._rows:
            return
        exact, letters, characters, sizes = zip(*self._rows, strict=True)
        documents = np.zeros(len(self._rows), document_type(self._options))
        documents["exact"] = np.frombuffer(b"".join(exact), "<u8").reshape(-1, 2)
        documents["letters"], documents["characters"] = letters, characters
        documents["bytes"] = sizes
        if self._options.by_signature:
            found = shingles(self._texts)
            documents["shingles"] = different(found)
            documents[SIGNATURE] = signatures(found)
        paragraphs = np.array(self._paragraphs, PARAGRAPH)
        write_marks(Marks(documents, paragraphs, self._names), self._sink)
        self._begin()


def write_marks(marks: Marks, sink: IO[bytes]) -> None:
    """Write the marks of some documents behind others."""
    names = np.frombuffer(b"".join(marks.names), np.uint8)
    for part in (marks.documents, marks.paragraphs, names):
        np.save(sink, part)


def read_marks(stream: IO[bytes]) -> Iterator[Marks]:
    """Read what was written, some documents at a time."""
    while stream.read(1):
        stream.seek(-1, 1)
        documents, paragraphs, names = (np.load(stream) for _ in range(3))
        yield Marks(documents, paragraphs, names.tobytes().splitlines(keepends=True))


def _paragraphs(text: str, document: int) -> Iterator[tuple[int, int, int]]:
    for line in text.split("\n"):
        letters = folding.folded(line)
        if len(letters) >= LEAST:
            key = int.from_bytes(blake2b(letters, digest_size=8).digest(), "little")
            yield key, document, len(letters)
