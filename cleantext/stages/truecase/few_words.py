"""Which words of a short text are in doubt, one by one, where numpy's calls would take longer.

The same as `Truecaser` finds for many words by columns.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import DASH_GAP, GAPS, LINE_GAP, OPENING, START
from cleantext.stages.truecase.model import DEPENDS, DOUBT, SURE
from cleantext.stages.truecase.network import REACH, WINDOW

_AT_LINES = bytes(gap // 3 == LINE_GAP // 3 for gap in range(GAPS)).ljust(256, b"\0")
_EMPTY, _SAFE, _EDGE = [0] * WINDOW, [SURE] * WINDOW, [LINE_GAP] * WINDOW
HEAD = 10
"""Behind at most 10 words from the head of a line, a dash may begin a sentence."""

Int32 = npt.NDArray[np.int32]


class FewWords(NamedTuple):
    """The words of a short text, each line set apart by empty words.

    Attributes:
        types: The type of each word, and of the empty ones.
        kinds: Whether each is in doubt by itself: `SURE`, `DEPENDS`, `DOUBT` or `ALWAYS`.
        gaps: The class of the gap before each.
        places: Where each word of the text stands among them.
    """

    types: list[int]
    kinds: list[int]
    gaps: list[int]
    places: list[int]

    @classmethod
    def of(
        cls, types: Sequence[int], kinds: bytes, gaps: bytes, starts: Sequence[int]
    ) -> "FewWords":
        """Set the lines apart.

        Args:
            types: The type of each word.
            kinds: Whether it is in doubt by itself.
            gaps: The class of the gap before each.
            starts: The places of the words that begin sentences.
        """
        classes = bytearray(gaps)
        for place in starts:
            classes[place] += START
        # The first word begins a line, whatever stands before it.
        lines, at_lines = [0], gaps.translate(_AT_LINES)
        while (at := at_lines.find(1, lines[-1] + 1)) > 0:
            lines.append(at)
        found = cls(_EMPTY.copy(), _SAFE.copy(), _EDGE.copy(), [])
        for first, behind in pairwise((*lines, len(types))):
            place = len(found.types)
            found.places.extend(range(place, place + behind - first))
            found.types.extend((*types[first:behind], *_EMPTY))
            found.kinds.extend((*kinds[first:behind], *_SAFE))
            found.gaps.extend((*classes[first:behind], *_EDGE))
        return found

    def in_doubt(self, hints: Int32, gap_hints: Int32) -> list[int]:
        """Return where words stand for which a capital is neither sure nor out of the question.

        Args:
            hints: How much each type hints, at each place of a window, that it is so.
            gap_hints: How much each class of a gap does.
        """
        hinted = self._hinted(hints, gap_hints)
        types, kinds, gaps = self.types, self.kinds, self.gaps
        found = []
        for at, kind in enumerate(kinds):
            if kind == DEPENDS:
                gap = gaps[at]
                if gap >= START or not (
                    gap % 3 == OPENING or kinds[at - 1] >= DOUBT or kinds[at + 1] >= DOUBT
                ):
                    continue
                if gap == DASH_GAP and 0 not in types[max(0, at - HEAD) : at]:
                    continue
            elif kind != DOUBT:
                continue
            # The gate has learnt nothing of the starts of sentences.
            if hinted[at - REACH] >= 0 or gaps[at] >= START:
                found.append(at)
        return found

    def _hinted(self, hints: Int32, gap_hints: Int32) -> list[int]:
        """Return what the window around each word hints, but those of two words at both ends."""
        rows = hints.take(self.types, 0)
        rows += gap_hints.take(self.gaps, 0)
        # The members of a window stand one row and one column apart.
        size, step = rows.shape[1], rows.itemsize
        shape, strides = (len(rows) - 2 * REACH, size), (size * step, (size + 1) * step)
        return list(np.ndarray(shape, np.int32, rows, strides=strides).sum(1).tolist())
