"""Forms that a convention decides: units and models, single letters, nationalities, titles."""

import re
from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from cleantext.languages.pack import Language
from cleantext.stages.truecase.features import APOSTROPHE_GAP, HYPHEN, HYPHEN_GAP, SPACE_GAP
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, UPPER
from cleantext.stages.truecase.words import TextWords

_FIGURES = frozenset("0123456789")
_BLANK = frozenset(" \u00a0\u202f")
_APART = re.compile("[ \u00a0\u202f]?°?[ \u00a0\u202f]?")
_GLUED = re.compile(r"(\d+)(\D+)")
_CODE = re.compile(r"\d{3,}(?!x\d{2}|h\d)[a-z]{1,3}\d+[a-z]?")
"""A figure, letters and a figure: 1000XM5."""
_INITIALS = re.compile(r"([^\W\d_]{4,})\d+[a-z]?")
"""Letters and a figure, which are a code where none of them is a vowel: GDDR7."""
_LONGEST_PREFIX = 3
"""At most 3 letters stand before a code and a hyphen: WH-1000XM5."""
_RATIO = re.compile(r"/\d")
_GOES_ON = frozenset("'’-.")
_OPENS, _CLOSES = re.compile('[«"“][ \u00a0\u202f]?(?=[^\\W_])'), '»"”'
_SHORTEST_NAME = 3
"""A name that has numbers has at least 3 letters; what is shorter may be any word."""
_LONGEST_TITLE = 60
"""A title of a work has at most 60 code points."""

Bytes = npt.NDArray[np.uint8]


class Conventions:
    """What a language pack says of units, models and letters.

    >>> from cleantext.languages.pack import load
    >>> conventions = Conventions(load("fr"))
    >>> found = TextWords.of("le xperia 1 vi de 5 ghz, 21°c en zone b")
    >>> forms = np.array([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], np.uint8)
    >>> conventions.spell(found, forms)
    {3: 'VI', 6: 'GHz', 8: 'C', 11: 'B'}
    """

    def __init__(self, language: Language, style: str = "") -> None:
        """Take what a pack says, and which of its house styles is chosen."""
        told = language.casing
        self._titles = told.titles
        self._noun_too = style in told.titles.noun_in
        self._plain = language.words
        openers = {opener.strip("(…)") for opener in language.openers}
        self._small_words = language.open_words | openers
        self._articles = frozenset(told.people.articles)
        self._all_articles = self._articles.union(told.people.indefinite)
        self._aged = frozenset(told.people.aged)
        self._nationalities = language.nationalities if self._articles else frozenset()
        # A part of a compound is a word by itself.
        self._nouns = frozenset(word.rpartition(HYPHEN)[2] for word in self._nationalities)
        self._units = {unit.lower(): unit for unit in told.units.forms}
        self._apart = frozenset(map(str.lower, told.units.apart))
        self._small = frozenset(told.models.small)
        self._models = {model.lower(): model for model in told.models.forms}
        self._kinds = frozenset(told.letters.behind)
        self._words = frozenset(told.letters.words)
        self._ratios = frozenset(told.letters.ratios)
        # A letter that is named or counted stands behind one of the first or is one of the others.
        self._lettered = self._kinds | self._ratios
        self._vowels = frozenset(language.settings.truecase.vowels)

    def spell(self, found: TextWords, forms: Bytes) -> dict[int, str]:
        """Return the spelling of each word that a convention decides, by its place.

        Args:
            found: The words of texts in lowercase.
            forms: What a model makes of them.
        """
        figures = found.with_figures()
        spelt = dict(self._behind_figures(found, figures, forms))
        if not found.lacks(self._lettered):
            spelt.update(self._letters(found))
        if not found.lacks(self._nouns):
            spelt.update(self._people(found, figures, forms))
        spelt.update(self._numbered(found, figures, forms))
        if not found.lacks(self._titles.behind):
            spelt.update(self._works(found))
        return spelt

    def _behind_figures(
        self, found: TextWords, figures: list[int], forms: Bytes
    ) -> Iterator[tuple[int, str]]:
        for place in figures:
            word = found.word(place)
            behind = place + 1
            if not word.isdigit():
                spelt = self._glued(word)
                if spelt:
                    yield place, spelt
                if _CODE.fullmatch(word):
                    yield from _prefix(found, place)
            elif behind < len(forms):
                unit = self._unit(found, behind)
                if unit:
                    yield behind, unit
                    continue
            if behind < len(forms) and found.word(behind) in self._models:
                yield from self._product(found, place, forms)

    def _glued(self, word: str) -> str:
        """Return how a figure and letters in one word are written, or ""."""
        initials = _INITIALS.fullmatch(word)
        if _CODE.fullmatch(word) or (initials and self._vowels.isdisjoint(initials[1])):
            return word.upper()
        glued = _GLUED.fullmatch(word)
        if not glued:
            return ""
        figure, letters = glued.groups()
        unit = self._units.get(letters)
        if unit and letters not in self._apart:
            return figure + unit
        return word if letters in self._small else ""

    def _unit(self, found: TextWords, place: int) -> str:
        """Return the unit behind a figure, or ""."""
        gap = found.text[found.ends[place - 1] : found.begins[place]]
        if not _APART.fullmatch(gap) or _goes_on(found, place):
            return ""
        word = ("°" if "°" in gap else "") + found.word(place)
        return self._units.get(word, "").removeprefix("°")

    def _product(self, found: TextWords, number: int, forms: Bytes) -> Iterator[tuple[int, str]]:
        """Yield the words behind a number that name a model, and the one before: Mate 60 Pro."""
        head = number if found.word(number)[0].isalpha() else number - 1
        while (
            head > 0
            and found.word(head).isdigit()
            and found.begins[head + 1] - found.ends[head] == 1
        ):
            head -= 1  # Gemini 2.5 Pro
        first = int(found.firsts[found.in_text[number]])
        if head < first:
            return
        word = found.word(head)
        named = bool(forms[head] != LOWER)
        if not named:
            # The model shows that what is no plain word is a name, and what is one behind a name.
            plain = word in self._plain and (head == first or forms[head - 1] == LOWER)
            if plain or word in self._small_words or not word.isalpha():
                return
        place = number + 1
        while place < len(forms) and _ends_name(found, place):
            model = self._models.get(found.word(place))
            if not model:
                break
            yield place, model
            place += 1
        shouted = forms[head] == UPPER and word in self._plain
        if (shouted or not named) and place > number + 1:
            yield head, word.capitalize()

    def _letters(self, found: TextWords) -> Iterator[tuple[int, str]]:
        """Yield the letters that name one of a kind."""
        single = np.flatnonzero(found.ends - found.begins == 1)
        for place in single[single > 0].tolist():
            letter = found.word(place)
            if letter in self._ratios and _RATIO.match(found.text, int(found.ends[place])):
                yield place, letter
            elif (
                letter.isalpha()
                and found.word(place - 1) in self._kinds
                and _blank(found, place)
                and not _goes_on(found, place)
                and not (letter in self._words and _blank(found, place + 1))
            ):
                yield place, letter.upper()

    def _people(
        self, found: TextWords, figures: list[int], forms: Bytes
    ) -> Iterator[tuple[int, str]]:
        """Yield the nationalities that are nouns: la Norvégienne Therese Johaug, 36 ans."""
        spaced = (found.gaps[1:] == SPACE_GAP) & (forms[:-1] == LOWER)
        for place in np.flatnonzero(spaced & (forms[1:] != LOWER)).tolist():
            yield from self._noun(found, place, self._articles)
        for behind in figures:
            place = behind - 2
            if (
                place >= 0
                and spaced[place]
                and found.gaps[behind] == SPACE_GAP
                and found.word(behind)[0] in _FIGURES
                and found.word(place + 1) in self._aged
            ):
                yield from self._noun(found, place, self._all_articles)

    def _noun(
        self, found: TextWords, place: int, articles: Collection[str]
    ) -> Iterator[tuple[int, str]]:
        """Yield the parts of a nationality that ends at a place and stands behind an article."""
        first, word = place, found.word(place)
        if first and found.gaps[first] == HYPHEN_GAP:
            first -= 1
            word = found.word(first) + HYPHEN + word
        if word not in self._nationalities or not first:
            return
        between = found.gaps[first] in (APOSTROPHE_GAP, SPACE_GAP)
        if between and found.word(first - 1) in articles:
            for part in range(first, place + 1):
                yield part, found.word(part).capitalize()

    def _numbered(
        self, found: TextWords, figures: list[int], forms: Bytes
    ) -> Iterator[tuple[int, str]]:
        """Yield a name that its text also writes with a number, wherever it stands: Zorga-2."""
        named: dict[int, set[str]] = {}
        for behind in figures:
            place = behind - 1
            joined = found.gaps[behind] == HYPHEN_GAP and forms[place] == CAPITAL
            if not joined or found.word(behind)[0] not in _FIGURES:
                continue
            word = found.word(place)
            if word.isalpha() and len(word) >= _SHORTEST_NAME and word not in self._plain:
                named.setdefault(int(found.in_text[place]), set()).add(word)
        for place in found.places_of(named):
            if forms[place] == LOWER:
                yield place, found.word(place).capitalize()

    def _works(self, found: TextWords) -> Iterator[tuple[int, str]]:
        """Yield the article that a title of a work begins with: le film « Les Voisins »."""
        told, text = self._titles, found.text
        for match in _OPENS.finditer(text) if told.behind else ():
            first = int(np.searchsorted(found.begins, match.end()))
            if not first or found.word(first) not in told.articles:
                continue
            before = text[found.ends[first - 1] : match.start()]
            if (before and before not in _BLANK) or found.word(first - 1) not in told.behind:
                continue
            title = text[match.end() : match.end() + _LONGEST_TITLE + 1].partition("\n")[0]
            end = next((at for at, sign in enumerate(title) if sign in _CLOSES), 0)
            behind = int(np.searchsorted(found.begins, match.end() + end))
            if behind <= first + 1:
                continue
            yield first, found.word(first).capitalize()
            for place in range(first + 1, behind) if self._noun_too else ():
                yield place, found.word(place).capitalize()
                if found.word(place) not in told.adjectives:
                    break


def _prefix(found: TextWords, place: int) -> Iterator[tuple[int, str]]:
    """Yield the letters that a hyphen joins to a code behind them."""
    if place and found.gaps[place] == HYPHEN_GAP:
        word = found.word(place - 1)
        if word.isalpha() and len(word) <= _LONGEST_PREFIX:
            yield place - 1, word.upper()


def _blank(found: TextWords, place: int) -> bool:
    """Whether one space stands between a word and the one before it."""
    if place == len(found.begins):
        return False
    return found.text[found.ends[place - 1] : found.begins[place]] in _BLANK


def _ends_name(found: TextWords, place: int) -> bool:
    """Whether a space parts a word from what stands before, and none of its own hyphens follows."""
    gap = found.text[found.ends[place - 1] : found.begins[place]]
    return gap.removeprefix(")") in _BLANK and not found.text.startswith(HYPHEN, found.ends[place])


def _goes_on(found: TextWords, place: int) -> bool:
    """Whether what stands behind a letter may make another word of it: c'est, m. Dupont."""
    end = int(found.ends[place])
    sign = found.text[end : end + 1]
    return sign in _GOES_ON and found.text[end + 1 : end + 2].isalnum()
