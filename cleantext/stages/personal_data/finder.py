"""Find personal data by the rules of a table: a trigger, a pattern, a check."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import regex

from cleantext.changes import Edit, Span
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later, has_group
from cleantext.rules.literals import Literals
from cleantext.rules.scan import RuleScan
from cleantext.rules.table import AnyRule, PersonalData
from cleantext.stages.personal_data.checks import CHECKS, Checks, in_ascii

AT = "at"
"""The group of a pattern that is the data, where it looks at more."""


_LOOKS = 5
"""A text is looked at five times at most, however much is glued together."""
_ROW = compile_later(r"[0-9](?:[^\w\n]{0,3}[0-9])+")


class _Row(NamedTuple):
    """Figures that stand close together: where, and how many."""

    start: int
    end: int
    figures: int


class Found(NamedTuple):
    """Personal data in a text.

    Attributes:
        start: Where it begins, in code points.
        end: The offset behind it.
        rule: What found it.
    """

    start: int
    end: int
    rule: PersonalData


class Finder:
    """Finds personal data; of two rules that want the same text, the first in the table has it.

    What a rule of the kind `keep` matches is left alone.
    """

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        """Take the rules of a table.

        Raises:
            ConfigError: A rule names no check that there is, or a library is not installed.
        """
        rules = list(rules)
        ours = [rule for rule in rules if isinstance(rule, PersonalData)]
        self.checks = Checks()
        self._literals = Literals(rule.trigger for rule in ours)
        self._rules = [
            (
                self._literals.bits(rule.trigger),
                rule,
                compile_later(rule.pattern),
                has_group(rule.pattern, AT),
            )
            for rule in ours
        ]
        for _, rule, _, _ in self._rules:
            if rule.check and rule.check not in CHECKS:
                raise ConfigError(
                    f"{rule.id}: no check is called {rule.check!r}; there are: {', '.join(CHECKS)}"
                )
        self._exceptions = RuleScan(
            [rule for rule in rules if not isinstance(rule, PersonalData)], {}
        )

    def __call__(self, text: str) -> list[Found]:
        """Return what a text holds, from left to right, without overlaps.

        What is glued to data is looked at again with a mark in its place, as it would be read then.
        """
        text = in_ascii(text)
        found: list[Found] = []
        for _ in range(_LOOKS):
            more = list(_apart([*found, *self._once(text)], ()))
            if len(more) == len(found):
                break
            found, text = more, _marked(text, more)
        return found

    def _once(self, text: str) -> list[Found]:
        """Return what is found in a text as it stands."""
        taken: list[Found] = []
        present = self._literals.find(text)
        rows = list(_rows(text))
        longest = max((row.figures for row in rows), default=0)
        for trigger, rule, pattern, part in self._rules:
            if rule.figures > longest or not trigger & present:
                continue
            for start, end in _windows(rows, rule, len(text)):
                for match in pattern.finditer(text, start, end):
                    found = self._confirmed(rule, match, AT if part else 0)
                    if found:
                        taken.append(found)
        return list(_apart(taken, self._exceptions.kept(Document(text)))) if taken else []

    def _confirmed(
        self, rule: PersonalData, match: regex.Match[str], group: str | int
    ) -> Found | None:
        start, end = match.span(group)
        if not rule.check:
            return Found(start, end, rule)
        confirmed = self.checks.confirmed(rule.check, match[group], rule.regions)
        return Found(start, start + len(confirmed), rule) if confirmed else None


def _marked(text: str, found: Iterable[Found]) -> str:
    """Return a text of the same length with a mark in each place of data."""
    parts: list[str] = []
    behind = 0
    for start, end, _ in found:
        size = end - start
        parts += (text[behind:start], f"[{'x' * (size - 2)}]"[:size])
        behind = end
    return "".join((*parts, text[behind:]))


def _rows(text: str) -> Iterator[_Row]:
    """Yield the rows of figures of a text."""
    for match in _ROW.finditer(text):
        start, end = match.span()
        yield _Row(start, end, sum(map(str.isdigit, match[0])))


def _windows(rows: Sequence[_Row], rule: PersonalData, end: int) -> Iterator[Span]:
    """Yield where a rule is to look: around rows that are long enough, or everywhere."""
    if not rule.figures:
        yield Span(0, end)
        return
    start = behind = 0
    for row in rows:
        if row.figures < rule.figures:
            continue
        if behind and row.start - rule.around > behind:
            yield Span(start, behind)
            behind = 0
        if not behind:
            start = max(0, row.start - rule.around)
        behind = min(end, row.end + rule.around)
    if behind:
        yield Span(start, behind)


def _apart(found: list[Found], kept: Sequence[Span]) -> Iterator[Found]:
    """Yield what overlaps neither what is kept nor what an earlier rule found."""
    chosen: list[Found] = []
    for each in found:
        place = bisect_right(chosen, each.start, key=attrgetter("end"))
        if place == len(chosen) or each.end <= chosen[place].start:
            chosen.insert(place, each)
    index = behind = 0
    for each in chosen:
        while index < len(kept) and kept[index].start < each.end:
            behind = max(behind, kept[index].end)
            index += 1
        if each.start >= behind:
            yield each


def replaced(rule: AnyRule, language: Language) -> Callable[[str], str]:
    """Return what puts marks in the place of what a rule finds, as its examples have it.

    Args:
        rule: Applied alone.
        language: The pack whose marks stand there.

    Raises:
        ConfigError: A library is not installed.
    """
    finder = Finder([rule])
    marks = language.settings.personal_data.marks

    def applied(text: str) -> str:
        edits = [
            Edit(start, end, mark_of(marks, found.data), found.id)
            for start, end, found in finder(text)
        ]
        return Document(text).apply("check", edits).text

    return applied


def mark_of(marks: Mapping[str, str], data: str, pseudonym: str = "") -> str:
    """Return what stands in the place of data.

    >>> mark_of({"email": "courriel"}, "email"), mark_of({}, "iban", "k3vq")
    ('[courriel]', '[iban-k3vq]')
    """
    word = marks.get(data, data)
    return f"[{word}-{pseudonym}]" if pseudonym else f"[{word}]"
