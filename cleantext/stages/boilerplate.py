"""Furniture: lines that the site put around the article.

Date lines, language switchers and what the table of the language pack lists (share bars,
"Lire aussi", rights, newsletters) are removed, whole lines with their line end; a switcher
glued to a sentence goes alone, and so does what a rule of the table cuts off. What furniture
says of the document (its date, author, agency, title) is kept as facts. It is the same
whatever language the article is in, so this stage looks at every line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleantext.dates import LONGEST, Calendar
from cleantext.document import Document, Edit, Fact, Finding, Label, Span
from cleantext.furniture import Match, Table
from cleantext.language import Language
from cleantext.rules import Line, read_tables
from cleantext.segmenter import lines
from cleantext.stage import Stage
from cleantext.switcher import Switchers

NAME = "boilerplate"
DATE = "boilerplate.date"
SWITCHER = "boilerplate.switcher"
UPDATED = "boilerplate.updated"
REASONS = {
    DATE: "The date of an article is metadata (schema.org/datePublished); it is kept as such.",
    SWITCHER: "A list of the site's languages is navigation (names as in the Unicode CLDR).",
}

HEAD = 4
"""A line stands at the top where fewer lines that stay stand before it."""
FEWEST_NAMES = 3
"""So many lines in a row, each the name of a language, are a switcher."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        tables: Tables of one's own, with rules of the kind `line`; they come before
            the language pack's.
    """

    tables: tuple[Path, ...] = ()


class _Found(NamedTuple):
    """Furniture in the line of a number: what goes of it, and why."""

    number: int
    gone: tuple[Span, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rule that finds furniture.

    Attributes:
        table: Lines of the language pack and the user.
        calendar: Reads date lines.
        switchers: Finds lists of languages.
    """

    table: Table
    calendar: Calendar
    switchers: Switchers

    def __call__(self, document: Document) -> Iterable[Finding]:
        """Yield the edits that remove furniture, and what it says of the document."""
        text = document.text
        spans = lines(text)
        found = list(self._found(text, spans))
        # When a page was changed is its date only where nothing says when it was made.
        facts = [fact for each in found for fact in each.match.facts]
        yield from sorted(facts, key=lambda fact: fact.rule == UPDATED)
        removed = {each.number for each in found if each.gone == (spans[each.number],)}
        stay = [number for number in range(len(spans)) if number not in removed]
        emptied = not any(text[slice(*spans[number])].strip() for number in stay)
        for number, gone, match in found:
            if match.label:
                span = _moved(match.span, spans[number].start)
                yield Label(*span, match.label, match.value, match.rule)
            elif number not in removed:
                yield from (Edit(*span, "", match.rule) for span in gone)
            elif not emptied:
                yield Edit(*_with_line_end(text, spans, number, stay[-1]), "", match.rule)

    def _found(self, text: str, spans: Sequence[Span]) -> Iterator[_Found]:
        """Yield the lines that are, begin or end with furniture, in order."""
        kept = 0
        names: list[int] = []
        for number, span in enumerate(spans):
            line = text[span.start : span.end]
            if not line or line.isspace():
                continue
            match = self._match(line, top=kept < HEAD)
            if match is None and len(line) <= LONGEST and self.switchers.name(line):
                names.append(number)
                continue
            gone, match = self._gone(line, match, top=kept < HEAD)
            if match:
                yield _Found(number, tuple(_moved(part, span.start) for part in gone), match)
            if not gone or gone != (Span(0, len(line)),):
                yield from self._names(spans, names)
                names = []
                kept += 1
        yield from self._names(spans, names)

    def _gone(
        self, line: str, match: Match | None, *, top: bool
    ) -> tuple[tuple[Span, ...], Match | None]:
        """Return what goes of a line, and why."""
        if match:
            return match.gone(line), match
        start, end = self.switchers.keep(line)
        if end - start == len(line):
            return (), None
        rest = self._match(line[start:end], top=top)
        facts = rest.facts if rest else ()
        if rest and not rest.label:
            start, end = start + rest.span.start, start + rest.span.end
        if not line[start:end].strip():
            return (Span(0, len(line)),), Match(SWITCHER, facts)
        gone = (Span(0, start), Span(end, len(line)))
        return tuple(span for span in gone if span.start < span.end), Match(SWITCHER, facts)

    def _match(self, line: str, *, top: bool) -> Match | None:
        """Return why a line, or a part of it, is furniture."""
        if top and len(line) <= LONGEST:
            date = self.calendar.read(line)
            if date is not None:
                return Match(DATE, facts=(Fact("date", date.isoformat(), DATE),))
        return self.table.match(line, top=top)

    @staticmethod
    def _names(spans: Sequence[Span], names: Sequence[int]) -> Iterator[_Found]:
        """Yield lines in a row that are each the name of a language, if they are enough."""
        if len(names) >= FEWEST_NAMES:
            for number in names:
                yield _Found(number, (spans[number],), Match(SWITCHER))


def build(language: Language, options: Options) -> Stage:
    """Build the stage for a language.

    Raises:
        ConfigError: A table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    rules = read_tables(options.tables, (language.folder / "boilerplate.toml",), (Line,))
    table = Table(rules, language.calendar)
    furniture = Furniture(table, language.calendar, language.switchers)
    reasons = REASONS | {rule.id: rule.reason for rule in rules}
    return Stage(NAME, (furniture,), reasons=reasons)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _with_line_end(text: str, spans: Sequence[Span], number: int, last: int) -> Span:
    """Return the span of a line with its line end.

    Behind the last line that stays, and where no line end closes the text, it is the
    line end before the line that goes with it.
    """
    start, end = spans[number]
    if number > last and spans[-1].end == len(text):
        return Span(spans[number - 1].end, end)
    return Span(start, spans[number + 1].start if number + 1 < len(spans) else len(text))
