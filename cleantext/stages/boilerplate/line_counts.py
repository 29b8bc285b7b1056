"""What is counted in the lines of pages: signs of each kind, words, and what lines share.

A line is counted once, on however many pages it stands.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows
from cleantext.text.function_words import FunctionWords

_DIGITS = re.compile(r"\d+")
LOWER, UPPER, OTHER, DIGIT, SPACE, POINT, COMMA, COLON, QUOTE, DASH, LINK, SIGN = range(12)
"""Kinds of signs."""
_KINDS = 12
_SIGNS = {
    POINT: ".!?…。！？",
    COMMA: ",;、，",
    COLON: ":",
    QUOTE: "\"'’‘“”«»„()[]",
    DASH: "-–—‑",
    LINK: "|/·•>›→↓↑►▶*+#@=_<{}\\",
}
_CATEGORIES = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "L": OTHER, "N": DIGIT, "Z": SPACE}
_PLANE = 1 << 16

_TEXT_WORDS, LONG_WORDS = 10, 20
"""A line of 10 words looks like text where it ends a sentence, one of 20 where it does not."""

_TELLING = 5
"""Words of 5 letters and more tell what a text is about."""

_ENOUGH = 500
"""500 words tell the language of a page."""


class LineVocabulary:
    """The function words of some languages."""

    def __init__(self, lists: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take the words of each language, in lowercase."""
        self._sets = {code: frozenset(words) for code, words in lists}
        self.lists = {code: tuple(sorted(self._sets[code])) for code in sorted(self._sets)}
        self._languages = FunctionWords(self.lists.items())

    def of(self, lines: Iterable[Sequence[str]]) -> frozenset[str]:
        """Return the function words of the language that most words of some lines are of.

        Args:
            lines: The words of each, in lowercase; long ones tell, and some tell enough.
        """
        told: list[str] = []
        for words in lines:
            if len(words) >= _TEXT_WORDS:
                told += words
                if len(told) > _ENOUGH:
                    break
        counts = self._languages.counts(told)
        best = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return self._sets.get(best[0], frozenset())


@cache
def _kinds() -> Bytes:
    """The kind of each code point of the first plane, and of all others as one."""
    table = np.full(_PLANE + 1, SIGN, dtype=np.uint8)
    categories = list(map(unicodedata.category, map(chr, range(_PLANE))))
    kinds = {
        category: _CATEGORIES.get(category, _CATEGORIES.get(category[0], SIGN))
        for category in set(categories)
    }
    table[:_PLANE] = list(map(kinds.__getitem__, categories))
    for kind, signs in _SIGNS.items():
        for sign in signs:
            table[ord(sign)] = kind
    return table


class Seen(NamedTuple):
    """What is counted in the lines of pages, a number a line.

    Attributes:
        pages: Where the pages begin and end.
        kinds: How many code points of each kind, a line a row.
        words: How many words.
        function: How many of them are function words.
        point: Whether it ends a sentence.
        dots: Whether it trails off.
        text: Whether it looks like text at first sight.
        repeats: How many lines of the page are the same but for their digits.
        told: How many of its words other lines that look like text have as well, and of how many.
        first: The kind of its first code point.
        last: That of its last.
        start: A number for its first word.
    """

    pages: PageRows
    kinds: Numbers
    words: Numbers
    function: Numbers
    point: Numbers
    dots: Numbers
    text: Numbers
    repeats: Numbers
    told: tuple[Numbers, Numbers]
    first: Numbers
    last: Numbers
    start: Numbers


class LineCounts(NamedTuple):
    """What is counted in lines whatever stands around them; the first five are columns.

    Attributes:
        kinds: See `Seen`, as the others.
        words: The same.
        point: The same.
        dots: The same.
        text: The same.
        ends: The kinds of the first and the last code point.
        forms: Each line without its digits.
        found: Its words in lowercase, parted by spaces and apostrophes.
        telling: Those that tell what a text is about.
    """

    kinds: Numbers
    words: Numbers
    point: Numbers
    dots: Numbers
    text: Numbers
    ends: tuple[Numbers, Numbers]
    forms: list[str]
    found: list[list[str]]
    telling: list[set[str]]


def _counted_alone(lines: Sequence[str]) -> LineCounts:
    text = "\n".join(lines)
    count = len(lines)
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, _PLANE)]
    lengths = _column(map(len, lines), count) + 1
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(count) * _KINDS, lengths)
    by_kind = np.bincount(owner + kinds, minlength=count * _KINDS).reshape(count, _KINDS)
    inside = kinds <= DIGIT
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    total = np.concatenate(([0], np.cumsum(begins)))
    words = total[ends] - total[ends - lengths]
    last, before = kinds[ends - 2], kinds[ends - np.minimum(lengths, 3)]
    point = (last == POINT) | ((last == QUOTE) & (before == POINT))
    dots = (last == POINT) & ((before == POINT) | (codes[ends - 2] == ord("…")))
    text_like = ((words >= _TEXT_WORDS) & point) | (words >= LONG_WORDS)
    spaced = text.lower().replace("'", " ").replace("’", " ")
    found = [line.split() for line in spaced.split("\n")]
    return LineCounts(
        by_kind,
        words,
        point.astype(int),
        dots.astype(int),
        text_like.astype(int),
        (kinds[ends - lengths].astype(int), last.astype(int)),
        _DIGITS.sub("0", text).split("\n"),
        found,
        [{word for word in line if len(word) >= _TELLING} for line in found],
    )


def count_lines(pages: Sequence[Sequence[str]], vocabulary: LineVocabulary) -> Seen:
    """Count what there is in the lines of pages, and in each line once: most are on many pages."""
    places: dict[str, int] = {}
    at_pages = [[places.setdefault(line, len(places)) for line in page] for page in pages]
    line = _counted_alone(list(places))
    text_like = line.text.tolist()
    starts: dict[str, int] = {}
    start = [starts.setdefault(one.split(None, 1)[0], len(starts)) for one in places]
    counted: dict[frozenset[str], dict[int, int]] = {}
    function: list[int] = []
    repeats: list[int] = []
    shared: list[int] = []
    for page in at_pages:
        common = vocabulary.of(line.found[place] for place in page)
        known = counted.setdefault(common, {})
        for place in page:
            if place not in known:
                known[place] = sum(map(common.__contains__, line.found[place]))
        function += map(known.__getitem__, page)
        forms = [line.forms[place] for place in page]
        repeats += map(Counter(forms).__getitem__, forms)
        shared += _shared(
            [line.telling[place] for place in page], [text_like[place] for place in page]
        )
    at = np.array(list(chain.from_iterable(at_pages)), np.int64)
    telling = _column(map(len, line.telling), len(places))
    first, last = line.ends
    return Seen(
        PageRows.of(list(map(len, pages))),
        line.kinds[at],
        line.words[at],
        np.array(function),
        line.point[at],
        line.dots[at],
        line.text[at],
        np.array(repeats),
        (np.array(shared), telling[at]),
        first[at],
        last[at],
        np.array(start)[at],
    )


def _shared(telling: Sequence[AbstractSet[str]], text_like: Sequence[bool]) -> Iterator[int]:
    """Count what a title and a caption have in common with their article, and a link has not.

    Args:
        telling: The words of each line of a page that tell what it is about.
        text_like: Whether each looks like text.
    """
    lines: Counter[str] = Counter()
    for words, text in zip(telling, text_like, strict=True):
        if text:
            lines.update(words)
    # A line that looks like text is among those that its words were counted in.
    known = lines.keys()
    shared = {word for word, times in lines.items() if times > 1}
    for words, text in zip(telling, text_like, strict=True):
        yield len(words & (shared if text else known))


def _column(values: Iterable[int], count: int) -> Numbers:
    return np.fromiter(values, dtype=np.int64, count=count)
