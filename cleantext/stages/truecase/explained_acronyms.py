"""Acronyms that a text explains itself: "l'intelligence artificielle générale (agi)"."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from cleantext.stages.truecase.features import OPEN_GAP
from cleantext.stages.truecase.words import TextWords

_SHORTEST, _LONGEST = 2, 6
_SMALL = 3
"""Words of at most 3 letters may have no part in an acronym: de, des, la, et."""


def explained(found: TextWords) -> Iterator[int]:
    """Yield the places of words that stand in brackets behind words with just these initials.

    The order does not matter: an acronym may be that of another language.

    >>> found = TextWords.of("la société nationale des chemins de fer (sncf), en colère (noire)")
    >>> [found.word(place) for place in explained(found)]
    ['sncf']
    """
    if ")" not in found.text:
        return
    for place in np.flatnonzero(found.gaps == OPEN_GAP).tolist():
        if found.text.startswith(")", found.ends[place]) and _fits(found, place):
            yield place


def _fits(found: TextWords, place: int) -> bool:
    """Whether the words before a place begin with the letters of the word there."""
    acronym = found.word(place)
    if not (_SHORTEST <= len(acronym) <= _LONGEST and acronym.isalpha()):
        return False
    missing = Counter(acronym)
    first = int(found.firsts[found.in_text[place]])
    before = slice(max(first, place - 2 * _LONGEST), place)
    for word in reversed(found.among(found.begins[before], found.ends[before])):
        if missing[word[0]]:
            missing[word[0]] -= 1
            if not missing.total():
                return True
        elif len(word) > _SMALL:
            return False
    return False
