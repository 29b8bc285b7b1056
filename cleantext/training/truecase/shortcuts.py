"""What tells at a glance that a word has no capital, so that the network need not be asked.

First a sum of what each word around hints, which is known of a word before it is read;
then, where that says nothing, a network of a few units.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import GAPS
from cleantext.stages.truecase.network import REACH, apply_layer
from cleantext.training.adam import Adam
from cleantext.training.truecase.quantize import int8_step, quantize_int8, quantize_int64

_GATE_LOSES, _GLANCE_LOSES = 0.001, 0.0004
"""The share of the network's capitals that each may miss: 1 in 1,000, and 4 in 10,000."""
_CAPITAL_WEIGHT = 4
"""To miss a capital costs 4 times what it costs to ask in vain."""
_PASSES = 6
_BATCH = 4096
_RATE = 0.1
_UNITS = 16
_GLANCE_RATE = 0.004

Floats = npt.NDArray[np.float32]
Int8 = npt.NDArray[np.int8]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Words in doubt, for what is fitted after the network.

    Attributes:
        vectors: The vectors of the words around each, -127 to 127.
        gaps: The classes of the gaps around each.
        capitals: Whether the network gives it a capital.
        top1: How high the first hidden layer goes, but for outliers.
        top2: The same for the second.
    """

    vectors: Int8
    gaps: npt.NDArray[np.uint8]
    capitals: npt.NDArray[np.bool_]
    top1: float
    top2: float


class Glance(NamedTuple):
    """A network of a few units, in whole numbers.

    Attributes:
        weights1: From the vectors of the words around a word, each before that of its gap.
        bias: The same.
        weights2: To the sum that counts.
        edge: A sum below it means lowercase; an array of one number.
        scale: What turns the sums of the first layer into its outputs.
    """

    weights1: Int8
    bias: Int64
    weights2: Int8
    edge: Int64
    scale: float


def fit_gate(sample: Sample) -> tuple[Int64, Int64, npt.NDArray[np.bool_]]:
    """Find what tells at a glance that a word has no capital: a logistic regression.

    Returns:
        Weights of the vectors and of the gaps around a word, so rounded and so shifted that
        the sum is below zero for all but a few of the words without a capital; and for each
        word of the sample whether its sum is not below zero.
    """
    count, places, width = sample.vectors.shape
    given = sample.vectors.reshape(count, -1)
    right = sample.capitals.astype(np.float32)
    weights, bias = np.zeros(places * width, np.float32), np.zeros((places, GAPS), np.float32)
    seen, seen_bias = np.full_like(weights, 1e-6), np.full_like(bias, 1e-6)
    columns = np.arange(places)
    draw = np.random.default_rng(2)
    for _ in range(_PASSES):
        order = draw.permutation(count)
        for first in range(0, count, _BATCH):
            at = order[first : first + _BATCH]
            vectors = given[at] * np.float32(1 / 127)
            sums = vectors @ weights + bias[columns, sample.gaps[at]].sum(1)
            error = _error(sums, right[at])
            slope = error @ vectors
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
    sums = _sums(given, gate.ravel()).astype(np.int64)
    sums += gate_gaps[columns, sample.gaps].sum(1)
    seen_capitals = sums[sample.capitals]
    edge = int(np.quantile(seen_capitals, _GATE_LOSES) if len(seen_capitals) else sums.min())
    gate_gaps[REACH] -= edge
    return gate, gate_gaps, sums >= edge


def _sums(given: Int8, weights: Int8 | Int64) -> npt.NDArray[np.float64]:
    """Return the sums of a layer, exactly: whole numbers below 2 ** 53."""
    exact = weights.astype(np.float64)
    blocks = range(0, len(given), _BATCH)
    return np.concatenate([given[at : at + _BATCH].astype(np.float64) @ exact for at in blocks])


def _error(sums: Floats, right: Floats) -> Floats:
    """Return the slope of the mean loss of a logistic regression, by sum."""
    weights = np.where(right > 0, _CAPITAL_WEIGHT, 1)
    return ((1 / (1 + np.exp(-sums)) - right) * weights / len(right)).astype(np.float32)


def fit_glance(sample: Sample, gaps: Int8, passed: npt.NDArray[np.bool_]) -> Glance:
    """Fit a small network to what the gate lets pass; Adam, its rate falling to nothing.

    Args:
        sample: Words in doubt.
        gaps: A vector for each class of gap.
        passed: Whether the gate lets each word of the sample pass.
    """
    draw = np.random.default_rng(3)
    chosen = np.flatnonzero(passed)
    given = np.concatenate([sample.vectors[chosen], gaps[sample.gaps[chosen]]], 2)
    given = given.reshape(len(chosen), -1)
    capitals = sample.capitals[chosen]
    right = capitals.astype(np.float32)
    width = given.shape[1]
    weights = {
        "first": draw.standard_normal((width, _UNITS), np.float32) * np.float32((2 / width) ** 0.5),
        "bias": np.zeros(_UNITS, np.float32),
        "second": draw.standard_normal(_UNITS, np.float32) * np.float32(_UNITS**-0.5),
        "last": np.zeros(1, np.float32),
    }
    adam = Adam(weights)
    steps = _PASSES * -(-len(chosen) // _BATCH)
    done = 0
    for _ in range(_PASSES):
        order = draw.permutation(len(chosen))
        for start in range(0, len(chosen), _BATCH):
            at = order[start : start + _BATCH]
            inputs = given[at] * np.float32(1 / 127)
            hidden = np.maximum(inputs @ weights["first"] + weights["bias"], 0)
            error = _error(hidden @ weights["second"] + weights["last"], right[at])
            back = error[:, None] * weights["second"] * (hidden > 0)
            slopes = {
                "first": inputs.T @ back,
                "bias": back.sum(0),
                "second": error @ hidden,
                "last": error.sum(keepdims=True),
            }
            adam.learn(slopes, _GLANCE_RATE * (1 - done / steps))
            done += 1
    first_step = int8_step(weights["first"])
    weights1 = quantize_int8(weights["first"], first_step)
    weights2 = quantize_int8(weights["second"], int8_step(weights["second"]))
    bias = quantize_int64(weights["bias"], first_step / 127)
    sums = _sums(given, weights1).astype(np.float32)
    scale = 255 / max(1.0, float(np.quantile(sums + bias, 0.9999)))
    hidden = apply_layer(sums, bias.astype(np.float32), np.float32(scale))
    outputs = (hidden @ weights2.astype(np.float32))[capitals]
    edge = np.floor(np.quantile(outputs, [_GLANCE_LOSES])) if len(outputs) else np.zeros(1)
    return Glance(weights1, bias, weights2, edge.astype(np.int64), scale)
