"""What stands around lines: the runs of lines that they are in, and what is known of those near."""

import numpy as np

from cleantext.stages.boilerplate.line_words import TellingWords
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows

MOST = 255
"""The greatest value of a feature."""

_STEPS = np.array([*range(1, 10), *(round(10 * 1.15**power) for power in range(61))])
"""Sizes are told apart by the steps that they reach."""

_STACKED = (-4, -3, -2, -1, 1, 2, 3, 4)
_STACKED_WIDE = np.array([[4], [8], [16]])

_CLEAR = 48
"""3 logits are as clear as any number of them, where runs are looked for."""


def around(steps: Numbers, pages: PageRows, telling: TellingWords) -> Bytes:
    """Return features of what is known of the lines around: of each near one, and of many.

    Args:
        steps: A number a line, from 0 to 255; above the middle it is rather text.
        pages: Where the pages of the lines begin and end.
        telling: The words of the lines that tell what they are about.
    """
    place, count = pages.places, pages.counts
    likely = (steps > MOST // 2).astype(int)
    all_likely = pages.spread(pages.summed(likely))
    wide = _STACKED_WIDE
    above, below = np.minimum(place, wide), np.minimum(count - 1 - place, wide)
    before = pages.before(likely)
    worth = steps - MOST // 2
    best, clear = run_features(worth, pages), run_features(worth.clip(-_CLEAR, _CLEAR), pages)
    in_best = likely * best[0]
    told = np.stack([telling.shared(likely), telling.shared(in_best)])
    rows = (
        steps[None],
        pages.near(steps[None], _STACKED, 0),
        (pages.between(steps, wide, wide) - steps) // np.maximum(above + below, 1),
        (pages.between(steps, wide, 0) - steps) // np.maximum(above, 1),
        (pages.between(steps, 0, wide) - steps) // np.maximum(below, 1),
        [
            pages.since(likely, MOST),
            pages.until(likely, MOST),
            MOST * before // np.maximum(all_likely, 1),
            *stepped(np.stack((before, all_likely - before - likely))),
            MOST * all_likely // count,
            pages.spread(np.maximum.reduceat(steps, pages.starts)),
        ],
        best,
        clear,
        told,
        share_of(told, telling.counts),
    )
    seen: Bytes = np.clip(np.concatenate(rows), 0, MOST).astype(np.uint8)
    return seen


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
    return np.searchsorted(_STEPS, values, side="right")


def share_of(part: Numbers, whole: Numbers) -> Numbers:
    """Return parts of wholes in 255ths."""
    shares: Numbers = np.minimum(MOST * part // np.maximum(whole, 1), MOST)
    return shares
