"""The network of the truecaser: it judges the words in doubt by what stands around them.

All of it is whole numbers below 2 ** 24, where single precision counts exactly, so a word gets the
same scores in any batch, by sums in any order and on any machine.
"""

import numpy as np
import numpy.typing as npt

from cleantext.languages.products import one_thread
from cleantext.stages.truecase.features import START
from cleantext.stages.truecase.model import TruecaserModel
from cleantext.stages.truecase.sequences import (
    SPAN,
    SequenceTable,
    hash_around,
    hash_around_one,
    mix_in_gaps,
)
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER, MIXED, UPPER
from cleantext.stages.truecase.word_types import Columns

WINDOW = 4
"""How many words the network sees on either side."""

REACH = 2
"""How many words on either side decide whether the network is asked."""

AROUND = np.arange(-WINDOW, WINDOW + 1)
"""Where the words that the network sees stand, from the word that it judges."""

NEAR = slice(WINDOW - REACH, WINDOW + REACH + 1)
"""Which of them decide whether it is asked."""

UNIT = 64
"""Scores are in 1/UNIT nat."""

SURE_SCORE = 8 * UNIT
"""The margin of a word that is never in doubt."""

_BLOCK = 1024
"""How many words are judged together: what is made of them stays in the cache."""
_FEW = 16
"""As many rows are multiplied by a layer in parts, for which BLAS takes no second thread."""
_SMALL = 1 << 18
"""As many products of two numbers OpenBLAS does in one thread, and without packing them first."""
_DOUBT = 3 * UNIT
"""Margins of the network from which sequences are not asked: they move 0.03 points of F1."""
_NEW = 3 * UNIT // 2
"""A word that nothing has is a name more often than the hidden ones it was learnt from."""
_NEVER = -(1 << 30)
_UNSEEN = [0, *[-SURE_SCORE] * (FORMS - 1)]
"""The scores of a word that the network is not asked about."""
_BYTE = np.float32(255)

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]


class Network:
    """A glance that says which words are in doubt for good, two hidden layers, and sequences."""

    def __init__(self, model: TruecaserModel) -> None:
        self._layers = [
            layer.astype(np.float32) for layer in (model.weights1, model.weights2, model.weights3)
        ]
        self._biases = [bias.astype(np.float32) for bias in (model.bias1, model.bias2, model.bias3)]
        self._scales = [np.float32(model.scales[at]) for at in ("hidden1", "hidden2", "output")]
        self._glance = model.glance1.astype(np.float32), model.glance2.astype(np.float32)
        self._glance_bias = model.glance_bias.astype(np.float32)
        self._glance_scale = np.float32(model.scales["glance"])
        self._glance_edge = model.glance_edge
        self._gaps = model.gaps
        self._sequences = SequenceTable(model.sequences)
        # The last row is what no sequence, -1, adds.
        self._sequence_scores = np.zeros((len(model.sequences) + 1, 2), np.int16)
        self._sequence_scores[:-1] = model.sequence_scores
        self._sequence_scores *= int(model.scales["sequence"])

    def judge(self, known: Columns, types: Ints, gaps: Ints, asked: Ints) -> tuple[Bytes, Ints]:
        """Return the best form with a capital of some words, and how far it is above lowercase.

        Args:
            known: What is known of the types.
            types: The type of each word of texts, at least 4 empty words at both ends.
            gaps: The class of the gap before each.
            asked: The places of the words to be judged.
        """
        if len(asked) <= _FEW:
            scores = self._scores(known, types, gaps, asked)
        else:
            with one_thread():
                scores = self._scores(known, types, gaps, asked)
        own = types[asked]
        scores[:, MIXED] = np.where(known.has_mixed[own], scores[:, MIXED], _NEVER)
        scores[:, CAPITAL] += known.is_new[own] * _NEW
        capitals = scores[:, CAPITAL:]
        best = capitals.argmax(1) + CAPITAL
        return best.astype(np.uint8), capitals.max(1) - scores[:, LOWER]

    def judge_few(
        self, known: Columns, types: list[int], gaps: list[int], asked: list[int]
    ) -> list[tuple[int, int]]:
        """Return the same for each of few words, with as few of numpy's calls as can be."""
        if len(asked) > _FEW:
            best, margins = self.judge(known, np.array(types), np.array(gaps), np.array(asked))
            return list(zip(best.tolist(), margins.tolist(), strict=True))
        windows = self._windows(known, types, gaps)
        seen = windows[[at - WINDOW for at in asked]]
        passed = self._passes(seen).tolist()
        kept = [at for at, passes in enumerate(passed) if passes or gaps[asked[at]] >= START]
        rows = [_UNSEEN] * len(asked)
        if kept:
            out = self._outputs(seen.take(kept, 0))
            for at, row in zip(kept, out.tolist(), strict=True):
                rows[at] = row
                if abs(max(row[CAPITAL:MIXED]) - row[LOWER]) < _DOUBT:
                    self._add_sequences(known, types, gaps, asked[at], row)
        found = []
        has_mixed, is_new = known.has_mixed.data, known.is_new.data
        for place, row in zip(asked, rows, strict=True):
            own = types[place]
            low, *capitals = row
            capitals[0] += _NEW * is_new[own]
            if not has_mixed[own]:
                capitals.pop()
            most = max(capitals)
            found.append((CAPITAL + capitals.index(most), most - low))
        return found

    def _scores(self, known: Columns, types: Ints, gaps: Ints, asked: Ints) -> Ints:
        """Return the scores of the words at `asked`, in 1/UNIT nat."""
        found = np.tile(_UNSEEN, (len(asked), 1))
        windows = self._windows(known, types, gaps)
        for start in range(0, len(asked), _BLOCK):
            block = asked[start : start + _BLOCK]
            seen = windows[block - WINDOW]
            kept = (self._passes(seen) | (gaps[block] >= START)).nonzero()[0]
            if not len(kept):
                continue
            out = self._outputs(seen[kept])
            ahead = np.abs(out[:, 1:3].max(1) - out[:, 0])
            doubt = (ahead < _DOUBT).nonzero()[0]
            if len(doubt):
                out[doubt, 1:3] += self._by_sequences(known, types, gaps, block[kept[doubt]])
            found[start + kept] = out
        return found

    def _outputs(self, seen: Int8) -> Ints:
        """Return what the layers make of what is seen around words."""
        (first, second, third), (scale1, scale2, scale3) = self._layers, self._scales
        hidden = _multiply(seen.astype(np.float32), first)
        hidden = apply_layer(hidden, self._biases[0], scale1)
        hidden = apply_layer(_multiply(hidden, second), self._biases[1], scale2)
        out = np.rint((hidden @ third + self._biases[2]) * scale3)
        return np.asarray(out, np.int64)

    def _windows(self, known: Columns, types: Ints | list[int], gaps: Ints | list[int]) -> Int8:
        """Return what the network sees around each word but 4 at both ends, a row each.

        A row is part of one array, in which each word is followed by its gap.
        """
        words = np.concatenate([known.vectors.take(types, 0), self._gaps.take(gaps, 0)], 1)
        size, width = words.shape
        shape = size - 2 * WINDOW, len(AROUND) * width
        return np.ndarray(shape, np.int8, words, strides=(width, 1))

    def _passes(self, seen: Int8) -> Flags:
        """Return for each word whether a second look at it says to ask the network."""
        first, second = self._glance
        start = NEAR.start * (seen.shape[1] // len(AROUND))
        near = seen[:, start : start + len(first)].astype(np.float32)
        hidden = apply_layer(near @ first, self._glance_bias, self._glance_scale)
        passes: Flags = hidden @ second >= self._glance_edge
        return passes

    def _by_sequences(self, known: Columns, types: Ints, gaps: Ints, at: Ints) -> Ints:
        """Return what the sequences around words add to their scores."""
        around = at[:, None] + SPAN
        numbers = mix_in_gaps(known.numbers[types[around]], gaps[around])
        found = self._sequences.find(hash_around(numbers))
        return np.asarray(self._sequence_scores[found].sum(1))

    def _add_sequences(
        self, known: Columns, types: list[int], gaps: list[int], at: int, row: list[int]
    ) -> None:
        """Add to the scores of one word what the sequences around it add."""
        part = slice(at + int(SPAN[0]), at + int(SPAN[-1]) + 1)
        numbers = list(map(known.numbers.data.__getitem__, types[part]))
        scores = self._sequence_scores.data
        for value in hash_around_one(numbers, gaps[part]):
            place = self._sequences.find_one(value)
            if place >= 0:
                row[CAPITAL] += scores[place, 0]
                row[UPPER] += scores[place, 1]


def _multiply(rows: Floats, weights: Floats) -> Floats:
    """Return the product of few rows in small parts, of many in one."""
    size = _SMALL // (max(len(rows), 1) * weights.shape[1])
    if len(rows) > _FEW or size >= len(weights):
        return np.asarray(rows @ weights)
    sums: Floats = rows[:, :size] @ weights[:size]
    for start in range(size, len(weights), size):
        sums += rows[:, start : start + size] @ weights[start : start + size]
    return sums


def apply_layer(sums: Floats, bias: Floats, scale: np.float32) -> Floats:
    """Return what a hidden layer makes of its sums, in place: whole numbers from 0 to 255."""
    sums += bias
    sums *= scale
    np.rint(sums, out=sums)
    np.maximum(sums, 0, out=sums)
    return np.minimum(sums, _BYTE, out=sums)
