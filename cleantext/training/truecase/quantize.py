"""Numbers as whole numbers of a step: 0.31 is 31 steps of 0.01 (Jacob et al. 2018)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.network import UNIT

VECTOR_STEP = 1 / 127
"""Parts of vectors are from -1 to 1."""

Floats = npt.NDArray[np.float32]


def int8_step(values: Floats) -> float:
    """Return the step of which the highest of the values, whatever its sign, is 127.

    >>> int8_step(np.array([0.5, -254], np.float32))
    2.0
    """
    return float(np.abs(values).max()) / 127


def quantize_int8(values: Floats, step: float) -> npt.NDArray[np.int8]:
    """Return values as whole numbers of steps; what is beyond -127 or 127 is cut to it.

    >>> quantize_int8(np.array([0.31, -0.5, 2], np.float32), 0.01).tolist()
    [31, -50, 127]
    """
    found: npt.NDArray[np.int8] = np.clip(np.rint(values / step), -127, 127).astype(np.int8)
    return found


def quantize_int64(values: Floats, step: float) -> npt.NDArray[np.int64]:
    """Return values as whole numbers of steps, however many.

    >>> quantize_int64(np.array([0.31, -50], np.float32), 0.01).tolist()
    [31, -5000]
    """
    found: npt.NDArray[np.int64] = np.rint(values / step).astype(np.int64)
    return found


def quantize_layers(
    dense: Mapping[str, Floats], top1: float, top2: float
) -> tuple[dict[str, float], dict[str, Any]]:
    """Quantize the hidden layers and the output.

    The weights of a layer are steps of their own, what it gives is 0 to 255 of what it gave a
    sample at most, and a bias has the step of the sums that it is added to.

    Args:
        dense: Weights and biases of the three, by name.
        top1: How high the first hidden layer goes, but for outliers.
        top2: The same for the second.

    Returns:
        What turns the sums of each layer into its outputs, and the weights and biases, by name.
    """
    steps = [int8_step(dense[f"weights{layer}"]) for layer in (1, 2, 3)]
    inputs = VECTOR_STEP, top1 / 255, top2 / 255
    sums = [given * step for given, step in zip(inputs, steps, strict=True)]
    layers: dict[str, Any] = {}
    for layer, (weight_step, sum_step) in enumerate(zip(steps, sums, strict=True), 1):
        layers[f"weights{layer}"] = quantize_int8(dense[f"weights{layer}"], weight_step)
        layers[f"bias{layer}"] = quantize_int64(dense[f"bias{layer}"], sum_step)
    scales = {
        "hidden1": sums[0] / inputs[1],
        "hidden2": sums[1] / inputs[2],
        "output": sums[2] * UNIT,
    }
    return scales, layers
