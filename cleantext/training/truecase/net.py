"""The network behind the truecaser, while it learns; numpy alone, one thread, repeatable.

A word's rows (its features, and itself if it is known) are added up and encoded to a
vector. The vectors of a window of words and of the gaps between them go through two
hidden layers to a score for each form; common sequences of words add theirs. These layers are
wider than those of the model, see `distillation`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.network import WINDOW
from cleantext.stages.truecase.spelling import FORMS, LOWER
from cleantext.training.adam import Adam

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SPAN = 2 * WINDOW + 1
_NEVER = np.float32(1e4)
_TINY = np.float32(1e-8)
_NUMBER_BITS = 24
_SMALL = 12
_DROPPED = 26
"""26 of 256 inputs of a layer are left out at random, so that none is relied on (dropout)."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How wide the layers are."""

    row: int = 64
    word: int = 64
    gap: int = 8
    hidden1: int = 320
    hidden2: int = 128


@dataclass(frozen=True, slots=True)
class Batch:
    """Words to learn from.

    Attributes:
        rows: Rows of each type of word in the batch, filled up with 0.
        types: For each word, the types in its window, as places in `rows`.
        gaps: For each word, the classes of the gaps in its window.
        sequences: For each word, the known sequences around it, as rows; 0 for none.
        forms: What is right.
        begins: Whether the word begins a sentence, where lowercase is out of the question.
    """

    rows: Ints
    types: Ints
    gaps: Ints
    sequences: Ints
    forms: Ints
    begins: npt.NDArray[np.bool_]


class Net:
    """Weights, and how they learn: Adagrad for the sparse tables, Adam for the rest."""

    def __init__(self, sizes: Sizes, rows: int, gaps: int, sequences: int, seed: int) -> None:
        """Draw the first weights.

        Args:
            sizes: The widths of the layers.
            rows: How many rows the table of features has, row 0 not counted.
            gaps: How many classes of gaps there are.
            sequences: How many sequences are known.
            seed: The same seed gives the same weights.
        """
        self.sizes = sizes
        draw = self._draw = np.random.default_rng(seed)

        def normal(*shape: int, scale: float) -> Floats:
            return draw.standard_normal(shape, dtype=np.float32) * np.float32(scale)

        width = SPAN * (sizes.word + sizes.gap)
        self.table = normal(rows + 1, sizes.row, scale=0.1)
        self.table[0] = 0
        self.sequences = np.zeros((sequences + 1, 2), np.float32)
        self.dense = {
            "encoder": normal(sizes.row, sizes.word, scale=sizes.row**-0.5),
            "encoder_bias": np.zeros(sizes.word, np.float32),
            "gaps": normal(gaps, sizes.gap, scale=0.5),
            "weights1": normal(width, sizes.hidden1, scale=(2 / width) ** 0.5),
            "bias1": np.zeros(sizes.hidden1, np.float32),
            "weights2": normal(sizes.hidden1, sizes.hidden2, scale=(2 / sizes.hidden1) ** 0.5),
            "bias2": np.zeros(sizes.hidden2, np.float32),
            "weights3": normal(sizes.hidden2, FORMS, scale=sizes.hidden2**-0.5),
            "bias3": np.zeros(FORMS, np.float32),
        }
        self._seen_table = np.zeros_like(self.table)
        self._seen_sequences = np.zeros_like(self.sequences)
        self._adam = Adam(self.dense)

    def learn(self, batch: Batch, rate: float) -> float:
        """Learn from a batch; returns its mean loss in nats.

        Args:
            batch: Words to learn from.
            rate: Scales every learning rate, 1 at the peak.
        """
        dense, sizes = self.dense, self.sizes
        count = len(batch.forms)
        summed = self.table[batch.rows].sum(1)
        active = np.maximum(summed, 0)
        raw = active @ dense["encoder"] + dense["encoder_bias"]
        kept = self._kept(raw)
        vectors = np.clip(raw, -1, 1) * kept
        gaps = np.clip(dense["gaps"], -1, 1)
        seen = np.concatenate([vectors[batch.types], gaps[batch.gaps]], 2).reshape(count, -1)
        hidden1 = np.maximum(seen @ dense["weights1"] + dense["bias1"], 0)
        kept1 = self._kept(hidden1)
        hidden1 *= kept1
        hidden2 = np.maximum(hidden1 @ dense["weights2"] + dense["bias2"], 0)
        kept2 = self._kept(hidden2)
        hidden2 *= kept2
        scores = hidden2 @ dense["weights3"] + dense["bias3"]
        scores[:, 1:3] += self.sequences[batch.sequences].sum(1)

        scores[batch.begins, LOWER] -= _NEVER
        scores -= scores.max(1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(1, keepdims=True)
        right = chances[np.arange(count), batch.forms]
        loss = float(-np.log(right + _TINY).mean())

        slope = chances
        slope[np.arange(count), batch.forms] -= 1
        slope /= count
        slopes = {"weights3": hidden2.T @ slope, "bias3": slope.sum(0)}
        self._learn_rows(
            self.sequences,
            self._seen_sequences,
            batch.sequences,
            slope[:, 1:3],
            0.4 * rate,
        )
        back2 = (slope @ dense["weights3"].T) * (hidden2 > 0) * kept2
        slopes |= {"weights2": hidden1.T @ back2, "bias2": back2.sum(0)}
        back1 = (back2 @ dense["weights2"].T) * (hidden1 > 0) * kept1
        slopes |= {"weights1": seen.T @ back1, "bias1": back1.sum(0)}
        back = (back1 @ dense["weights1"].T).reshape(count * SPAN, -1)
        slopes["gaps"] = _scatter(batch.gaps.ravel(), back[:, sizes.word :], len(gaps))
        back_raw = _scatter(batch.types.ravel(), back[:, : sizes.word], len(raw))
        back_raw *= kept * (np.abs(raw) < 1)
        slopes |= {"encoder": active.T @ back_raw, "encoder_bias": back_raw.sum(0)}
        back_summed = (back_raw @ dense["encoder"].T) * (summed > 0)
        self._learn_rows(self.table, self._seen_table, batch.rows, back_summed, 0.1 * rate)
        self._adam.learn(slopes, 0.0015 * rate)
        return loss

    def _kept(self, values: Floats) -> Floats:
        """Draw which inputs of a layer are left out, as factors."""
        drawn = np.frombuffer(self._draw.bytes(values.size), np.uint8).reshape(values.shape)
        return (drawn >= _DROPPED) * np.float32(256 / (256 - _DROPPED))

    def _learn_rows(
        self, table: Floats, seen: Floats, rows: Ints, slopes: Floats, rate: float
    ) -> None:
        """Adagrad on the rows of a table that a batch has touched."""
        flat = rows.ravel()
        places = np.flatnonzero(flat)
        if not len(places):
            return
        order, touched, firsts = _grouped(flat[places])
        slope = _added(slopes, (places // rows.shape[1])[order], firsts)
        sums = seen[touched] + slope * slope
        seen[touched] = sums
        table[touched] -= np.float32(rate) * slope / (np.sqrt(sums) + np.float32(1e-6))


def _grouped(places: Ints) -> tuple[Ints, Ints, Ints]:
    """Sort places: return the order, each place once, and where in the order each begins."""
    # With its number below it, no two places are equal, and any sort is a stable one.
    sorted_places = places.astype(np.int64) << _NUMBER_BITS | np.arange(len(places))
    sorted_places.sort()
    order = sorted_places & (1 << _NUMBER_BITS) - 1
    sorted_places >>= _NUMBER_BITS
    firsts = np.flatnonzero(np.r_[True, sorted_places[1:] != sorted_places[:-1]])
    return order, sorted_places[firsts], firsts


def _added(values: Floats, order: Ints, firsts: Ints) -> Floats:
    """Add up the rows of `values` in each group: those at `order` from one of `firsts` on.

    Most groups are small, which is where `np.add.reduceat` takes five times as long.
    """
    counts = np.diff(firsts, append=len(order))
    found = values[order[firsts]]
    for place in range(1, _SMALL):
        longer = np.flatnonzero(counts > place)
        found[longer] += values[order[firsts[longer] + place]]
    for group in np.flatnonzero(counts > _SMALL).tolist():
        first, behind = firsts[group] + _SMALL, firsts[group] + counts[group]
        found[group] += values[order[first:behind]].sum(0)
    return found


def _scatter(places: Ints, values: Floats, count: int) -> Floats:
    """Add up the rows of `values` that belong to the same place."""
    order, ordered, firsts = _grouped(places)
    found = np.zeros((count, values.shape[1]), np.float32)
    found[ordered] = np.add.reduceat(values[order], firsts)
    return found
