"""The forms that a word may have, and how it is spelt in each."""

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from cleantext.languages.settings import Morphology

LOWER, CAPITAL, UPPER, MIXED = range(4)
FORMS = 4

_ROMAN_DIGITS = "ivx"
_ROMAN = "x{0,3}(?:ix|iv|v?i{0,3})"
_SHORTEST_MC = 5


class Spelt(dict[str, str]):
    """Words in one form, spelt when they are first asked for."""

    def __init__(self, form: int, mixed: "MixedCase") -> None:
        super().__init__()
        self._form = form
        self._mixed = mixed

    def __missing__(self, word: str) -> str:
        if self._form == MIXED:
            spelt = self._mixed(word) or word
        elif self._form == LOWER:
            spelt = word
        else:
            spelt = word.upper() if self._form == UPPER else word[0].upper() + word[1:]
        same = len(spelt) == len(word) and spelt.lower() == word
        self[word] = spelt if same else word
        return self[word]


class MixedCase:
    """Spells words with capitals inside: those that are known, and those that follow a pattern.

    >>> mixed = MixedCase(Morphology(ordinals=("e",), first_ordinals=("er",)), ["iPad"])
    >>> mixed("ipad"), mixed("xxe"), mixed("ier"), mixed("mcdonald"), mixed("maison")
    ('iPad', 'XXe', 'Ier', 'McDonald', '')
    """

    def __init__(self, morphology: Morphology, known: Iterable[str] = ()) -> None:
        """Take what follows Roman numbers in a language, and words as they are spelt."""
        self._known = {form.lower(): form for form in known}
        ordinals, first = morphology.ordinals, morphology.first_ordinals
        self._numeral = re.compile(f"({_ROMAN}){_one_of(ordinals)}|(i){_one_of(first)}")

    def __call__(self, word: str) -> str:
        """Return how a lowercase word is written with capitals inside, or ""."""
        known = self._known.get(word)
        if known:
            return known
        match = self._numeral.fullmatch(word) if word[:1] in _ROMAN_DIGITS else None
        if match:
            numeral = match[1] or match[2] or ""
            # "e" and "ie" are no numbers: one is first, 1er.
            alone = match[2] is None and numeral in {"", "i"}
            return "" if alone else numeral.upper() + word[len(numeral) :]
        if word.startswith("mc") and len(word) >= _SHORTEST_MC and word.isalpha():
            return "Mc" + word[2].upper() + word[3:]
        return ""

    def among(self, words: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return for each of many words whether it has capitals inside."""
        known = self._known
        return np.array(
            [
                word in known
                or ((word[:1] in _ROMAN_DIGITS or word[:2] == "mc") and self(word) != "")
                for word in words
            ],
            np.bool_,
        )


def _one_of(endings: Iterable[str]) -> str:
    """Return a pattern of one of the endings; one that matches nothing where there is none."""
    return f"(?:{'|'.join(map(re.escape, endings)) or '(?!)'})"
