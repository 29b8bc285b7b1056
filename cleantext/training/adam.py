"""Adam (Kingma and Ba 2015): how dense weights learn, in numpy."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_KEEP_MEAN, _KEEP_SQUARE = 0.9, 0.999
_TINY = np.float32(1e-8)


class Adam:
    """Weights by name, and what is remembered of their slopes.

    Attributes:
        weights: By name; they change in place.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights
        self._means = {name: np.zeros_like(value) for name, value in weights.items()}
        self._squares = {name: np.zeros_like(value) for name, value in weights.items()}
        self._steps = 0

    def learn(self, slopes: Mapping[str, Floats], rate: float) -> None:
        """Take a step down the slopes of a loss."""
        self._steps += 1
        step = np.float32(rate / (1 - _KEEP_MEAN**self._steps))
        even = np.float32(1 / (1 - _KEEP_SQUARE**self._steps))
        for name, slope in slopes.items():
            mean, square, weights = self._means[name], self._squares[name], self.weights[name]
            mean += np.float32(1 - _KEEP_MEAN) * (slope - mean)
            square += np.float32(1 - _KEEP_SQUARE) * (slope * slope - square)
            weights -= step * mean / (np.sqrt(square * even) + _TINY)
