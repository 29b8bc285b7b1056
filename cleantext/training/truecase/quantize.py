"""Numbers as whole numbers of a step: 0.31 is 31 steps of 0.01 (Jacob et al. 2018)."""

import numpy as np
import numpy.typing as npt

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
