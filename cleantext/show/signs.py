"""Text as a page may show it: what cannot be seen, or would steer the page, is named."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

_SHORT = {"\n": "⏎", "\t": "⇥", "\u00a0": "NBSP", "\u202f": "NNBSP", "\u200b": "ZWSP"}
"""Signs that are common in news."""
_SHORTEST = 28
"""Code points for which a drawing has room."""


def shown(text: str) -> Markup:
    r"""Return a text for a page: escaped, with the names of signs that print nothing.

    Controls of direction and halves of surrogate pairs are among them, so that whatever stands
    in a text, it neither turns the text around it nor stops it from being encoded.

    >>> shown("<b>\u202e")
    Markup('&lt;b&gt;<span class="sign" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>')
    """
    if text.isprintable():
        return Markup.escape(text)
    runs = groupby(text, str.isprintable)
    return Markup("").join("".join(run) if seen else _named_all(run) for seen, run in runs)


def plain(text: str) -> Markup:
    r"""Return the same for a place where there is text alone, such as a drawing.

    >>> plain("<b>\u202e")
    Markup('&lt;b&gt;U+202E')
    """
    return Markup.escape(
        "".join(s if s.isprintable() else f"U+{ord(s):04X}" for s in text[:_SHORTEST])
    )


def _named_all(signs: Iterable[str]) -> Markup:
    return Markup("").join(map(_named, signs))


@lru_cache(1000)
def _named(sign: str) -> Markup:
    code = f"U+{ord(sign):04X}"
    name = unicodedata.name(sign, code)
    return Markup('<span class="sign" title="{}">{}</span>').format(name, _SHORT.get(sign, code))


def grouped(number: int) -> str:
    r"""Return a number in groups of three digits, with a space that English and French know.

    >>> grouped(1234567)
    '1\u202f234\u202f567'
    """
    return f"{number:,}".replace(",", "\u202f").replace("-", "−")


_SPACE = {" ": "·", "\n": "⏎\n", "\t": "⇥", "\u00a0": "⍽", "\u202f": "⍽"}
"""White space in text that was changed; the line end stays, to break the line."""


def running(text: str) -> Markup:
    r"""Return a text that is shown whole: as `shown`, but white space is what it is.

    >>> running("un\u00a0<b>\n\u202e")
    Markup('un\xa0&lt;b&gt;\n<span class="sign" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>')
    """
    if text.isprintable():
        return Markup.escape(text)
    runs = groupby(text, lambda sign: sign.isprintable() or sign in _SPACE or _is_space(sign))
    return Markup("").join("".join(run) if seen else _named_all(run) for seen, run in runs)


def altered(text: str) -> Markup:
    r"""Return text that was changed: as `running`, with white space that can be seen.

    A plain space is shown where nothing else is.

    >>> altered("\u00a0»")
    Markup('<span class="space" title="NO-BREAK SPACE">⍽</span>»')
    """
    if text.isprintable() and text.strip(" "):
        return Markup.escape(text)
    return Markup("").join(map(_seen, text) if text.strip(" ") else (_space(s) for s in text))


def _seen(sign: str) -> Markup:
    if sign in _SPACE and sign != " ":
        return _space(sign)
    return running(sign)


@lru_cache(100)
def _space(sign: str) -> Markup:
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    return Markup('<span class="space" title="{}">{}</span>').format(name, _SPACE[sign])


def _is_space(sign: str) -> bool:
    return unicodedata.category(sign) == "Zs"
