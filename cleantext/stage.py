"""A rule, and a stage: a name and the rules that it applies in order."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cleantext.document import Document, Fact, Finding, Label, Span

Rule = Callable[[Document], Iterable[Finding]]
"""A pure function from a document to what it finds there."""

PROTECTED = "protected"
"""The name of the label on text that no stage may touch."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a pipeline.

    Attributes:
        name: What changes and configurations call it.
        rules: Applied in order, each to the text that the one before left.
        language: The code of the language that the rules hold for. Text that is
            labelled as another language is left alone. None: any language.
        reasons: Why each rule changes what it changes, by rule id.
    """

    name: str
    rules: tuple[Rule, ...]
    language: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, document: Document) -> Document:
        """Return the document with what the rules found made true."""
        for rule in self.rules:
            findings: Iterable[Finding] = list(rule(document))
            if not findings:
                continue
            closed = self._closed(document)
            if closed:
                findings = self._outside(findings, closed)
            document = document.apply(self.name, findings)
        return document

    def _closed(self, document: Document) -> list[Span]:
        """The spans that this stage may not touch, merged and in order."""
        spans = sorted(
            Span(label.start, label.end)
            for label in document.labels
            if label.start < label.end
            and (
                label.name == PROTECTED
                or (
                    label.name == "language"
                    and self.language is not None
                    and label.value not in {self.language, "und"}
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
