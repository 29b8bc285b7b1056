"""The formats of files: what their names end in, what reads them and what writes them.

A format is a module with `read(stream, piece)`; what it needs installed it loads when it is used.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cleantext.corpus.compression import COMPRESSIONS, MAX_EXPANSION
from cleantext.corpus.formats import archive, csv, feed, html, json, jsonl, parquet, text, warc
from cleantext.corpus.formats.signatures import of_text
from cleantext.corpus.pages import extractor
from cleantext.corpus.remote import Remote
from cleantext.corpus.streams import Failure, PassedOver, Piece, Read, Stream
from cleantext.errors import ConfigError

SUFFIXES: Mapping[str, str] = {
    ".txt": "txt",
    ".md": "txt",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".html": "html",
    ".htm": "html",
    ".warc": "warc",
    ".wet": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".tar": "tar",
    ".tgz": "tar",
    ".zip": "zip",
}
"""The format of a file, by the end of its name."""

ARCHIVES = frozenset({"tar", "zip"})
"""The formats whose members are files."""

_SHORT = {".tgz": ".gz"}
"""Ends of names that say both the format and the compression."""


def _read_member(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read a member of an archive as if it were a file."""
    form = format_of(piece.name)
    if form is None:
        piece.notes.passed_over.append(PassedOver(piece.name, "has a name of no known format"))
    elif form in ARCHIVES:
        piece.notes.passed_over.append(PassedOver(piece.name, "is an archive in an archive"))
    else:
        try:
            plain = decompressed(stream, piece.name, piece.options.max_expansion)
            yield from READERS[form](plain, piece)
        except ConfigError as reason:  # what is missing for one member need not end the run
            yield Failure(piece.name, 0, str(reason))


READERS: Mapping[str, Callable[[Stream, Piece], Iterator[Read | Failure]]] = {
    "txt": of_text(text.read),
    "jsonl": of_text(jsonl.read),
    "json": of_text(json.read),
    "csv": of_text(csv.read),
    "parquet": parquet.read,
    "arrow": parquet.read_arrow,
    "html": of_text(html.read),
    "warc": warc.read,
    "feed": of_text(feed.read),
    "tar": partial(archive.read_tar, _read_member),
    "zip": partial(archive.read_zip, _read_member),
}
"""What reads a part of a file, by its format."""

REQUIREMENTS: Mapping[str, Callable[[], object]] = {
    "parquet": parquet.load_parquet,
    "arrow": parquet.load_parquet,
    "html": extractor,
    "warc": warc.load_warc,
    "feed": feed.load_parser,
}
"""What a format needs to be installed: raises a `ConfigError` that says how where it is not."""

_UNITS = {"parquet": "row", "arrow": "row", "feed": "item"}
"""What positions count, where it is not bytes."""

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


def place_of(failure: Failure, form: str | None = None) -> str:
    """Say where in its source something failed.

    Args:
        failure: What failed.
        form: The format of the source, if its name does not say it.

    >>> place_of(Failure("a.parquet", 3, "")), place_of(Failure("a.jsonl", 3, ""))
    ('row 3', 'byte 3')
    """
    unit = _UNITS.get(format_of(failure.source) or form or "", "byte")
    return f"{unit} {failure.position}"


def decompressed(stream: Stream, name: str, expansion: int = MAX_EXPANSION) -> Stream:
    """Return the plain bytes of a stream, by the name of what it is."""
    end = compression_of(name).lower() or next(
        (end for end in _SHORT if name.lower().endswith(end)), ""
    )
    compression = COMPRESSIONS.get(_SHORT.get(end, end))
    return compression.reader(stream, expansion) if compression else stream


@contextmanager
def open_file(path: Path | Remote, name: str, expansion: int = MAX_EXPANSION) -> Iterator[Stream]:
    """Open a file for reading, decompressed as its name says."""
    with path.open("rb") as stream:
        yield decompressed(stream, name, expansion)
