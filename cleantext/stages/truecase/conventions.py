"""Forms that a convention decides: units behind figures, models behind numbers, single letters."""

import re
from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from cleantext.languages.settings import CasingConventions
from cleantext.stages.truecase.spelling import LOWER
from cleantext.stages.truecase.words import TextWords

_FIGURES = range(ord("0"), ord("9") + 1)
_BLANK = frozenset(" \u00a0\u202f")
_APART = re.compile("[ \u00a0\u202f]?°?[ \u00a0\u202f]?")
_GLUED = re.compile(r"(\d+)(\D+)")
_GOES_ON = frozenset("'’-.")

Bytes = npt.NDArray[np.uint8]


class Conventions:
    """What a language pack says of units, models and letters.

    >>> from cleantext.languages.pack import load
    >>> conventions = Conventions(load("fr").casing, load("fr").words)
    >>> found = TextWords.of("le xperia 1 vi de 5 ghz, 21°c en zone b")
    >>> forms = np.array([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], np.uint8)
    >>> conventions.spell(found, forms)
    {3: 'VI', 6: 'GHz', 8: 'C', 11: 'B'}
    """

    def __init__(self, told: CasingConventions, plain: Collection[str]) -> None:
        """Take the conventions, and words that are no names."""
        self._plain = plain
        self._units = {unit.lower(): unit for unit in told.units.forms}
        self._apart = frozenset(map(str.lower, told.units.apart))
        self._models = {model.lower(): model for model in told.models.forms}
        self._kinds = frozenset(told.letters.behind)
        self._words = frozenset(told.letters.words)

    def spell(self, found: TextWords, forms: Bytes) -> dict[int, str]:
        """Return the spelling of each word that a convention decides, by its place.

        Args:
            found: The words of texts in lowercase.
            forms: What a model makes of them.
        """
        return {**dict(self._behind_figures(found, forms)), **dict(self._letters(found))}

    def _behind_figures(self, found: TextWords, forms: Bytes) -> Iterator[tuple[int, str]]:
        heads = found.codes[found.begins]
        figures = np.flatnonzero((heads >= _FIGURES[0]) & (heads <= _FIGURES[-1]))
        for place in figures.tolist():
            word = found.word(place)
            glued = _GLUED.fullmatch(word)
            if glued:
                unit = self._units.get(glued[2])
                if unit and glued[2] not in self._apart:
                    yield place, glued[1] + unit
                continue
            behind = place + 1
            if behind == len(forms) or not word.isdigit():
                continue
            gap = found.text[found.ends[place] : found.begins[behind]]
            if not _APART.fullmatch(gap):
                continue
            unit = self._units.get(("°" if "°" in gap else "") + found.word(behind))
            if unit and not _goes_on(found, behind):
                yield behind, unit.removeprefix("°")
            elif place and _blank(found, place):
                yield from self._product(found, place, forms)

    def _product(self, found: TextWords, number: int, forms: Bytes) -> Iterator[tuple[int, str]]:
        """Yield the words behind a number that name a model, and the one before: Mate 60 Pro."""
        named, before = forms[number - 1] != LOWER, found.word(number - 1)
        # Of a word that is no plain one, the model says that it is a name: mate 60 pro.
        if not named and before in self._plain:
            return
        place = number + 1
        while place < len(found.begins) and _blank(found, place):
            model = self._models.get(found.word(place))
            if not model:
                break
            yield place, model
            place += 1
        if not named and place > number + 1 and before.isalpha():
            yield number - 1, before.capitalize()

    def _letters(self, found: TextWords) -> Iterator[tuple[int, str]]:
        """Yield the letters that name one of a kind."""
        single = np.flatnonzero(found.ends - found.begins == 1)
        for place in single[single > 0].tolist():
            letter = found.word(place)
            if (
                letter.isalpha()
                and found.word(place - 1) in self._kinds
                and _blank(found, place)
                and not _goes_on(found, place)
                and not (letter in self._words and _blank(found, place + 1))
            ):
                yield place, letter.upper()


def _blank(found: TextWords, place: int) -> bool:
    """Whether one space stands between a word and the one before it."""
    if place == len(found.begins):
        return False
    return found.text[found.ends[place - 1] : found.begins[place]] in _BLANK


def _goes_on(found: TextWords, place: int) -> bool:
    """Whether what stands behind a letter may make another word of it: c'est, m. Dupont."""
    end = int(found.ends[place])
    sign = found.text[end : end + 1]
    return sign in _GOES_ON and found.text[end + 1 : end + 2].isalnum()
