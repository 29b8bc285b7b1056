"""Patterns that users write: whether they can be used, and whether they end in time."""

from functools import cache

import regex

PROBE_SIZE = 3000
"""A run of 3,000 times the same sign shows most patterns that take for ever."""

_PROBE_PATIENCE = 0.5
_PROBE_SIGNS = "ae1 .,-\t"
"""What texts are full of."""


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern in the syntax of the `regex` package.

    Raises:
        ValueError: It is not valid.
    """
    try:
        return regex.compile(pattern)
    except RecursionError as reason:
        raise ValueError("it is nested too deep; 100 levels are safe") from reason
    except (regex.error, ValueError) as reason:
        raise ValueError(str(reason)) from reason


def find_runaway(pattern: str) -> str | None:
    r"""Return the sign of which a run takes a pattern more than half a second.

    Those that texts are full of and those in the pattern are tried. What they do not show is
    found out when the pattern meets a text: it then has `cleantext.text.patience.PATIENCE`.

    >>> find_runaway(r"\d{4}-\d\d")
    >>> find_runaway(r"(\w+\s?)+\d$")
    'a'
    """
    compiled = compile_pattern(pattern)
    for sign in dict.fromkeys(_PROBE_SIGNS + pattern[:200]):
        try:
            compiled.search(sign * PROBE_SIZE + "\n\N{SNOWMAN}", timeout=_PROBE_PATIENCE)
        except TimeoutError:
            return sign
    return None
