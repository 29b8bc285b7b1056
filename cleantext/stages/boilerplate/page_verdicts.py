"""What the rules say of the lines of a page, before the model is asked of the others."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from cleantext.changes import Span
from cleantext.rules.lines import Match


class FoundLine(NamedTuple):
    """Furniture in the line of a number: what goes of it, why, and how sure that is."""

    number: int
    gone: tuple[Span, ...]
    match: Match
    score: float = 1.0


class LineVerdict(NamedTuple):
    """What a line is by itself.

    Attributes:
        match: Why it is furniture, if a rule or a date says so.
        named: Whether it is the name of a language.
        gone: What goes of it.
        why: Why that goes.
        whole: Whether all of it goes.
    """

    match: Match | None
    named: bool
    gone: tuple[Span, ...]
    why: Match | None
    whole: bool


class ReadPage(NamedTuple):
    """What the rules say of the lines of a document.

    Attributes:
        spans: The lines.
        bare: The same without the white space around them.
        found: What the rules find, but for dates that are a text's own.
        removed: The numbers of the lines that they take away.
        known: These and the dates: the model has no say in them.
        repeated: What was learnt of the site.
        asked: The lines that the model is asked of, by number.
    """

    spans: list[Span]
    bare: list[str]
    found: list[FoundLine]
    removed: AbstractSet[int]
    known: AbstractSet[int]
    repeated: Mapping[str, int]
    asked: dict[int, str]
