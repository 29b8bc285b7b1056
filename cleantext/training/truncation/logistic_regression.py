"""Logistic regression on hashed features, by AdaGrad (Duchi et al. 2011)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleantext.stages.truncation.line_ends import BITS, SCALE

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]

_BATCH, _RATE, _DECAY = 256, 0.06, 1e-5
_SMALL = 1
"""A weight that rounds to 1 or -1 becomes 0: the table compresses better."""


def fit(
    places: Sequence[Places], labels: Floats, importance: Floats, passes: int
) -> tuple[bytes, float]:
    """Fit a logistic regression.

    Args:
        places: For each example, the places in the table that it uses.
        labels: 1 or 0 for each.
        importance: How much each counts.
        passes: How many times to see all of them.

    Returns:
        The table: the weight of each place in 1/SCALE logit, a signed byte each; and the bias in
        logits.
    """
    weights, squares = np.zeros(1 << BITS), np.full(1 << BITS, 1e-2)
    bias, bias_square = 0.0, 1e-2
    rng = np.random.default_rng(0)
    for _ in range(passes):
        order = rng.permutation(len(places))
        for start in range(0, len(places), _BATCH):
            batch = order[start : start + _BATCH]
            flat = np.concatenate([places[index] for index in batch])
            row = np.repeat(np.arange(len(batch)), [len(places[index]) for index in batch])
            sums = np.bincount(row, weights=weights[flat], minlength=len(batch)) + bias
            error = (1 / (1 + np.exp(-sums)) - labels[batch]) * importance[batch]
            used, inverse = np.unique(flat, return_inverse=True)
            slope = np.bincount(inverse, weights=error[row]) + _DECAY * len(batch) * weights[used]
            squares[used] += slope**2
            weights[used] -= _RATE * slope / np.sqrt(squares[used])
            bias_square += error.sum() ** 2
            bias -= _RATE * error.sum() / np.sqrt(bias_square)
    rounded = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    rounded[np.abs(rounded) <= _SMALL] = 0
    return rounded.tobytes(), float(bias)
