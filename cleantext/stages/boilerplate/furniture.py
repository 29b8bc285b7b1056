"""The rule that finds furniture: line by line, then by what the model says of a page."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cleantext.changes import Edit, Span
from cleantext.document import Document, Fact, Finding, Label
from cleantext.rules.lines import LineTable, Match, Place
from cleantext.stages.boilerplate.line_model import line_model
from cleantext.stages.boilerplate.page_verdicts import (
    TEXT_WORDS,
    FoundLine,
    LineVerdict,
    ReadPage,
    has_doubtful_line,
    spare_copies,
    spare_lists,
    spare_lone_text,
    spare_subheads,
    spare_title,
)
from cleantext.stages.boilerplate.site_memory import MEMORY, Memory, key
from cleantext.stages.boilerplate.switchers import Switchers
from cleantext.text.dates import LONGEST, Calendar

DATE = "boilerplate.date"
SWITCHER = "boilerplate.switcher"
UPDATED = "boilerplate.updated"
LINE = "boilerplate.line"

HEAD = 4
"""A line stands at the top where fewer lines that stay stand before it."""
MOST_BELOW = 10
"""As many lines in a row go at most with a line that goes above them."""
FEWEST_NAMES = 3
"""3 lines in a row, each the name of a language, are a switcher."""

FEWEST_LINES = 5
"""The model judges no document of fewer lines: there is no page around them."""
VERSES, VERSE = 20, 60
"""At most 20 lines, none longer than 60 code points, are no page, either."""
REPEATED, ON_MOST = 8, 1000
"""How much less likely it is that a line that repeats on the site, or stands on most of its pages,
is text, in odds."""
FEW_WORDS = 3
"""A line of at most 3 words has few."""
MOST_PAGES = 0.5
"""Half of the pages of a site are most of them."""
_RESULT = re.compile(r"\(\d{1,3}/\d{1,3}[^()]{0,30}\)\Z")  # of a player: Le Bihan (3/5)
REMEMBERED, LONGEST_KNOWN = 1 << 13, 300
"""8,192 verdicts on lines of at most 300 code points are remembered: pages share furniture."""
UNKNOWN = 0.5
"""How likely it is that a line is text where the model does not judge."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rule that finds furniture.

    Attributes:
        table: Lines of the language pack and the user.
        calendar: Reads date lines.
        switchers: Finds lists of languages.
        memory: Lines that repeat on a site, if they were learnt.
        threshold: A line that no rule knows goes where it is text with a smaller probability.
    """

    table: LineTable
    calendar: Calendar
    switchers: Switchers
    memory: Memory | None
    threshold: float
    _verdict: Callable[[str, bool, bool], LineVerdict] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Remember the verdicts on short lines."""
        object.__setattr__(self, "_verdict", lru_cache(REMEMBERED)(self._judge))

    def __call__(self, document: Document) -> Iterable[Finding]:
        """Return the edits that remove furniture, and what it says of the document."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[list[Finding]]:
        """Return the same of many documents: the model judges the lines of all of them at once."""
        pages = list(map(self._read, documents))
        asked = [page.asked for page in pages]
        chances = line_model()([list(lines.values()) for lines in asked]) if any(asked) else asked
        return [
            list(self._findings(document.text, page, told))
            if page.found or page.asked or page.repeated
            else []
            for document, page, told in zip(documents, pages, chances, strict=True)
        ]

    def _read(self, document: Document) -> ReadPage:
        """Return what the rules say of the lines of a document, and those the model is asked of."""
        text = document.text
        spans = document.segments.lines
        lines = [text[start:end] for start, end in spans]
        bare = list(map(str.strip, lines))
        found = list(self._found(spans, lines))
        dates = self._chronology(bare, found)
        found = [each for each in found if each.number not in dates or each.match.rule != DATE]
        removed = {each.number for each in found if each.gone == (spans[each.number],)}
        repeated = self.memory.of(document.meta) if self.memory else {}
        page = ReadPage(spans, bare, found, removed, removed | dates, repeated, {})
        return page._replace(asked=self._asked(page))

    def _findings(self, text: str, page: ReadPage, chances: Iterable[float]) -> Iterator[Finding]:
        """Yield what is found in a document.

        Args:
            text: Its text.
            page: What the rules say of its lines.
            chances: How likely each line is text that the model was asked of.
        """
        spans, bare, found, removed = page.spans, page.bare, page.found, page.removed
        # When a page was changed is its date only where nothing says when it was made.
        facts = [fact for each in found for fact in each.match.facts]
        yield from sorted(facts, key=lambda fact: fact.rule == UPDATED)
        # A line of which only an end goes may be furniture as a whole.
        judged = list(self._judged(page, chances))
        judged = spare_title(bare, removed, judged, self.calendar)
        judged = spare_copies(bare, removed, judged)
        judged = spare_lists(bare, removed, judged)
        judged = spare_subheads(bare, removed, judged)
        judged = spare_lone_text(len(removed), judged)
        # Where nothing would be left, it is no page, or none that the model can read.
        if len(removed) + len(judged) + bare.count("") < len(spans):
            numbers = {each.number for each in judged}
            found = [each for each in found if each.number not in numbers] + judged
            removed = removed | numbers
        stay = [number for number in range(len(spans)) if number not in removed]
        emptied = not any(bare[number] for number in stay)
        for number, gone, match, score in found:
            if number in removed and gone != (spans[number],):
                continue
            if match.label:
                span = _moved(match.span, spans[number].start)
                yield Label(*span, match.label, match.value, match.rule)
            elif number not in removed:
                yield from (Edit(*span, "", match.rule) for span in gone)
            elif not emptied:
                yield Edit(*_with_line_end(text, spans, number, stay[-1]), "", match.rule, score)

    def goes_whole(self, line: str) -> bool:
        """Return whether a line is furniture whatever stands around it."""
        place = Place(top=False, inside=True)
        gone, _ = self._gone(line, self._match(line, place), place)
        return gone == (Span(0, len(line)),)

    def _chronology(self, bare: Sequence[str], found: list[FoundLine]) -> set[int]:
        """Return the lines that are dates where they are a text's own: they differ, and part it."""
        dates = [each for each in found if each.match.rule == DATE]
        if len({fact.value for each in dates for fact in each.match.facts}) <= 1:
            return set()
        gone = {each.number for each in found if not each.match.label}
        between = range(dates[0].number, dates[-1].number)
        if all(number in gone or not bare[number] for number in between):
            return set()
        return {number for number, line in enumerate(bare) if line and self.calendar.read(line)}

    def _asked(self, page: ReadPage) -> dict[int, str]:
        """Return the lines that the model is to be asked of, by number: all of a page, or none."""
        lines = {number: line for number, line in enumerate(page.bare) if line}
        asked = self.threshold > 0 and len(lines) >= FEWEST_LINES
        # A few short lines alone are no page, but verse, a recipe or a table.
        asked = asked and (len(lines) > VERSES or max(map(len, lines.values())) > VERSE)
        asked = asked and (bool(page.repeated) or has_doubtful_line(lines, page.known))
        return lines if asked else {}

    def _judged(self, page: ReadPage, chances: Iterable[float]) -> Iterator[FoundLine]:
        """Yield the lines that are furniture by what they are like, or by what was learnt."""
        lines, repeated = page.asked, page.repeated
        if not lines and repeated:
            lines = {number: line for number, line in enumerate(page.bare) if line}
            chances = [UNKNOWN] * len(lines)
        for (number, line), chance in zip(lines.items(), chances, strict=True):
            if number in page.known:
                continue
            pages = repeated.get(key(line), 0) if repeated else 0
            if pages:
                odds = ON_MOST if pages >= MOST_PAGES * repeated[""] else REPEATED
                chance /= chance + (1 - chance) * odds  # noqa: PLW2901 - the better judgement
            # What has few words, as subheads and speakers have, goes only where it is furniture
            # more likely than not.
            few = line.count(" ") < FEW_WORDS
            limit = min(self.threshold, UNKNOWN) if few else self.threshold
            if chance >= (limit if page.asked else UNKNOWN):
                continue
            if pages or not _RESULT.search(line):
                match = Match(MEMORY if pages else LINE)
                yield FoundLine(number, (page.spans[number],), match, round(1 - chance, 3))

    def _found(self, spans: Sequence[Span], lines: Sequence[str]) -> Iterator[FoundLine]:
        """Yield the lines that are, begin or end with furniture, in order."""
        kept = below = 0
        inside = False
        names: list[int] = []
        last: Match | None = None
        for number, line in enumerate(lines):
            if not line or line.isspace():
                continue
            remembered = self._verdict if len(line) <= LONGEST_KNOWN else self._judge
            match, named, gone, why, whole = remembered(line, kept < HEAD, inside)
            if match is None and last and last.goes_on(line) and below < MOST_BELOW:
                below += 1
                yield FoundLine(number, (spans[number],), Match(last.rule))
                continue
            last, below = match, 0
            if named:
                names.append(number)
                continue
            if why:
                start = spans[number].start
                yield FoundLine(number, tuple(_moved(part, start) for part in gone), why)
            if not whole:
                yield from self._names(spans, names)
                names = []
                kept += 1
                inside = inside or line.count(" ") >= TEXT_WORDS
        yield from self._names(spans, names)

    def _judge(self, line: str, top: bool, inside: bool) -> LineVerdict:  # noqa: FBT001 - a key
        """Return what a line is by itself, and where it stands."""
        place = Place(top, inside)
        match = self._match(line, place)
        named = match is None and len(line) <= LONGEST and self.switchers.name(line)
        if named:
            return LineVerdict(None, named=True, gone=(), why=None, whole=True)
        gone, why = self._gone(line, match, place)
        return LineVerdict(
            match, named=False, gone=gone, why=why, whole=gone == (Span(0, len(line)),)
        )

    def _gone(
        self, line: str, match: Match | None, place: Place
    ) -> tuple[tuple[Span, ...], Match | None]:
        """Return what goes of a line, and why."""
        if match:
            return match.gone(line), match
        start, end = self.switchers.keep(line)
        if end - start == len(line):
            return (), None
        rest = self._match(line[start:end], place)
        facts = rest.facts if rest else ()
        if rest and not rest.label:
            start, end = start + rest.span.start, start + rest.span.end
        if not line[start:end].strip():
            return (Span(0, len(line)),), Match(SWITCHER, facts)
        gone = (Span(0, start), Span(end, len(line)))
        return tuple(span for span in gone if span.start < span.end), Match(SWITCHER, facts)

    def _match(self, line: str, place: Place) -> Match | None:
        """Return why a line, or a part of it, is furniture."""
        if place.top and len(line) <= LONGEST:
            date = self.calendar.read(line)
            if date is not None:
                return Match(DATE, facts=(Fact("date", date.isoformat(), DATE),))
        return self.table.match(line, place)

    @staticmethod
    def _names(spans: Sequence[Span], names: Sequence[int]) -> Iterator[FoundLine]:
        """Yield lines in a row that are each the name of a language, if they are enough."""
        if len(names) >= FEWEST_NAMES:
            for number in names:
                yield FoundLine(number, (spans[number],), Match(SWITCHER))


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
