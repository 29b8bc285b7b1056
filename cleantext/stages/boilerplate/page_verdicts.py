"""What rules and the model say of the lines of a page, and what of it is believed."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import NamedTuple

from cleantext.changes import Span
from cleantext.rules.lines import Match
from cleantext.stages.boilerplate.line_features import looks_like_text
from cleantext.stages.boilerplate.site_memory import MEMORY
from cleantext.stages.boilerplate.title import FEWEST, MOST, title
from cleantext.text.dates import Calendar

TEXT_WORDS = 11
"""A line with 11 spaces is text, below which no title is looked for."""
ABOVE = 15
"""A title is looked for in the 15 lines above the text."""
UNLIKELY = 0.7
"""A line that is furniture with a greater probability is no title."""
SUBHEAD_WORDS, ABOVE_WORDS, BELOW_WORDS, MAYBE = 12, 8, 15, 0.6
"""A subhead has at most 12 words, and stands between lines that stay, of at least 8 and 15 words;
what is furniture with a greater probability than 0.6 is none."""
HEAD_WORDS, LISTED_WORDS, LISTED = 4, 8, 0.8
"""A list of an article stands below a line that stays, of at least 4 words and a colon at its end,
and some of it stays, or a line of at least 8 words below it; what is likelier furniture than 0.8 is
none of its items."""
PAGE = 12
"""The model is believed where at least 12 lines are furniture, by the rules or by itself: of 3,500
pages 30 have fewer, and an article without its page has a title, a date or a list of results that
look like furniture."""

_NO_SUBHEAD = ".!…;,"
_ITEM = re.compile(r"[*•▪‣·–—]|[-o+](?= )|\d{1,2}[.)](?!\d)")


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


def spare_title(
    bare: Sequence[str], removed: AbstractSet[int], judged: list[FoundLine], calendar: Calendar
) -> list[FoundLine]:
    """Leave out the title of the article, which looks like the titles of others.

    Args:
        bare: The lines without the white space around them.
        removed: The lines that rules take away.
        judged: What the model takes away; what is known to repeat on the site is no title.
        calendar: Tells captions by their dates.
    """
    if not judged:
        return judged
    gone = {each.number for each in judged}
    out = gone | removed
    kept = [number for number, line in enumerate(bare) if line and number not in out]
    first = next((number for number in kept if bare[number].count(" ") >= TEXT_WORDS), 0)
    above = [number for number in range(first) if bare[number] and number not in removed][-ABOVE:]
    place = title(
        [bare[number] for number in above],
        (bare[number] for number in kept if number >= first),
        calendar.mention,
    )
    spared = _likeliest(bare, above, judged) if place is None else above[place]
    return [each for each in judged if each.number != spared or each.match.rule == MEMORY]


def _likeliest(bare: Sequence[str], above: Sequence[int], judged: list[FoundLine]) -> int | None:
    """Return the line above the text that is its title likelier than others, if none stays there.

    A short title may have too few words in common with its text.
    """
    scores = {each.number: each.score for each in judged if each.match.rule != MEMORY}
    fitting = [number for number in above if FEWEST <= bare[number].count(" ") + 1 <= MOST]
    if not scores.keys() >= set(fitting):
        return None
    best = min(fitting, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] <= UNLIKELY else None


def spare_copies(
    bare: Sequence[str], removed: AbstractSet[int], judged: list[FoundLine]
) -> list[FoundLine]:
    """Leave out sentences that stay elsewhere on the page: what is text in one place is in both.

    Args:
        bare: The lines without the white space around them.
        removed: The lines that rules take away.
        judged: What the model and the memory take away.
    """
    gone = {each.number for each in judged}
    stay = {
        line
        for number, line in enumerate(bare)
        if number not in gone and number not in removed and looks_like_text(line)
    }
    return [each for each in judged if bare[each.number] not in stay or each.match.rule == MEMORY]


def spare_subheads(
    bare: Sequence[str], removed: AbstractSet[int], judged: list[FoundLine]
) -> list[FoundLine]:
    """Leave out short lines between two of text, which are likelier subheads than they look.

    Args:
        bare: The lines without the white space around them.
        removed: The lines that rules take away.
        judged: What the model and the memory take away.
    """
    page = _Lines.of(bare, removed, judged)
    place = {number: at for at, number in enumerate(page.numbers)}
    return [
        each
        for each in judged
        if each.match.rule == MEMORY
        or each.score > MAYBE
        or bare[each.number].count(" ") >= SUBHEAD_WORDS
        or bare[each.number][-1] in _NO_SUBHEAD
        or not page.stays(place[each.number] - 1, ABOVE_WORDS)
        or not page.stays(place[each.number] + 1, BELOW_WORDS)
    ]


def spare_lists(
    bare: Sequence[str], removed: AbstractSet[int], judged: list[FoundLine]
) -> list[FoundLine]:
    """Leave out the items of a list that an article announces: its lines are short, as links are.

    Args:
        bare: The lines without the white space around them.
        removed: The lines that rules take away.
        judged: What the model and the memory take away.
    """
    scores = {each.number: each.score for each in judged if each.match.rule != MEMORY}
    page = _Lines.of(bare, removed, judged)
    spared: set[int] = set()
    for mark, run in groupby(range(len(page.numbers)), key=lambda at: _mark(page.line(at))):
        places = list(run)
        head, below = places[0] - 1, places[-1] + 1
        if not mark or not page.stays(head, HEAD_WORDS) or not page.line(head).endswith(":"):
            continue
        items = [page.numbers[at] for at in places]
        likely = {number for number in items if scores.get(number, 1) <= LISTED}
        kept = [number for number in items if number not in page.gone]
        if kept or (len(likely) == len(items) and page.stays(below, LISTED_WORDS)):
            spared.update(likely)
    return [each for each in judged if each.number not in spared]


class _Lines(NamedTuple):
    """The lines of a page that are not empty, by their place among these.

    Attributes:
        bare: All lines without the white space around them.
        numbers: The number of each that is not empty.
        gone: The numbers of those that are taken away.
    """

    bare: Sequence[str]
    numbers: list[int]
    gone: AbstractSet[int]

    @classmethod
    def of(
        cls, bare: Sequence[str], removed: AbstractSet[int], judged: list[FoundLine]
    ) -> "_Lines":
        gone = removed | {each.number for each in judged}
        return cls(bare, [number for number, line in enumerate(bare) if line], gone)

    def line(self, at: int) -> str:
        return self.bare[self.numbers[at]]

    def stays(self, at: int, fewest: int) -> bool:
        """Whether a line is there, is not taken away and has at least so many words."""
        inside = 0 <= at < len(self.numbers) and self.numbers[at] not in self.gone
        return inside and self.line(at).count(" ") + 1 >= fewest


def _mark(line: str) -> str:
    """Return the sign that an item of a list begins with, 1 for any number; "": it is none."""
    found = _ITEM.match(line)
    return "" if not found else "1" if line[0].isdigit() else line[0]


def spare_lone_text(known: int, judged: list[FoundLine]) -> list[FoundLine]:
    """Leave out what the model alone takes for furniture where no page is around the text.

    Args:
        known: How many lines the rules take away.
        judged: What the model and the memory take away.
    """
    if known + len(judged) >= PAGE:
        return judged
    return [each for each in judged if each.match.rule == MEMORY]


def has_doubtful_line(lines: dict[int, str], known: AbstractSet[int]) -> bool:
    """Whether a line neither looks like text nor stands right before such a one.

    Most articles that come without their page have none, and judging lines is dear.
    """
    fine = False
    for number, line in reversed(lines.items()):
        if number not in known:
            text = looks_like_text(line)
            if not (text or fine):
                return True
            fine = text
    return False
