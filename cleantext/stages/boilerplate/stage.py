"""Furniture: lines that the site put around the article.

Date lines, language switchers and what the table of the language pack lists (share bars,
"Lire aussi", rights, newsletters) are removed, whole lines with their line end; of lines that
no rule knows, a model tells which are text from all that stands around them. A switcher
glued to a sentence goes alone, and so does what a rule of the table cuts off. What furniture
says of the document (its date, author, agency, title) is kept as facts. It is the same
whatever language the article is in, so this stage looks at every line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated

import msgspec

from cleantext.changes import Edit, Span
from cleantext.document import Document, Fact, Finding, Label
from cleantext.languages.pack import EMBEDS, FOLDER, Language
from cleantext.rules.lines import LineTable, Match, Place
from cleantext.rules.table import Line, read_tables
from cleantext.stage import Stage
from cleantext.stages.boilerplate import (
    broken_lines,
    drop_caps,
    quote_marks,
    subheads,
    wrapped_lines,
)
from cleantext.stages.boilerplate.hyphens import Hyphens
from cleantext.stages.boilerplate.line_features import looks_like_text
from cleantext.stages.boilerplate.line_model import line_model
from cleantext.stages.boilerplate.page_verdicts import FoundLine, LineVerdict, ReadPage
from cleantext.stages.boilerplate.site_memory import Memory, key
from cleantext.stages.boilerplate.switchers import Switchers, switchers_of
from cleantext.stages.boilerplate.title import title
from cleantext.text.dates import LONGEST, Calendar

NAME = "boilerplate"
DATE = "boilerplate.date"
SWITCHER = "boilerplate.switcher"
UPDATED = "boilerplate.updated"
LINE = "boilerplate.line"
MEMORY = "boilerplate.memory"
REASONS = {
    DATE: "The date of an article is metadata (schema.org/datePublished); it is kept as such.",
    SWITCHER: "A list of the site's languages is navigation (names as in the Unicode CLDR).",
    **{
        part.RULE: part.REASON
        for part in (drop_caps, quote_marks, wrapped_lines, broken_lines, subheads)
    },
    MEMORY: "Lines that repeat on the pages of a site are the site's, not the article's.",
    LINE: "By its form, place and neighbours the line is not text; the score is how sure that is.",
}

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
MOST_PAGES = 0.5
"""Half of the pages of a site are most of them."""
TEXT_WORDS = 11
"""A line with 11 spaces is text, below which no title is looked for."""
ABOVE = 15
"""A title is looked for in the 15 lines above the text."""
PAGE = 12
"""The model is believed where at least 12 lines are furniture, by the rules or by itself: of 3,500
pages 30 have fewer, and an article without its page has a title, a date or a list of results that
look like furniture."""
_RESULT = re.compile(r"\(\d{1,3}/\d{1,3}[^()]{0,30}\)\Z")  # of a player: Le Bihan (3/5)
REMEMBERED, LONGEST_KNOWN = 1 << 13, 300
"""8,192 verdicts on lines of at most 300 code points are remembered: pages share furniture."""
UNKNOWN = 0.5
"""How likely it is that a line is text where the model does not judge."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        tables: Tables of one's own, with rules of the kind `line`; they come before
            the language pack's.
        threshold: A line that no rule knows goes where it is text with a smaller
            probability; with 0 the rules decide alone.
        memory: What `cleantext learn` wrote: lines that repeat on the pages of each site.
    """

    tables: tuple[Path, ...] = ()
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.6
    memory: Path | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rule that finds furniture.

    Attributes:
        table: Lines of the language pack and the user.
        calendar: Reads date lines.
        switchers: Finds lists of languages.
        memory: Lines that repeat on a site, if they were learnt.
        threshold: See `Options`.
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
        judged = _but_title(bare, removed, judged, self.calendar)
        judged = _of_a_page(len(removed), judged)
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
        asked = asked and (bool(page.repeated) or _doubtful(lines, page.known))
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
            # What ends like a sentence goes only where it is furniture more likely than not.
            limit = min(self.threshold, UNKNOWN) if line[-1] in ".!?" else self.threshold
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


def build(language: Language, options: Options) -> Stage:
    """Build the stage for a language.

    Raises:
        ConfigError: A table or the memory of the user's is wrong.
        PackError: The language pack is damaged.
    """
    ours = (FOLDER / EMBEDS, *language.tables("boilerplate.toml", EMBEDS))
    lines = read_tables(options.tables, ours, (Line,))
    table = LineTable(lines, language.calendar)
    memory = Memory.read(options.memory) if options.memory else None
    furniture = Furniture(
        table, language.calendar, switchers_of(language), memory, options.threshold
    )
    reasons = REASONS | {rule.id: rule.reason for rule in lines}
    hyphens = Hyphens(language.compounds, language.words | language.names)
    wrapped = wrapped_lines.WrappedLines(hyphens, language.open_words, furniture.goes_whole)
    joints = partial(
        broken_lines.joints,
        open_words=language.open_words - language.openers,
        elisions=language.elisions,
    )
    initials = drop_caps.drop_caps(language.words, language.openers)
    parts = (initials, quote_marks.quote_marks, wrapped, joints, furniture, subheads.subheads)
    return Stage(NAME, parts, reasons=reasons, removes=True)


def _but_title(
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
    spared = None if place is None else above[place]
    return [each for each in judged if each.number != spared or each.match.rule == MEMORY]


def _of_a_page(known: int, judged: list[FoundLine]) -> list[FoundLine]:
    """Leave out what the model alone takes for furniture where no page is around the text.

    Args:
        known: How many lines the rules take away.
        judged: What the model and the memory take away.
    """
    if known + len(judged) >= PAGE:
        return judged
    return [each for each in judged if each.match.rule == MEMORY]


def _doubtful(lines: dict[int, str], known: AbstractSet[int]) -> bool:
    """Is there a line that neither looks like text nor stands right before such a one?

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
