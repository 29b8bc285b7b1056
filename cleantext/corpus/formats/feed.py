"""RSS and Atom feeds: an item a document."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream
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
    "date": "date",
    "link": "url",
}


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the items of a feed; the title stands above the lead and the text.

    The position of an item is its number in the feed.
    """
    module = _parser()
    number = 0
    try:
        # Entities are not resolved: a feed of a kilobyte can ask for a gigabyte of them.
        items = module.iterparse(
            stream, recover=True, resolve_entities=False, no_network=True, huge_tree=False
        )
        for _, element in items:
            if _name(element) in _ITEMS:
                number += 1
                yield _item(element, piece, number)
                element.clear()
    except (module.XMLSyntaxError, *DAMAGE) as reason:
        yield Failure(piece.name, number, f"damaged file, read up to here: {reason}")
