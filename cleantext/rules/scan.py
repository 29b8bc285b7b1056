"""The scanner: the rules of a table as one function from a document to its edits.

A pass over the text costs about a millisecond a megabyte when its pattern begins with a
literal, and five to ten when it does not, even where it finds nothing. So a rule is asked
only when one of its triggers stands in the document. Those of a whole table are looked for in one
pass, once for each text. All edits of a table come back together: one scan, one `apply`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import islice
from operator import lt, or_

from cleantext.changes import NO_EDITS, Edit, Edits, Span
from cleantext.document import Document
from cleantext.rules.finders import Find, PatternFinder, WordForms, spellings, substitution
from cleantext.rules.lazy_patterns import has_group
from cleantext.rules.literals import ALWAYS, Literals
from cleantext.rules.table import AnyRule, Keep, Substitution, Threshold, Words

HEAD = "head"
"""The group of an exception that what is kept begins with."""


class Keepers:
    """The exceptions of a table: what no rule of it may touch.

    Attributes:
        literals: All triggers of the table.
    """

    def __init__(self, rules: Iterable[AnyRule], literals: Literals) -> None:
        """Take the rules of the kind `keep`.

        Args:
            rules: The table.
            literals: All triggers of the table.
        """
        self.literals = literals
        self._patterns = [
            (
                literals.bits(rule.trigger),
                PatternFinder(rule.pattern),
                has_group(rule.pattern, HEAD),
            )
            for rule in rules
            if isinstance(rule, Keep)
        ]

    def __call__(self, document: Document) -> list[Span]:
        """Return what the exceptions match, in order; spans may overlap."""
        present = document.segments.moved(self.literals)
        asked = [entry for entry in self._patterns if entry[0] & present]
        return document.segments.known(self, partial(_kept, asked)) if asked else []


def _kept(patterns: Sequence[tuple[int, PatternFinder, bool]], text: str) -> list[Span]:
    spans: list[Span] = []
    for _, pattern, headed in patterns:
        for match in pattern.finditer(text):
            start, end = match.span()
            spans.append(Span(start - len(match[HEAD] or "") if headed else start, end))
    spans.sort()
    return spans


class RuleScan:
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
    >>> list(RuleScan([dots], {"ellipsis": "…"})(Document("Non...")))
    [Edit(start=3, end=6, after='…', rule='demo.dots', score=1.0)]

    Attributes:
        kept: Finds what no rule may touch.
    """

    def __init__(
        self, rules: Sequence[AnyRule], signs: Mapping[str, str], kept: Keepers | None = None
    ) -> None:
        """Compile a table.

        Args:
            rules: Its entries, the most important first; lines are not for this scan.
            signs: What stands for `{name}` in a replacement.
            kept: The exceptions, where they are those of a larger table.
        """
        self._literals = kept.literals if kept else _literals(rules)
        self.kept = kept or Keepers(rules, self._literals)
        self._finders: list[tuple[int, Find]] = []
        self._rank: dict[str, int] = {}
        for rule in rules:
            self._rank[rule.id] = len(self._rank)
            if isinstance(rule, Substitution):
                asked = self._literals.bits(rule.trigger)
                self._finders.append((asked, substitution(rule, signs)))
            elif isinstance(rule, Words):
                words = WordForms(rule, self._literals)
                self._finders.append((words.asked, words))
        self._asked = reduce(or_, (asked for asked, _ in self._finders), 0)
        self._few = self._literals.few(
            {literal for rule in rules if not isinstance(rule, Keep) for literal in _trigger(rule)}
        )

    def __call__(self, document: Document) -> Edits:
        """Return the edits of the table, without overlaps."""
        present = self._present(document)
        if not present & self._asked:
            return NO_EDITS
        text = document.text
        parts = [find(text, present) for asked, find in self._finders if asked & present]
        return self._chosen(document, [part for part in parts if part.starts])

    def many(self, documents: Sequence[Document]) -> list[Edits]:
        """Return the same of many documents.

        A pattern is looked for in one after the other, as long as it is in the processor's cache.
        """
        given = [(self._present(document), document.text) for document in documents]
        found: list[list[Edits]] = [[] for _ in given]
        asking = [
            (*entry, parts)
            for entry, parts in zip(given, found, strict=True)
            if entry[0] & self._asked
        ]
        for asked, find in self._finders:
            for present, text, parts in asking:
                if asked & present:
                    edits = find(text, present)
                    if edits.starts:
                        parts.append(edits)
        return list(map(self._chosen, documents, found))

    def _present(self, document: Document) -> int:
        """Return the number of the triggers in a document, as far as this scan asks for them."""
        if self._few is not None:
            text = document.text
            return sum([bit for literal, bit in self._few if literal in text], ALWAYS)
        return document.segments.moved(self._literals)

    def _chosen(self, document: Document, parts: Sequence[Edits]) -> Edits:
        """Return what rules found in a text, but for overlaps and what is to stay as it is."""
        if not parts:
            return NO_EDITS
        chosen = parts[0] if len(parts) == 1 else Edits.together(parts)
        if not all(map(lt, chosen.ends, islice(chosen.starts, 1, None))):
            chosen = self._apart(chosen)
        closed = self.kept(document)
        return _outside(chosen, closed) if closed else chosen

    def _apart(self, edits: Edits) -> Edits:
        """Leave out the edits that overlap one of a more important rule."""
        chosen: list[Edit] = []
        last_start = last_end = -1
        for edit in edits:
            start, end, *_ = edit
            if start < last_end or (start == last_start and end == last_end):
                if self._rank[edit.rule] >= self._rank[chosen[-1].rule]:
                    continue
                chosen.pop()
            chosen.append(edit)
            last_start, last_end = start, end
        return Edits.of(chosen)


def _literals(rules: Iterable[AnyRule]) -> Literals:
    """Return all literals that rules ask for, the forms of words among them."""
    return Literals(map(_trigger, rules))


def _trigger(rule: AnyRule) -> Collection[str]:
    """Return the literals that a rule asks for."""
    if isinstance(rule, Threshold):
        return ()
    return spellings(rule) if isinstance(rule, Words) else rule.trigger


def scans(rules: Sequence[AnyRule], signs: Mapping[str, str]) -> tuple[RuleScan, ...]:
    """Compile a table into a scan for each of its steps; exceptions hold in all of them."""
    steps = sorted({rule.step for rule in rules if not isinstance(rule, Keep)})
    kept = Keepers(rules, _literals(rules))
    return tuple(
        RuleScan([rule for rule in rules if rule.step == step], signs, kept) for step in steps
    )


def _outside(edits: Edits, closed: Sequence[Span]) -> Edits:
    """Return the edits that change nothing inside the closed spans."""
    index = behind = 0
    wanted: list[bool] = []
    for start, end in zip(edits.starts, edits.ends, strict=True):
        while index < len(closed) and closed[index].start < end:
            behind = max(behind, closed[index].end)
            index += 1
        wanted.append(start >= behind)
    return edits if all(wanted) else edits.where(wanted)
