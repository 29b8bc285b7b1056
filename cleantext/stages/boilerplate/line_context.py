"""The runs of lines that lines stand in, and how sizes and shares are told in small numbers."""

import numpy as np

from cleantext.stages.boilerplate.page_rows import Numbers, PageRows

MOST = 255
"""The greatest value of a feature."""

_STEPS = np.array([*range(1, 10), *(round(10 * 1.15**power) for power in range(61))])
"""Sizes are told apart by the steps that they reach."""
_REACHED = np.searchsorted(_STEPS, np.arange(_STEPS[-1] + 1), side="right")
"""How many each size reaches."""


def run_features(values: Numbers, pages: PageRows) -> Numbers:
    """Return features of where lines stand to the run of lines with the greatest sum.

    The run is found in one pass over the page (Kadane; Bentley 1984).

    Args:
        values: What each line is worth, below zero where it is not.
        pages: Where the pages begin and end.
    """
    first, behind = pages.best_runs(values)
    first, behind = pages.spread(first), pages.spread(behind)
    place = np.arange(len(values))
    inside = (place >= first) & (place < behind)
    sizes = stepped(np.stack([first - place, place - behind + 1, behind - first]).clip(0))
    worth = np.maximum(values, 0)
    total = np.concatenate(([0], np.cumsum(worth)))
    in_run = total[behind] - total[first]
    shares = share_of(
        np.stack([place - first, in_run]).clip(0) * np.stack([inside, np.ones_like(inside)]),
        np.stack([behind - first, pages.spread(pages.summed(worth))]),
    )
    return np.stack([inside.astype(np.int64), *sizes, *shares])


def stepped(values: Numbers) -> Numbers:
    """Return how many steps each size reaches."""
    reached: Numbers = _REACHED[np.minimum(values, len(_REACHED) - 1)]
    return reached


def share_of(part: Numbers, whole: Numbers) -> Numbers:
    """Return parts of wholes in 255ths."""
    shares: Numbers = np.minimum(MOST * part // np.maximum(whole, 1), MOST)
    return shares
