"""Which of the lines above an article is its title.

A page holds the titles of many articles, and all look alike. That of its own says what the
article says: of its longer words more stand in the text than of any other line's.
"""

import re
from collections.abc import Iterable, Sequence

LEAST, SHARE = 4, 0.5
"""At least 4 of a title's longer words, and half of them, stand in the text."""

FEWEST, MOST = 4, 30
"""A title has 4 to 30 words."""

_STEM = re.compile(r"(\w{4,7})\w*")
"""The first 7 letters of a longer word: an ending makes no other."""


def title(above: Sequence[str], text: Iterable[str], dated: re.Pattern[str]) -> int | None:
    r"""Return the place of the title among the lines above a text, or None.

    Args:
        above: The lines above the text.
        text: Its lines.
        dated: Finds a day, month and year: a caption says of what day the picture is, and
            may end in a point.

    >>> dated = re.compile(r"\d+ \w+ \d{4}")
    >>> above = ["Sport", "La pluie gâche la fête des voisins", "La mairie de Lyon vote son budget"]
    >>> title(above, ["Le budget de Lyon est voté : la mairie est soulagée du vote."], dated)
    2
    """
    told = set[str]().union(*map(_stems, text))
    best: tuple[float, int, int] | None = None
    for place, line in enumerate(above):
        stems = _stems(line)
        shared = len(stems & told)
        fits = FEWEST <= len(line.split()) <= MOST
        fits = fits and not line.endswith(".") and not dated.search(line)
        if fits and shared >= max(LEAST, SHARE * len(stems)):
            # Of two that are as good, the first.
            best = max(best or (0.0, 0, 0), (round(shared / len(stems), 2), shared, -place))
    return -best[2] if best else None


def _stems(line: str) -> set[str]:
    return set(_STEM.findall(line.lower()))
