"""The scanner: the rules of a table as one function from a document to its edits.

A pass over the text costs some milliseconds a megabyte even where it finds nothing, so a
rule is asked only when one of its triggers stands in the document, and all edits of the
table come back together: one scan, one `apply`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

import regex

from cleantext.document import Document, Edit, Span
from cleantext.rules import AnyRule, Keep, Substitution, Words

Find = Callable[[str], Iterable[Edit]]

_LONGEST_ACRONYM = 3
"""In capitals a word this short may be an acronym: CA is not ÇA."""


class Scan:
    r"""The substitutions, words and exceptions of a table, compiled.

    It is a rule (see `cleantext.stage.Rule`). All entries see the same text; where two
    want the same characters, the one that stands first in the table has them, and what a
    `keep` entry matches nobody has.

    >>> dots = Substitution(
    ...     id="demo.dots",
    ...     reason="An ellipsis is one sign.",
    ...     pattern=r"\.{3}",
    ...     replace="{ellipsis}",
    ...     changes=(("Oui...", "Oui…"),),
    ...     leaves=("Oui.",),
    ... )
    >>> Scan([dots], {"ellipsis": "…"})(Document("Non..."))
    [Edit(start=3, end=6, after='…', rule='demo.dots', score=1.0)]
    """

    def __init__(self, rules: Iterable[AnyRule], signs: Mapping[str, str]) -> None:
        """Compile a table.

        Args:
            rules: Its entries, the most important first; lines are not for this scan.
            signs: What stands for `{name}` in a replacement.
        """
        self._finders: list[tuple[Sequence[str], Find]] = []
        self._keepers: list[tuple[Sequence[str], regex.Pattern[str]]] = []
        for rule in rules:
            if isinstance(rule, Keep):
                self._keepers.append((rule.trigger, regex.compile(rule.pattern)))
            elif isinstance(rule, Substitution):
                self._finders.append((rule.trigger, _substitution(rule, signs)))
            elif isinstance(rule, Words):
                self._finders.append(_words(rule))

    def __call__(self, document: Document) -> list[Edit]:
        """Return the edits of the table, in order and without overlaps."""
        text = document.text
        found: list[Edit] = []
        for trigger, find in self._finders:
            if not trigger or any(literal in text for literal in trigger):
                found += find(text)
        if not found:
            return found
        # The sort is stable: of two edits at one place the first in the table stays first.
        priority = {id(edit): rank for rank, edit in enumerate(found)}
        found.sort(key=attrgetter("start", "end"))
        chosen: list[Edit] = []
        for edit in found:
            if chosen and _clash(chosen[-1], edit):
                if priority[id(edit)] < priority[id(chosen[-1])]:
                    chosen[-1] = edit
            else:
                chosen.append(edit)
        closed = self.kept(text)
        return list(_outside(chosen, closed)) if closed else chosen

    def kept(self, text: str) -> list[Span]:
        """Return what the exceptions of the table match, in order; spans may overlap."""
        return sorted(
            Span(match.start() - len(match.groupdict().get("head") or ""), match.end())
            for trigger, pattern in self._keepers
            if not trigger or any(literal in text for literal in trigger)
            for match in pattern.finditer(text)
        )


def _clash(first: Edit, second: Edit) -> bool:
    """Whether two edits, in order, cannot both be made."""
    return second.start < first.end or second[:2] == first[:2]


def _outside(edits: Sequence[Edit], closed: Sequence[Span]) -> Iterator[Edit]:
    """Pass on the edits that change nothing inside the closed spans."""
    index = behind = 0
    for edit in edits:
        while index < len(closed) and closed[index].start < edit.end:
            behind = max(behind, closed[index].end)
            index += 1
        if edit.start >= behind:
            yield edit


def _substitution(rule: Substitution, signs: Mapping[str, str]) -> Find:
    """Compile a substitution into a function that finds its edits."""
    pattern = regex.compile(rule.pattern)
    replace = rule.replace
    for name, sign in signs.items():
        replace = replace.replace(f"{{{name}}}", sign)
    group = "at" if "at" in pattern.groupindex else 0
    return partial(_substitute, pattern, group, replace, rule.id)


def _substitute(
    pattern: regex.Pattern[str], group: str | int, replace: str, rule: str, text: str
) -> Iterator[Edit]:
    expand = "\\" in replace
    for match in pattern.finditer(text):
        start, end = match.span(group)
        after = match.expand(replace) if expand else replace
        if text[start:end] != after:
            yield Edit(start, end, after, rule)


def _words(rule: Words) -> tuple[Sequence[str], Find]:
    """Compile a list of words into its triggers and a function that finds its edits.

    A trigger is what is wrong in a word: two letters about the first difference.
    """
    forms: dict[str, str] = {}
    for wrong, right in rule.words.items():
        forms[wrong] = right
        if wrong.islower():
            forms.setdefault(wrong[0].upper() + wrong[1:], right[0].upper() + right[1:])
        if len(wrong) > _LONGEST_ACRONYM:
            forms.setdefault(wrong.upper(), right.upper())
    triggers = sorted({_trigger(wrong, right) for wrong, right in forms.items()})
    # The lookbehind goes back to the start of the word, so no word is read twice.
    pattern = regex.compile(
        rf"(?:{'|'.join(map(regex.escape, triggers))})(?<=(?<!\w)(?<head>\w*)..)(?<tail>\w*)"
    )
    return triggers, partial(_replace_words, pattern, forms, rule.id)


def _trigger(wrong: str, right: str) -> str:
    """The two letters of a wrong spelling with which it departs from the right one."""
    same = 0
    while same < min(len(wrong) - 2, len(right)) and wrong[same] == right[same]:
        same += 1
    return wrong[same : same + 2]


def _replace_words(
    pattern: regex.Pattern[str], forms: Mapping[str, str], rule: str, text: str
) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        start, end = match.start("head"), match.end()
        right = forms.get(text[start:end])
        if right is not None:
            yield Edit(start, end, right, rule)
