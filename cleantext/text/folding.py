"""Text folded so that it can be compared: without case, marks, apostrophes and look-alikes."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_APOSTROPHES = frozenset("'‘’ʻʼ`´")
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјαβεζηικμνορτυχ",
    "abekmhopctyxijabezhikmnoptyx",
)


_PLAIN = {ord(sign): None for sign in _APOSTROPHES if sign.isascii()} | {
    ord(sign): " " for sign in "\t\n\v\f\r\x1c\x1d\x1e\x1f"
}
"""What ASCII text is folded by, but for its case and for several spaces in a row."""


class _Folds(dict[str, str]):
    """What each character folds to, noted when it is first asked for."""

    def __missing__(self, character: str) -> str:
        piece = self[character] = _fold(character)
        return piece


_FOLDS = _Folds()


class Folded(NamedTuple):
    """Folded text, and for each of its letters the place in the text that it came from."""

    text: str
    at: Sequence[int]


def fold(text: str) -> Folded:
    """Return text folded, any white space as one space.

    >>> fold("Češtině").text
    'cestine'
    """
    pieces = _pieces(text)
    at = [place for place, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), [*at, len(text)])


def folded(text: str) -> str:
    """Return folded text without the places, which take longer to find.

    >>> folded("Češtině")
    'cestine'
    """
    if text.isascii():
        plain = text.lower().translate(_PLAIN)
        if "  " not in plain:
            return plain
    return "".join(_pieces(text))


def _pieces(text: str) -> list[str]:
    """Return what each character becomes, of several spaces in a row only the first."""
    pieces = [*map(_FOLDS.__getitem__, text)]
    if "  " in "".join(pieces):
        for place in range(len(pieces) - 1, 0, -1):
            if pieces[place] == pieces[place - 1] == " ":
                pieces[place] = ""
    return pieces


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    letters = unicodedata.normalize("NFKD", character).casefold().translate(_LOOKALIKES)
    return "".join(
        letter
        for letter in letters
        if letter not in _APOSTROPHES and unicodedata.category(letter) not in {"Mn", "Cf"}
    )
