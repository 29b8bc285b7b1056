"""Numbers as whole numbers of a step."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def step(values: Floats) -> float:
    """Return the step of which the highest of the values is 127."""
    return float(np.abs(values).max()) / 127


def rounded(values: Floats, size: float) -> npt.NDArray[np.int8]:
    """Return values as whole numbers of steps of a size, from -127 to 127."""
    found: npt.NDArray[np.int8] = np.clip(np.rint(values / size), -127, 127).astype(np.int8)
    return found


def whole(values: Floats, size: float) -> npt.NDArray[np.int64]:
    """Return values as whole numbers of steps of a size."""
    found: npt.NDArray[np.int64] = np.rint(values / size).astype(np.int64)
    return found
