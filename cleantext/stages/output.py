"""What becomes of text that other stages have labelled, and which documents make the corpus.

Stages measure and the output decides. Text that is dropped stays in the changes, and its
label stays, with zero length, where it was. Documents are rejected by a job alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from cleantext.changes import Edit
from cleantext.document import LANGUAGE, QUALITY, TRUNCATED, UNKNOWN, Document, Fact, Finding, Label
from cleantext.languages.pack import Language
from cleantext.rules.selection import Condition, Split, is_sampled, unmet
from cleantext.stage import Rule, Stage

NAME = "output"
SPLIT = "split"
"""The key in `meta` of the split that a document belongs to."""
MARK = "[…]"
LIKELY = 0.5
"""The score from which a cut sentence is marked."""
_NEAR = 8  # how many code points away a mark may stand
_MARKS = ("…", "...", "[…]", "[...]", "(…)", "(...)")


Format = Literal["txt", "jsonl", "csv", "parquet", "sentences", "vertical", "conllu"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        truncated: What becomes of cut sentences: `drop` takes them out, `mark` puts
            […] where text is missing, `keep` leaves them.
        threshold: Score from which a cut sentence is dropped; stricter than the label's.
        foreign: What becomes of paragraphs in another language.
        languages: A job accepts documents in these languages alone, `und` among them
            for what cannot be told; empty: the pack's language and `und`.
        quality: Whether a job rejects documents that the stage `quality` labelled.
        where: What the documents of a job must fulfil.
        sample: The share of its documents that a job keeps, chosen by hash.
        format: How a job writes the corpus, where its command does not say it.
        split: How documents are shared out to `train`, `dev` and `test`, which `meta.split` tells.
    """

    truncated: Literal["drop", "mark", "keep"] = "drop"
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.85
    foreign: Literal["keep", "drop"] = "keep"
    languages: tuple[Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")], ...] = ()
    quality: Literal["reject", "keep"] = "reject"
    where: tuple[Condition, ...] = ()
    sample: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1.0
    split: Split | None = None
    format: Format | None = None


def build(language: Language, options: Options) -> Stage:
    """Return the stage; it looks at text in any language."""
    rules: list[Rule] = [Drop(language.code, options)]
    if options.truncated == "mark":
        rules.append(mark)
    if options.split:
        rules.append(Assign(options.split))
    # The reasons are those of the stages that labelled.
    return Stage(NAME, tuple(rules), removes=True)


@dataclass(frozen=True, slots=True)
class Drop:
    """The rule that takes out what is labelled so that the options drop it.

    Attributes:
        language: The code of the pack: text labelled as another language is foreign.
        options: What is dropped.
    """

    language: str
    options: Options

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the edits, and the labels once more: they stay where the text was."""
        yield from _without(document.text, list(filter(self._dropped, document.labels)))

    def _dropped(self, label: Label) -> bool:
        if label.start == label.end:
            return False
        if label.name == TRUNCATED:
            return self.options.truncated == "drop" and label.score >= self.options.threshold
        return (
            label.name == LANGUAGE
            and self.options.foreign == "drop"
            and label.value not in {self.language, UNKNOWN}
        )


@dataclass(frozen=True, slots=True)
class Assign:
    """The rule that says to which split a document belongs.

    Attributes:
        split: How documents are shared out.
    """

    split: Split

    def __call__(self, document: Document) -> Iterator[Fact]:
        """Yield the split, which the document may have already."""
        yield Fact(SPLIT, self.split.of(document), f"{NAME}.{SPLIT}")


def mark(document: Document) -> Iterator[Edit]:
    """Put a mark where text is missing: one at each place."""
    edits = {edit.start: edit for edit in _marks(document)}
    yield from edits.values()


def rejection(document: Document, language: str, options: Options) -> str | None:
    """Return why a job keeps a cleaned document out of the corpus, or None.

    Args:
        document: What the pipeline made.
        language: The code of the language pack.
        options: Which documents are accepted.

    >>> rejection(Document("hello", meta={"language": "en"}), "fr", Options())
    'language: en'
    """
    if not document.text.strip():
        return "empty"
    code = document.meta.get(LANGUAGE, UNKNOWN)
    accepted = options.languages or (language, UNKNOWN)
    if code not in accepted:
        return f"language: {code}"
    if options.quality == "reject":
        beyond = (label.value for label in document.labels if label.name == QUALITY)
        reason = next((f"quality: {measure}" for measure in beyond), None)
        if reason:
            return reason
    reason = next(unmet(options.where, document), None)
    if reason is None and not is_sampled(document, options.sample):
        return "sample"
    return reason


def _marks(document: Document) -> Iterator[Edit]:
    """Put a mark where a cut sentence has none."""
    text = document.text
    for label in document.labels:
        if label.name != TRUNCATED or label.start == label.end or label.score < LIKELY:
            continue
        start, end = label.start, label.end
        if label.value == "start":
            before = text[max(0, start - _NEAR) : start].rstrip()
            if not text.startswith(_MARKS, start) and not before.endswith(_MARKS):
                yield Edit(start, start, f"{MARK} ", label.rule, label.score)
        elif not text.endswith(_MARKS, 0, end) and not (
            text[end : end + _NEAR].lstrip().startswith(_MARKS)
        ):
            yield Edit(end, end, f" {MARK}", label.rule, label.score)


def _without(text: str, labels: list[Label]) -> Iterator[Finding]:
    """Delete what is labelled, but never all that a document has."""
    edits: list[Edit] = []
    kept = 0
    end = 0
    for label in sorted(labels):
        start, stop = _with_space(text, label)
        start = max(start, end)
        if start < stop:
            edits.append(Edit(start, stop, "", label.rule, label.score))
            kept += bool(text[end:start].strip())
            end = stop
    if edits and (kept or text[end:].strip()):
        yield from edits
        yield from labels


def _with_space(text: str, label: Label) -> tuple[int, int]:
    """Widen a label to the space that goes with its text: before it, or the whole line."""
    start, end = label.start, label.end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    alone = not text[line_start:start].strip(), not text[end:line_end].strip()
    if all(alone):
        if line_end < len(text):
            return line_start, line_end + 1
        return max(0, line_start - 1), line_end
    if alone[0]:
        while end < line_end and text[end].isspace():
            end += 1
        return start, end
    while start > line_start and text[start - 1].isspace():
        start -= 1
    return start, end
