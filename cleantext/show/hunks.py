"""Where a text differs from what it was made of: all changes to a place together, as one hunk."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.changes import Change, Scan
from cleantext.document import Document

_WORD = re.compile(r"\w*")
_REACH = 40
"""Code points that a difference is widened by at most, to hold whole words."""


class Hunk(NamedTuple):
    """A stretch of the original that was changed, and what stands there now.

    Attributes:
        start: Where it begins, in code points of the original.
        end: The offset behind it.
        before: What stood there.
        after: What stands there now.
        changes: What was done to it, the first first.
    """

    start: int
    end: int
    before: str
    after: str
    changes: tuple[Change, ...]


class Difference(NamedTuple):
    """What two cleanings of one original made of a stretch of it, in whole words.

    Attributes:
        start: Where it begins, in code points of the original.
        end: The offset behind it.
        left: What the one made of it.
        right: What the other made of it.
        left_rules: The rules of the one, without repetitions.
        right_rules: The rules of the other.
    """

    start: int
    end: int
    left: str
    right: str
    left_rules: tuple[str, ...]
    right_rules: tuple[str, ...]


def find_hunks(document: Document) -> list[Hunk]:
    """Return what was changed, from left to right; between two hunks the original stands.

    >>> from cleantext.changes import Edit
    >>> document = Document("un  mot").apply("a", [Edit(2, 4, " ", "a.space")])
    >>> document = document.apply("b", [Edit(0, 1, "U", "b.capital"), Edit(3, 3, "«", "b.quote")])
    >>> [(hunk.before, hunk.after, len(hunk.changes)) for hunk in find_hunks(document)]
    [('u', 'U', 1), ('  ', ' «', 2)]
    """
    original, text = document.original, document.text
    places = np.arange(len(original), dtype=np.int32)
    for scan in document.changes.scans:
        places = _carried(places, scan)
    kept = np.flatnonzero(places >= 0)
    now = np.concatenate(([-1], kept, [len(places)]))
    then = np.concatenate(([-1], places[kept], [len(original)]))
    gaps = np.flatnonzero((np.diff(now) > 1) | (np.diff(then) > 1))
    columns = (then[gaps] + 1, then[gaps + 1], now[gaps] + 1, now[gaps + 1])
    starts, ends, firsts, lasts = (column.tolist() for column in columns)
    made: list[list[Change]] = [[] for _ in starts]
    for origin, change in zip(document.origins(), document.changes, strict=True):
        index = bisect_right(starts, origin) - 1
        if index >= 0 and origin <= ends[index]:  # what was put in and taken out again has none
            made[index].append(change)
    return [
        Hunk(start, end, original[start:end], text[first:last], tuple(changes))
        for start, end, first, last, changes in zip(starts, ends, firsts, lasts, made, strict=True)
    ]


def _carried(places: npt.NDArray[np.int32], scan: Scan) -> npt.NDArray[np.int32]:
    """Return the offset in the original of each code point behind a scan; -1 where it is new."""
    pieces: list[Any] = []
    at = 0
    for start, end, after in zip(scan.starts, scan.ends, scan.afters, strict=True):
        pieces += (places[at:start], np.full(len(after), -1, np.int32))
        at = end
    return np.concatenate((*pieces, places[at:]))


def find_differences(left: Document, right: Document) -> Iterator[Difference]:
    """Yield what two cleanings of one original made otherwise, from left to right.

    Args:
        left: The original as it was cleaned in one way.
        right: The same as it was cleaned in another.

    Raises:
        ValueError: They were not made of the same original.

    >>> from cleantext.changes import Edit
    >>> source = Document("à paris.fin")
    >>> left = source.apply("a", [Edit(2, 3, "P", "a.name")])
    >>> right = left.apply("b", [Edit(8, 8, " ", "b.joint")])
    >>> list(find_differences(left, right))[0][2:]
    ('fin', ' fin', (), ('b.joint',))
    """
    original = left.original
    if right.original != original:
        raise ValueError("the sources differ")
    if left.text == right.text:
        return
    sides = find_hunks(left), find_hunks(right)
    starts = [[hunk.start for hunk in side] for side in sides]
    for start, end in _regions(original, list(chain.from_iterable(sides))):
        made = []
        for side, begins in zip(sides, starts, strict=True):
            first = bisect_right(begins, start - 1)
            made.append(side[first : bisect_right(begins, end)])
        ours, theirs = (_rebuilt(original, start, end, hunks) for hunks in made)
        if ours != theirs:
            yield Difference(start, end, ours, theirs, _rules(made[0]), _rules(made[1]))


def _regions(original: str, hunks: Sequence[Hunk]) -> Iterator[tuple[int, int]]:
    """Yield what hunks cover with the words that they touch, as stretches that do not touch."""
    start = end = -1
    for hunk in sorted(hunks, key=attrgetter("start", "end")):
        head = _WORD.match(original[max(0, hunk.start - _REACH) : hunk.start][::-1])
        tail = _WORD.match(original, hunk.end, hunk.end + _REACH)
        first = hunk.start - (head.end() if head else 0)
        last = tail.end() if tail else hunk.end
        if first > end:
            if start >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if start >= 0:
        yield start, end


def _rebuilt(original: str, start: int, end: int, hunks: Sequence[Hunk]) -> str:
    """Return what hunks made of a stretch of the original."""
    borders = [start, *chain.from_iterable((hunk.start, hunk.end) for hunk in hunks), end]
    pieces = [original[first:last] for first, last in pairwise(borders)]
    pieces[1::2] = [hunk.after for hunk in hunks]
    return "".join(pieces)


def _rules(hunks: Sequence[Hunk]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change.rule for hunk in hunks for change in hunk.changes))
