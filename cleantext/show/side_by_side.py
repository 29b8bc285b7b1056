"""A document as it was read and as it is, line beside line, with what was changed marked.

A line break that stands in both ends a row; so does the end of each line that was taken out, which
has nothing beside it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from cleantext.changes import Change
from cleantext.document import Document, Label
from cleantext.show.hunks import Hunk, find_hunks


class Stretch(NamedTuple):
    """A stretch of one side.

    Attributes:
        text: What stands there, line ends included.
        hunk: The number of the hunk that it is of; None: it is the same on both sides.
        label: A label that begins here, in place of text.
    """

    text: str
    hunk: int | None = None
    label: Label | None = None


@dataclass(slots=True)
class Row:
    """A line of the original and what became of it.

    Attributes:
        start: Where it begins in the original, in code points.
        left: The original.
        right: What it is now, and the labels.
    """

    start: int
    left: list[Stretch] = field(default_factory=list)
    right: list[Stretch] = field(default_factory=list)

    @property
    def original(self) -> str:
        """The text of the left side."""
        return "".join(piece.text for piece in self.left)

    @property
    def changed(self) -> bool:
        """Whether anything in it was changed or has a label."""
        return any(piece.hunk is not None or piece.label for piece in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A document line beside line.

    Attributes:
        rows: From top to bottom; the texts of their left sides make up the original.
        hunks: What was changed, by its number.
        reasons: Why each rule changes what it changes, by rule id.
    """

    rows: list[Row]
    hunks: list[Hunk]
    reasons: Mapping[str, str]


def side_by_side(document: Document, reasons: Mapping[str, str]) -> SideBySide:
    r"""Lay a document out line beside line.

    Args:
        document: What a pipeline returned.
        reasons: Why each rule changes what it changes, by rule id.

    >>> from cleantext.changes import Edit
    >>> document = Document("2024\nun mot").apply("a", [Edit(0, 5, "", "a.date")])
    >>> document = document.apply("b", [Edit(0, 1, "U", "b.capital")])
    >>> [(row.original, [piece.text for piece in row.right])
    ...     for row in side_by_side(document, {}).rows]
    [('2024\n', []), ('un mot', ['U', 'n mot'])]
    """
    original, at = document.original, 0
    hunks = list(_parted(document, original))
    layout = _Layout(document)
    for number, hunk in enumerate(hunks):
        layout.add_same(original[at : hunk.start])
        at = hunk.end
        if "\n" not in hunk.after and _closes(original, hunk):
            layout.add_lines(hunk.before, hunk.after, number)
        else:
            layout.add(hunk.before, hunk.after, number)
    layout.add_same(original[at:])
    layout.end()
    return SideBySide(layout.rows, hunks, reasons)


def _parted(document: Document, original: str) -> Iterator[Hunk]:
    """Yield the hunks of a document, with each line that was taken out as one of its own."""
    found = find_hunks(document)
    starts = [hunk.start for hunk in found]
    places: list[list[int]] = [[] for _ in found]
    for origin in document.origins():  # as `find_hunks` shares them out
        index = bisect_right(starts, origin) - 1
        if index >= 0 and origin <= found[index].end:
            places[index].append(origin)
    for hunk, origins in zip(found, places, strict=True):
        borders = _borders(original, hunk)
        if len(borders) > 2:  # noqa: PLR2004 - the start and the end
            yield from _cut(original, hunk, origins, borders)
        else:
            yield hunk


def _borders(original: str, hunk: Hunk) -> list[int]:
    """Return the offsets at which a hunk is cut: where lines begin that were taken out."""
    gone = hunk.before.count("\n") - hunk.after.count("\n")
    breaks = [hunk.start + at for at, sign in enumerate(hunk.before) if sign == "\n"]
    inner: list[int] = []
    if gone > 0 and _begins(original, hunk.start):
        inner = [at + 1 for at in breaks[:gone]]
    elif gone > 0 and _ends(original, hunk.end):
        inner = breaks[-gone:]
    if hunk.after and inner and inner[-1] == hunk.end:
        return []
    return sorted({hunk.start, *inner, hunk.end})


def _cut(original: str, hunk: Hunk, origins: list[int], borders: list[int]) -> Iterator[Hunk]:
    """Yield the parts of a hunk; one that no change began in goes with the one before it."""
    shares: list[list[Change]] = [[] for _ in borders[1:]]
    for origin, change in zip(origins, hunk.changes, strict=True):
        shares[min(bisect_right(borders, origin), len(shares)) - 1].append(change)
    used = [at for at, share in enumerate(shares) if share]
    starts = [hunk.start, *(borders[at] for at in used[1:])]
    # What stands there now, stands at the end that is no whole line.
    last = _begins(original, hunk.start)
    for place, (start, at) in enumerate(zip(starts, used, strict=True)):
        end = starts[place + 1] if place + 1 < len(starts) else hunk.end
        kept = place == (len(used) - 1 if last else 0)
        yield Hunk(start, end, original[start:end], hunk.after if kept else "", tuple(shares[at]))


def _begins(original: str, at: int) -> bool:
    return at == 0 or original[at - 1] == "\n"


def _ends(original: str, at: int) -> bool:
    return at == len(original) or original[at] == "\n"


def _closes(original: str, hunk: Hunk) -> bool:
    """Whether nothing of the original follows a hunk in its last line."""
    whole = not hunk.after and _begins(original, hunk.start) and hunk.before.endswith("\n")
    return whole or _ends(original, hunk.end)


class _Layout:
    """The rows so far, and where in both texts the next piece goes."""

    def __init__(self, document: Document) -> None:
        self.rows = [Row(0)]
        self._read = self._written = 0
        self._labels = sorted(document.labels, key=attrgetter("start", "end"))
        self._starts = [label.start for label in self._labels]
        self._told = 0

    def add_same(self, text: str) -> None:
        """Add text that is the same on both sides."""
        for line in _lines(text):
            self._left(line, None)
            self._right(line, None)
            if line.endswith("\n"):
                self._break()

    def add(self, before: str, after: str, number: int) -> None:
        """Add what was changed inside of lines."""
        self._left(before, number)
        self._right(after, number)
        if before.endswith("\n") and after.endswith("\n"):
            self._break()

    def add_lines(self, before: str, after: str, number: int) -> None:
        """Add what was taken out up to the end of a line, or with it, and other lines with it."""
        self._right(after, number)
        for line in _lines(before):
            self._left(line, number)
            if line.endswith("\n"):
                self._break()

    def end(self) -> None:
        """Add the labels behind all text; leave out a last row without anything."""
        self._tell(self._written + 1)
        if not self.rows[-1].left and not self.rows[-1].right:
            self.rows.pop()

    def _left(self, text: str, number: int | None) -> None:
        if text:
            self.rows[-1].left.append(Stretch(text, number))
            self._read += len(text)

    def _right(self, text: str, number: int | None) -> None:
        """Add a piece to the right side, in parts between which labels begin."""
        end = self._written + len(text)
        while text:
            self._tell(self._written + 1)
            behind = bisect_left(self._starts, self._written + 1)
            stop = min(end, self._starts[behind]) if behind < len(self._starts) else end
            part, text = text[: stop - self._written], text[stop - self._written :]
            self.rows[-1].right.append(Stretch(part, number))
            self._written = stop
            if not part.endswith("\n"):
                self._tell_at_end()

    def _tell(self, behind: int) -> None:
        """Add the labels that begin before an offset of the result."""
        while self._told < len(self._labels) and self._starts[self._told] < behind:
            self._tell_next()

    def _tell_next(self) -> None:
        self.rows[-1].right.append(Stretch("", label=self._labels[self._told]))
        self._told += 1

    def _tell_at_end(self) -> None:
        """Add the labels of what was taken out here; the next line has its own."""
        while self._told < len(self._labels):
            label = self._labels[self._told]
            if label.start != self._written or label.end > label.start:
                return
            self._tell_next()

    def _break(self) -> None:
        self.rows.append(Row(self._read))


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
