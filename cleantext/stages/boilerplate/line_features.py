"""What can be seen of the lines of a page without knowing its language: small whole numbers.

Each feature of a line is a number from 0 to 255: its length in steps, shares of kinds of
signs in 255ths, its place, what stands around it, what the page is like. All of it is counted
in whole numbers, so it is the same on every machine.
"""

import operator
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from cleantext.text.function_words import FunctionWords

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]
Rows = TypeVar("Rows", Bytes, Numbers)

MOST = 255
"""The greatest value of a feature."""

_DIGITS = re.compile(r"\d+")
_LOWER, _UPPER, _OTHER, _DIGIT, _SPACE, _POINT, _COMMA, _COLON, _QUOTE, _DASH, _LINK, _SIGN = range(
    12
)
_KINDS = 12
_SIGNS = {
    _POINT: ".!?…。！？",
    _COMMA: ",;、，",
    _COLON: ":",
    _QUOTE: "\"'’‘“”«»„()[]",
    _DASH: "-–—‑",
    _LINK: "|/·•>›→↓↑►▶*+#@=_<{}\\",
}
_CATEGORIES = {"Ll": _LOWER, "Lu": _UPPER, "Lt": _UPPER, "L": _OTHER, "N": _DIGIT, "Z": _SPACE}
_PLANE = 1 << 16

_STEPS = np.array([*range(1, 10), *(round(10 * 1.15**power) for power in range(61))])
"""Sizes are told apart by the steps that they reach."""

_TEXT_WORDS, _LONG_WORDS = 10, 20
"""A line of 10 words looks like text where it ends a sentence, one of 20 where it does not."""

_SENTENCE_WORDS = 8
_SENTENCE_ENDS = frozenset('.!?…»"”')

_TELLING = 5
"""Words of 5 letters and more tell what a text is about."""

_ENOUGH = 500
"""500 words tell the language of a page."""

NEAR = (-3, -2, -1, 1, 2, 3)
"""The lines around one that are looked at each for itself."""

_WIDE = (4, 10)
_STACKED = (-4, -3, -2, -1, 1, 2, 3, 4)
_STACKED_WIDE = np.array([[4], [8], [16]])


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
    table = np.full(_PLANE + 1, _SIGN, dtype=np.uint8)
    categories = list(map(unicodedata.category, map(chr, range(_PLANE))))
    kinds = {
        category: _CATEGORIES.get(category, _CATEGORIES.get(category[0], _SIGN))
        for category in set(categories)
    }
    table[:_PLANE] = list(map(kinds.__getitem__, categories))
    for kind, signs in _SIGNS.items():
        for sign in signs:
            table[ord(sign)] = kind
    return table


class _Seen(NamedTuple):
    """What is counted in the lines of a page, a number a line.

    Attributes:
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
    """

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


def features(lines: Sequence[str], vocabulary: LineVocabulary) -> Bytes:
    """Return the features of lines, one row a feature and one column a line.

    Args:
        lines: The lines of one page, none of them blank, without white space around them.
        vocabulary: Function words.

    >>> features(["Accueil", "Il pleut."], LineVocabulary([("fr", ["il"])]))[1].tolist()
    [1, 2]
    """
    seen = _counted(lines, vocabulary)
    own = np.minimum(_own(seen), MOST).astype(np.uint8)
    placed = np.concatenate((_placed(seen), _alike(lines)))
    return np.concatenate(
        (
            own,
            np.minimum(placed, MOST).astype(np.uint8),
            _near(own[:_LOOKED_AT], NEAR, MOST),
            np.concatenate(list(_summed(seen))).astype(np.uint8),
            np.repeat(_of_page(seen).astype(np.uint8)[:, None], len(lines), axis=1),
        )
    )


def around(steps: Numbers) -> Bytes:
    """Return features of what is known of the lines around: of each near one, and of many.

    Args:
        steps: A number a line, from 0 to 255; above the middle it is rather text.
    """
    count, place = len(steps), np.arange(len(steps))
    total = np.concatenate(([0], np.cumsum(steps)))
    likely = (steps > MOST // 2).astype(int)
    all_likely = int(likely.sum())
    low = np.maximum(place - _STACKED_WIDE, 0)
    high = np.minimum(place + 1 + _STACKED_WIDE, count)
    before = np.cumsum(likely) - likely
    rows = (
        steps[None],
        _near(steps[None], _STACKED, 0),
        (total[high] - total[low] - steps) // np.maximum(high - low - 1, 1),
        [
            _distance(likely),
            _distance(likely[::-1])[::-1],
            MOST * before // max(all_likely, 1),
            *_stepped(np.stack((before, all_likely - before - likely))),
            np.full(count, MOST * all_likely // count),
            np.full(count, steps.max()),
        ],
    )
    seen: Bytes = np.clip(np.concatenate(rows), 0, MOST).astype(np.uint8)
    return seen


def _counted(lines: Sequence[str], vocabulary: LineVocabulary) -> _Seen:
    text = "\n".join(lines)
    count = len(lines)
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, _PLANE)]
    lengths = _column(map(len, lines), count) + 1
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(count) * _KINDS, lengths)
    by_kind = np.bincount(owner + kinds, minlength=count * _KINDS).reshape(count, _KINDS)
    inside = kinds <= _DIGIT
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    total = np.concatenate(([0], np.cumsum(begins)))
    words = total[ends] - total[ends - lengths]
    spaced = text.lower().replace("'", " ").replace("’", " ")
    found = [line.split() for line in spaced.split("\n")]
    common = vocabulary.of(found)
    forms = _DIGITS.sub("0", text).split("\n")
    often = Counter(forms)
    last, before = kinds[ends - 2], kinds[ends - np.minimum(lengths, 3)]
    point = (last == _POINT) | ((last == _QUOTE) & (before == _POINT))
    dots = (last == _POINT) & ((before == _POINT) | (codes[ends - 2] == ord("…")))
    text_like = ((words >= _TEXT_WORDS) & point) | (words >= _LONG_WORDS)
    return _Seen(
        by_kind,
        words,
        _column((sum(map(common.__contains__, line)) for line in found), count),
        point.astype(int),
        dots.astype(int),
        text_like.astype(int),
        _column(map(often.__getitem__, forms), count),
        _told(found, text_like.tolist()),
        kinds[ends - lengths].astype(int),
        last.astype(int),
    )


def _told(found: Sequence[Sequence[str]], text_like: Sequence[bool]) -> tuple[Numbers, Numbers]:
    """Count what a title and a caption have in common with their article, and a link has not."""
    sets = [{word for word in words if len(word) >= _TELLING} for words in found]
    lines: Counter[str] = Counter()
    for words, text in zip(sets, text_like, strict=True):
        if text:
            lines.update(words)
    # A line that looks like text is among those that its words were counted in.
    known = set(lines)
    shared = {word for word, times in lines.items() if times > 1}
    both = (
        len(words & (shared if text else known))
        for words, text in zip(sets, text_like, strict=True)
    )
    return _column(both, len(found)), _column(map(len, sets), len(found))


def _own(seen: _Seen) -> Numbers:
    """What a line is made of."""
    kinds, words = seen.kinds.T, seen.words
    letters = kinds[_LOWER] + kinds[_UPPER] + kinds[_OTHER]
    lengths = kinds.sum(axis=0)
    both, all_told = seen.told
    sizes = _stepped(np.stack((lengths, words)))
    function, digits, capitals, *shares = _share(
        np.stack([seen.function, *kinds[(_DIGIT, _UPPER, _UPPER, _COMMA), :], both]),
        np.stack([words, lengths, letters, words, words, all_told]),
    )
    return np.stack(
        [
            *sizes,
            function,
            seen.first,
            seen.last,
            seen.point,
            seen.text,
            seen.function,
            digits,
            capitals,
            *shares[:2],
            16 * letters // np.maximum(words, 1),
            seen.dots,
            seen.repeats,
            both,
            shares[2],
            *kinds[(_POINT, _COMMA, _COLON, _QUOTE, _DASH, _LINK, _SIGN), :],
        ]
    )


_LOOKED_AT = 7
"""The first 7 rows of `_own` are looked at in the lines near by as well."""


def _placed(seen: _Seen) -> Numbers:
    """Where a line stands in the page, in its words and in its text."""
    count = len(seen.words)
    place = np.arange(count)
    both = np.stack([seen.words, seen.words * seen.text])
    before = np.cumsum(both, axis=1) - both
    total = both.sum(axis=1, keepdims=True)
    since, until = _distance(seen.text), _distance(seen.text[::-1])[::-1]
    behind = total[1] - before[1] - both[1]
    sizes = _stepped(np.stack([place, count - 1 - place, before[1], behind]))
    return np.stack(
        [
            *sizes[:2],
            MOST * place // max(count - 1, 1),
            *_share(before, total),
            *sizes[2:],
            since,
            until,
            since + until,
        ]
    )


def _alike(lines: Sequence[str]) -> Numbers:
    """Whether the line before and the line behind begin with the same word."""
    starts = [line.split(None, 1)[0] for line in lines]
    same = [0, *map(operator.eq, starts, starts[1:]), 0]
    return np.array([same[:-1], same[1:]], dtype=np.int64)


def _summed(seen: _Seen) -> Iterator[Numbers]:
    """What the lines above and below have in all."""
    place, count = np.arange(len(seen.words)), len(seen.words)
    repeated = (seen.repeats > 1).astype(int)
    rows = np.stack([seen.words, seen.words * seen.text, seen.point, seen.text, repeated])
    total = np.zeros((len(rows), count + 1), dtype=np.int64)
    np.cumsum(rows, axis=1, out=total[:, 1:])
    for wide in _WIDE:
        yield _stepped(total[:, place] - total[:, np.maximum(place - wide, 0)])
        yield _stepped(total[:, np.minimum(place + 1 + wide, count)] - total[:, place + 1])


def _of_page(seen: _Seen) -> Numbers:
    """What the whole page is like."""
    kinds, count, words = seen.kinds.sum(axis=0), len(seen.words), seen.words.sum()
    shares = [
        ((seen.words * seen.text).sum(), words),
        (seen.text.sum(), count),
        (seen.point.sum(), count),
        (seen.function.sum(), words),
        (kinds[_UPPER], kinds[_LOWER] + kinds[_UPPER] + kinds[_OTHER]),
        ((seen.repeats > 1).sum(), count),
    ]
    sizes = _stepped(np.array([count, words, seen.words.max()]))
    return np.concatenate((sizes, _share(*np.array(shares).T)))


def _column(values: Iterable[int], count: int) -> Numbers:
    return np.fromiter(values, dtype=np.int64, count=count)


def _stepped(values: Numbers) -> Numbers:
    return _STEPS.searchsorted(values, side="right")


def _share(part: Numbers, whole: Numbers) -> Numbers:
    return np.minimum(MOST * part // np.maximum(whole, 1), MOST)


def looks_like_text(line: str) -> bool:
    """Return whether a line is long, and ends a sentence if it is not very long.

    >>> looks_like_text("Accueil"), looks_like_text("Il pleut depuis hier soir sur toute la ville.")
    (False, True)
    """
    words = line.count(" ") + 1
    return words >= _LONG_WORDS or (words >= _SENTENCE_WORDS and line[-1] in _SENTENCE_ENDS)


def _near(rows: Rows, places: Sequence[int], fill: int) -> Rows:
    """Return the values at each offset in lines: all rows for the first offset, and so on."""
    kinds, count = rows.shape
    wide = max(places)
    padded = np.full((kinds, count + 2 * wide), fill, dtype=rows.dtype)
    padded[:, wide:-wide] = rows
    found = padded[:, np.arange(wide, wide + count) + np.array(places)[:, None]]
    return found.transpose(1, 0, 2).reshape(len(places) * kinds, count)


def _distance(marks: Numbers) -> Numbers:
    """Return how many places back the last mark is; `MOST` where there is none."""
    place = np.arange(len(marks))
    last = np.full(len(marks), -MOST)
    np.maximum.accumulate(np.where(marks > 0, place, -MOST)[:-1], out=last[1:])
    distance: Numbers = np.minimum(place - last, MOST)
    return distance
