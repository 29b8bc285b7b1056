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
from functools import lru_cache

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
        """Take the rows of `accents.txt`, names as they are spelt, and known lowercase words."""
        self._alone: dict[str, str] = {}
        self._choices: dict[str, Mapping[str, str]] = {}
        self._shared: dict[str, str] = {}
        self._names: dict[str, list[tuple[list[str], list[str]]]] = {}
        for name in names:
            spelt = WORD.findall(name.lower())
            plain = [unaccented(word) for word in spelt]
            if len(spelt) > 1 and plain != spelt:
                self._names.setdefault(plain[0], []).append((plain, spelt))
        for row in rows:
            if "\t" not in row:
                self._alone[unaccented(row)] = row
                continue
            columns = [column.split(" ") for column in row.split("\t")]
            asked = {name: form for form, *names in columns for name in names}
            bare, *forms = (column[0] for column in columns)
            self._choices[bare] = asked
            if len(forms) > 1 and bare not in words and (agreed := _agreed(bare, forms)) in forms:
                self._shared[bare] = agreed

    def restored(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield what has lost accents: start, end, and the word in the case that it had."""
        found = list(WORD.finditer(text))
        words = [match[0].lower() for match in found]
        named: dict[int, str] = {}
        for place, (match, word) in enumerate(zip(found, words, strict=True)):
            for plain, spelt in self._names.get(word, ()):
                if words[place : place + len(plain)] == plain:
                    named.update(enumerate(spelt, place))
            form = named.get(place) or self._alone.get(word)
            if form is None and (asked := self._choices.get(word)):
                spans = [near.span() for near in found[max(place - 1, 0) : place + 2]]
                forms = {
                    asked[name] for name in neighbours(text, words, place, spans) if name in asked
                }
                form = forms.pop() if len(forms) == 1 else self._shared.get(word)
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
