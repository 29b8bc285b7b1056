"""Patterns that are compiled when a text first asks for them.

A pattern of the `regex` package takes 1 to 10 ms to compile, and a language pack has hundreds; a
text asks for a few of them, since rules have triggers.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

import regex

from cleantext.rules.byte_code import BYTE_CODE


class _Later:
    """Stands in for a compiled pattern."""

    def __init__(self, pattern: str, flags: int, listed: Iterable[str] | None) -> None:
        self.pattern = pattern
        self._flags = flags
        self._listed = listed

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        key = (
            self.pattern,
            int(self._flags),
            None if self._listed is None else frozenset(self._listed),
        )
        return BYTE_CODE.pattern(key, self._compile)

    def _compile(self) -> regex.Pattern[str]:
        lists: Mapping[str, Any] = {} if self._listed is None else {"listed": self._listed}
        return regex.compile(self.pattern, self._flags, ignore_unused=True, **lists)

    def __getattr__(self, name: str) -> object:
        """Keep the method that is asked for: the next time it is found at once."""
        method: object = getattr(self._compiled, name)
        setattr(self, name, method)
        return method

    def __reduce__(self) -> tuple[type["_Later"], tuple[object, ...]]:
        return _Later, (self.pattern, self._flags, self._listed)


def compile_later(
    pattern: str, flags: int = 0, listed: Iterable[str] | None = None
) -> regex.Pattern[str]:
    r"""Return a pattern that is compiled when it is first asked for something.

    Args:
        pattern: In the syntax of the `regex` package.
        flags: Of that package.
        listed: What the pattern calls `\L<listed>`, if it may do so.

    >>> compile_later("[a-z]+").findall("un 2 trois")
    ['un', 'trois']
    """
    return cast("regex.Pattern[str]", _Later(pattern, flags, listed))


def has_group(pattern: str, name: str) -> bool:
    """Say whether a pattern has a group of this name, without compiling it.

    >>> has_group("un (?<kept>deux)", "kept"), has_group("(?<=kept)", "kept")
    (True, False)
    """
    return f"(?<{name}>" in pattern or f"(?P<{name}>" in pattern
