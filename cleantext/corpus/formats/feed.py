"""RSS and Atom feeds: an item a document.

The title stands above the text; tags in either are left to the stage `encoding`.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream, damaged, too_large
from cleantext.document import Document
from cleantext.errors import ConfigError

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


def load_parser() -> Any:  # noqa: ANN401 - a module without types
    """Return the module that parses XML.

    Raises:
        ConfigError: It is not installed; the message says what to install.
    """
    try:
        return import_module("lxml.etree")
    except ImportError as reason:
        raise ConfigError("feeds need lxml: pip install 'cleantext-corpus[html]'") from reason


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the items of a feed; the position of an item is its number."""
    etree = load_parser()
    number = 0
    try:
        # Entities are not resolved: a feed of a kilobyte can ask for a gigabyte of them.
        events = etree.iterparse(stream, recover=True, resolve_entities=False, no_network=True)
        for _, element in events:
            if _name(element) in _ITEMS:
                number += 1
                yield _item(element, piece, number)
                element.clear()
    except (etree.XMLSyntaxError, *DAMAGE) as reason:
        yield damaged(piece.name, number, reason)
    if not number:
        yield Failure(piece.name, 0, "no item of a feed (RSS or Atom) in this file")


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
    size, limit = len(text.encode("utf-8", "replace")), piece.options.max_document
    if size > limit:
        return Failure(piece.name, number, too_large(size, limit))
    meta: dict[str, str] = {"source": piece.name}
    for name, key in _FACTS.items():
        if name in parts:
            meta.setdefault(key, parts[name])
    identity = parts.get("guid") or parts.get("id") or f"{piece.name}@{number}"
    return Read(Document(text, identity, meta), number)
