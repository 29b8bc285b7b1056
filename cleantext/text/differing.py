"""Where a text differs from what it became, in whole words."""

import re
from collections.abc import Iterator, Sequence

from cleantext.changes import Span

_TOKEN = re.compile(r"\s+|\S+")
_LOOKAHEAD = 12


def differing(before: str, after: str) -> Iterator[tuple[Span, str]]:
    r"""Yield the spans of `before` that are others in `after`, and what stands there.

    Lines are compared first, then the words of those that differ. Texts that agree nowhere for
    some lines or words differ up to their end, so the time is linear.

    >>> list(differing("Un.\nDeux mots.\nTrois.", "Deux  mots.\nTrois."))
    [(Span(start=0, end=4), ''), (Span(start=8, end=9), '  ')]
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for (first, end), added in _differing(old, new):
        block = before[first:end]
        if added and block:
            for (start, behind), words in differing_words(block, added):
                yield Span(first + start, first + behind), words
        else:
            yield Span(first, end), added


def differing_words(before: str, after: str) -> Iterator[tuple[Span, str]]:
    """Yield the spans of words that are others, and what stands there."""
    yield from _differing(_TOKEN.findall(before), _TOKEN.findall(after))


def _differing(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """Yield where the tokens of a text differ, in code points."""
    i = j = start = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            start += len(old[i])
            i, j = i + 1, j + 1
            continue
        behind_i, behind_j = _meeting(old, new, i, j)
        end = start + sum(map(len, old[i:behind_i]))
        yield Span(start, end), "".join(new[j:behind_j])
        start, i, j = end, behind_i, behind_j


def _meeting(old: Sequence[str], new: Sequence[str], i: int, j: int) -> tuple[int, int]:
    """Find where two lists of tokens that differ at `i` and `j` agree again, at worst the end."""
    if old[i + 1 : i + 2] == new[j + 1 : j + 2]:
        return i + 1, j + 1  # one token for one
    for distance in range(1, 2 * _LOOKAHEAD):
        for ahead in range(distance + 1):
            at_i, at_j = i + ahead, j + distance - ahead
            word = old[at_i : at_i + 1]
            # Spaces are all alike: they agree by chance.
            if word and word == new[at_j : at_j + 1] and not word[0].isspace():
                return at_i, at_j
    return len(old), len(new)
