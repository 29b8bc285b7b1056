"""A rule, and a stage: a name and the rules that it applies in order."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from cleantext.changes import Edits, Span
from cleantext.document import (
    LANGUAGE,
    PERSONAL_DATA,
    PROTECTED,
    UNKNOWN,
    Document,
    Fact,
    Finding,
    Label,
)

Rule = Callable[[Document], Iterable[Finding]]
"""A pure function from a document to what it finds there."""


@runtime_checkable
class ManyRule(Protocol):
    """A rule that judges many documents faster than one after the other."""

    def __call__(self, document: Document) -> Iterable[Finding]:
        """Return what is found in a document."""

    def many(self, documents: Sequence[Document]) -> Iterable[Iterable[Finding]]:
        """Return what is found in each document: exactly what a call for each would."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a pipeline.

    Attributes:
        name: What changes and configurations call it.
        rules: Applied in order, each to the text that the one before left.
        language: The code of the language that the rules hold for. Text that is
            labelled as another language is left alone. None: any language.
        reasons: Why each rule changes what it changes, by rule id.
        removes: Whether it takes text out; a run writes that text to `removed/`.
        conceals: Whether nothing that a run writes may hold what it replaced.
    """

    name: str
    rules: tuple[Rule, ...]
    language: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    removes: bool = False
    conceals: bool = False

    def __hash__(self) -> int:
        return hash((self.name, self.rules, self.language))

    def __call__(self, document: Document) -> Document:
        """Return the document with what the rules found made true."""
        for rule in self.rules:
            document = self._made(document, rule(document))
        return document

    def map(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents, each with what the rules found in it made true.

        The same as one call for each, but faster where a rule can judge many at a time.
        """
        done = list(documents)
        for rule in self.rules:
            found = rule.many(done) if isinstance(rule, ManyRule) else map(rule, done)
            done = list(map(self._made, done, found))
        return done

    def _made(self, document: Document, findings: Iterable[Finding]) -> Document:
        """Return the document with findings outside of closed spans made true."""
        if not isinstance(findings, Edits):
            findings = list(findings)
        if not findings:
            return document
        closed = self._closed(document) if document.labels else ()
        if closed:
            findings = self._outside(findings, closed)
        return document.apply(self.name, findings)

    def _closed(self, document: Document) -> list[Span]:
        """The spans that this stage may not touch, merged and in order.

        Personal data, or the mark in its place, is no prose: it stays as it is or goes as a whole.
        """
        spans = sorted(
            Span(label.start, label.end)
            for label in document.labels
            if label.start < label.end
            and (
                label.name == PROTECTED
                or (
                    label.name == PERSONAL_DATA and not (self.removes or self.name == PERSONAL_DATA)
                )
                or (
                    label.name == LANGUAGE
                    and self.language is not None
                    and label.value not in {self.language, UNKNOWN}
                )
            )
        )
        merged: list[Span] = []
        for span in spans:
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged

    def _outside(self, findings: Iterable[Finding], closed: list[Span]) -> Iterator[Finding]:
        """Pass on what leaves the closed spans as they are."""
        starts = [span.start for span in closed]
        ends = [span.end for span in closed]
        for finding in findings:
            if isinstance(finding, Fact):
                yield finding
                continue
            # The spans that end after the finding starts and start before it ends.
            first, behind = bisect_right(ends, finding.start), bisect_left(starts, finding.end)
            if first >= behind or (
                isinstance(finding, Label)
                and (self.language is None or finding.start < starts[first])
            ):
                yield finding
