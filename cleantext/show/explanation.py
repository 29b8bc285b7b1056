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
