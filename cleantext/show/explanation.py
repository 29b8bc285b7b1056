"""Say of every change what it was, where, and why."""

from collections.abc import Iterator
from typing import NamedTuple

from cleantext.changes import Change
from cleantext.document import Document
from cleantext.pipeline import Pipeline


class Explanation(NamedTuple):
    """A change, with its place in the text as it was read and the reason of its rule."""

    at: int
    change: Change
    reason: str


def explain_changes(document: Document, pipeline: Pipeline) -> Iterator[Explanation]:
    """Explain every change that a pipeline made to a document, in the order of the text.

    Args:
        document: What the pipeline returned.
        pipeline: The pipeline that returned it.

    >>> pipeline = Pipeline.of("typography")
    >>> [e.change.rule for e in explain_changes(pipeline("Vraiment?"), pipeline)]
    ['typography.high-sign']
    """
    reasons = pipeline.reasons
    changes = tuple(document.changes)
    for at, index in sorted(zip(document.origins(), range(len(changes)), strict=True)):
        change = changes[index]
        yield Explanation(at, change, reasons.get(change.rule, ""))


def explanation_lines(document: Document, pipeline: Pipeline) -> Iterator[str]:
    """Yield the lines that `cleantext explain` prints: every change, label and fact.

    Args:
        document: What the pipeline returned.
        pipeline: The pipeline that returned it.

    >>> pipeline = Pipeline.of("typography")
    >>> next(explanation_lines(pipeline(Document("Oui", "a/b")), pipeline))
    'document a/b'
    """
    yield f"document {document.id}"
    for at, change, reason in explain_changes(document, pipeline):
        yield f"{at:>7}  {change.rule:<34} {change.before!r} → {change.after!r}  ({reason})"
    for label in document.labels:
        held = document.text[label.start : label.end]
        yield f"  label  {label.rule:<34} {label.name}={label.value} {held!r}"
    for key, value in document.meta.items():
        yield f"   meta  {key}={value}"
