"""Spans, edits, and the changes that edits leave: how they are made, undone and located.

Edits of one scan are recorded from right to left, so each `Change.start` is true in the text that
it was applied to, and changes undo exactly when they are read backwards.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
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


class Change(NamedTuple):
    """An edit that was made: `start` is true in the text that it was made in."""

    stage: str
    rule: str
    start: int
    before: str
    after: str
    score: float


new_tuple = tuple.__new__
"""Makes a named tuple in half the time of its own constructor; there are thousands of edits."""


def make(stage: str, text: str, edits: list[Edit]) -> tuple[list[Edit], str, tuple[Change, ...]]:
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


def runs(changes: Sequence[Change]) -> Iterable[Sequence[Change]]:
    """Cut the changes, last first, into runs that rise from left to right."""
    run: list[Change] = []
    for change in reversed(changes):
        if run and change.start < run[-1].start + len(run[-1].before):
            yield run
            run = []
        run.append(change)
    if run:
        yield run


def carried_back(places: Sequence[int], run: Sequence[Change]) -> list[int]:
    """Carry offsets in the text after a run of changes back to the text before it."""
    shifts = [0, *accumulate(len(change.after) - len(change.before) for change in run)]
    starts = [change.start + shift for change, shift in zip(run, shifts, strict=False)]

    def back(at: int) -> int:
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < starts[index] + len(run[index].after):
            return run[index].start
        return at - shifts[index + 1]

    return [back(at) for at in places]
