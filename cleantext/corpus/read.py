"""Read a shard, a document at a time; what cannot be read becomes a `Failure`."""

import gzip
import math
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple

import msgspec
import regex

from cleantext.corpus.pages import article
from cleantext.corpus.shards import Shard, is_compressed
from cleantext.decoding import decode
from cleantext.document import Document

Stream = IO[bytes] | gzip.GzipFile


class Failure(NamedTuple):
    """Input that could not be read or cleaned.

    `position` is the offset in bytes (of the uncompressed data) where it begins.
    """

    source: str
    position: int
    error: str


class Read(NamedTuple):
    """A document and where it came from, as in `Failure`."""

    document: Document
    position: int


def read(shard: Shard, split: str | None = None) -> Iterator[Read | Failure]:
    """Read the documents of a shard.

    Args:
        shard: What to read.
        split: For text files: a pattern; see `split_lines`.
    """
    try:
        with _open(shard) as stream:
            if shard.format == "jsonl":
                yield from read_jsonl(_lines(stream, shard), shard.name)
            elif shard.format == "html":
                yield from _read_page(stream, shard.name)
            else:
                yield from read_text(stream, shard.name, split)
    except OSError as reason:
        yield Failure(shard.name, 0, f"cannot be opened: {reason}")


def read_text(stream: Stream, name: str, split: str | None = None) -> Iterator[Read | Failure]:
    """Read one text as a document, or several with `split`."""
    stem = _stem(name)
    if split is None:
        parts: Iterable[tuple[int, bytes] | Failure] = _whole(stream, name)
    else:
        parts = split_lines(numbered(stream, name), regex.compile(split))
    for number, part in enumerate(parts):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        text, encoding = decode(raw)
        meta = {"source": name} | ({} if encoding == "utf-8" else {"encoding": encoding})
        yield Read(Document(text, stem if split is None else f"{stem}#{number}", meta), position)


def _read_page(stream: Stream, name: str) -> Iterator[Read | Failure]:
    """Read the article of a page."""
    for part in _whole(stream, name):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        try:
            text, meta = article(raw)
        except ValueError as reason:
            yield Failure(name, position, str(reason))
        else:
            yield Read(Document(text, _stem(name), {"source": name, **meta}), position)


def _stem(name: str) -> str:
    """What a document is called that is a whole file."""
    return str(PurePosixPath(name.removesuffix(".gz")).with_suffix(""))


def split_lines(
    lines: Iterable[tuple[int, bytes] | Failure], pattern: "regex.Pattern[str]"
) -> Iterator[tuple[int, bytes] | Failure]:
    """Cut lines into documents at each line that the pattern matches from its start.

    The line is a mere border and belongs to no document, unless what matched is empty
    (a lookahead): then it is the first line of the next one.
    """
    start, held = 0, list[bytes]()
    for line in lines:
        if isinstance(line, Failure):
            # What was read since the last border is not known to be whole.
            yield line._replace(position=start)
            return
        position, raw = line
        border = pattern.match(raw.decode("utf-8", "replace").rstrip("\r\n"))
        if border:
            if b"".join(held).strip():
                yield start, b"".join(held)
            held = [] if border.end() else [raw]
            start = position + (len(raw) if border.end() else 0)
        else:
            held.append(raw)
    if b"".join(held).strip():
        yield start, b"".join(held)


def read_jsonl(lines: Iterable[tuple[int, bytes] | Failure], name: str) -> Iterator[Read | Failure]:
    """Read a record a line: `text`, and all else as `meta` (but `id`, `labels`, `changes`).

    A `language` that comes with a record is kept as `given_language`.
    """
    for line in lines:
        if isinstance(line, Failure):
            yield line
            continue
        position, raw = line
        if not raw.strip():
            continue
        try:
            yield Read(_record(raw, name, position), position)
        except ValueError as reason:
            yield Failure(name, position, str(reason))
        except RecursionError:
            yield Failure(name, position, "not a record: JSON nested too deeply")


def _record(raw: bytes, name: str, position: int) -> Document:
    encoding = "utf-8"
    try:
        record = _decoded(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        text, encoding = decode(raw)
        record = _decoded(text)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one kind of error for bad input
    text = record.pop("text", None)
    if not isinstance(text, str):
        raise ValueError('no "text" that is a string')  # noqa: TRY004 - the same
    identity = record.pop("id", None)
    # Labels and changes of an earlier run speak of a text that this one may change again.
    record.pop("labels", None)
    record.pop("changes", None)
    inner = record.pop("meta", None)
    meta = {"source": name, **record, **(inner if isinstance(inner, dict) else {})}
    if "language" in meta:
        # What decides is what the text is in, not what somebody called it.
        meta["given_language"] = meta.pop("language")
    if encoding != "utf-8":
        meta.setdefault("encoding", encoding)
    return Document(text, f"{name}@{position}" if identity is None else str(identity), meta)


def _decoded(text: str | bytes) -> Any:  # noqa: ANN401 - JSON can be anything
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as reason:
        raise ValueError(f"not valid JSON: {reason}") from reason


def _open(shard: Shard) -> Stream:
    if is_compressed(shard.name):
        return gzip.open(shard.path, "rb")
    return shard.path.open("rb")


def _lines(stream: Stream, shard: Shard) -> Iterator[tuple[int, bytes] | Failure]:
    """The lines that begin inside the shard, with their offsets."""
    # The end of a compressed shard counts other bytes than its lines do.
    end = math.inf if is_compressed(shard.name) else shard.end
    position = 0
    if shard.start:
        # The line that the border cuts belongs to the shard before.
        stream.seek(shard.start - 1)
        position = shard.start - 1 + len(stream.readline())
    for line in numbered(stream, shard.name, position):
        if not isinstance(line, Failure) and line[0] >= end:
            return
        yield line


def numbered(stream: Stream, name: str, position: int = 0) -> Iterator[tuple[int, bytes] | Failure]:
    """Yield the lines of a stream with their offsets; damage ends it with a `Failure`."""
    try:
        for raw in stream:
            yield position, raw
            position += len(raw)
    except (EOFError, OSError, zlib.error) as reason:
        yield Failure(name, position, f"damaged file, read up to here: {reason}")


def _whole(stream: Stream, name: str) -> Iterator[tuple[int, bytes] | Failure]:
    try:
        yield 0, stream.read()
    except (EOFError, OSError, zlib.error) as reason:
        yield Failure(name, 0, f"damaged file: {reason}")
