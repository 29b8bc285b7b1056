"""The formats of files: what their names end in, what reads them and what writes them.

A format is a module with `read(stream, piece)`; what it needs installed it loads when it is used.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.formats import csv, feed, html, json, jsonl, parquet, text, warc
from cleantext.corpus.streams import Failure, Piece, Read, Stream

SUFFIXES: Mapping[str, str] = {
    ".txt": "txt",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".warc": "warc",
    ".wet": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
"""The format of a file, by the end of its name."""

READERS: Mapping[str, Callable[[Stream, Piece], Iterator[Read | Failure]]] = {
    "txt": text.read,
    "jsonl": jsonl.read,
    "json": json.read,
    "csv": csv.read,
    "parquet": parquet.read,
    "html": html.read,
    "warc": warc.read,
    "feed": feed.read,
}
"""What reads a part of a file, by its format."""

REQUIREMENTS: Mapping[str, Callable[[], object]] = {
    "parquet": parquet.load_parquet,
    "html": html.extractor,
    "warc": warc.load_warc,
    "feed": feed.load_parser,
}
"""What a format needs to be installed: raises a `ConfigError` that says how where it is not."""

WRITTEN: Mapping[str, str] = {"txt": "txt", "jsonl": "jsonl", "html": "txt"}
"""The format that a corpus has where nobody names one, by that of the source; else JSONL."""

ENDINGS = f"{', '.join(SUFFIXES)}, also compressed ({', '.join(COMPRESSIONS)})"
"""All that the name of a file may end in, to be shown."""


def compression_of(name: str) -> str:
    """Return the end of a name that says how the file is compressed; empty if it is not.

    >>> compression_of("a.jsonl.GZ"), compression_of("a.jsonl")
    ('.GZ', '')
    """
    suffix = name[name.rfind(".") :] if "." in name else ""
    return suffix if suffix.lower() in COMPRESSIONS else ""


def format_of(name: str) -> str | None:
    """Return the format of a file by its name, compressed or not, or None.

    >>> format_of("2024/a.jsonl.gz"), format_of("a.pdf")
    ('jsonl', None)
    """
    stem = name.removesuffix(compression_of(name)).lower()
    return next((form for suffix, form in SUFFIXES.items() if stem.endswith(suffix)), None)


@contextmanager
def open_file(path: Path, name: str) -> Iterator[Stream]:
    """Open a file for reading, decompressed as its name says."""
    compression = COMPRESSIONS.get(compression_of(name).lower())
    with path.open("rb") as stream:
        if compression is None:
            yield stream
            return
        with compression.reader(stream) as plain:
            yield plain
