"""The formats of files: what their names end in, what reads them and what writes them.

A format is a module with `read(stream, piece)`; one that can be written has `encode` as well.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cleantext.corpus.formats import html, jsonl, text
from cleantext.corpus.streams import Failure, Piece, Read, Stream

SUFFIXES: Mapping[str, str] = {".txt": "txt", ".jsonl": "jsonl", ".html": "html", ".htm": "html"}
"""The format of a file, by the end of its name."""

COMPRESSIONS: Mapping[str, Callable[[Path], Stream]] = {".gz": gzip.GzipFile}
"""What opens a compressed file, by the end of its name behind that of the format."""

READERS: Mapping[str, Callable[[Stream, Piece], Iterator[Read | Failure]]] = {
    "txt": text.read,
    "jsonl": jsonl.read,
    "html": html.read,
}
"""What reads a part of a file, by its format."""

ENDINGS = ", ".join(
    (*SUFFIXES, *(suffix + packed for packed in COMPRESSIONS for suffix in SUFFIXES))
)
"""All that the name of a file may end in, to be shown."""


def compression_of(name: str) -> str:
    """Return the end of a name that says how the file is compressed; empty if it is not.

    >>> compression_of("a.jsonl.GZ"), compression_of("a.jsonl")
    ('.GZ', '')
    """
    suffix = name[name.rfind(".") :] if "." in name else ""
    return suffix if suffix.lower() in COMPRESSIONS else ""


def format_of(name: str) -> str | None:
    """Return `txt`, `jsonl` or `html` by a file's name, compressed or not, or None.

    >>> format_of("2024/a.jsonl.gz"), format_of("a.pdf")
    ('jsonl', None)
    """
    stem = name.removesuffix(compression_of(name)).lower()
    return next((form for suffix, form in SUFFIXES.items() if stem.endswith(suffix)), None)


def open_file(path: Path, name: str) -> Stream:
    """Open a file for reading, decompressed as its name says."""
    opener = COMPRESSIONS.get(compression_of(name).lower())
    return opener(path) if opener else path.open("rb")
