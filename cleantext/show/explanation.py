"""Say of every change what it was, where, and why."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unicodedata import category

from cleantext.changes import Change
from cleantext.corpus.formats.jsonl import encode_record, record
from cleantext.document import Document, Label
from cleantext.pipeline import Pipeline


class Explanation(NamedTuple):
    """A change, with its place in the text as it was read and the reason of its rule."""

    at: int
    change: Change
    reason: str


class Chosen(NamedTuple):
    """Which changes are told.

    Attributes:
        stages: Those of these stages; empty: of all.
        rules: Those of these rules; empty: of all.
        changes_only: Whether all else is left out: lines without one, labels and facts.
    """

    stages: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    changes_only: bool = False

    def has(self, found: Change | Label) -> bool:
        """Whether a change, or the label of a rule, is one of them.

        >>> Chosen(stages=frozenset({"truecase"})).has(Label(0, 1, "a", "", "truecase.guess"))
        True
        """
        stage = found.stage if isinstance(found, Change) else found.rule.partition(".")[0]
        in_stages = not self.stages or stage in self.stages
        return in_stages and (not self.rules or found.rule in self.rules)


ALL = Chosen()


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


def explanation_lines(
    document: Document, pipeline: Pipeline, chosen: Chosen = ALL
) -> Iterator[str]:
    """Yield the lines that `cleantext explain` prints: every change, label and fact.

    Args:
        document: What the pipeline returned.
        pipeline: The pipeline that returned it.
        chosen: Which changes are told.

    >>> pipeline = Pipeline.of("typography")
    >>> next(explanation_lines(pipeline(Document("Oui", "a/b")), pipeline))
    'document a/b'
    """
    yield f"document {visible(document.id)}"
    for at, change, reason in explain_changes(document, pipeline):
        if chosen.has(change):
            told = f"{visible(change.rule):<34} {change.before!r} → {change.after!r}"
            yield f"{at:>7}  {told}  ({visible(reason)})"
    yield from label_lines(document, chosen)


def label_lines(document: Document, chosen: Chosen) -> Iterator[str]:
    """Yield a line for each label and fact, if any are told."""
    if chosen.changes_only:
        return
    for label in filter(chosen.has, document.labels):
        held = document.text[label.start : label.end]
        yield visible(f"  label  {label.rule:<34} {label.name}={label.value} {held!r}")
    if not chosen.stages and not chosen.rules:
        for key, value in document.meta.items():
            yield visible(f"   meta  {key}={value}")


def explanation_record(document: Document, pipeline: Pipeline, chosen: Chosen) -> dict[str, Any]:
    """Return the same as a record: that of JSONL output, each change with its place and reason.

    >>> pipeline = Pipeline.of("typography")
    >>> told = explanation_record(pipeline("Vraiment?"), pipeline, Chosen(changes_only=True))
    >>> list(told), told["changes"][0]["at"], told["changes"][0]["rule"]
    (['id', 'changes'], 8, 'typography.high-sign')
    """
    fields = {"id": document.id} if chosen.changes_only else record(document)
    return fields | {
        "changes": [
            {"at": at, **change._asdict(), "reason": reason}
            for at, change, reason in explain_changes(document, pipeline)
            if chosen.has(change)
        ]
    }


def explanation_json(document: Document, pipeline: Pipeline, chosen: Chosen) -> str:
    """Return that record as a line of JSON, which cannot steer a terminal either."""
    line = encode_record(explanation_record(document, pipeline, chosen)).decode().rstrip("\n")
    return visible(line, lambda sign: json.dumps(sign).strip('"'))


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


def visible(text: str, escaped: Callable[[str], str] = _escaped) -> str:
    r"""Return a text in which nothing can steer a terminal; spaces and tabs stay.

    >>> print(visible("l\x1b[31m’été!\u202e"))
    l\x1b[31m’été!\u202e
    """
    if text.isprintable():
        return text
    odd = {
        ord(sign): escaped(sign)
        for sign in set(text)
        if not (sign.isprintable() or sign == "\t" or category(sign) == "Zs")
    }
    return text.translate(odd)
