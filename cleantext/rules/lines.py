"""Lines that are furniture, by a table: exact lines first, patterns where a word asks for them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

import regex
from ahocorasick_rs import BytesAhoCorasick

from cleantext.changes import Span
from cleantext.document import Fact
from cleantext.rules.lazy_patterns import compile_later, has_group
from cleantext.rules.table import AnyRule, Line
from cleantext.text.dates import Calendar

FACTS = ("date", "author", "agency", "title", "source")
"""Groups of a pattern that become facts of the document."""
KEPT = "kept"
"""The group of a pattern that stays, where a rule removes but a part of the line."""
LABELLED = "labelled"
"""The group of a pattern that gets the label, where a rule labels but a part of the line."""

EDGE = 40
"""Triggers are looked for among 40 code points at each end of a line."""

REMEMBERED = 1 << 14
"""As many verdicts on short lines are remembered: the pages of a site share their furniture."""

_MARKS = " \t\u00a0\u202f*+>›»«<|•·–—-:→←↑↓▶►▲▼…[]"
_FIRST_PICTURE = "\u2190"
_MARKED = frozenset(">»×›")
_PICTURE = r"(?:[\u2190-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?\u200d?\s*+)++"
_PICTURES = re.compile(rf"\A(?:{_PICTURE}|[>»›]+\s*)|\s(?:{_PICTURE}|[×›>]+)\Z")
_BLANKS = "\u00a0\u2009\u202f"
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Place(NamedTuple):
    """Where a line stands.

    Attributes:
        top: Where a page has its title, author and date.
        inside: Below text.
    """

    top: bool
    inside: bool

    def suits(self, rule: Line) -> bool:
        """Return whether a rule holds here."""
        return (self.top or not rule.top) and (self.inside or not rule.inside)


ANYWHERE = Place(top=True, inside=True)
"""A line that stands alone is judged by all rules."""


class Match(NamedTuple):
    """Why a line is furniture.

    Attributes:
        rule: The rule that says so.
        facts: What the line says of the document.
        span: What of the line stays, or gets the label.
        label: The label of a line that stays as it is.
        value: The value of that label.
        below: What lines right below match that go with it.
    """

    rule: str
    facts: tuple[Fact, ...] = ()
    span: Span = Span(0, 0)
    label: str = ""
    value: str = ""
    below: regex.Pattern[str] | None = None

    def stays(self, line: str) -> bool:
        """Return whether something of the line stays."""
        return bool(self.label) or bool(line[slice(*self.span)].strip())

    def goes_on(self, line: str) -> bool:
        """Return whether a line right below goes, too, as teasers do with their heading."""
        return self.below is not None and bool(self.below.fullmatch(line.strip()))

    def gone(self, line: str) -> tuple[Span, ...]:
        """Return what goes of the line."""
        if self.label:
            return ()
        if not self.stays(line):
            return (Span(0, len(line)),)
        around = (Span(0, self.span.start), Span(self.span.end, len(line)))
        return tuple(span for span in around if span.start < span.end)


class _Pattern(NamedTuple):
    """A rule with its pattern.

    Attributes:
        rule: The rule.
        pattern: Its pattern, compiled.
        part: Whether a group of it says what stays or gets the label.
        longest: How many code points a line has at most that it can match.
    """

    rule: Line
    pattern: regex.Pattern[str]
    part: bool
    longest: float


class _Triggers(NamedTuple):
    """What is asked of a line that holds a word near its ends.

    Attributes:
        words: The places of the rules that the word alone asks for.
        phrases: The phrases that end in it, and the places of their rules.
    """

    words: list[int]
    phrases: list[tuple[str, int]]


class LineTable:
    """Rules of the kind `line`; of several that match, the first in the table wins.

    Exact lines are compared without case, accents at will, bullets and outer marks.
    """

    def __init__(self, rules: Iterable[AnyRule], calendar: Calendar) -> None:
        """Take the rules; a pattern is compiled when a line has its trigger."""
        self._calendar = calendar
        self._exact: dict[str, list[Line]] = {}
        self._rules: list[_Pattern] = []
        self._triggers: dict[str, _Triggers] = {}
        anywhere: list[tuple[str, int]] = []
        self._below: dict[str, regex.Pattern[str]] = {}
        self._always: list[int] = []
        for rule in rules:
            if not isinstance(rule, Line):
                continue
            if rule.below:
                self._below[rule.id] = compile_later(rule.below, regex.IGNORECASE)
            for line in rule.lines:
                for form in {key(line), _unaccented(key(line))}:
                    self._exact.setdefault(form, []).append(rule)
            if rule.pattern:
                for trigger in map(str.casefold, rule.trigger):
                    last = _TOKEN.findall(trigger)[-1]
                    asking = self._triggers.setdefault(last, _Triggers([], []))
                    if last == trigger:
                        asking.words.append(len(self._rules))
                    else:
                        asking.phrases.append((trigger, len(self._rules)))
                anywhere += [(literal, len(self._rules)) for literal in rule.anywhere]
                if not rule.trigger and not rule.anywhere:
                    self._always.append(len(self._rules))
                pattern = compile_later(rule.pattern, regex.IGNORECASE)
                part = any(has_group(rule.pattern, name) for name in (KEPT, LABELLED))
                self._rules.append(_Pattern(rule, pattern, part, inf if part else rule.longest))
        self._anywhere = BytesAhoCorasick([_as_bytes(literal) for literal, _ in anywhere])
        self._rule_anywhere = [rule for _, rule in anywhere]
        self._longest = max(map(len, self._exact), default=0)
        self._remembered = lru_cache(REMEMBERED)(self._judged)

    def match(self, line: str, place: Place = ANYWHERE) -> Match | None:
        """Return why a line is furniture, or None.

        Args:
            line: A line without its line end.
            place: Where it stands.
        """
        judged = self._remembered if len(line) <= 2 * EDGE else self._judged
        found = judged(line, place)
        if (
            found
            or not line
            or not (
                max(line[0], line[-1]) >= _FIRST_PICTURE
                or line[0] in _MARKED
                or line[-1] in _MARKED
            )
        ):
            return found
        # A picture or an arrow at an end is no reason to keep the line: "📸 EN IMAGES".
        bare = _PICTURES.sub("", line)
        found = judged(bare, place) if bare != line else None
        return None if found is None or found.stays(bare) else found

    def _judged(self, line: str, place: Place) -> Match | None:
        """Return the same from the line and its place alone."""
        # Where a no-break space stands before a colon, the patterns have a plain one.
        for blank in _BLANKS:
            line = line.replace(blank, " ")
        if len(line) <= 2 * EDGE:
            form = key(line)
            for rule in self._exactly(form) if len(form) <= self._longest else ():
                if place.suits(rule):
                    return Match(rule.id, below=self._below.get(rule.id))
        else:
            form = f"{line[:EDGE]} {line[-EDGE:]}".casefold()
        asked = self._asked(line, form)
        if not asked:
            return None
        inner = _inner(line)
        for index in sorted(asked):
            entry = self._rules[index]
            if len(line) > entry.longest or not place.suits(entry.rule):
                continue
            found = entry.pattern.fullmatch(line, *inner)
            match = self._read(entry, found) if found else None
            if match:
                return match
        return None

    def _exactly(self, form: str) -> Sequence[Line]:
        """Return the rules that know a line by its words; "Suivez-nous !" is "Suivez-nous"."""
        rules = self._exact.get(form)
        if rules is None and form.endswith("!"):
            rules = self._exact.get(form.rstrip(" !"))
        return rules or ()

    def _asked(self, line: str, form: str) -> set[int]:
        """Return the rules that a line has a trigger of.

        Args:
            line: The whole line.
            form: Its two ends, in lowercase.
        """
        asked = set(self._always)
        words = _TOKEN.findall(form)
        for rules, phrases in filter(None, map(self._triggers.get, words)):
            asked.update(rules)
            for phrase, index in phrases:
                if phrase in form:
                    asked.add(index)
        found = self._anywhere.find_matches_as_indexes(_as_bytes(line), overlapping=True)
        for literal, _, _ in found:
            asked.add(self._rule_anywhere[literal])
        return asked

    def kept(self, line: str) -> str:
        """Return what the table leaves of a line at the top of a page.

        >>> from cleantext.languages.pack import load
        >>> from cleantext.rules.table import read_table
        >>> french = load("fr")
        >>> table = LineTable(read_table(french.folder / "boilerplate.toml"), french.calendar)
        >>> table.kept("Partager sur Facebook")
        ''
        """
        match = self.match(line)
        if match is None or match.label:
            return line
        return line[slice(*match.span)]

    def _read(self, entry: _Pattern, found: regex.Match[str]) -> Match | None:
        """Return what a rule makes of a line that its pattern matches, if anything."""
        rule, pattern, part, _ = entry
        facts = self._facts(rule.id, found.groupdict())
        if facts is None:
            return None
        if rule.label:
            span = found.span(LABELLED if LABELLED in pattern.groupindex else 0)
            value = next((str(fact.value) for fact in facts), "")
            return Match(rule.id, facts, Span(*span), rule.label, value)
        span = Span(*found.span(KEPT)) if part else Span(0, 0)
        return Match(rule.id, facts, span, below=self._below.get(rule.id))

    def _facts(self, rule: str, groups: dict[str, str | None]) -> tuple[Fact, ...] | None:
        """Return what the groups of a match say; None where a date is no date."""
        facts: list[Fact] = []
        for name in FACTS:
            value = groups.get(name)
            if not value:
                continue
            if name == "date":
                date = self._calendar.read(value)
                if date is None:
                    return None
                value = date.isoformat()
            facts.append(Fact(name, value.strip(), rule))
        return tuple(facts)


def key(line: str) -> str:
    """Return a line as lines are compared: in lowercase, without bullets and outer marks.

    >>> key("» À lire aussi :")
    'à lire aussi'
    """
    return line.strip(_MARKS).casefold().replace("’", "'")


def _unaccented(text: str) -> str:
    """Return text without the marks on its letters."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _inner(line: str) -> tuple[int, int]:
    """Return where a line begins and ends without the white space around it."""
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half a pair has no UTF-8
