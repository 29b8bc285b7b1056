"""Where the documents of a run went, as bands from one bar to others (a Sankey diagram)."""

from collections.abc import Mapping
from typing import NamedTuple

HEIGHT = 240.0
"""Of all documents together, in pixels."""
THINNEST = 3.0
"""What is shown is seen, however few documents it is."""
ROOM = 54.0
"""From one end to the next, at least: there is room for two lines of text."""
MOST = 6
"""So many reasons have an end of their own; the rest share one."""
LEFT, RIGHT = 18.0, 300.0
"""Where bands begin and end, in pixels from the left."""


class End(NamedTuple):
    """A place where documents went.

    Attributes:
        kind: `clean`, `rejected` or `failed`.
        reason: Why; empty for clean ones, None for several reasons that share an end.
        documents: How many.
        share: Of all documents.
        top: Where its bar begins, in pixels from above.
        height: Of its bar.
        path: The outline of the band that leads there, as SVG has it.
    """

    kind: str
    reason: str | None
    documents: int
    share: float
    top: float
    height: float
    path: str


class Flow(NamedTuple):
    """A drawing.

    Attributes:
        ends: From top to bottom.
        source: The height of the bar that all bands come from.
        height: Of all of it, in pixels.
    """

    ends: list[End]
    source: float
    height: float


def flow_of(clean: int, rejected: Mapping[str, int], failed: Mapping[str, int]) -> Flow:
    """Lay out where documents went.

    Args:
        clean: How many are in the corpus.
        rejected: How many were kept out, by reason.
        failed: How many could not be read or cleaned, by reason.

    >>> flow = flow_of(3, {"empty": 1}, {})
    >>> [(end.kind, end.reason, end.share) for end in flow.ends]
    [('clean', '', 0.75), ('rejected', 'empty', 0.25)]
    """
    counts: list[tuple[str, str | None, int]] = [("clean", "", clean)]
    counts += [("rejected", *each) for each in _largest(rejected)]
    counts += [("failed", *each) for each in _largest(failed)]
    total = sum(count for *_, count in counts)
    ends: list[End] = []
    at = top = 0.0
    for kind, reason, count in counts:
        if not count:
            continue
        height = max(THINNEST, HEIGHT * count / total)
        path = _band(at, top, height)
        ends.append(End(kind, reason, count, count / total, top, height, path))
        at += height
        top += max(height + 10, ROOM)
    return Flow(ends, at, max(at, top))


def _largest(counts: Mapping[str, int]) -> list[tuple[str | None, int]]:
    """Return the reasons with the most documents, and what the others are together."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    own = len(ordered) if len(ordered) <= MOST else MOST - 1
    others = sum(count for _, count in ordered[own:])
    return [*ordered[:own], *([(None, others)] if others else [])]


def _band(start: float, end: float, height: float) -> str:
    """Return the outline of a band of one height from the left bar to the right one."""
    middle = (LEFT + RIGHT) / 2
    below = start + height, end + height
    return (
        f"M{LEFT:.0f} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} "
        f"{RIGHT:.0f} {end:.1f}V{below[1]:.1f}C{middle:.0f} {below[1]:.1f} "
        f"{middle:.0f} {below[0]:.1f} {LEFT:.0f} {below[0]:.1f}Z"
    )
