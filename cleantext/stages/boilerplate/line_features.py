"""What can be seen of the lines of a page without knowing its language: small whole numbers.

Each feature of a line is a number from 0 to 255: its length in steps, shares of kinds of
signs in 255ths, its place, what stands around it, what the page is like. All of it is counted
in whole numbers, so it is the same on every machine.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from cleantext.stages.boilerplate.line_counts import (
    COLON,
    COMMA,
    DASH,
    DIGIT,
    LINK,
    LONG_WORDS,
    LOWER,
    OTHER,
    POINT,
    QUOTE,
    SIGN,
    UPPER,
    LineVocabulary,
    Seen,
    count_lines,
)
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows

MOST = 255
"""The greatest value of a feature."""

_STEPS = np.array([*range(1, 10), *(round(10 * 1.15**power) for power in range(61))])
"""Sizes are told apart by the steps that they reach."""

_SENTENCE_WORDS = 8
_SENTENCE_ENDS = frozenset('.!?…»"”')

NEAR = (-3, -2, -1, 1, 2, 3)
"""The lines around one that are looked at each for itself."""

_WIDE = (4, 10)
_STACKED = (-4, -3, -2, -1, 1, 2, 3, 4)
_STACKED_WIDE = np.array([[4], [8], [16]])


def features(pages: Sequence[Sequence[str]], vocabulary: LineVocabulary) -> Bytes:
    """Return the features of the lines of pages, one row a feature and one column a line.

    Args:
        pages: The lines of each, at least one, none of them blank, without white space
            around them.
        vocabulary: Function words.

    >>> features([["Accueil", "Il pleut."]], LineVocabulary([("fr", ["il"])]))[1].tolist()
    [1, 2]
    """
    seen = count_lines(pages, vocabulary)
    own = np.minimum(_own(seen), MOST).astype(np.uint8)
    placed = np.concatenate((_placed(seen), _alike(seen)))
    return np.concatenate(
        (
            own,
            np.minimum(placed, MOST).astype(np.uint8),
            seen.pages.near(own[:_LOOKED_AT], NEAR, MOST),
            np.concatenate(list(_summed(seen))).astype(np.uint8),
            seen.pages.spread(_of_page(seen)).astype(np.uint8),
        )
    )


def around(steps: Numbers, pages: PageRows) -> Bytes:
    """Return features of what is known of the lines around: of each near one, and of many.

    Args:
        steps: A number a line, from 0 to 255; above the middle it is rather text.
        pages: Where the pages of the lines begin and end.
    """
    place, count = pages.places, pages.counts
    likely = (steps > MOST // 2).astype(int)
    all_likely = pages.spread(pages.summed(likely))
    wide = _STACKED_WIDE
    others = np.minimum(place, wide) + np.minimum(count - 1 - place, wide)
    before = pages.before(likely)
    rows = (
        steps[None],
        pages.near(steps[None], _STACKED, 0),
        (pages.between(steps, wide, wide) - steps) // np.maximum(others, 1),
        [
            pages.since(likely, MOST),
            pages.until(likely, MOST),
            MOST * before // np.maximum(all_likely, 1),
            *_stepped(np.stack((before, all_likely - before - likely))),
            MOST * all_likely // count,
            pages.spread(np.maximum.reduceat(steps, pages.starts)),
        ],
    )
    seen: Bytes = np.clip(np.concatenate(rows), 0, MOST).astype(np.uint8)
    return seen


def _own(seen: Seen) -> Numbers:
    """What a line is made of."""
    kinds, words = seen.kinds.T, seen.words
    letters = kinds[LOWER] + kinds[UPPER] + kinds[OTHER]
    lengths = kinds.sum(axis=0)
    both, all_told = seen.told
    sizes = _stepped(np.stack((lengths, words)))
    function, digits, capitals, *shares = _share(
        np.stack([seen.function, *kinds[(DIGIT, UPPER, UPPER, COMMA), :], both]),
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
            *kinds[(POINT, COMMA, COLON, QUOTE, DASH, LINK, SIGN), :],
        ]
    )


_LOOKED_AT = 7
"""The first 7 rows of `_own` are looked at in the lines near by as well."""


def _placed(seen: Seen) -> Numbers:
    """Where a line stands in the page, in its words and in its text."""
    pages = seen.pages
    place, count = pages.places, pages.counts
    both = np.stack([seen.words, seen.words * seen.text])
    before = pages.before(both)
    total = pages.spread(pages.summed(both))
    since, until = pages.since(seen.text, MOST), pages.until(seen.text, MOST)
    behind = total[1] - before[1] - both[1]
    sizes = _stepped(np.stack([place, count - 1 - place, before[1], behind]))
    return np.stack(
        [
            *sizes[:2],
            MOST * place // np.maximum(count - 1, 1),
            *_share(before, total),
            *sizes[2:],
            since,
            until,
            since + until,
        ]
    )


def _alike(seen: Seen) -> Numbers:
    """Whether the line before and the line behind begin with the same word."""
    same: Numbers = (seen.pages.near(seen.start[None], (-1, 1), -1) == seen.start).astype(np.int64)
    return same


def _summed(seen: Seen) -> Iterator[Numbers]:
    """What the lines above and below have in all."""
    repeated = (seen.repeats > 1).astype(int)
    rows = np.stack([seen.words, seen.words * seen.text, seen.point, seen.text, repeated])
    for wide in _WIDE:
        yield _stepped(seen.pages.between(rows, wide, 0) - rows)
        yield _stepped(seen.pages.between(rows, 0, wide) - rows)


def _of_page(seen: Seen) -> Numbers:
    """What each page is like, a column a page."""
    pages = seen.pages
    kinds, words, count = pages.summed(seen.kinds.T), pages.summed(seen.words), pages.sizes
    text, point, function, repeated, text_words = pages.summed(
        np.stack(
            [seen.text, seen.point, seen.function, seen.repeats > 1, seen.words * seen.text]
        ).astype(np.int64)
    )
    shares = [
        (text_words, words),
        (text, count),
        (point, count),
        (function, words),
        (kinds[UPPER], kinds[LOWER] + kinds[UPPER] + kinds[OTHER]),
        (repeated, count),
    ]
    longest = np.maximum.reduceat(seen.words, pages.starts)
    sizes = _stepped(np.stack([count, words, longest]))
    return np.concatenate((sizes, [_share(part, whole) for part, whole in shares]))


def _stepped(values: Numbers) -> Numbers:
    return np.searchsorted(_STEPS, values, side="right")


def _share(part: Numbers, whole: Numbers) -> Numbers:
    shares: Numbers = np.minimum(MOST * part // np.maximum(whole, 1), MOST)
    return shares


def looks_like_text(line: str) -> bool:
    """Return whether a line is long, and ends a sentence if it is not very long.

    >>> looks_like_text("Accueil"), looks_like_text("Il pleut depuis hier soir sur toute la ville.")
    (False, True)
    """
    words = line.count(" ") + 1
    return words >= LONG_WORDS or (words >= _SENTENCE_WORDS and line[-1] in _SENTENCE_ENDS)
