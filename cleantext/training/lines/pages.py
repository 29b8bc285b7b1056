"""Pages whose lines are labelled, and articles, as examples to learn from.

Pages are JSON records: `id`, `site`, `lang`, and for each of two ways to make text of a page
(`insc`, `bs4`) its `lines` and their `labels` (1 text, 0 not, null not known), or `labels_clean`,
without those in doubt. They may say their `dom` (registered domain: what counts as their site),
their `kind` (a `forum` and a `wiki` are left out: posts and references are text there) and their
`url`, which tells the title. Articles have a paragraph a line and a blank line between them: all of
it is text.
"""

import hashlib
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from cleantext.errors import DataError
from cleantext.stages.boilerplate.line_features import features
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import Bytes
from cleantext.training.text_files import read_lines

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

UNKNOWN = -1
"""The label of a line of which nobody knows whether it is text."""

_LINES, _LEVEL = 200, 0.5
"""A page of 200 lines counts as it is; of two pages one with four times the lines counts twice."""
_FILE_LEVEL = 0.25
"""Of two files one with 16 times the pages counts twice."""
_ARTICLES = 4000
"""At most 4,000 articles are drawn, and count as pages do."""
_THINNED = (0.0, 0.05, 0.15, 0.4)
"""The shares of the furniture that are left on a page that is thinned."""
_ABOVE, _TITLE_WORDS = 8, 4
"""A title is looked for in the 8 lines above the text, and has at least 4 words."""
_LEFT_OUT_SITES = 5
"""One in 5 sites is left out, to measure on."""
_ADDRESS_WORD = re.compile(r"[a-z][a-z0-9]{3,}")
_ADDRESS_WORDS, _ADDRESS_SHARE = 3, 0.6
"""A title and the address of its page have at least 3 words in common, and 60 % of the words of
both."""
_NO_ARTICLE = frozenset(("forum", "wiki"))
"""Kinds of pages that have no article."""


class LabelledText(msgspec.Struct, frozen=True):
    """The lines of a page, as one way to make text of it gives them.

    Attributes:
        lines: They, blank ones included.
        labels: 1 for text of the article, 0 for what is not, None where nobody knows.
        labels_clean: The same without those that are in doubt, where somebody looked.
    """

    lines: list[str]
    labels: list[int | None]
    labels_clean: list[int | None] | None = None

    def __post_init__(self) -> None:
        """Refuse lines without a label: msgspec tells where the record stands."""
        for labels in (self.labels, self.labels_clean):
            if labels is not None and len(self.lines) != len(labels):
                raise ValueError(f"{len(self.lines)} lines have {len(labels)} labels")


class LabelledPage(msgspec.Struct, frozen=True):
    """A page, as two ways to make text of it give it.

    Attributes:
        id: Tells it from all others.
        site: Where it is from.
        lang: Its language, as the page names it.
        insc: As what keeps paragraphs whole makes text of it (inscriptis).
        bs4: As what breaks lines at every tag does (Beautiful Soup).
        dom: The registered domain that the site is of.
        kind: What kind of page it is.
        url: Its address.
    """

    id: str
    site: str
    lang: str
    insc: LabelledText
    bs4: LabelledText
    dom: str | None = None
    kind: str | None = None
    url: str | None = None

    @property
    def home(self) -> str:
        """What it shares with the pages that are made like it."""
        return self.dom or self.site


class LineExamples(NamedTuple):
    """The lines of a page or an article.

    Attributes:
        seen: What is seen of them, a row a feature.
        labels: 1 for text, 0 for what is not, `UNKNOWN`.
        weights: How much each counts; 0 where it does not.
    """

    seen: Bytes
    labels: Ints
    weights: Floats


def draw_number(text: str) -> int:
    """Return a number that a text stands for: its SHA-256.

    >>> draw_number("ouest.example") % 5
    0
    """
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def read_pages(path: Path) -> Iterator[LabelledPage]:
    """Yield the pages of a file that are learnt from.

    One in 5 sites is left out; where the file has one site, half of its pages.

    Raises:
        DataError: The file cannot be read, or a record is not one of a page.
    """
    pages = []
    for number, line in enumerate(read_lines(path), 1):
        try:
            pages.append(msgspec.json.decode(line, type=LabelledPage))
        except msgspec.DecodeError as reason:
            raise DataError(f"{path}: line {number}: {reason}") from reason
    if len({page.home for page in pages}) == 1:
        # Of the pages of one site, each may be in another fold.
        found = [(page, draw_number(page.id) % 2) for page in pages]
        pages = [msgspec.structs.replace(page, dom=page.id) for page, drawn in found if drawn]
    else:
        pages = [page for page in pages if draw_number(page.home) % _LEFT_OUT_SITES]
    for page in pages:
        if page.kind not in _NO_ARTICLE:
            yield page


def read_examples(
    pages: Sequence[Path], articles: Path, vocabulary: LineVocabulary
) -> Iterator[LineExamples]:
    """Yield the examples of all pages and articles, the same ones each time.

    Each page is seen as it is and thinned, as a scraper leaves it that knows some furniture, and
    both in lowercase, too.

    Args:
        pages: Files of pages.
        articles: A file of articles.
        vocabulary: Function words.

    Raises:
        DataError: A file cannot be read.
    """
    rng = random.Random(1)  # noqa: S311 - nothing secret
    sets = [list(read_pages(path)) for path in pages]
    most = max(map(len, sets))
    for each in sets:
        share = (most / max(len(each), 1)) ** (1 - _FILE_LEVEL)
        for page in each:
            for one in _page_examples(page, vocabulary, rng):
                yield one._replace(weights=one.weights * np.float32(share))
    found = "\n".join(read_lines(articles)).strip().split("\n\n")
    for article in rng.sample(found, min(_ARTICLES, len(found))):
        lines = (article.lower() if rng.random() < 1 / 2 else article).split("\n")
        if any(map(str.strip, lines)):
            yield label_lines(LabelledText(lines, [1] * len(lines)), vocabulary)


def _page_examples(
    page: LabelledPage, vocabulary: LineVocabulary, rng: random.Random
) -> Iterator[LineExamples]:
    """Yield a page as each way gives it, as it is and thinned, with its capitals and without."""
    for text in (page.insc, page.bs4):
        labels = with_title(text, page.url or "")
        for thin, low in product((False, True), repeat=2):
            left = rng.choice(_THINNED) if thin else 1
            kept = [
                (line.lower() if low else line, label)
                for line, label in zip(text.lines, labels, strict=True)
                if label != 0 or rng.random() < left
            ]
            if any(line.strip() for line, _ in kept):
                left_lines, left_labels = zip(*kept, strict=True)
                yield label_lines(LabelledText([*left_lines], [*left_labels]), vocabulary)


def with_title(text: LabelledText, url: str) -> list[int | None]:
    """Return the labels of the lines of a page, with its title as text.

    The address of a page has most words of its title. Where that stands several times, the last
    one above the text is the title, and what the others are is not known.
    """
    labels = list(text.labels if text.labels_clean is None else text.labels_clean)
    title = address_title(text.lines, url)
    if title:
        places = [at for at, line in enumerate(text.lines) if line.strip().lower() == title]
        top = labels.index(1) if 1 in labels else 0
        above = [at for at in places if at <= top] or places[:1]
        for at in places:
            labels[at] = 1 if at == above[-1] else None
    return labels


def address_title(lines: Sequence[str], url: str) -> str:
    """Return the line, in lowercase, that has most words of the address of its page, or nothing.

    >>> address_title(["Sport", "La digue sera relevée"], "https://phare.example/a/digue-relevee-sera")
    'la digue sera relevée'
    """
    told = _address_words(url.partition("//")[2].partition("/")[2])
    best, title = 0.0, ""
    for line in lines:
        words = _address_words(line)
        both = len(words & told)
        share = both / max(len(words | told), 1)
        if both >= _ADDRESS_WORDS and share >= _ADDRESS_SHARE and share > best:
            best, title = share, line.strip().lower()
    return title


def _address_words(text: str) -> set[str]:
    """Return the longer words of a title, or of the address of a page, without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return set(_ADDRESS_WORD.findall("".join(filter(str.isascii, plain))))


def label_lines(text: LabelledText, vocabulary: LineVocabulary) -> LineExamples:
    """Look at the lines of a page.

    Args:
        text: At least one line that is not blank.
        vocabulary: Function words.
    """
    pairs = zip(text.lines, text.labels, strict=True)
    rows = [(" ".join(line.split()), label) for line, label in pairs]
    rows = [(line, label) for line, label in rows if line]
    known = np.array([UNKNOWN if label is None else label for _, label in rows])
    text_at = np.flatnonzero(known == 1)
    # What is not known shortly above the text, and is no mere sign, is the title.
    top = int(text_at[0]) if len(text_at) else 0
    for at in range(max(0, top - _ABOVE), top):
        if known[at] == UNKNOWN and len(rows[at][0].split()) >= _TITLE_WORDS:
            known[at] = 1
    weights = (known >= 0).astype(np.float32)
    weights *= (_LINES / max(weights.sum(), 1)) ** _LEVEL
    return LineExamples(features([[line for line, _ in rows]], vocabulary), known, weights)
