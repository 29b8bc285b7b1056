"""A document, what a rule may find in it, and the one place that makes new text.

A rule never edits: it returns findings (`Edit`, `Label`, `Fact`), and
`Document.apply` turns them into a new document that remembers each change.
Every offset in this package counts code points and every span is half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from cleantext.errors import StageError


class Span(NamedTuple):
    """A half-open range of code points; a line, a sentence and a word are all spans."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace `text[start:end]` by `after`, because of `rule`."""

    start: int
    end: int
    after: str
    rule: str
    score: float = 1.0


class Label(NamedTuple):
    """Say something about `text[start:end]` without changing it."""

    start: int
    end: int
    name: str
    value: str
    rule: str
    score: float = 1.0


class Fact(NamedTuple):
    """Something true of the whole document; the first of a key wins a place in `meta`."""

    key: str
    value: str
    rule: str


class Change(NamedTuple):
    """An edit that was made: `start` is true in the text that it was made in."""

    stage: str
    rule: str
    start: int
    before: str
    after: str
    score: float


Finding = Edit | Label | Fact

new_tuple = tuple.__new__
"""Makes a named tuple in half the time of its own constructor; there are thousands of edits."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, what is known of it, and everything that was done to it.

    Attributes:
        text: The text as it stands now.
        id: What the source calls the document.
        meta: What is known of it: `language`, `date`, `source` and the like.
        labels: Statements on spans of `text`.
        changes: Every change made so far, in the order that undoes exactly when
            read backwards.

    >>> document = Document("l'été").apply("demo", [Edit(1, 2, "’", "demo.apostrophe")])
    >>> document.text, document.original
    ('l’été', "l'été")
    """

    text: str
    id: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    changes: tuple[Change, ...] = ()

    def apply(self, stage: str, findings: Iterable[Finding]) -> "Document":
        """Return the document with the findings of one scan made true.

        All findings speak of the text as it is now. Labels move along: one whose
        text is deleted goes with it, unless this same scan found it (then it stays
        behind with zero length); an edit inside stretches it; an insertion at its
        edge stays outside.

        Args:
            stage: The stage that answers for the changes.
            findings: What a rule found, in any order.

        Raises:
            StageError: Edits overlap, or a span lies outside the text.

        >>> Document("a b").apply("demo", [Edit(0, 2, "x", "one"), Edit(1, 3, "", "two")])
        Traceback (most recent call last):
        ...
        cleantext.errors.StageError: demo: edits of 'one' and 'two' overlap at 1
        """
        given = list(findings)
        edits = [finding for finding in given if isinstance(finding, Edit)]
        found: list[Label] = []
        meta = self.meta
        if len(edits) < len(given):
            found = [finding for finding in given if isinstance(finding, Label)]
            for finding in given:
                if isinstance(finding, Fact) and finding.key not in meta:
                    meta = {**meta, finding.key: finding.value}
        for label in found:
            if not 0 <= label.start <= label.end <= len(self.text):
                raise StageError(f"{stage}: the label {label} lies outside the text")
        edits, text, changes = _made(stage, self.text, edits)
        if not edits and not found and meta is self.meta:
            return self
        return Document(
            text,
            self.id,
            meta,
            _moved(self.labels, found, edits) if edits else (*self.labels, *found),
            self.changes + changes,
        )

    @property
    def original(self) -> str:
        """The text as it was read: all changes undone, the last first.

        A run of changes whose places fall from right to left never touch one
        another, so it is undone in one pass; a scan is recorded as such a run.
        """
        text = self.text
        for run in _runs(self.changes):
            pieces: list[str] = []
            position = shift = 0
            for change in run:
                start = change.start + shift
                pieces += (text[position:start], change.before)
                position = start + len(change.after)
                shift += len(change.after) - len(change.before)
            pieces.append(text[position:])
            text = "".join(pieces)
        return text

    def source(self, at: int) -> int:
        """Return the offset in `original` of the offset `at` in `text`.

        An offset inside changed text goes to the place where the change began.

        >>> document = Document("a  b").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
        >>> document.source(2)
        3
        """
        places = [at]
        for run in _runs(self.changes):
            places = _carried_back(places, run)
        return places[0]

    def origins(self) -> list[int]:
        """Return the offset in `original` of each change, in the order of `changes`.

        >>> document = Document("a  b  c").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
        >>> document.apply("demo", [Edit(3, 5, " ", "demo.spaces")]).origins()
        [1, 4]
        """
        places: list[int] = []
        for run in _runs(self.changes):
            places = _carried_back(places, run)
            places += [change.start for change in run]
        return places[::-1]


def _made(stage: str, text: str, edits: list[Edit]) -> tuple[list[Edit], str, tuple[Change, ...]]:
    """Make edits: return those that change something, in order, the text and the changes."""
    if not edits:
        return edits, text, ()
    edits.sort()
    idle = False
    pieces: list[str] = []
    changes: list[Change] = []
    first, behind = -1, 0  # where the last edit begins, and where it ends
    for edit in edits:
        start, end, after, rule, score = edit
        before = text[start:end]
        if before == after:
            idle = True
            continue
        if not 0 <= start <= end:
            raise StageError(f"{stage}: the edit {edit} lies outside the text")
        if start < behind or (start == first and end == behind):
            before = changes[-1].rule
            raise StageError(f"{stage}: edits of {before!r} and {rule!r} overlap at {start}")
        pieces.append(text[behind:start])
        pieces.append(after)
        changes.append(new_tuple(Change, (stage, rule, start, before, after, score)))
        first, behind = start, end
    if behind > len(text):
        raise StageError(f"{stage}: an edit of {changes[-1].rule!r} lies outside the text")
    pieces.append(text[behind:])
    changes.reverse()
    if idle:
        edits = [edit for edit in edits if text[edit.start : edit.end] != edit.after]
    return edits, "".join(pieces), tuple(changes)


def _moved(
    labels: Sequence[Label], found: Sequence[Label], edits: Sequence[Edit]
) -> tuple[Label, ...]:
    """Carry labels over from the text before `edits` (in order) to the text after."""
    if not labels and not found:
        return ()
    starts = [edit.start for edit in edits]
    ends = [edit.end for edit in edits]
    shifts = [0, *accumulate(len(edit.after) - (edit.end - edit.start) for edit in edits)]

    def moved(label: Label) -> Label:
        index = bisect_right(ends, label.start)
        if index < len(edits) and starts[index] < label.start:
            start = starts[index] + shifts[index]
        else:
            start = label.start + shifts[index]
        if label.start == label.end:
            return label._replace(start=start, end=start)
        index = bisect_left(starts, label.end)
        if index and ends[index - 1] > label.end:
            end = starts[index - 1] + shifts[index - 1] + len(edits[index - 1].after)
        else:
            end = label.end + shifts[index]
        return label._replace(start=start, end=max(start, end))

    def gone(label: Label, after: Label) -> bool:
        if label.start < label.end:
            return after.start == after.end
        index = bisect_right(ends, label.start)
        return index < len(edits) and starts[index] < label.start and not edits[index].after

    carried = ((label, moved(label)) for label in labels)
    return (
        *(after for label, after in carried if not gone(label, after)),
        *(moved(label) for label in found),
    )


def _runs(changes: Sequence[Change]) -> Iterable[Sequence[Change]]:
    """Cut the changes, last first, into runs that rise from left to right."""
    run: list[Change] = []
    for change in reversed(changes):
        if run and change.start < run[-1].start + len(run[-1].before):
            yield run
            run = []
        run.append(change)
    if run:
        yield run


def _carried_back(places: Sequence[int], run: Sequence[Change]) -> list[int]:
    """Carry offsets in the text after a run of changes back to the text before it."""
    shifts = [0, *accumulate(len(change.after) - len(change.before) for change in run)]
    starts = [change.start + shift for change, shift in zip(run, shifts, strict=False)]

    def back(at: int) -> int:
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < starts[index] + len(run[index].after):
            return run[index].start
        return at - shifts[index + 1]

    return [back(at) for at in places]
