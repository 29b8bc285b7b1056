"""The rules of a table, each compiled into a function from a text to its edits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import regex

from cleantext.changes import NO_EDITS, Edits
from cleantext.errors import ConfigError
from cleantext.rules.lazy_patterns import compile_later, has_group
from cleantext.rules.literals import Literals
from cleantext.rules.table import Substitution, Words

Find = Callable[[str, int], Edits]
"""Finds the edits of a rule in a text, of which the number of the literals in it is known."""

_CHOICE = regex.compile(r"\[([^\]\\^\w-]+)\](?![*+?{])")
"""A pattern's start when it is a choice of signs; letters may stand for others (`(?i)`)."""

_LINE_START, _TEXT_START, _TEXT_END = "(?m)^", r"\A", r"\Z"
"""A pattern's start when it looks at the starts of lines, or at an end of the text."""

_LONGEST_ACRONYM = 3
"""In capitals a word this short may be an acronym: CA is not ÇA."""

_OF_WORD = regex.compile(r"\w")
_WORD = regex.compile(r"\w+")


def substitution(rule: Substitution, signs: Mapping[str, str]) -> Find:
    """Compile a substitution into a function that finds its edits.

    Raises:
        ConfigError: Its replacement speaks of a sign that the profile has not.
    """
    pattern = PatternFinder(rule.pattern, rule.listed)
    replace = rule.replace
    for name, sign in signs.items():
        replace = replace.replace(f"{{{name}}}", sign)
    unknown = regex.search(r"\{[a-z-]+\}", replace)
    if unknown:
        raise ConfigError(
            f"{rule.id}: no sign is called {unknown[0]}; there are: {', '.join(sorted(signs))}"
        )
    groups = {
        name: after for name, after in (("at", replace), ("cut", "")) if name in pattern.groups
    }
    if groups:
        return partial(_replace_groups, pattern, groups, rule.id)
    if "\\" in replace:
        return partial(_expand, pattern, replace, rule.id)
    return partial(_replace, pattern, replace, rule.id)


class PatternFinder:
    """Finds the matches of a rule's pattern, faster than the pattern itself where it can.

    `[;!?]` and the like at the start are slow to look for: when only one of the signs is
    in the text, the same pattern with that sign in their place is used. So is `(?m)^`, which
    is tried at each sign of a text: one at its start and a line end are looked for instead.

    Attributes:
        groups: Which of the groups that say what to replace the pattern has.
    """

    def __init__(self, pattern: str, listed: Iterable[str] | None = None) -> None:
        """Take the pattern of a rule, and the list that it may name."""

        def compiled(pattern: str) -> regex.Pattern[str]:
            return compile_later(pattern, listed=listed)

        self._whole = compiled(pattern)
        self.groups = {name for name in ("at", "cut") if has_group(pattern, name)}
        self._at_start = pattern.startswith(_TEXT_START) and "|" not in pattern
        self._at_end = pattern.startswith(_TEXT_END) and "|" not in pattern
        self._at_lines: tuple[regex.Pattern[str], ...] = ()
        if pattern.startswith(_LINE_START):
            behind = pattern.removeprefix(_LINE_START)
            self._at_lines = compiled(rf"(?m)\A{behind}"), compiled(rf"(?m)\n\K{behind}")
        start = _CHOICE.match(pattern)
        signs = start[1] if start else ""
        rest = pattern[start.end() :] if start else ""
        self._single = {sign: compiled(regex.escape(sign) + rest) for sign in signs}

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """Yield the matches in a text."""
        if self._at_lines:
            first = self._at_lines[0].match(text)
            others = self._at_lines[1].finditer(text)
            return chain((first,), others) if first else others
        if self._single:
            present = [sign for sign in self._single if sign in text]
            if len(present) == 1:
                return self._single[present[0]].finditer(text)
        if self._at_start or self._at_end:
            found = self._whole.match(text, len(text) if self._at_end else 0)
            return iter([found] if found else [])
        return self._whole.finditer(text)


def _replace(pattern: PatternFinder, after: str, rule: str, text: str, _present: int) -> Edits:
    spans = [match.span() for match in pattern.finditer(text)]
    if after in text:
        spans = [(start, end) for start, end in spans if text[start:end] != after]
    return _edits(spans, [after] * len(spans), rule)


def _expand(pattern: PatternFinder, template: str, rule: str, text: str, _present: int) -> Edits:
    found = list(pattern.finditer(text))
    afters = [match.expand(template) for match in found]
    return _edits([match.span() for match in found], afters, rule)


def _replace_groups(
    pattern: PatternFinder, groups: Mapping[str, str], rule: str, text: str, _present: int
) -> Edits:
    if len(groups) == 1:
        ((group, after),) = groups.items()
        spans = [
            (start, end)
            for match in pattern.finditer(text)
            for start, end in match.spans(group)
            if text[start:end] != after
        ]
        spans.sort()
        return _edits(spans, [after] * len(spans), rule)
    found = sorted(
        (start, end, after)
        for match in pattern.finditer(text)
        for group, after in groups.items()
        for start, end in match.spans(group)
        if text[start:end] != after
    )
    return _edits([place[:2] for place in found], [after for *_, after in found], rule)


def _edits(spans: Sequence[tuple[int, int]], afters: Sequence[str], rule: str) -> Edits:
    """Return the edits of one rule as columns."""
    if not spans:
        return NO_EDITS
    starts, ends = zip(*spans, strict=True)
    return Edits(starts, ends, afters, [rule] * len(spans), [1.0] * len(spans))


class WordForms:
    """The rule that gives whole words their right spelling.

    Attributes:
        asked: The number of all wrong spellings.
    """

    def __init__(self, rule: Words, literals: Literals) -> None:
        """Take the rule.

        Args:
            rule: Wrong words and right ones.
            literals: Looks for the wrong ones, among others.
        """
        self._id = rule.id
        forms = spellings(rule)
        self._forms = {literals.bits([form[0]]): form for form in forms.items()}
        self.asked = literals.bits(forms)

    def __call__(self, text: str, present: int) -> Edits:
        """Return the edits of the words that stand in a text by themselves."""
        found: list[tuple[int, int, str]] = []
        left = present & self.asked
        while left:
            bit = left & -left
            left ^= bit
            wrong, right = self._forms[bit]
            at = text.find(wrong)
            while at >= 0:
                end = at + len(wrong)
                if not (at and _OF_WORD.match(text, at - 1)) and not _OF_WORD.match(text, end):
                    found.append((at, end, right))
                at = text.find(wrong, end)
        found.sort()
        spans = [(start, end) for start, end, _ in found]
        return _edits(spans, [right for *_, right in found], self._id)


def spellings(rule: Words) -> dict[str, str]:
    """Return the wrong spellings of a rule, in each case of a text, and the right ones."""
    forms: dict[str, str] = {}
    for wrong, right in rule.words.items():
        forms[wrong] = right
        if wrong.islower():
            capital = right[0].upper() + right[1:]
            forms.setdefault(wrong[0].upper() + wrong[1:], capital)
            if wrong[0] != right[0]:  # OEuvre, as typed for Œuvre
                forms.setdefault(wrong[:2].upper() + wrong[2:], capital)
        if len(wrong) > _LONGEST_ACRONYM:
            forms.setdefault(wrong.upper(), right.upper())
    return {wrong: right for wrong, right in forms.items() if _WORD.fullmatch(wrong)}
