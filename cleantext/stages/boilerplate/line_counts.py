"""What is counted in the lines of pages: signs of each kind, words, and what lines share.

A line is counted once, on however many pages it stands.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from cleantext.stages.boilerplate.line_words import (
    Codes,
    LineVocabulary,
    LineWords,
    TellingWords,
    codes_of,
    column,
    numbered,
    text_of,
)
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows
from cleantext.stages.boilerplate.page_words import KINDS

_TIME = re.compile(r"\d{1,2}[:hH]\d\d|\d{1,2}[/.]\d{1,2}[/.]\d\d|(?<!\d)(?:19|20)\d\d(?!\d)")
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

_AT_ONCE = 2_000
"""Lines of which the signs are counted together: what that takes is 16 times their size."""

_TEXT_WORDS, LONG_WORDS = 10, 20
"""A line of 10 words looks like text where it ends a sentence, one of 20 where it does not."""


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
        earlier: How many of them stand above it.
        parts: How many words of each kind of `PageWords`, a line a row.
        time: Whether there is a time, a date in digits or a year in it.
        asks: Whether it ends in a question mark.
        telling: Its words that tell what a text is about.
        first: The kind of its first code point.
        last: That of its last.
        start: A number for its first word, below 0 where it has none.
    """

    pages: PageRows
    kinds: Numbers
    words: Numbers
    function: Numbers
    point: Numbers
    dots: Numbers
    text: Numbers
    repeats: Numbers
    earlier: Numbers
    parts: Numbers
    time: Numbers
    asks: Numbers
    telling: TellingWords
    first: Numbers
    last: Numbers
    start: Numbers


class LineCounts(NamedTuple):
    """What is counted in lines whatever stands around them; all but `words_of` are columns.

    Attributes:
        kinds: See `Seen`, as the others.
        words: The same.
        point: The same.
        dots: The same.
        text: The same.
        time: The same.
        asks: The same.
        first: The same.
        last: The same.
        start: The same.
        form: A number for the line without its digits.
        words_of: The words of all lines.
    """

    kinds: Numbers
    words: Numbers
    point: Numbers
    dots: Numbers
    text: Numbers
    time: Numbers
    asks: Numbers
    first: Numbers
    last: Numbers
    start: Numbers
    form: Numbers
    words_of: LineWords


def _forms(codes: Codes, kinds: Bytes) -> list[str]:
    """Return the lines of a text with one 0 for each number."""
    digit = kinds == DIGIT
    goes_on = digit.copy()
    goes_on[1:] &= digit[:-1]
    return text_of(np.where(digit, np.uint32(ord("0")), codes)[~goes_on]).split("\n")[:-1]


def _by_kind(kinds: Bytes, lengths: Numbers) -> Numbers:
    """Return how many code points of each kind each line has, a line a row."""
    counts = np.zeros((len(lengths), _KINDS), np.int64)
    ends = np.cumsum(lengths)
    borders = [*range(0, len(lengths), _AT_ONCE), len(lengths)]
    for first, behind in pairwise(borders):
        part = kinds[ends[first] - lengths[first] : ends[behind - 1]]
        owner = np.repeat(np.arange(behind - first) * _KINDS, lengths[first:behind])
        found = np.bincount(owner + part, minlength=(behind - first) * _KINDS)
        counts[first:behind] = found.reshape(-1, _KINDS)
    return counts


def _counted_alone(lines: Sequence[str]) -> LineCounts:
    text = "\n".join(lines)
    words_of = LineWords(text)
    size = len(lines)
    codes = codes_of(f"{text}\n")
    kinds = _kinds().take(codes, mode="clip")
    lengths = column(map(len, lines), size) + 1
    ends = np.cumsum(lengths)
    by_kind = _by_kind(kinds, lengths)
    inside = kinds <= DIGIT
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    total = np.concatenate(([0], np.cumsum(begins, dtype=np.int32)), dtype=np.int32)
    words = total[ends] - total[ends - lengths]
    last, before = kinds[ends - 2], kinds[ends - np.minimum(lengths, 3)]
    point = (last == POINT) | ((last == QUOTE) & (before == POINT))
    dots = (last == POINT) & ((before == POINT) | (codes[ends - 2] == ord("…")))
    text_like = ((words >= _TEXT_WORDS) & point) | (words >= LONG_WORDS)
    asks = (codes[ends - 2] == ord("?")) | (codes[ends - 2] == ord("？"))
    timed = np.zeros(size, np.int64)
    for place in np.flatnonzero((by_kind[:, DIGIT] > 1) & (words <= LONG_WORDS)).tolist():
        timed[place] = _TIME.search(lines[place]) is not None
    return LineCounts(
        by_kind,
        words,
        point.astype(int),
        dots.astype(int),
        text_like.astype(int),
        timed,
        asks.astype(int),
        kinds[ends - lengths].astype(int),
        last.astype(int),
        words_of.starts,
        numbered(_forms(codes, kinds))[0],
        words_of,
    )


def count_lines(pages: Sequence[Sequence[str]], vocabulary: LineVocabulary) -> Seen:
    """Count what there is in the lines of pages, and in each line once: most are on many pages."""
    at, distinct = numbered(chain.from_iterable(pages))
    line = _counted_alone(distinct)
    rows = PageRows.of(list(map(len, pages)))
    page = rows.spread(np.arange(len(pages)))
    languages = line.words_of.languages(at, rows, vocabulary)
    function, parts = np.zeros(len(at), np.int64), np.zeros((len(at), len(KINDS)), np.int64)
    for language in set(map(id, languages)):
        pages_of = np.array([id(one) == language for one in languages])
        here = pages_of[page]
        one = languages[int(pages_of.argmax())]
        functions, kinds = line.words_of.counted(one)
        function[here], parts[here] = functions[at[here]], kinds[at[here]]
    repeats, earlier = _repeated(page * len(distinct) + line.form[at])
    return Seen(
        rows,
        line.kinds[at],
        line.words[at],
        function,
        line.point[at],
        line.dots[at],
        line.text[at],
        repeats,
        earlier,
        parts,
        line.time[at],
        line.asks[at],
        line.words_of.telling(at, page),
        line.first[at],
        line.last[at],
        line.start[at],
    )


def _repeated(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Return how often the key of each place is there, and how often before it."""
    order = np.argsort(keys, kind="stable")
    new = np.flatnonzero(np.diff(keys[order], prepend=-1))
    sizes = np.diff(np.append(new, len(keys)))
    times, before = np.zeros((2, len(keys)), np.int64)
    times[order] = np.repeat(sizes, sizes)
    before[order] = np.arange(len(keys)) - np.repeat(new, sizes)
    return times, before
