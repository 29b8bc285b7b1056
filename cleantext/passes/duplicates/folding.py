"""Text folded so that copies of it are equal: letters and digits alone, without case and accents.

Nearly all letters and signs of Western news stand in Latin-1, so a text is folded as bytes of that
code page by one table; all others are spelled in its letters, or by number.
"""

import codecs
from functools import cache

from cleantext.text import folding

_CODEC = "latin-1"
_ERRORS = "cleantext.folded"
_FREQUENT = (("’", "'"), ("\u202f", " "))
"""Signs of good typography that Latin-1 lacks: it is faster to replace them first."""


@cache
def _spelled(character: str) -> str:
    """Return what stands for a character, in characters of the code page.

    >>> _spelled("Ź"), _spelled("и"), _spelled("–"), _spelled("œ"), _spelled("\u0301")
    ('z', 'u0438', ' ', 'oe', '')
    """
    whole = folding.folded(character).replace("œ", "oe")  # which no form of Unicode takes apart
    letters = "".join(
        each if ord(each) < 256 else f"u{ord(each):04x}"  # noqa: PLR2004 - Latin-1
        for each in whole
        if each.isalnum()
    )
    return letters or (" " if whole else "")


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Spell what the code page does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_spelled, error.object[error.start : error.end])), error.end


codecs.register_error(_ERRORS, _spell)


def _tables() -> tuple[bytes, bytes, list[tuple[bytes, bytes]]]:
    """Return what each byte becomes, the bytes that are signs, and those that are two letters."""
    table, signs, double = bytearray(range(256)), bytearray(), []
    for byte in range(256):
        raw = bytes([byte])
        spelled = _spelled(raw.decode(_CODEC)).encode(_CODEC)
        if not spelled.strip():
            table[byte] = ord(" ")
            signs.append(byte)
        elif len(spelled) == 1:
            table[byte] = spelled[0]
        else:
            double.append((raw, spelled))
    return bytes(table), bytes(signs), double


_TABLE, _SIGNS, _DOUBLE = _tables()


def _encoded(text: str) -> bytes:
    for sign, plain in _FREQUENT:
        text = text.replace(sign, plain)
    raw = text.encode(_CODEC, _ERRORS)
    for byte, letters in _DOUBLE:
        if byte in raw:
            raw = raw.replace(byte, letters)
    return raw


def folded(text: str) -> bytes:
    """Return the letters and digits of a text, without case, accents, signs and spaces.

    >>> folded("L’Œuvre d'été : 12 %"), folded("l'oeuvre d ete 12")
    (b'loeuvredete12', b'loeuvredete12')
    """
    return _encoded(text).translate(_TABLE, _SIGNS)


def spaced(text: str) -> bytes:
    """Return the folded words of a text, with a space for each sign and each space.

    >>> spaced("L’Œuvre d'été : 12 %")
    b'l oeuvre d ete   12  '
    """
    return _encoded(text).translate(_TABLE)
