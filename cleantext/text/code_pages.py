"""Single-byte encodings told apart by what their readings look like, without a word list.

Read in the wrong code page, a letter with an accent becomes a sign, or a capital, in the
middle of a word. So each byte above ASCII is judged by what it becomes beside its two
neighbours: a small letter beside a letter is likely, a capital behind a small letter or a sign
between two letters is not. That holds in any language of the Latin script.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

CODE_PAGES = ("cp1252", "iso8859-15", "mac_roman", "cp850")
"""What Western text is in; of two that read a text as well, the first is right."""

_LIKELY, _UNLIKELY = 2, -4
_PLAIN = frozenset("’'-–—·•«»“”…/€\u00ad\u00a0")  # stand between two letters in sound text
_RARE = frozenset("ƒªºµıØøÐðÞþ")  # letters, but hardly of a Western text: signs misread
_HIGH = re.compile(b"[\x80-\xff]")


def contexts(raw: bytes) -> Counter[bytes]:
    r"""Count the bytes above ASCII, each with the bytes on both sides.

    >>> contexts(b"l'\xe9t\xe9")
    Counter({b"'\xe9t": 1, b't\xe9 ': 1})
    """
    framed = b" " + raw + b" "
    return Counter(
        framed[match.start() - 1 : match.start() + 2] for match in _HIGH.finditer(framed)
    )


def likelihood(seen: Counter[bytes], code_page: str) -> tuple[int, int]:
    """Return the points for reading `contexts` in a code page, and those against it."""
    good = bad = 0
    for context, count in seen.items():
        points = _points(*read(context, code_page))
        good += max(points, 0) * count
        bad -= min(points, 0) * count
    return good, bad


def best(raw: bytes, code_pages: Iterable[str] = CODE_PAGES) -> str:
    """Return the code page that reads some bytes best.

    >>> best("La fête a été gâchée".encode("cp850"))
    'cp850'
    >>> best("La fête a été gâchée".encode("latin-1"))
    'cp1252'
    """
    seen = contexts(raw)

    def points(code_page: str) -> int:
        good, bad = likelihood(seen, code_page)
        return good - bad

    return max(code_pages, key=points)


def read(raw: bytes, code_page: str) -> str:
    """Decode bytes; one that a code page leaves unassigned becomes a control character."""
    return raw.decode("latin-1").translate(_signs(code_page))


def bytes_of(text: str) -> bytes:
    """Return the bytes that were read as windows-1252, a space for a sign that it lacks."""
    return text.translate(_BYTES).encode("latin-1", "replace").replace(b"?", b" ")


@cache
def rereading(code_page: str) -> dict[int, str]:
    """Map each sign of a text read as windows-1252 to what it is in another code page."""
    signs = _signs(code_page)
    table = {ord(sign): signs[byte] for byte, sign in _signs("cp1252").items()}
    # Other readers made control characters of the bytes that windows-1252 has signs for.
    return table | {byte: signs[byte] for byte in range(0x80, 0xA0)}


@cache
def _signs(code_page: str) -> dict[int, str]:
    """What the bytes above ASCII stand for in a code page."""
    return {
        byte: bytes([byte]).decode(code_page, "ignore") or chr(byte) for byte in range(0x80, 0x100)
    }


_BYTES = {ord(sign): byte for byte, sign in _signs("cp1252").items()}


@cache
def _points(before: str, sign: str, after: str) -> int:
    """Judge a character by its neighbours."""
    before, kind, after = _kind(before), _kind(sign), _kind(after)
    within = before != " " and after != " "
    if sign == "¤" or unicodedata.category(sign) == "Cc":
        return _UNLIKELY
    if kind == "a":
        if after == "A":
            return 0
        return _LIKELY if before != " " or after != " " else 1
    if kind == "A":
        if before == "a":
            return _UNLIKELY
        return 1 if before == "A" or after != " " else 0
    if sign in _PLAIN:
        return 1 if (sign == "’" and within) or sign == "€" else 0
    return _UNLIKELY if within else 0


def _kind(sign: str) -> str:
    """Whether a character is a small letter, another letter, or none."""
    if not sign.isalpha() or sign in _RARE:
        return " "
    return "a" if sign.islower() else "A"
