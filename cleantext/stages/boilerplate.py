"""Furniture: lines that the site put around the article.

Date lines, language switchers and what the table of the language pack lists (share bars,
"Lire aussi", rights, newsletters) are removed, whole lines with their line end. A switcher
glued to a sentence goes alone. What such a line says of the document (its date, author,
agency) is kept as a fact. Furniture is the same whatever language the article is in, so
this stage looks at every line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import regex

from cleantext.dates import LONGEST, Calendar
from cleantext.document import Document, Edit, Fact, Finding, Span
from cleantext.language import Language
from cleantext.rules import AnyRule, Line, read_table
from cleantext.segmenter import lines
from cleantext.stage import Stage
from cleantext.switcher import Switchers

DATE = "boilerplate.date"
SWITCHER = "boilerplate.switcher"
REASONS = {
    DATE: "The date of an article is metadata (schema.org/datePublished); it is kept as such.",
    SWITCHER: "A list of the site's languages is navigation (names as in the Unicode CLDR).",
}
FACTS = ("date", "author", "agency", "title", "source")
"""Groups of a pattern that become facts of the document."""

LONGEST_LINE = 300
"""No line with more code points is compared with the table."""
HEAD = 4
"""A date alone on its line is the article's where fewer lines of text stand before it."""
FEWEST_NAMES = 3
"""So many lines in a row, each the name of a language, are a switcher."""

_BULLETS = " \t\u00a0\u202f*+>›»«<|•·–—-:→←↑↓▶►▲▼…"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_FOLDS = str.maketrans("’àâäçéèêëîïôöùûü", "'aaaceeeeiioouuu")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        tables: Tables of one's own, with rules of the kind `line`; they come before
            the language pack's.
    """

    tables: tuple[Path, ...] = ()


class Match(NamedTuple):
    """Why a line is furniture, and what it says of the document."""

    rule: str
    facts: tuple[Fact, ...] = ()


class Table:
    """Rules of the kind `line`, asked cheaply: exact lines first, patterns by trigger."""

    def __init__(self, rules: Sequence[AnyRule], calendar: Calendar) -> None:
        """Compile the rules; the first that matches a line wins."""
        self._calendar = calendar
        self._exact: dict[str, str] = {}
        self._patterns: list[tuple[str, regex.Pattern[str]]] = []
        self._triggers: dict[str, list[int]] = {}
        for rule in rules:
            if not isinstance(rule, Line):
                continue
            for line in rule.lines:
                self._exact.setdefault(_key(line), rule.id)
            if rule.pattern:
                for trigger in rule.trigger:
                    self._triggers.setdefault(_key(trigger), []).append(len(self._patterns))
                self._patterns.append((rule.id, regex.compile(rule.pattern, regex.IGNORECASE)))

    def match(self, line: str) -> Match | None:
        """Return why a line is furniture, or None."""
        if len(line) > LONGEST_LINE:
            return None
        key = _key(line)
        exact = self._exact.get(key)
        if exact is not None:
            return Match(exact)
        asked = {index for token in _TOKEN.findall(key) for index in self._triggers.get(token, ())}
        for index in sorted(asked):
            rule, pattern = self._patterns[index]
            found = pattern.fullmatch(line.strip())
            if found:
                facts = self._facts(rule, found)
                if facts is not None:
                    return Match(rule, facts)
        return None

    def _facts(self, rule: str, found: regex.Match[str]) -> tuple[Fact, ...] | None:
        """Return what the groups of a match say; None where a date is no date."""
        facts = []
        for key, value in found.groupdict().items():
            if key not in FACTS or not value:
                continue
            if key == "date":
                date = self._calendar.read(value)
                if date is None:
                    return None
                facts.append(Fact(key, date.isoformat(), rule))
            else:
                facts.append(Fact(key, value.strip(), rule))
        return tuple(facts)


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
        found = dict(self._found(text, spans))
        removed = {index for index, (span, _) in found.items() if span == spans[index]}
        kept = (index for index, span in enumerate(spans) if index not in removed)
        whole = any(text[slice(*spans[index])].strip() for index in kept)
        last = _last_kept(spans, removed)
        for index, (span, match) in found.items():
            yield from match.facts
            if index not in removed:
                yield Edit(*span, "", match.rule)
            elif whole and index > last and spans[-1].end == len(text) > spans[-1].start:
                # Nothing is kept behind it, so it goes with the line end before it.
                yield Edit(spans[index - 1].end, span.end, "", match.rule)
            elif whole:
                behind = spans[index + 1].start if index + 1 < len(spans) else len(text)
                yield Edit(span.start, behind, "", match.rule)

    def _found(self, text: str, spans: Sequence[Span]) -> Iterator[tuple[int, tuple[Span, Match]]]:
        """Yield the lines that are, begin or end with furniture, by number."""
        kept = 0
        names: list[int] = []
        for index, span in enumerate(spans):
            line = text[span.start : span.end]
            if not line.strip():
                continue
            match = self._whole(line, kept)
            if match:
                yield index, (span, match)
                continue
            if len(line) <= LONGEST and self.switchers.name(line):
                names.append(index)
                continue
            yield from self._names(spans, names)
            kept += 0 if len(names) >= FEWEST_NAMES else len(names)
            names = []
            rest = self.switchers.keep(line)
            if rest.start >= rest.end or self._whole(line[slice(*rest)], kept):
                yield index, (span, Match(SWITCHER))
                continue
            kept += 1
            if rest.start:
                yield index, (Span(span.start, span.start + rest.start), Match(SWITCHER))
            if rest.end < len(line):
                yield index, (Span(span.start + rest.end, span.end), Match(SWITCHER))
        yield from self._names(spans, names)

    def _whole(self, line: str, kept: int) -> Match | None:
        """Return why a whole line is furniture, or None; `kept` lines stand before it."""
        if kept < HEAD and len(line) <= LONGEST:
            date = self.calendar.read(line)
            if date is not None:
                return Match(DATE, (Fact("date", date.isoformat(), DATE),))
        return self.table.match(line)

    @staticmethod
    def _names(
        spans: Sequence[Span], names: Sequence[int]
    ) -> Iterator[tuple[int, tuple[Span, Match]]]:
        """Yield lines in a row that are each the name of a language, if they are enough."""
        if len(names) >= FEWEST_NAMES:
            for index in names:
                yield index, (spans[index], Match(SWITCHER))


def build(language: Language, options: Options) -> Stage:
    """Build the stage for a language.

    Raises:
        ConfigError: A table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    rules = [rule for table in options.tables for rule in read_table(table)]
    rules += language.boilerplate
    table = Table(rules, language.calendar)
    furniture = Furniture(table, language.calendar, language.switchers)
    reasons = REASONS | {rule.id: rule.reason for rule in rules}
    return Stage("boilerplate", (furniture,), reasons=reasons)


def _key(line: str) -> str:
    """Return a line as lines are compared: without case, accents, bullets and outer marks."""
    return line.strip(_BULLETS).casefold().translate(_FOLDS)


def _last_kept(spans: Sequence[Span], removed: set[int]) -> int:
    """Return the number of the last line that stays; -1 where none does."""
    return next((i for i in range(len(spans) - 1, -1, -1) if i not in removed), -1)
