"""A small network that reads the lines of pages in their order, in whole numbers.

Each line is seen as answers to questions about its features, and made into a few numbers; layers
then look at these in the line itself and in one above and one below, 1, 2, 4 … lines away, so the
last ones see a page's part as a whole (dilated convolutions, Yu and Koltun 2016; over the blocks of
a page, Vogels et al. 2018, "Web2Text"). Weights and what lines are made into are whole numbers
whose sums float32 holds exactly: a score is the same on every machine, whatever is judged with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cleantext.languages.products import one_thread
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows, ranges

Floats = npt.NDArray[np.float32]

TOP = 1023
"""What a line is made into are numbers from 0 to 1,023."""

EXACT = 1 << 24
"""Below this, float32 holds every whole number."""

SCALE = 512
"""A score of 512 is one logit: the natural logarithm of the odds is 1."""

_LINES = 800
"""How many lines are looked at together, or those of one page: they stay in the processor's cache,
some 600 kB."""
_ANSWERED = 1 << 13
"""Questions are asked of 8,192 lines at once: on a longer page, their answers would fill memory."""


@dataclass(frozen=True)
class Layer:
    """What a layer makes of numbers: of each unit a weighted sum, in another unit of measure.

    Attributes:
        weights: Whole numbers, a row an input and a column a unit.
        biases: What is added to the sum of each unit, whole numbers.
        scales: What the sum of each unit is then multiplied by.
    """

    weights: Floats
    biases: Floats
    scales: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """How many numbers it gets and makes."""
        return len(self.weights), len(self.biases)

    def __call__(self, values: Floats) -> Floats:
        """Return the units of each row, as whole numbers."""
        sums: Floats = values @ self.weights
        sums += self.biases
        sums *= self.scales
        return np.rint(sums, out=sums)


@dataclass(frozen=True)
class LineNetwork:
    """Says how likely each line of a page is text of its article.

    Attributes:
        asked: The feature of each question.
        limits: What it has to be greater than.
        seen: Makes numbers of the answers.
        line: Makes others of these.
        around: Make them again, with those of the lines 1, 2, 4 … away.
        both: Sees what they are in the end, and what they were at first.
        score: The score, in the unit of `SCALE`.
    """

    asked: npt.NDArray[np.uint16]
    limits: Bytes
    seen: Layer
    line: Layer
    around: tuple[Layer, ...]
    both: Layer
    score: Layer

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, in the order in which they are asked."""
        return (self.seen, self.line, *self.around, self.both, self.score)

    def scores(self, seen: Bytes, pages: PageRows) -> Numbers:
        """Return the score of each line: above 0 where it is rather text.

        Args:
            seen: The features of the lines, a row a feature.
            pages: Where the pages of the lines begin and end.
        """
        borders = _borders(pages.sizes.tolist())
        starts = np.concatenate((pages.starts, [seen.shape[1]])).tolist()
        with one_thread():
            parts = [
                self._scores(
                    seen[:, starts[first] : starts[behind]],
                    PageRows.of(pages.sizes[first:behind].tolist()),
                )
                for first, behind in pairwise(borders)
            ]
        return np.concatenate(parts)

    def _scores(self, seen: Bytes, pages: PageRows) -> Numbers:
        """Return the same of a few pages."""
        starts = range(0, seen.shape[1], _ANSWERED)
        made = [self._alone(seen[:, start : start + _ANSWERED]) for start in starts]
        hidden = first = np.concatenate(made)
        for power, layer in enumerate(self.around):
            changes = layer(beside(hidden, 1 << power, pages))
            np.maximum(changes, 0, out=changes)
            changes += hidden
            hidden = np.minimum(changes, TOP, out=changes)
        both = _clip(self.both(np.concatenate((hidden, first), axis=1)))
        return self.score(both)[:, 0].astype(np.int64)

    def _alone(self, seen: Bytes) -> Floats:
        """Return what lines are made into, whatever stands around them."""
        answers = (seen[self.asked] > self.limits[:, None]).astype(np.float32).T
        return _clip(self.line(_clip(self.seen(answers))))


def beside(hidden: Floats, far: int, pages: PageRows) -> Floats:
    """Return what lines are with what those so far above and below them are, 0 outside the page.

    >>> beside(np.float32([[1], [2], [3]]), 1, PageRows.of([2, 1])).tolist()
    [[0.0, 1.0, 2.0], [1.0, 2.0, 0.0], [0.0, 3.0, 0.0]]
    """
    count, units = hidden.shape
    found = np.empty((count, 3 * units), np.float32)
    above, own, below = np.split(found, 3, axis=1)
    own[:] = hidden
    above[far:] = hidden[:-far]
    below[: max(count - far, 0)] = hidden[far:]
    # Of each page, the first lines have none so far above, and the last ones none so far below.
    edges = np.minimum(pages.sizes, far)
    above[ranges(pages.starts, edges)] = 0
    below[ranges(pages.starts + pages.sizes - edges, edges)] = 0
    return found


def _clip(values: Floats) -> Floats:
    return np.clip(values, 0, TOP, out=values)


def _borders(sizes: Sequence[int]) -> list[int]:
    """Return where to part pages that have these numbers of lines, so that parts are small."""
    borders, lines = [0], 0
    for page, size in enumerate(sizes):
        if lines and lines + size > _LINES:
            borders.append(page)
            lines = 0
        lines += size
    return [*borders, len(sizes)]
