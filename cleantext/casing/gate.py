"""What tells at a glance that a word has no capital, so that the network need not be asked."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleantext.casing.features import GAPS
from cleantext.casing.truecaser import REACH

_LOSES = 0.002
"""So large a share of the network's capitals may be missed."""
_PASSES = 6
_BATCH = 4096
_RATE = 0.1


@dataclass(frozen=True, slots=True)
class Sample:
    """Words in doubt, for what is fitted after the network.

    Attributes:
        vectors: The vectors of the words around each.
        gaps: The classes of the gaps around each.
        capitals: Whether the network gives it a capital.
        top1: How high the first hidden layer goes, but for outliers.
        top2: The same for the second.
    """

    vectors: npt.NDArray[np.float32]
    gaps: npt.NDArray[np.uint8]
    capitals: npt.NDArray[np.bool_]
    top1: float
    top2: float


def fit_gate(sample: Sample) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find what tells at a glance that a word has no capital: a logistic regression.

    Returns:
        Weights of the vectors and of the gaps around a word, so rounded and so shifted that
        the sum is below zero for all but a few of the words without a capital.
    """
    count, places, width = sample.vectors.shape
    vectors = sample.vectors.reshape(count, -1)
    right = sample.capitals.astype(np.float32)
    weights, bias = np.zeros(places * width, np.float32), np.zeros((places, GAPS), np.float32)
    seen, seen_bias = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    columns = np.arange(places)
    draw = np.random.default_rng(2)
    for _ in range(_PASSES):
        order = draw.permutation(count)
        for first in range(0, count, _BATCH):
            at = order[first : first + _BATCH]
            sums = vectors[at] @ weights + bias[columns, sample.gaps[at]].sum(1)
            # To miss a capital costs more than to ask in vain.
            error = (1 / (1 + np.exp(-sums)) - right[at]) * np.where(right[at] > 0, 4, 1)
            error = (error / len(at)).astype(np.float32)
            slope = error @ vectors[at]
            slope_bias = np.stack(
                [np.bincount(column, error, GAPS) for column in sample.gaps[at].T]
            ).astype(np.float32)
            seen += slope * slope
            seen_bias += slope_bias * slope_bias
            weights -= _RATE * slope / np.sqrt(seen)
            bias -= _RATE * slope_bias / np.sqrt(seen_bias)
    # A vector is whole numbers up to 127; the weights are so, too.
    gate = np.rint(weights.reshape(places, width) * 128).astype(np.int64)
    gate_gaps = np.rint(bias * 128 * 127).astype(np.int64)
    whole = np.rint(vectors * 127).astype(np.int64)
    sums = whole @ gate.ravel() + gate_gaps[columns, sample.gaps].sum(1)
    gate_gaps[REACH] -= int(np.quantile(sums[sample.capitals], _LOSES))
    return gate, gate_gaps
