"""Bytes to text, when nobody says how they were encoded.

UTF-8 proves itself: text in another encoding is hardly ever valid UTF-8. What is
left is decided in this order: a UTF-16 byte-order mark, UTF-8 with a few wrong bytes
in it, and last the single-byte encodings of Western Europe.
"""

import re

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_UNASSIGNED = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""No characters in windows-1252, control characters in latin-1, è and ç in Mac OS Roman."""

_STRAY = re.compile("[\udc80-\udcff]")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_SAMPLE = 16_384


def decode(raw: bytes) -> tuple[str, str]:
    """Decode bytes and name their encoding; never fails, whatever the bytes are.

    A byte-order mark stays in the text: what was read can be told from what was cleaned.

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
    except UnicodeDecodeError:
        pass
    # Bytes that are not UTF-8 become lone surrogates, which UTF-8 itself never yields.
    text = raw.decode("utf-8", "surrogateescape")
    if len(_FOREIGN.findall(text)) > len(_STRAY.findall(text)):
        return _STRAY.sub(lambda stray: _single(ord(stray.group()) - 0xDC00), text), "utf-8+cp1252"
    encoding = _single_byte(raw)
    return raw.decode(encoding), encoding


def _single(byte: int) -> str:
    return bytes([byte]).decode("latin-1" if byte in _UNASSIGNED else "cp1252")


def _single_byte(raw: bytes) -> str:
    """Tell windows-1252 by the bytes that it lacks, the others by frequencies."""
    if _UNASSIGNED.isdisjoint(raw):
        return "cp1252"
    # Imported here, as few inputs need it and it takes a while to load.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(raw[:_SAMPLE], cp_isolation=["latin_1", "mac_roman"]).best()
    return "mac_roman" if best is not None and best.encoding == "mac_roman" else "latin-1"
