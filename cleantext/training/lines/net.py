"""The network behind the model of lines, while it learns; numpy alone, one thread, repeatable.

What it is made of is told in `cleantext.stages.boilerplate.line_network`. What ships is the mean of
the weights over the last steps, which knows unseen sites better than any of them (Polyak and
Juditsky 1992).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.boilerplate.line_network import beside
from cleantext.stages.boilerplate.page_rows import PageRows
from cleantext.training.adam import Adam

Floats = npt.NDArray[np.float32]

UNITS, LAST, LAYERS = 64, 32, 6
"""How many units the layers have, how many the last one, and how many look around: up to 32 lines
away."""
_DROPPED = 38
"""38 of 256 units are left out at random, so that none is relied on (dropout)."""
_RATE, _SHRINK = 0.003, 1e-4
_MEMORY = 0.998
"""How much of the mean of the weights each step leaves."""
_FURTHEST = 30
"""No score counts as further from 0: e ** 30 is much."""


class LineBatch(NamedTuple):
    """Lines to learn from.

    Attributes:
        answers: 1 or 0 for each question of each line, a line a row.
        pages: Where the pages of the lines begin and end.
        labels: 1 for text, 0 for what is not.
        weights: How much each line counts.
    """

    answers: Floats
    pages: PageRows
    labels: Floats
    weights: Floats


class LineNet:
    """Weights, and how they learn.

    Attributes:
        weights: By name.
        mean: Their mean over the last steps.
    """

    def __init__(self, answers: int, seed: int) -> None:
        """Draw the first weights.

        Args:
            answers: How many questions are asked of a line.
            seed: The same seed gives the same weights.
        """
        self._draw = np.random.default_rng(seed)
        shapes = {"seen": (answers, UNITS), "line": (UNITS, UNITS)}
        shapes |= {f"around{at}": (3 * UNITS, UNITS) for at in range(LAYERS)}
        shapes |= {"both": (2 * UNITS, LAST), "score": (LAST, 1)}
        self.weights: dict[str, Floats] = {}
        for name, (inputs, units) in shapes.items():
            drawn = self._draw.standard_normal((inputs, units), dtype=np.float32)
            self.weights[name] = drawn * np.float32(inputs**-0.5)
            self.weights[f"{name} bias"] = np.zeros(units, np.float32)
        self.mean = {name: value.copy() for name, value in self.weights.items()}
        self._adam = Adam(self.weights)
        self._steps = 0

    def learn(self, batch: LineBatch, rate: float) -> float:
        """Learn from a batch; returns its mean loss in nats.

        Args:
            batch: Lines to learn from.
            rate: Scales the learning rate, 1 at the peak.
        """
        trace = self._run(batch, self.weights)
        chances = 1 / (1 + np.exp(-np.clip(trace["score"][:, 0], -_FURTHEST, _FURTHEST)))
        counted = batch.weights / np.maximum(batch.weights.sum(), np.float32(1e-9))
        missed = np.abs(batch.labels - chances)
        slopes = self._slopes(batch.pages, trace, (counted * (chances - batch.labels))[:, None])
        for name in slopes:
            self.weights[name] *= np.float32(1 - rate * _RATE * _SHRINK)
        self._adam.learn(slopes, rate * _RATE)
        self._steps += 1
        new = np.float32(max(1 - _MEMORY, 1 / (self._steps + 1)))
        for name, mean in self.mean.items():
            self.mean[name] = mean + new * (self.weights[name] - mean)
        return float(-(counted * np.log1p(-np.minimum(missed, 1 - 1e-7))).sum())

    def reached(self, batches: Iterable[LineBatch]) -> dict[str, float]:
        """Return the most that `seen`, `hidden` and `both` come to, by the mean of the weights."""
        found = dict.fromkeys(("seen", "hidden", "both"), 0.0)
        for batch in batches:
            trace = self._run(batch, self.mean, drop=False)
            for name, most in found.items():
                found[name] = max(most, float(trace[name].max()))
        return found

    def _run(
        self, batch: LineBatch, weights: Mapping[str, Floats], *, drop: bool = True
    ) -> dict[str, Floats]:
        """Return what all layers get and make of a batch."""
        trace: dict[str, Floats] = {}

        def layer(name: str, values: Floats) -> Floats:
            trace[f"{name} in"] = values
            trace[name] = values @ weights[name] + weights[f"{name} bias"]
            return np.maximum(trace[name], 0)

        def dropped(name: str, values: Floats) -> Floats:
            if not drop:
                return values
            drawn = np.frombuffer(self._draw.bytes(values.size), np.uint8).reshape(values.shape)
            trace[f"{name} kept"] = (drawn >= _DROPPED) * np.float32(256 / (256 - _DROPPED))
            return values * trace[f"{name} kept"]

        hidden = first = layer("line", dropped("line", layer("seen", batch.answers)))
        for at in range(LAYERS):
            name = f"around{at}"
            near = beside(dropped(name, hidden), 1 << at, batch.pages)
            hidden = hidden + layer(name, near)
        trace["hidden"] = hidden
        both = dropped("both", np.concatenate((hidden, first), axis=1))
        layer("score", layer("both", both))
        return trace

    def _slopes(self, pages: PageRows, trace: dict[str, Floats], back: Floats) -> dict[str, Floats]:
        """Return the slopes of the loss by each weight, from those by the scores."""
        slopes: dict[str, Floats] = {}

        def behind(name: str, back: Floats, kept: str = "") -> Floats:
            """Return the slopes by what a layer got, from those by what it gave."""
            slopes[name] = trace[f"{name} in"].T @ back
            slopes[f"{name} bias"] = back.sum(0)
            found: Floats = back @ self.weights[name].T
            return found * trace[f"{kept} kept"] if kept else found

        back = behind("score", back.astype(np.float32)) * (trace["both"] > 0)
        back = behind("both", back, "both")
        back, first = back[:, :UNITS], back[:, UNITS:]
        for at in reversed(range(LAYERS)):
            name = f"around{at}"
            near = behind(name, back * (trace[name] > 0))
            back = back + _gathered(near, 1 << at, pages) * trace[f"{name} kept"]
        back = behind("line", (back + first) * (trace["line"] > 0), "line")
        behind("seen", back * (trace["seen"] > 0))
        return slopes


def _gathered(slopes: Floats, far: int, pages: PageRows) -> Floats:
    """Return the slopes by what lines are, from those by what `beside` made of them.

    A line is the one above for the line below it, and the one below for the line above.
    """
    units = slopes.shape[1] // 3
    inside = (pages.places >= far)[:, None], (pages.counts - 1 - pages.places >= far)[:, None]
    found = slopes[:, units : 2 * units].copy()
    found[: max(len(found) - far, 0)] += (slopes[:, :units] * inside[0])[far:]
    found[far:] += (slopes[:, 2 * units :] * inside[1])[:-far]
    return found
