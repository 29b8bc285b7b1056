"""Gradient boosting (Friedman 2001) of oblivious trees, each a step of Newton's.

The questions of a tree are found on the examples that are furthest from right, and on a few of the
others, which count for all of these (gradient-based one-side sampling, Ke et al. 2017); its leaves
are then set on all examples.
"""

import numpy as np
import numpy.typing as npt

from cleantext.errors import DataError
from cleantext.stages.boilerplate.line_model import DEPTH, SCALE, Trees
from cleantext.stages.boilerplate.page_rows import Bytes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FURTHEST, _OTHERS = 0.08, 0.05
"""The shares of the examples that a tree is grown on: the furthest from right, and others."""
_COLUMNS = 0.25
"""The share of the features that a tree may ask for."""
_SMOOTH = 20.0
"""Added to the second derivative of each leaf, so that few examples move it little."""
_BINS = 256
"""How many values a feature can have: it is a byte."""
_LONGEST_LEAF = 32767
"""A leaf is two signed bytes."""


def grow_trees(seen: Bytes, labels: Ints, weights: Floats, count: int, rate: float) -> Trees:
    """Grow a row of trees.

    Args:
        seen: The features of the examples, a row a feature.
        labels: 1 or 0 for each example.
        weights: How much each counts.
        count: How many trees.
        rate: The share of a step of Newton's that each takes.

    Raises:
        DataError: The examples are not of both kinds.
    """
    share = (weights * labels).sum() / weights.sum() if len(weights) else 0
    if not 0 < share < 1:
        raise DataError(
            "the pages have too little to learn from: lines of text and other lines,"
            " of two sites at least"
        )
    rng = np.random.default_rng(0)
    bias = round(float(np.log(share / (1 - share))) * SCALE)
    sums = np.full(seen.shape[1], bias, dtype=np.int64)
    asked = np.zeros((count, DEPTH), np.uint16)
    limits = np.zeros((count, DEPTH), np.uint8)
    leaves = np.zeros((count, 1 << DEPTH), np.int16)
    for tree in range(count):
        chance = 1 / (1 + np.exp(-sums / SCALE))
        slope, bend = weights * (labels - chance), weights * chance * (1 - chance)
        rows, times = _sample(slope, rng)
        columns = np.sort(rng.permutation(len(seen))[: round(len(seen) * _COLUMNS)])
        part, node = seen[np.ix_(columns, rows)], np.zeros(len(rows), np.int64)
        steps, bends = slope[rows] * times, bend[rows] * times
        for level in range(DEPTH):
            column, limit = _best_question(part, node, steps, bends, level)
            asked[tree, level], limits[tree, level] = columns[column], limit
            node += (part[column] > limit).astype(np.int64) << level
        place = np.zeros(len(sums), np.int64)
        for level in range(DEPTH):
            place += (seen[asked[tree, level]] > limits[tree, level]).astype(np.int64) << level
        up = np.bincount(place, slope, 1 << DEPTH)
        down = np.bincount(place, bend, 1 << DEPTH)
        leaf = np.round(rate * SCALE * up / (down + _SMOOTH))
        leaves[tree] = np.clip(leaf, -_LONGEST_LEAF, _LONGEST_LEAF)
        sums += leaves[tree].astype(np.int64)[place]
    return Trees(asked, limits, leaves, bias)


def _sample(slope: Floats, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Return the examples that a tree is grown on, in order, and how many each stands for."""
    far = np.abs(slope)
    most = max(round(len(far) * _FURTHEST), 1)
    furthest = far >= np.partition(far, len(far) - most)[len(far) - most]
    drawn = rng.random(len(far)) < _OTHERS
    rows = np.flatnonzero(furthest | drawn)
    return rows, np.where(furthest[rows], 1.0, 1 / _OTHERS)


def _best_question(
    seen: Bytes, node: Ints, slope: Floats, bend: Floats, level: int
) -> tuple[int, int]:
    """Return the feature, and what it has to be greater than, that part the examples best.

    Args:
        seen: The features that may be asked for, of the examples.
        node: The node of the level that each has come to; all of them ask the same question.
        slope: The first derivative of the gain of each.
        bend: The second.
        level: How many questions were asked before.
    """
    best = (-1.0, 0, 0)
    shape, size = (1 << level, _BINS), _BINS << level
    first = node * _BINS
    for column, values in enumerate(seen):
        place = first + values
        up = np.bincount(place, slope, size).reshape(shape).cumsum(axis=1)
        down = np.bincount(place, bend, size).reshape(shape).cumsum(axis=1)
        gain = up**2 / (down + _SMOOTH)
        gain += (up[:, -1:] - up) ** 2 / (down[:, -1:] - down + _SMOOTH)
        total = gain.sum(axis=0)
        limit = int(total.argmax())
        best = max(best, (float(total[limit]), column, limit))
    return best[1:]
