"""Where signs stand in a text."""

from collections.abc import Iterable


def places(text: str, signs: Iterable[str]) -> list[int]:
    """Return the offsets of some signs, in order.

    Each is looked for by itself: a search for a choice of signs takes several times as long.

    >>> places("Oui. Non ! Si.", ".!")
    [3, 9, 13]
    """
    found: list[int] = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    found.sort()
    return found
