"""Counts by class as columns side by side, laid out for SVG."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

HEIGHT = 120.0
"""Of the highest column, in pixels."""
THINNEST = 1.5
"""What is shown is seen, however little it is."""
LABELS = 12
"""So many classes have a label at most: there is no room for more."""


class Column(NamedTuple):
    """The columns of a class.

    Attributes:
        label: What the class is called; empty where there is no room.
        name: The same, always.
        counts: How many are in it, of each series.
        bars: Left edge, top and height of each, in pixels.
        middle: Where the label stands.
    """

    label: str
    name: str
    counts: tuple[int, ...]
    bars: tuple[tuple[float, float, float], ...]
    middle: float


class ColumnChart(NamedTuple):
    """A drawing.

    Attributes:
        columns: From left to right.
        width: Of a bar, in pixels.
    """

    columns: list[Column]
    width: float


WIDTH = 640.0


def columns_of(classes: Sequence[tuple[str, str]], *series: Mapping[str, int]) -> ColumnChart:
    """Lay out counts.

    Args:
        classes: The key of each class and its label, from left to right.
        series: Counts by key, for each of the series.

    >>> drawn = columns_of([("a", "A"), ("b", "B")], {"a": 2}, {"a": 1, "b": 4})
    >>> [(column.label, column.counts) for column in drawn.columns]
    [('A', (2, 1)), ('B', (0, 4))]
    >>> [round(bar[2]) for column in drawn.columns for bar in column.bars]
    [60, 30, 0, 120]
    """
    highest = max((count for each in series for count in each.values()), default=0) or 1
    room = WIDTH / (len(classes) or 1)
    width = min(room * 0.8, 60 * len(series)) / len(series)
    every = -(-len(classes) // LABELS)
    columns = []
    for number, (key, label) in enumerate(classes):
        counts = tuple(each.get(key, 0) for each in series)
        left = room * (number + 0.5) - width * len(series) / 2
        bars = []
        for place, count in enumerate(counts):
            height = max(THINNEST, HEIGHT * count / highest) if count else 0.0
            bars.append((left + width * place, HEIGHT - height, height))
        shown = "" if number % every else label
        columns.append(Column(shown, label, counts, tuple(bars), room * (number + 0.5)))
    return ColumnChart(columns, width)


def between(edges: Sequence[int], *series: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the classes from the first that has something in it to the last.

    >>> between([0, 10, 20, 50], {"10": 1}, {"20": 3})
    [('10', '10'), ('20', '20')]
    """
    met = [number for number, edge in enumerate(edges) if any(str(edge) in each for each in series)]
    if not met:
        return []
    return [(str(edge), _short(edge)) for edge in edges[met[0] : met[-1] + 1]]


def _short(number: int) -> str:
    """Return a round number in few signs.

    >>> [_short(each) for each in (500, 2000, 5_000_000)]
    ['500', '2k', '5M']
    """
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number // size}{sign}"
    return str(number)
