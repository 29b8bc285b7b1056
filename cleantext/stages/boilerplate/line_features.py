"""What can be seen of the lines of a page without knowing its language: small whole numbers.

Each feature of a line is a number from 0 to 255: its length in steps, shares of kinds of
signs in 255ths, its place, what stands around it, what the page is like. All of it is counted
in whole numbers, so it is the same on every machine.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from cleantext.stages.boilerplate.line_context import MOST, run_features, share_of, stepped
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
    Seen,
    count_lines,
)
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers
from cleantext.stages.boilerplate.page_words import KINDS

_OF = {kind: number for number, kind in enumerate(KINDS)}
_OF_SITE = [
    _OF[kind]
    for kind in ("account", "legal", "share", "comment", "related", "byline", "menu", "offer")
]
"""Kinds of words that sites say of themselves."""
_BORDERS = [number for kind, number in _OF.items() if kind not in {"offer", "you", "me", "said"}]
"""Kinds of words that lines have which stand above and below parts of a page."""
_SHARES = [_OF[kind] for kind in ("account", "legal", "you", "me")]
_SUMMED = [_OF[kind] for kind in ("account", "legal", "comment", "related", "you", "me", "said")]
"""Kinds of which it counts how many words of the lines around one are."""
_WIDE = (4, 10)
"""How many lines above and below count."""
_BORDER_WORDS = 6
"""Such a line has at most 6 words."""
_COSTS = (4, 12)
"""What a line that is no text costs the run of lines that has most words of text."""

_SENTENCE_WORDS = 8
_SENTENCE_ENDS = frozenset('.!?…»"”')


def features(pages: Sequence[Sequence[str]], vocabulary: LineVocabulary) -> Bytes:
    """Return the features of the lines of pages, one row a feature and one column a line.

    Args:
        pages: The lines of each, at least one, none of them blank, without white space
            around them.
        vocabulary: Function words.

    >>> features([["Accueil", "Il pleut."]], LineVocabulary([("fr", ["il"])]))[1].tolist()
    [1, 2]
    """
    return seen_features(count_lines(pages, vocabulary))


def seen_features(seen: Seen) -> Bytes:
    """Return the features of lines that were counted, one row a feature and one column a line."""
    own = np.minimum(_own(seen), MOST).astype(np.uint8)
    placed = np.concatenate((_placed(seen), _alike(seen), _borders(seen), _runs(seen)))
    return np.concatenate(
        (
            own,
            np.minimum(placed, MOST).astype(np.uint8),
            np.concatenate(list(_summed(seen))).astype(np.uint8),
            np.minimum(_best_runs(seen), MOST).astype(np.uint8),
            seen.pages.spread(_of_page(seen)).astype(np.uint8),
        )
    )


def _own(seen: Seen) -> Numbers:
    """What a line is made of."""
    kinds, words = seen.kinds.T, seen.words
    letters = kinds[LOWER] + kinds[UPPER] + kinds[OTHER]
    lengths = kinds.sum(axis=0)
    both, all_told = seen.telling.shared(seen.text), seen.telling.counts
    sizes = stepped(np.stack((lengths, words)))
    parts = seen.parts.T
    of_site = parts[_OF_SITE].sum(axis=0)
    function, digits, capitals, *shares, site_share = share_of(
        np.stack([seen.function, *kinds[(DIGIT, UPPER, UPPER, COMMA), :], both, of_site]),
        np.stack([words, lengths, letters, words, words, all_told, words]),
    )
    return np.stack(
        [
            *sizes,
            function,
            seen.first,
            seen.last,
            seen.point,
            seen.text,
            site_share,
            seen.time,
            shares[2],
            of_site,
            *parts,
            seen.function,
            digits,
            capitals,
            *shares[:2],
            16 * letters // np.maximum(words, 1),
            seen.dots,
            seen.repeats,
            both,
            seen.earlier,
            seen.repeats - 1 - seen.earlier,
            seen.asks,
            *share_of(parts[_SHARES], words),
            *kinds[(POINT, COMMA, COLON, QUOTE, DASH, LINK, SIGN), :],
        ]
    )


def _placed(seen: Seen) -> Numbers:
    """Where a line stands in the page, in its words and in its text."""
    pages = seen.pages
    place, count = pages.places, pages.counts
    both = np.stack([seen.words, seen.words * seen.text])
    before = pages.before(both)
    total = pages.spread(pages.summed(both))
    since, until = pages.since(seen.text, MOST), pages.until(seen.text, MOST)
    behind = total[1] - before[1] - both[1]
    sizes = stepped(np.stack([place, count - 1 - place, before[1], behind]))
    return np.stack(
        [
            *sizes[:2],
            MOST * place // np.maximum(count - 1, 1),
            *share_of(before, total),
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


def _borders(seen: Seen) -> Numbers:
    """How far above and below the next short line is that labels a part of the page."""
    short = (seen.words <= _BORDER_WORDS).astype(np.int64)
    marks = [*(seen.parts.T[_BORDERS] * short), seen.time * short]
    return np.stack(
        [
            *(seen.pages.since(mark, MOST) for mark in marks),
            *(seen.pages.until(mark, MOST) for mark in marks),
        ]
    )


def _runs(seen: Seen) -> Numbers:
    """How long the list is that a line stands in: lines that begin with the same kind of sign."""
    pages = seen.pages
    new = np.diff(seen.first, prepend=-1) != 0
    new[pages.starts] = True
    run = np.cumsum(new) - 1
    starts = np.flatnonzero(new)
    sizes = np.bincount(run)
    words, text, site = (
        np.add.reduceat(rows, starts)[run]
        for rows in (seen.words, seen.text, (seen.parts.T[_OF_SITE].sum(axis=0) > 0).astype(int))
    )
    size = sizes[run]
    steps = stepped(np.stack([size, np.arange(len(run)) - starts[run], words // size]))
    return np.stack([*steps, *share_of(np.stack([text, site]), size)])


def _best_runs(seen: Seen) -> Numbers:
    """Where a line stands to the run of lines that has most words of text for its other lines."""
    text = np.minimum(seen.words, 60) * seen.text
    return np.concatenate(
        [run_features(np.where(seen.text > 0, text, -cost), seen.pages) for cost in _COSTS]
    )


def _summed(seen: Seen) -> Iterator[Numbers]:
    """What the lines above and below have in all."""
    repeated = (seen.repeats > 1).astype(int)
    parts = seen.parts.T
    rows = np.stack(
        [
            *(seen.words, seen.words * seen.text, seen.point, seen.text, repeated, seen.time),
            parts[_OF_SITE].sum(axis=0),
            *parts[_SUMMED],
        ]
    )
    for wide in _WIDE:
        yield from map(stepped, seen.pages.beside(rows, wide))


def _of_page(seen: Seen) -> Numbers:
    """What each page is like, a column a page."""
    pages = seen.pages
    kinds, words, count = pages.summed(seen.kinds.T), pages.summed(seen.words), pages.sizes
    text, point, function, repeated, text_words, lists, site, comments = pages.summed(
        np.stack(
            [
                *(seen.text, seen.point, seen.function, seen.repeats > 1, seen.words * seen.text),
                seen.first == LINK,
                seen.parts.T[_OF_SITE].sum(axis=0),
                seen.parts.T[_OF["comment"]],
            ]
        ).astype(np.int64)
    )
    shares = [
        (text_words, words),
        (text, count),
        (point, count),
        (function, words),
        (kinds[UPPER], kinds[LOWER] + kinds[UPPER] + kinds[OTHER]),
        (repeated, count),
        (lists, count),
        (site, words),
    ]
    longest = np.maximum.reduceat(seen.words, pages.starts)
    sizes = stepped(np.stack([count, words, longest, comments]))
    return np.concatenate((sizes, [share_of(part, whole) for part, whole in shares]))


def looks_like_text(line: str) -> bool:
    """Return whether a line is long, and ends a sentence if it is not very long.

    >>> looks_like_text("Accueil"), looks_like_text("Il pleut depuis hier soir sur toute la ville.")
    (False, True)
    """
    words = line.count(" ") + 1
    return words >= LONG_WORDS or (words >= _SENTENCE_WORDS and line[-1] in _SENTENCE_ENDS)
