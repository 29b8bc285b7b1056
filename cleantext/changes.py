"""Spans, edits, and the record of what edits did: made in one join, undone, and located.

A text of a megabyte takes some 30,000 edits, so they are made as columns (`Edits`), and what they
did is kept as columns, a `Scan` for each `Document.apply`; `Edit` and `Change` objects are made for
who asks. Edits of one scan are recorded
from right to left: each `Change.start` is true in the text that it was applied to, and a list of
changes undoes exactly when it is read backwards.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, pairwise
from operator import add, eq, ne, sub
from typing import Any, NamedTuple, overload

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


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits of one scan as columns, from left to right: what a rule with many of them returns.

    Attributes:
        starts: Where each begins, in code points.
        ends: The offset behind each.
        afters: What is to stand there.
        rules: The rule of each.
        scores: How sure each rule is.

    >>> list(Edits.of([Edit(3, 4, "b", "demo.b"), Edit(0, 1, "a", "demo.a")]))[0]
    Edit(start=0, end=1, after='a', rule='demo.a', score=1.0)
    """

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    afters: Sequence[str] = ()
    rules: Sequence[str] = ()
    scores: Sequence[float] = ()

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> "Edits":
        """Return edits that are given one by one, in any order, as columns."""
        return cls(*zip(*sorted(edits), strict=True))

    @classmethod
    def together(cls, parts: Iterable["Edits"]) -> "Edits":
        """Return the edits of several scans of one text as those of one."""
        rows = chain.from_iterable(zip(*part.columns(), strict=True) for part in parts)
        return cls(*zip(*sorted(rows), strict=True))

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Edit]:
        return map(Edit._make, zip(*self.columns(), strict=True))

    def where(self, wanted: Sequence[bool]) -> "Edits":
        """Return some of the edits.

        Args:
            wanted: Whether each is one of them.
        """
        return Edits(*(list(compress(column, wanted)) for column in self.columns()))

    def between(self, first: int, behind: int) -> "Edits":
        """Return the edits from one number up to another, which is left out."""
        return Edits(*(column[first:behind] for column in self.columns()))

    def columns(self) -> tuple[Sequence[Any], ...]:
        """Return all columns."""
        return self.starts, self.ends, self.afters, self.rules, self.scores


NO_EDITS = Edits()


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


class Scan(NamedTuple):
    """What one scan of a text changed, as columns, from left to right.

    Attributes:
        stage: The stage that answers for it.
        starts: Where each change begins, in the text before the scan, in code points.
        befores: What stood there.
        afters: What stands there now.
        rules: The rule of each change.
        scores: How sure each rule was.
    """

    stage: str
    starts: Sequence[int] = ()
    befores: Sequence[str] = ()
    afters: Sequence[str] = ()
    rules: Sequence[str] = ()
    scores: Sequence[float] = ()

    @property
    def ends(self) -> list[int]:
        """Where each change ended, in the text before the scan."""
        return list(map(add, self.starts, map(len, self.befores)))

    def starts_after(self) -> list[int]:
        """Return where each change begins in the text after the scan."""
        growth = map(sub, map(len, self.afters), map(len, self.befores))
        return list(map(add, self.starts, accumulate(growth, initial=0)))

    def undo(self, text: str) -> str:
        """Return the text before the scan from the text after it.

        >>> Scan("demo", [1], ["'"], ["’"], ["demo.apostrophe"], [1.0]).undo("l’été")
        "l'été"
        """
        starts = self.starts_after()
        ends = map(add, starts, map(len, self.afters))
        borders = [0, *chain.from_iterable(zip(starts, ends, strict=True)), len(text)]
        pieces = [text[start:end] for start, end in pairwise(borders)]
        pieces[1::2] = self.befores
        return "".join(pieces)

    def carry_back(self, places: Iterable[int]) -> list[int]:
        """Carry offsets in the text after the scan back to the text before it.

        An offset inside changed text goes to the place where the change began.

        >>> Scan("demo", [1], ["  "], [" "], ["demo.spaces"], [1.0]).carry_back([0, 1, 2])
        [0, 1, 3]
        """
        starts = self.starts_after()
        ends = self.ends

        def back(at: int) -> int:
            index = bisect_right(starts, at) - 1
            if index < 0:
                return at
            behind = at - starts[index] - len(self.afters[index])
            return self.starts[index] if behind < 0 else ends[index] + behind

        return [back(at) for at in places]

    def changes(self) -> Iterator[Change]:
        """Yield the changes from right to left, which is the order of the record."""
        for start, before, after, rule, score in zip(
            *map(reversed, (self.starts, self.befores, self.afters, self.rules, self.scores)),
            strict=True,
        ):
            yield Change(self.stage, rule, start, before, after, score)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Changes(Sequence[Change]):
    """All changes that were made to a document: a sequence of `Change`, like a tuple of them.

    Attributes:
        scans: Their columns, a scan after the other.

    >>> changes = Changes((Scan("demo", [0, 2], ["a", "b"], ["", "c"], ["d.x", "d.y"], [1, 1]),))
    >>> [change.rule for change in changes], len(changes), changes[-1].before
    (['d.y', 'd.x'], 2, 'a')
    """

    scans: tuple[Scan, ...] = ()

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "Changes":
        """Return changes that are given one by one, in the order of a record, as columns."""
        scans: list[Scan] = []
        run: list[Change] = []
        for change in changes:
            end = change.start + len(change.before)
            if run and (change.stage != run[-1].stage or end > run[-1].start):
                scans.append(_columns(run))
                run = []
            run.append(change)
        if run:
            scans.append(_columns(run))
        return cls(tuple(scans))

    def followed_by(self, scan: Scan) -> "Changes":
        """Return these changes and those of one more scan."""
        return Changes((*self.scans, scan)) if scan.starts else self

    def counts(self) -> Counter[str]:
        """Return how many changes each rule made.

        >>> Changes((Scan("demo", [0], ["a"], [""], ["demo.rule"], [1]),)).counts()
        Counter({'demo.rule': 1})
        """
        return Counter(chain.from_iterable(scan.rules for scan in self.scans))

    def first(self, most: int) -> dict[str, list[tuple[int, Change]]]:
        """Return at most `most` changes of each rule, the first, each with its scan's number."""
        found: dict[str, list[tuple[int, Change]]] = {}
        for number, scan in enumerate(self.scans):
            missing = {rule: most - len(found.get(rule, ())) for rule in set(scan.rules)}
            for at in range(len(scan.rules) - 1, -1, -1):
                rule = scan.rules[at]
                if missing[rule] > 0:
                    missing[rule] -= 1
                    found.setdefault(rule, []).append((number, _change(scan, at)))
        return found

    def removed(self, stages: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the rule and the text of each change of some stages that left nothing.

        White space alone does not count.
        """
        for scan in self.scans:
            if scan.stage in stages and not all(scan.afters):
                columns = map(reversed, (scan.rules, scan.befores, scan.afters))
                for rule, before, after in zip(*columns, strict=True):
                    if not after and before.strip():
                        yield rule, before

    def __len__(self) -> int:
        return sum(len(scan.starts) for scan in self.scans)

    def __iter__(self) -> Iterator[Change]:
        return chain.from_iterable(scan.changes() for scan in self.scans)

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        left = index + len(self) if index < 0 else index
        for scan in self.scans:
            if 0 <= left < len(scan.starts):
                return _change(scan, len(scan.starts) - 1 - left)
            left -= len(scan.starts)
        raise IndexError(f"no change {index}; there are {len(self)}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Changes | tuple):
            return NotImplemented
        if isinstance(other, Changes) and self.scans == other.scans:
            return True
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def _change(scan: Scan, at: int) -> Change:
    before, after = scan.befores[at], scan.afters[at]
    return Change(scan.stage, scan.rules[at], scan.starts[at], before, after, scan.scores[at])


def _columns(run: Sequence[Change]) -> Scan:
    """Return the changes of one scan, given from right to left, as columns."""
    _, rules, starts, befores, afters, scores = zip(*reversed(run), strict=True)
    return Scan(run[0].stage, starts, befores, afters, rules, scores)


def apply_edits(stage: str, text: str, edits: Edits) -> tuple[str, Scan]:
    """Make edits in one join; those that change nothing are left out.

    Args:
        stage: The stage that answers for them.
        text: What they speak of.
        edits: From left to right.

    Returns:
        The text after the edits, and what they changed.

    Raises:
        StageError: Edits overlap, or one lies outside the text.

    >>> apply_edits("demo", "l'été", Edits.of([Edit(1, 2, "’", "demo.apostrophe")]))[0]
    'l’été'
    """
    starts = edits.starts
    if not starts:
        return text, Scan(stage)
    borders = [0, *chain.from_iterable(zip(starts, edits.ends, strict=True)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(borders)]
    befores = pieces[1::2]
    changing = list(map(ne, befores, edits.afters))
    if not all(changing):
        return apply_edits(stage, text, edits.where(changing))
    # Two insertions at one place have no order.
    twice = len(set(starts)) < len(starts) and len({*map(Span, starts, edits.ends)}) < len(starts)
    if twice or borders != sorted(borders):
        raise _fault(stage, text, edits)
    pieces[1::2] = edits.afters
    return "".join(pieces), Scan(stage, starts, befores, edits.afters, edits.rules, edits.scores)


def _fault(stage: str, text: str, edits: Edits) -> StageError:
    """Say which of some edits cannot be made, and why."""
    before: Edit | None = None
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(text):
            break
        if before and (edit.start < before.end or edit[:2] == before[:2]):
            rules = f"{before.rule!r} and {edit.rule!r}"
            return StageError(f"{stage}: edits of {rules} overlap at {edit.start}")
        before = edit
    return StageError(f"{stage}: the edit {edit} lies outside the text")
