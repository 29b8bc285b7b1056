"""The literals that rules ask for, looked for in a text before any pattern is."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

_FEW = 5
"""More literals that begin with a space are faster looked for together."""


class _Literal(NamedTuple):
    """A literal of more than one sign.

    Attributes:
        text: What it is.
        rare: A capital or a sign beyond ASCII that stands in it, or nothing.
        search: Looks for it.
    """

    text: str
    rare: str
    search: Callable[[str], object]

    def is_in(self, text: str) -> bool:
        """Return whether a text holds it."""
        return self.rare in text and bool(self.search(text))


@dataclass(frozen=True, slots=True, eq=False)
class Literals:
    """The triggers of a table, to be looked for once in each text.

    `in` looks for a single sign at the speed of memory, and best for what begins with a
    space; with other literals a compiled one takes a third of its time. More than a few that
    begin with a space are looked for together, behind each space. A literal with a capital or a
    sign beyond ASCII is only looked for where that sign is, which is rare.

    Attributes:
        signs: Those of one sign.
        longer: Those that are looked for one by one.
        spaced: Those that are looked for together, by what stands behind their space.
        behind_space: Finds the longest of these at each space.

    >>> sorted(Literals.of([["...", "!"], ["a"]]).present("la fin..."))
    ['...', 'a']
    """

    signs: Sequence[str]
    longer: Sequence[_Literal]
    spaced: Mapping[str, str]
    behind_space: re.Pattern[str]

    @classmethod
    def of(cls, triggers: Iterable[Iterable[str]]) -> "Literals":
        """Return the literals of some triggers."""
        literals = sorted({literal for trigger in triggers for literal in trigger})
        longer = [literal for literal in literals if len(literal) > 1]
        spaced = [literal for literal in longer if literal[0] == " "]
        if len(spaced) <= _FEW:
            spaced = []
        return cls(
            [literal for literal in literals if len(literal) == 1],
            [_compiled(literal) for literal in longer if literal not in spaced],
            {literal[1:]: literal for literal in spaced},
            re.compile(f" (?=({_prefix_tree([literal[1:] for literal in spaced])}))"),
        )

    def only(self, literals: Collection[str]) -> "Literals":
        """Return those of the literals that are among others.

        >>> Literals.of([["a", "b"], ["c"]]).only({"b", "c"}).signs
        ['b', 'c']
        """
        return replace(
            self,
            signs=[sign for sign in self.signs if sign in literals],
            longer=[literal for literal in self.longer if literal.text in literals],
            spaced={rest: text for rest, text in self.spaced.items() if text in literals},
        )

    def present(self, text: str) -> set[str]:
        """Return those that a text holds."""
        present = {sign for sign in self.signs if sign in text}
        present.update(literal.text for literal in self.longer if literal.is_in(text))
        if self.spaced:
            found = set(self.behind_space.findall(text))
            present.update(
                literal
                for rest, literal in (self.spaced.items() if found else ())
                if any(longest.startswith(rest) for longest in found)
            )
        return present


def _compiled(literal: str) -> _Literal:
    rare = next((sign for sign in literal if not sign.isascii() or sign.isupper()), "")
    if literal[0] == " ":
        return _Literal(literal, rare, lambda text: literal in text)
    return _Literal(literal, rare, regex.compile(regex.escape(literal, special_only=False)).search)


def _prefix_tree(literals: Collection[str]) -> str:
    """Return a pattern for the longest of the literals at a place that reads each sign once."""
    heads = sorted({literal[0] for literal in literals if literal})
    branches = "|".join(
        re.escape(head)
        + _prefix_tree({literal[1:] for literal in literals if literal.startswith(head)})
        for head in heads
    )
    return f"(?:{branches}){'?' if '' in literals else ''}" if branches else ""
