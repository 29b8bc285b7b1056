"""The words of a model by name: where each stands, and how often it was seen."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_FEW = 20_000
"""As many questions are answered by bisection; to make the dictionary takes as long as that."""


class ModelWords:
    """The words of a model, sorted.

    A dictionary of a hundred thousand words takes longer to make than an article has questions.

    >>> words = ModelWords(("le", "lyon"), np.array([15, 240], np.uint8))
    >>> words.place("lyon"), words.place("lille"), words.count("lyon"), words.count("lille")
    (1, -1, 240, None)
    """

    def __init__(self, words: Sequence[str], known: npt.NDArray[np.uint8]) -> None:
        self._words = words
        self._known = known.tobytes()
        self._places: dict[str, int] = {}
        self._left = _FEW

    def place(self, word: str) -> int:
        """Return where a word stands, or -1."""
        if self._places:
            return self._places.get(word, -1)
        self._left -= 1
        if self._left <= 0:  # two threads may count at once
            self._places = dict(zip(self._words, range(len(self._words)), strict=True))
        place = bisect_left(self._words, word)
        return place if self._words[place : place + 1] == (word,) else -1

    def count(self, word: str) -> int | None:
        """Return how often a word was seen, see `features.pack_counts`; None if it is not one."""
        place = self.place(word)
        return None if place < 0 else self._known[place]
