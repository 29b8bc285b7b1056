"""Which accents a word without any has lost, by a list of words and by its neighbours.

The list, `accents.txt` of a language pack, has a row a spelling: a word that alone fits
(`procès`), or several with the neighbours that ask for each (`a il_`, tab, `à jusqu_ _la`). A
word that exists with and without its accent is never given one unless a neighbour asks
for it and none asks for another form. A spelling that is no word without its accents gets
those that all its forms share, where that makes one of them: `debute` is at least `débute`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]+")
"""A word; what an apostrophe or a hyphen parts are words of their own."""

BEFORE, AFTER = "{}_", "_{}"
"""How a neighbour is written that stands before the word, and one that stands after it."""

EDGE = "."
"""The neighbour at the end of a line, and where a sign that parts stands between."""

_JOINING = frozenset(" '’-\u00a0\u202f\t")


@lru_cache(maxsize=1 << 16)
def unaccented(word: str) -> str:
    """Return a word without its accents; ligatures stay.

    >>> unaccented("procès"), unaccented("ŒUVRÉ"), unaccented("ça")
    ('proces', 'ŒUVRE', 'ca')
    """
    if word.isascii():
        return word
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in word)


def neighbours(
    text: str, words: Sequence[str], place: int, spans: Sequence[tuple[int, int]]
) -> tuple[str, str]:
    """Return the neighbours of a word without their accents, as `accents.txt` has them.

    Args:
        text: What the words stand in.
        words: All words of a line, in lowercase.
        place: Which of them.
        spans: Where the one before it, itself and the one behind it stand in `text`.

    >>> neighbours("jusqu'à l'été.", ["jusqu", "à", "l", "été"], 1, [(0, 5), (6, 7), (8, 9)])
    ('jusqu_', '_l')
    """
    here = min(place, 1)
    before = after = EDGE
    if place and _JOINING.issuperset(text[spans[here - 1][1] : spans[here][0]]):
        before = unaccented(words[place - 1])
    if place + 1 < len(words) and _JOINING.issuperset(text[spans[here][1] : spans[here + 1][0]]):
        after = unaccented(words[place + 1])
    return BEFORE.format(before), AFTER.format(after)


class _Name(NamedTuple):
    """A name of several words in lowercase, without its accents and with them."""

    plain: list[str]
    spelt: list[str]


class _Forms(NamedTuple):
    """What words without accents may be: by the word alone, by a neighbour, by what is shared."""

    alone: dict[str, str]
    choices: dict[str, Mapping[str, str]]
    shared: dict[str, str]


class Accents:
    r"""Gives back accents to the words of a line that has lost them all.

    >>> accents = Accents(["procès", "a il_\tà jusqu_ _paris"])
    >>> list(accents.restored("UN PROCES A PARIS"))
    [(3, 9, 'PROCÈS'), (10, 11, 'À')]
    >>> list(accents.restored("IL A VU LE A"))
    []
    >>> accents = Accents(["cote _d\tcôte _sud"], names=["Côte d'Ivoire"])
    >>> list(accents.restored("COTE D'IVOIRE, COTE D'AMOUR"))
    [(0, 4, 'CÔTE')]
    """

    def __init__(
        self, rows: Iterable[str], names: Iterable[str] = (), words: AbstractSet[str] = frozenset()
    ) -> None:
        """Take the rows of `accents.txt`, names as they are spelt, and known lowercase words.

        They are put in order when the first line asks.
        """
        self._rows, self._spellings, self._words = rows, names, words

    @cached_property
    def _names(self) -> Mapping[str, Sequence[_Name]]:
        """Names of several words, by their first word."""
        names: dict[str, list[_Name]] = {}
        for name in self._spellings:
            spelt = WORD.findall(name.lower())
            plain = [unaccented(word) for word in spelt]
            if len(spelt) > 1 and plain != spelt:
                names.setdefault(plain[0], []).append(_Name(plain, spelt))
        return names

    @cached_property
    def _forms(self) -> _Forms:
        forms = _Forms({}, {}, {})
        for row in self._rows:
            if "\t" not in row:
                forms.alone[unaccented(row)] = row
                continue
            columns = [column.split(" ") for column in row.split("\t")]
            bare, *others = (column[0] for column in columns)
            forms.choices[bare] = {name: form for form, *names in columns for name in names}
            if len(others) > 1 and bare not in self._words:
                agreed = _agreed(bare, others)
                if agreed in others:
                    forms.shared[bare] = agreed
        return forms

    def restored(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield what has lost accents: start, end, and the word in the case that it had."""
        found = list(WORD.finditer(text))
        words = [match[0].lower() for match in found]
        names, forms = self._names, self._forms
        named: dict[int, str] = {}  # the words of names, by their places
        for place, (match, word) in enumerate(zip(found, words, strict=True)):
            for name in names.get(word, ()):
                if words[place : place + len(name.plain)] == name.plain:
                    named.update(enumerate(name.spelt, place))
            form = named.get(place) or forms.alone.get(word)
            if form is None and (asked := forms.choices.get(word)):
                spans = [near.span() for near in found[max(place - 1, 0) : place + 2]]
                fit = {asked[by] for by in neighbours(text, words, place, spans) if by in asked}
                form = fit.pop() if len(fit) == 1 else forms.shared.get(word)
            if form and form != word:
                cased = (
                    new.upper() if old.isupper() else new
                    for old, new in zip(match[0], form, strict=True)
                )
                yield match.start(), match.end(), "".join(cased)


def _agreed(bare: str, forms: Sequence[str]) -> str:
    """Return a word with the accents that all its forms have."""
    letters = zip(bare, *forms, strict=True)
    return "".join(one if len(set(others)) > 1 else others[0] for one, *others in letters)
