"""The article of an HTML page, with what the page says of it, by way of trafilatura.

Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery
and Extraction". It knows from the markup what no text can tell any more, so who has the page
gives the page.
"""

import warnings
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from cleantext.corpus.streams import Failure, Piece, Read, Stream, stem, whole
from cleantext.document import Document
from cleantext.errors import ConfigError

_FACTS = {"title": "title", "author": "author", "date": "date", "sitename": "site", "url": "url"}


class Page(NamedTuple):
    """An article.

    Attributes:
        text: A paragraph a line; headings and list items have lines of their own.
        meta: What the page says of it: `title`, `author`, `date` (ISO), `site`, `url`.
    """

    text: str
    meta: dict[str, str]


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the article of a page."""
    name = piece.name
    for part in whole(stream, piece):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        try:
            text, meta = article(raw)
        except ValueError as reason:
            yield Failure(name, position, str(reason))
        else:
            yield Read(Document(text, stem(name), {"source": name, **meta}), position)


def article(page: bytes) -> Page:
    """Return the article of a page in HTML, in whatever encoding.

    Raises:
        ConfigError: trafilatura is not installed; the message says what to install.
        ValueError: The page holds no article.
    """
    extract = extractor()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are about code that is not ours
        found = extract(page, with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        raise ValueError("no article was found in the page")
    facts = {ours: getattr(found, theirs, None) for theirs, ours in _FACTS.items()}
    return Page(found.text, {key: str(value) for key, value in facts.items() if value})


@cache
def extractor() -> Callable[..., Any]:
    """Return what extracts; pages are the only input that needs it.

    Raises:
        ConfigError: It is not installed.
    """
    try:
        extract: Callable[..., Any] = import_module("trafilatura").bare_extraction
    except ImportError as reason:
        raise ConfigError(
            "HTML pages need trafilatura: pip install 'cleantext-corpus[html]'"
        ) from reason
    return extract
