"""Text folded so that it can be compared: without case, marks, apostrophes and look-alikes."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_APOSTROPHES = frozenset("'‘’ʻʼ`´")
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјαβεζηικμνορτυχ",
    "abekmhopctyxijabezhikmnoptyx",
)
_FOLDS: dict[str, str] = {}


class Folded(NamedTuple):
    """Folded text, and for each of its letters the place in the text that it came from."""

    text: str
    at: Sequence[int]


def fold(text: str) -> Folded:
    """Return text folded, any white space as one space.

    >>> fold("Češtině").text
    'cestine'
    """
    pieces: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        piece = _FOLDS.get(character)
        if piece is None:
            piece = _FOLDS[character] = _fold(character)
        if piece == " " and pieces and pieces[-1] == " ":
            continue
        pieces.append(piece)
        at.extend([place] * len(piece))
    return Folded("".join(pieces), [*at, len(text)])


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    letters = unicodedata.normalize("NFKD", character).casefold().translate(_LOOKALIKES)
    return "".join(
        letter
        for letter in letters
        if letter not in _APOSTROPHES and unicodedata.category(letter) not in {"Mn", "Cf"}
    )


def joint(line: str, at: int) -> bool:
    """Say whether a word can end, and another begin, at a place without a space.

    >>> joint("DeutschEnglish", 7), joint("Deutsche", 7)
    (True, False)
    """
    before, behind = line[at - 1], line[at]
    capital = behind.isupper() and (not before.isupper() or line[at + 1 : at + 2].islower())
    letters = before.isalpha() and behind.isalpha()
    return capital or not letters or script(before) != script(behind)


def script(letter: str) -> str:
    """Return the script of a letter, as the Unicode names it.

    >>> script("д")
    'CYRILLIC'
    """
    return unicodedata.name(letter, "").partition(" ")[0]
