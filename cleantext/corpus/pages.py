"""The article of an HTML page, with what the page says of it, by way of trafilatura.

Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery
and Extraction". It knows from the markup what no text can tell any more, so who has the page
gives the page. How its bytes are decoded is decided here: one news page in ten names another
encoding than its own, or none, and loses letters where that is believed.
"""

import codecs
import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from cleantext.corpus.decoding import decode
from cleantext.corpus.extras import load_extra

_FACTS = {"title": "title", "author": "author", "date": "date", "sitename": "site", "url": "url"}
_HEAD = 4096  # bytes in which a page names its encoding; HTML asks for 1024
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_WESTERN = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "iso8859-15"})
"""What a page says that does not know: `decode` sees more in the bytes themselves."""

# The parser takes quadratic time in the attributes of a tag, and the extraction in the tags that
# lie side by side in another: 5,000 of either take 2 s, four times as many 40 s.
_MOST_ATTRIBUTES = 5_000
_MOST_SIDE_BY_SIDE = 8_000
_MOST_TAGS = 50_000
_FRAME = re.compile("<(?:html|head|body)", re.IGNORECASE)
_ADVICE = "take its text out with another tool, and clean that"


class Page(NamedTuple):
    """An article.

    Attributes:
        text: A paragraph a line; headings and list items have lines of their own.
        meta: What the page says of it: `title`, `author`, `date` (ISO), `site`, `url`.
    """

    text: str
    meta: dict[str, str]


def article(page: bytes | str, charset: str = "") -> Page:
    """Return the article of a page in HTML, in whatever encoding.

    Args:
        page: The page.
        charset: What who served it says of its encoding; as much is believed as of what it says.

    Raises:
        ConfigError: trafilatura is not installed; the message says what to install.
        ValueError: The page holds no article, or would take minutes to read.
    """
    extract, load = extractor()
    text = decode_page(page, charset) if isinstance(page, bytes) else page
    _check_attributes(text)
    if "<" in text and not _FRAME.search(text):  # a part of a page
        text = f"<html><body>{text}</body></html>"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are about code that is not ours
        try:
            tree = load(text)
            if tree is not None:
                _check_tree(tree)
                found = extract(tree, with_metadata=True, include_comments=False)
        except ValueError:
            raise
        except Exception as reason:  # a page may be anything, and the library is not ours
            told = f"{type(reason).__name__}: {reason}"
            raise ValueError(f"the page cannot be read: {told}") from reason
    if tree is None or found is None or not (found.text or "").strip():
        raise ValueError("no article was found in the page")
    facts = {ours: getattr(found, theirs, None) for theirs, ours in _FACTS.items()}
    return Page(found.text, {key: str(value) for key, value in facts.items() if value})


def decode_page(raw: bytes, charset: str = "") -> str:
    """Decode a page; never fails, whatever the bytes are.

    An encoding that is said is taken if it is not one of Western Europe and fits all bytes.

    >>> decode_page('<meta charset="utf-8"><p>un été'.encode("cp1252"))
    '<meta charset="utf-8"><p>un été'
    >>> decode_page('<meta charset="koi8-r"><p>мир'.encode("koi8-r"))
    '<meta charset="koi8-r"><p>мир'
    """
    text, encoding = decode(raw)
    if encoding.startswith("utf") and (encoding != "utf-8" or not text.isascii()):
        return text
    said = _CHARSET.search(raw, 0, _HEAD)
    for name in (charset, said[1].decode("ascii", "replace") if said else ""):
        try:
            known = codecs.lookup(name).name if name else "utf-8"
            if known not in _WESTERN:
                return raw.decode(known)
        except (LookupError, UnicodeError):
            continue
    return text


def _check_attributes(text: str) -> None:
    for part in text.split("<"):
        if len(part) > _MOST_ATTRIBUTES and part[0].isalpha():
            tag = part[: part.find(">")]
            if max(tag.count("="), tag.count(" ")) > _MOST_ATTRIBUTES and "=" in tag:
                raise ValueError(
                    f"a tag of the page has more than {_MOST_ATTRIBUTES} attributes; {_ADVICE}"
                )


def _check_tree(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    tags = int(tree.xpath("count(//*)"))
    widest = max((len(element) for element in tree.iter()), default=0)
    if tags > _MOST_TAGS or widest > _MOST_SIDE_BY_SIDE:
        raise ValueError(
            f"the page has {tags} tags, up to {widest} of them side by side (the limits are "
            f"{_MOST_TAGS} and {_MOST_SIDE_BY_SIDE}); {_ADVICE}"
        )


@cache
def extractor() -> tuple[Callable[..., Any], Callable[[str], Any]]:
    """Return what extracts, and what parses; pages are the only input that needs them.

    Raises:
        ConfigError: They are not installed.
    """
    library = load_extra("trafilatura", "HTML pages", "trafilatura", "html")
    return library.bare_extraction, library.load_html
