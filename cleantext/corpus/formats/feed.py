"""RSS and Atom feeds: an item a document.

The title stands above the text; tags in either are left to the stage `encoding`.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, cast

from cleantext.corpus.decoding import decode
from cleantext.corpus.extras import load_extra
from cleantext.corpus.formats.records import within_limit
from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream, damaged
from cleantext.document import Document

_ITEMS = frozenset({"item", "entry"})
_TEXTS = ("encoded", "content", "description", "summary")
"""The elements that hold the text of an item, the fullest first."""
_FACTS = {
    "title": "title",
    "creator": "author",
    "author": "author",
    "pubDate": "date",
    "published": "date",
    "updated": "date",
    "link": "url",
}
"""What the elements of an item say of it."""
_CUT = frozenset({"ERR_TAG_NOT_FINISHED", "ERR_DOCUMENT_END", "ERR_LT_REQUIRED", "ERR_GT_REQUIRED"})
"""What the parser says where a file ends too early, among other things."""
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})""")
_WESTERN = frozenset(
    {"utf-8", "utf8", "us-ascii", "iso-8859-1", "latin-1", "windows-1252", "iso-8859-15"}
)
_HEAD = 200  # bytes in which a feed names its encoding
_LINE = 1 << 16
_SWELLING = 10
"""How many times the size of the largest document an item may have with its tags."""


def load_parser() -> Any:  # noqa: ANN401 - a module without types
    """Return the module that parses XML.

    Raises:
        ConfigError: It is not installed; the message says what to install.
    """
    return load_extra("lxml.etree", "feeds", "lxml", "html")


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the items of a feed; the position of an item is its number."""
    etree = load_parser()
    number = 0
    try:
        source = _Source(stream, _SWELLING * piece.options.max_document)
        # Entities are not resolved: a feed of a kilobyte can ask for a gigabyte of them.
        events = etree.iterparse(
            source, recover=True, resolve_entities=False, no_network=True, encoding=source.encoding
        )
        for _, element in events:
            if _name(element) not in _ITEMS:
                continue
            number += 1
            source.begin_item()
            if source.is_cut and any(error.type_name in _CUT for error in events.error_log):
                raise EOFError("it does not come to its end")
            yield _item(element, piece, number)
            element.clear()
        if number and source.is_cut:
            raise EOFError("it does not come to its end")
    except (etree.XMLSyntaxError, *DAMAGE) as reason:
        yield damaged(piece.name, number, reason)
        return
    if not number:
        yield Failure(piece.name, 0, "no item of a feed (RSS or Atom) in this file", rest=True)


class _Source:
    """The bytes of a feed, in UTF-8 where its own word for its encoding is not to be believed.

    Attributes:
        encoding: What the parser is to take them for; None: what the feed says.
        is_cut: Whether what was read last is not the end of an element.
    """

    def __init__(self, stream: Stream, limit: int) -> None:
        self._stream = stream
        self._limit = self._left = limit
        self._held = cast(io.BufferedReader, stream).read1(_HEAD)
        said = _ENCODING.search(self._held)
        name = said[1].decode().lower() if said else "utf-8"
        is_wide = self._held.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
        self.encoding = None if is_wide or name not in _WESTERN else "utf-8"
        self.is_cut = False

    def read(self, _size: int = -1) -> bytes:
        """Return some bytes; none at the end.

        Raises:
            EOFError: There are too many of them for an item; they may have no end.
        """
        if self._left < 0:
            raise EOFError(f"an item of more than {self._limit / 1e6:.0f} MB")
        raw = self._held + self._stream.readline(_LINE)
        self._held = b""
        while raw and raw[-1] > ord("\x7f") and (more := self._stream.read(1)):
            raw += more  # no sign is parted
        self._left -= len(raw)
        if raw.strip():
            self.is_cut = not raw.rstrip(b" \t\r\n\0").endswith(b">")
        if self.encoding is None or raw.isascii():
            return raw
        return decode(raw)[0].encode("utf-8", "replace")

    def begin_item(self) -> None:
        """Allow as much as an item may have."""
        self._left = self._limit


def _name(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the name of an element without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _item(element: Any, piece: Piece, number: int) -> Read | Failure:  # noqa: ANN401
    parts: dict[str, str] = {}
    for child in element:
        said = "".join(child.itertext()).strip() or child.get("href", "")
        if said:
            parts.setdefault(_name(child), said)
    text = next((parts[name] for name in _TEXTS if name in parts), "")
    text = "\n".join(filter(None, (parts.get("title"), text)))
    meta: dict[str, str] = {"source": piece.name}
    for name, key in _FACTS.items():
        if name in parts:
            meta.setdefault(key, parts[name])
    identity = parts.get("guid") or parts.get("id") or f"{piece.name}@{number}"
    return within_limit(Read(Document(text, identity, meta), number), piece)
