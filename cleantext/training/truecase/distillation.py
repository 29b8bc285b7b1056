"""Smaller hidden layers that give nearly the same scores (Hinton, Vinyals and Dean 2015).

The layers that have learnt from the text are the teacher: of each word in doubt the smaller ones
learn the scores, not the form that is right. Vectors of words and sequences stay as they are.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import START
from cleantext.stages.truecase.model import TruecaserModel, encode_rows
from cleantext.stages.truecase.network import AROUND, NEAR, UNIT, apply_layer
from cleantext.training.adam import Adam
from cleantext.training.truecase.cased_text import Corpus
from cleantext.training.truecase.quantize import VECTOR_STEP, quantize_layers
from cleantext.training.truecase.vocabulary import CasedVocabulary

_UNITS = (160, 64)
"""How many units the hidden layers have then."""
_WARMTH = np.float32(2)
"""Scores are halved before they are compared, so that the unlikely forms count, too."""
_BATCH = 4096
_RATE = 0.002
_AT_ONCE = 20_000
_LAST = 40
"""How many of the last batches tell how high the layers go."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def distil_layers(
    model: TruecaserModel,
    vocabulary: CasedVocabulary,
    corpus: Corpus,
    asked: Ints,
    passes: float,
) -> TruecaserModel:
    """Return a model with smaller hidden layers.

    Args:
        model: The teacher.
        vocabulary: The words that it knows.
        corpus: What it has learnt from.
        asked: The places in the corpus of the words that it has learnt from.
        passes: How many times to look at these.
    """
    draw = np.random.default_rng(4)
    windows = _Windows(model, vocabulary, corpus, draw)
    teacher = _Teacher(model)
    places = windows.passed(asked[draw.random(len(asked)) < corpus.weights[asked]])
    if not len(places):
        places = asked
    size = min(len(places), _BATCH)
    weights = teacher.strongest(windows.at(draw.choice(places, size)))
    adam = Adam(weights)
    steps = max(1, int(len(places) / size * passes))
    tops = []
    for step in range(steps):
        seen = windows.at(draw.choice(places, size))
        wanted = teacher.scores(seen)
        seen *= np.float32(VECTOR_STEP)
        if step >= steps - _LAST:
            tops.append([np.quantile(hidden, 0.9999) for hidden in _hidden(weights, seen)])
        adam.learn(_slopes(weights, seen, wanted), _RATE * max(0.02, 1 - step / steps))
    scales, layers = quantize_layers(weights, *np.median(tops, 0).tolist())
    return replace(model, scales={**model.scales, **scales}, **layers)


class _Windows:
    """What the network sees of words: the vectors of those around, and of the gaps."""

    def __init__(
        self,
        model: TruecaserModel,
        vocabulary: CasedVocabulary,
        corpus: Corpus,
        draw: np.random.Generator,
    ) -> None:
        self._corpus, self._draw = corpus, draw
        self._hide = vocabulary.hide
        self._gaps = model.gaps
        known = vocabulary.find_places()
        shapes = vocabulary.rows[len(known) :]
        encoded = [
            encode_rows(
                model.table,
                model.encoder,
                model.encoder_bias,
                model.scales["encoder"],
                shapes[first : first + _AT_ONCE].tolist(),
            )
            for first in range(0, len(known), _AT_ONCE)
        ]
        hidden = np.concatenate(encoded)
        seen = np.where((known >= 0)[:, None], model.vectors[known], hidden)
        self._vectors = np.concatenate([seen, hidden])
        self._hints = seen @ model.gate.T.astype(np.float64)
        self._gap_hints = model.gate_gaps

    def passed(self, places: Ints) -> Ints:
        """Return those of the places that the gate lets pass: of others no one asks."""
        columns = np.arange(len(self._gap_hints))
        found = []
        for first in range(0, len(places), _AT_ONCE):
            at = places[first : first + _AT_ONCE]
            around = at[:, None] + AROUND[NEAR]
            gaps = self._corpus.gaps[around]
            sums = self._hints[self._corpus.types[around], columns].sum(1)
            sums += self._gap_hints[columns, gaps].sum(1)
            found.append(at[(sums >= 0) | (self._corpus.gaps[at] >= START)])
        return np.concatenate(found) if found else places

    def at(self, places: Ints) -> Floats:
        """Return the windows of words, -127 to 127; rare words are hidden as in training."""
        around = places[:, None] + AROUND
        types = self._corpus.types[around].astype(np.int64)
        hidden = self._draw.random(types.shape, np.float32) < self._hide[types]
        vectors = self._vectors[types + hidden * len(self._hide)]
        gaps = self._gaps[self._corpus.gaps[around]]
        return np.concatenate([vectors, gaps], 2).reshape(len(places), -1).astype(np.float32)


class _Teacher:
    """The layers of a model."""

    def __init__(self, model: TruecaserModel) -> None:
        self._model = model
        self._weights = [
            weights.astype(np.float32)
            for weights in (model.weights1, model.weights2, model.weights3)
        ]
        self._biases = [bias.astype(np.float32) for bias in (model.bias1, model.bias2, model.bias3)]
        self._scales = [np.float32(model.scales[name]) for name in ("hidden1", "hidden2", "output")]

    def hidden(self, seen: Floats) -> tuple[Floats, Floats]:
        """Return what the hidden layers give, 0 to 255."""
        first = apply_layer(seen @ self._weights[0], self._biases[0], self._scales[0])
        return first, apply_layer(first @ self._weights[1], self._biases[1], self._scales[1])

    def scores(self, seen: Floats) -> Floats:
        """Return the scores of forms, in nats."""
        _, second = self.hidden(seen)
        return (second @ self._weights[2] + self._biases[2]) * (self._scales[2] / UNIT)

    def strongest(self, seen: Floats) -> dict[str, Floats]:
        """Return the weights of the units that move the next layer most, `_UNITS` of each layer."""
        first, second = self.hidden(seen)
        units1 = _strongest(first, self._weights[1], _UNITS[0])
        units2 = _strongest(second, self._weights[2], _UNITS[1])
        scale1, scale2, scale3 = self._scales
        # Inputs are 127 times too high, what a hidden layer gives is in 255ths.
        weights1, bias1 = self._weights[0] * (127 * scale1 / 255), self._biases[0] * scale1 / 255
        weights2, bias2 = self._weights[1] * scale2, self._biases[1] * scale2 / 255
        weights3, bias3 = self._weights[2] * (255 * scale3 / UNIT), self._biases[2] * scale3 / UNIT
        return {
            "weights1": np.ascontiguousarray(weights1[:, units1]),
            "bias1": bias1[units1],
            "weights2": np.ascontiguousarray(weights2[np.ix_(units1, units2)]),
            "bias2": bias2[units2],
            "weights3": np.ascontiguousarray(weights3[units2]),
            "bias3": bias3,
        }


def _strongest(hidden: Floats, weights: Floats, count: int) -> Ints:
    """Return those units of a layer that move the next one most."""
    moved = hidden.std(0) * np.sqrt((weights * weights).sum(1))
    return np.sort(np.argsort(-moved, kind="stable")[:count])


def _hidden(weights: Mapping[str, Floats], seen: Floats) -> tuple[Floats, Floats]:
    first = np.maximum(seen @ weights["weights1"] + weights["bias1"], 0)
    return first, np.maximum(first @ weights["weights2"] + weights["bias2"], 0)


def _slopes(weights: Mapping[str, Floats], seen: Floats, wanted: Floats) -> dict[str, Any]:
    """Return the slopes of the cross-entropy of the teacher's chances and those of the layers."""
    first, second = _hidden(weights, seen)
    scores = second @ weights["weights3"] + weights["bias3"]
    error = (_chances(scores) - _chances(wanted)) * (_WARMTH / len(seen))
    back2 = (error @ weights["weights3"].T) * (second > 0)
    back1 = (back2 @ weights["weights2"].T) * (first > 0)
    return {
        "weights3": second.T @ error,
        "bias3": error.sum(0),
        "weights2": first.T @ back2,
        "bias2": back2.sum(0),
        "weights1": seen.T @ back1,
        "bias1": back1.sum(0),
    }


def _chances(scores: Floats) -> Floats:
    scores = scores / _WARMTH
    found = np.exp(scores - scores.max(1, keepdims=True))
    found /= found.sum(1, keepdims=True)
    return np.asarray(found, np.float32)
