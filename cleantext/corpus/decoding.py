"""Bytes to text, when nobody says how they were encoded.

UTF-8 proves itself: text in another encoding is hardly ever valid UTF-8. What is
left is decided in this order: a UTF-16 byte-order mark, UTF-8 with a few wrong bytes
in it or a sign cut off at its end, and last the single-byte encodings of Western Europe.
"""

import re

from cleantext.text import code_pages

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_UNASSIGNED = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""No characters in windows-1252, control characters in latin-1."""

_STRAY = re.compile("[\udc80-\udcff]")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")


def decode(raw: bytes) -> tuple[str, str]:
    """Decode bytes and name their encoding; never fails, whatever the bytes are.

    A byte-order mark stays in the text: what was read can be told from what was cleaned.
    The first bytes of a sign whose others lie behind the end of the file are left out.

    Returns:
        The text, and a name that Python knows; `utf-8+cp1252` for UTF-8 with single
        bytes in between that are not, each read as windows-1252.

    >>> decode("été".encode())
    ('été', 'utf-8')
    >>> decode("l’été".encode("cp1252"))
    ('l’été', 'cp1252')
    """
    utf_16 = _UTF_16.get(raw[:2])
    if utf_16:
        try:
            return raw.decode(utf_16), utf_16
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as reason:
        whole = raw[: reason.start]
        # One more byte that is no UTF-8 proves nothing while there is no sign that is.
        if _is_cut(raw, reason) and not whole.isascii():
            return whole.decode("utf-8"), "utf-8"
    # Bytes that are not UTF-8 become lone surrogates, which UTF-8 itself never yields.
    text = raw.decode("utf-8", "surrogateescape")
    if len(_FOREIGN.findall(text)) > len(_STRAY.findall(text)):
        return _STRAY.sub(lambda stray: _single(ord(stray.group()) - 0xDC00), text), "utf-8+cp1252"
    encoding = _single_byte(raw)
    return raw.decode(encoding), encoding


def _single(byte: int) -> str:
    return bytes([byte]).decode("latin-1" if byte in _UNASSIGNED else "cp1252")


def _is_cut(raw: bytes, reason: UnicodeDecodeError) -> bool:
    """Whether all that is wrong are the first bytes of a sign at the end."""
    return reason.end == len(raw) and reason.reason == "unexpected end of data"


def _single_byte(raw: bytes) -> str:
    """Choose the encoding in which the letters stand where letters stand."""
    best = code_pages.best(raw)
    if best == "cp1252" and not _UNASSIGNED.isdisjoint(raw):
        return "latin-1"
    return best
