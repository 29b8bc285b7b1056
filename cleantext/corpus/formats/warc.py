"""WARC and WET files: the answers of web servers, as pages, and text that was taken from them.

ISO 28500. A response holds a page in HTML, whose article is read as that of an `.html` file; a
conversion (WET) holds text. Other records (requests, metadata) hold no document.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.decoding import decode
from cleantext.corpus.extras import load_extra
from cleantext.corpus.formats.warc_records import cut_records
from cleantext.corpus.pages import article
from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream, too_large
from cleantext.document import Document

_GZIP = b"\x1f\x8b"
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_AS_IT_IS = {"stream_detect": False, "quirks_mode": True}
"""Line ends may be of any kind; what is compressed was decompressed before."""
_PAGES = ("text/html", "application/xhtml+xml")


def load_warc() -> Any:  # noqa: ANN401 - a module without types
    """Return the module that reads records.

    Raises:
        ConfigError: It is not installed; the message says what to install.
    """
    return load_extra("fastwarc.warc", "WARC files", "fastwarc", "warc")


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the pages and texts of an archive; the address goes to `meta.url`."""
    module = load_warc()
    for part in cut_records(stream, piece):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        if not piece.begin(position, piece.name):
            continue
        try:
            record = next(module.ArchiveIterator(io.BytesIO(raw), **_AS_IT_IS))
        except (StopIteration, OSError) as reason:
            yield Failure(piece.name, position, f"damaged file: {reason or 'no record'}")
            continue
        is_page = record.record_type == module.WarcRecordType.response
        found = (_page if is_page else _text)(record, piece, position)
        if found:
            yield found


def _page(record: Any, piece: Piece, position: int) -> Read | Failure | None:  # noqa: ANN401
    """Return the article of a response; None where it is no page or none was served."""
    http = record.http_headers
    if http is None or (http.status_code or 200) != 200:  # noqa: PLR2004 - the code of HTTP
        return None
    if (record.http_content_type or "").lower() not in _PAGES:
        return None
    raw = _served(record, piece, position)
    if isinstance(raw, Failure):
        return raw
    try:
        text, meta = article(raw, record.http_charset or "")
    except ValueError as reason:
        return Failure(piece.name, position, str(reason))
    return _read(record, piece, position, text, meta)


def _text(record: Any, piece: Piece, position: int) -> Read:  # noqa: ANN401
    """Return the text of a conversion."""
    text, _ = decode(record.reader.read())
    return _read(record, piece, position, text, {})


def _served(record: Any, piece: Piece, position: int) -> bytes | Failure:  # noqa: ANN401
    """Return the page in the body of an answer, which may be cut in chunks and compressed.

    Crawlers keep bodies as they came, or decode them and keep the headers; so the bytes decide.
    """
    raw: bytes = record.reader.read()
    if "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower():
        raw = _joined_chunks(raw)
    if not raw.startswith(_GZIP):
        return raw
    limit = piece.options.max_document
    try:
        page = COMPRESSIONS[".gz"].reader(io.BytesIO(raw), piece.options.max_expansion)
        found = page.read(limit + 1)
    except DAMAGE as reason:
        return Failure(piece.name, position, f"the page cannot be decompressed: {reason}")
    return (
        found if len(found) <= limit else Failure(piece.name, position, too_large(limit + 1, limit))
    )


def _joined_chunks(raw: bytes) -> bytes:
    r"""Return what stands in the chunks of a body (RFC 9112); one that has none as it is.

    >>> _joined_chunks(b"3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"), _joined_chunks(b"abcd")
    (b'abcd', b'abcd')
    """
    parts, at = list[bytes](), 0
    while head := _CHUNK_HEAD.match(raw, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(raw[head.end() : head.end() + size])
        at = head.end() + size + 2
    return raw


def _site(url: str) -> str:
    """Return the host of an address; empty if it is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _read(record: Any, piece: Piece, position: int, text: str, meta: dict[str, str]) -> Read:  # noqa: ANN401
    """Return a document with what the headers say of it."""
    headers = record.headers
    url = headers.get("WARC-Target-URI", "")
    said = {
        "source": piece.name,
        "url": url,
        "site": _site(url),
        "crawled": headers.get("WARC-Date", ""),
    }
    identity = record.record_id or f"{piece.name}@{position}"
    known = {key: value for key, value in said.items() if value}
    return Read(Document(text, identity, {**known, **meta, "source": piece.name}), position)
