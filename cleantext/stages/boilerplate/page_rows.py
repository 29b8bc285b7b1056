"""The lines of many pages, one page behind the other, as columns: what is near, before, in all.

Arrays have a column a line. A line of one page never sees a line of another.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]
Rows = TypeVar("Rows", Bytes, Numbers)


class PageRows(NamedTuple):
    """Where pages begin and end among the lines of all of them.

    Attributes:
        starts: The place of the first line of each page.
        sizes: How many lines each page has, at least one.
        firsts: For each line, the place of the first line of its page.
        behinds: For each line, the place behind the last line of its page.
    """

    starts: Numbers
    sizes: Numbers
    firsts: Numbers
    behinds: Numbers

    @classmethod
    def of(cls, sizes: Sequence[int]) -> "PageRows":
        """Return the rows of pages that have these numbers of lines.

        >>> PageRows.of([2, 1]).behinds.tolist()
        [2, 2, 3]
        """
        lengths = np.array(sizes, np.int64)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        return cls(starts, lengths, np.repeat(starts, lengths), np.repeat(ends, lengths))

    @property
    def places(self) -> Numbers:
        """The place of each line in its page."""
        return np.arange(len(self.firsts)) - self.firsts

    @property
    def counts(self) -> Numbers:
        """For each line, how many its page has."""
        return self.behinds - self.firsts

    def summed(self, rows: Numbers) -> Numbers:
        """Return the sum of each page."""
        return np.add.reduceat(rows, self.starts, axis=-1)

    def spread(self, values: Numbers) -> Numbers:
        """Return for each line the value of its page."""
        return np.repeat(values, self.sizes, axis=-1)

    def before(self, rows: Numbers) -> Numbers:
        """Return for each line the sum of the lines of its page before it."""
        sums = np.cumsum(rows, axis=-1) - rows
        return sums - sums[..., self.firsts]

    def beside(self, rows: Numbers, far: int) -> tuple[Numbers, Numbers]:
        """Return for each line the sums over the lines of its page above it, and below it.

        Args:
            rows: What is added up.
            far: How many lines count on either side.
        """
        place = np.arange(len(self.firsts))
        total = np.zeros((*rows.shape[:-1], len(place) + 1), np.int64)
        np.cumsum(rows, axis=-1, out=total[..., 1:])
        above = total[..., :-1] - total[..., np.maximum(place - far, self.firsts)]
        below = total[..., np.minimum(place + 1 + far, self.behinds)] - total[..., 1:]
        return above, below

    def near(self, rows: Rows, offsets: Sequence[int], fill: int) -> Rows:
        """Return the values at each offset in lines: all rows for the first offset, and so on.

        Args:
            rows: A row a kind of value.
            offsets: In lines, below zero above.
            fill: What stands outside of the page.
        """
        at = np.arange(rows.shape[1]) + np.array(offsets)[:, None]
        outside = (at < self.firsts) | (at >= self.behinds)
        at[outside] = 0
        found = rows[:, at]
        found[:, outside] = fill
        return found.transpose(1, 0, 2).reshape(len(offsets) * len(rows), -1)

    def best_runs(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """Return for each page the first line of the run with the greatest sum, and the one behind.

        A page whose lines are all worth nothing has an empty run at its end.

        >>> PageRows.of([4]).best_runs(np.array([-1, 2, 3, -2]))
        (array([1]), array([3]))
        """
        firsts, behinds = self.starts.copy(), self.starts.copy()
        for page, (start, size) in enumerate(zip(self.starts, self.sizes, strict=True)):
            sums = np.concatenate(([0], np.cumsum(values[start : start + size])))
            gains = sums - np.minimum.accumulate(sums)
            end = int(gains.argmax())
            if gains[end] > 0:
                behinds[page] += end
                firsts[page] += int(sums[: end + 1].argmin())
            else:
                firsts[page] = behinds[page] = start + size
        return firsts, behinds

    def since(self, marks: Numbers, most: int) -> Numbers:
        """Return how many lines above the last mark of the page is; `most` where there is none."""
        place = np.arange(len(marks))
        last = np.full(len(marks), -1)
        np.maximum.accumulate(np.where(marks > 0, place, -1)[:-1], out=last[1:])
        return np.where(last < self.firsts, most, np.minimum(place - last, most))

    def until(self, marks: Numbers, most: int) -> Numbers:
        """Return how many lines below the next mark of the page is; `most` where there is none."""
        return PageRows.of(self.sizes[::-1].tolist()).since(marks[::-1], most)[::-1]


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the numbers of ranges, one behind the other.

    >>> ranges(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    return np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
