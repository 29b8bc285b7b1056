"""Makes whole numbers of a network that has learnt (Jacob et al. 2018).

The weights of a unit are steps of a 127th of the greatest of them, and what lines are made into
steps of a 1,023rd of the most that examples reach.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.boilerplate.line_network import EXACT, SCALE, TOP, Layer, LineNetwork
from cleantext.stages.boilerplate.page_rows import Bytes

Floats = npt.NDArray[np.float32]

_LONGEST = 127
"""A weight is a signed byte."""
_TINY = 1e-9


class Questions(NamedTuple):
    """What is asked of the features of lines.

    Attributes:
        asked: The feature of each question.
        limits: What it has to be greater than.
    """

    asked: npt.NDArray[np.uint16]
    limits: Bytes

    def answers(self, seen: Bytes) -> Floats:
        """Return 1 or 0 for each question of each line, a line a row, from a row a feature."""
        return (seen[self.asked] > self.limits[:, None]).astype(np.float32).T


def choose_questions(samples: Sequence[Bytes], most: int) -> Questions:
    """Return the limits that part the values of each feature into shares of about the same size.

    Where most lines have the least value of all, it is parted from the others, and these by shares.

    Args:
        samples: Features of lines, a row a feature.
        most: How many limits a feature has at most.
    """
    asked: list[int] = []
    limits: list[int] = []
    shares = np.arange(1, most + 1) / (most + 1)
    for feature, values in enumerate(np.sort(np.concatenate(samples, axis=1), axis=1)):
        above = values[values > values[0]]
        parts = [part[(shares * len(part)).astype(int)] for part in (values, above) if len(part)]
        found = {int(values[0]), *np.concatenate(parts).tolist()}
        known = sorted(found - {int(values[-1])})
        some = np.unique(np.linspace(0, len(known) - 1, min(most, len(known))).astype(int))
        limits += [known[place] for place in some]
        asked += [feature] * len(some)
    return Questions(np.array(asked, np.uint16), np.array(limits, np.uint8))


def quantize(
    weights: Mapping[str, Floats], reached: Mapping[str, float], questions: Questions
) -> LineNetwork:
    """Return a network that counts in whole numbers.

    Args:
        weights: See `LineNet.weights`.
        reached: The most that `seen`, `hidden` and `both` come to on examples.
        questions: What is asked of lines.
    """
    seen, hidden, both = (reached[name] / TOP for name in ("seen", "hidden", "both"))

    def layer(name: str, given: float, made: float, most: int = TOP) -> Layer:
        return _quantized(weights[name], weights[f"{name} bias"], given, made, most)

    around = [name for name in weights if name.startswith("around") and " " not in name]
    return LineNetwork(
        *questions,
        layer("seen", 1, seen, most=1),
        layer("line", seen, hidden),
        tuple(layer(name, hidden, hidden) for name in around),
        layer("both", hidden, both),
        layer("score", both, 1 / SCALE),
    )


def _quantized(weights: Floats, bias: Floats, given: float, made: float, most: int) -> Layer:
    """Return a layer in whole numbers.

    Args:
        weights: A row an input and a column a unit.
        bias: What is added for each unit.
        given: What one step of its input stands for.
        made: What one step of what it makes is to stand for.
        most: The most steps of an input.
    """
    # No sum is greater than what float32 holds exactly.
    greatest = most * np.abs(weights).sum(0) + np.abs(bias) / given
    steps = np.maximum(np.abs(weights).max(0) / _LONGEST, greatest / (EXACT // 2))
    steps = np.maximum(steps, _TINY).astype(np.float32)
    return Layer(
        np.rint(weights / steps).astype(np.float32),
        np.rint(bias / (steps * given)).astype(np.float32),
        (steps * (given / made)).astype(np.float32),
    )
