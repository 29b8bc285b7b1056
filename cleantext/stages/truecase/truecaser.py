"""Decides the form of every word of a text that has lost its capitals.

Most words are decided by what they are: "depuis" is never a name. For the others a small
network looks at the letters of the word, at its neighbours and at the signs between them.
All of it is whole numbers, so a word gets the same scores in any batch and on any machine.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.features import DASH_GAP, GAPS, LINE_GAP, OPENING, START
from cleantext.stages.truecase.model import ALWAYS, DEPENDS, DOUBT, TruecaserModel
from cleantext.stages.truecase.sequences import SequenceTable, hash_sequences, mix_in_gaps
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER, MIXED
from cleantext.stages.truecase.word_types import Columns, WordTypes
from cleantext.stages.truecase.words import TextWords

WINDOW = 4
"""How many words the network sees on either side."""

REACH = 2
"""How many words on either side decide whether the network is asked."""

AROUND = np.arange(-WINDOW, WINDOW + 1)
"""Where the words that the network sees stand, from the word that it judges."""

NEAR = slice(WINDOW - REACH, WINDOW + REACH + 1)
"""Which of them decide whether it is asked."""

_GATE = np.arange(-REACH, REACH + 1)
_COLUMNS = np.arange(len(_GATE))

UNIT = 64
"""Scores are in 1/UNIT nat."""

_BLOCK = 2048
"""How many words the network judges together: what it makes of them stays in the cache."""
_PART = 1 << 15
"""How many words are looked at together, to see which are in doubt."""
_DOUBT = 3 * UNIT
"""Margins of the network from which sequences are not asked: they move 0.03 points of F1."""
_NEW = 3 * UNIT // 2
"""A word that nothing has is a name more often than the hidden ones it was learnt from."""
_HEAD = 10
"""Behind at most 10 words from the head of a line, a dash may begin a sentence."""
_AT_LINES = np.arange(GAPS) // 3 == LINE_GAP // 3
_SURE_SCORE = 8 * UNIT
_NEVER = -(1 << 30)

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int8 = npt.NDArray[np.int8]


@cache
def _blas() -> ThreadpoolController:
    """What holds BLAS to one thread: for matrices as small as ours, more only wait."""
    return ThreadpoolController().select(user_api="blas")


class Prediction(NamedTuple):
    """What the truecaser makes of each word.

    Attributes:
        forms: `LOWER`, `CAPITAL`, `UPPER` or `MIXED`.
        margins: How far a form with a capital is above lowercase, in 1/UNIT nat; below
            zero where lowercase is ahead.
        types: The same number for the same word.
        known: Whether the word is one of the model's.
        capitals: The best of the forms with a capital, whatever the margin.
    """

    forms: Bytes
    margins: Ints
    types: Int32
    known: npt.NDArray[np.bool_]
    capitals: Bytes


class Truecaser:
    """Decides the form of each word of a text in lowercase; remembers the words that it has met.

    >>> from cleantext.languages.pack import load
    >>> french = load("fr")
    >>> morphology = french.settings.truecase
    >>> truecaser = Truecaser.load(french.folder / "truecase.model", morphology)
    >>> found = TextWords.of("le maire de lyon aime la sncf")
    >>> forms = truecaser.predict(found, starts=np.array([0])).forms.tolist()
    >>> " ".join(truecaser.spell(found.among(found.begins, found.ends), forms))
    'Le maire de Lyon aime la SNCF'
    """

    def __init__(self, model: TruecaserModel, morphology: Morphology) -> None:
        self.model = model
        self._types = WordTypes(model, morphology)
        widths = model.vectors.shape[1], model.gaps.shape[1]
        self._weights = (
            _split_weights(model.weights1, *widths),
            model.weights2.astype(np.float32),
            model.weights3.astype(np.float32),
        )
        self._glance_weights = (
            _split_weights(model.glance1, *widths),
            model.glance2.astype(np.float32),
        )
        self._biases = [bias.astype(np.float32) for bias in (model.bias1, model.bias2, model.bias3)]
        self._sequences = SequenceTable(model.sequences)
        # The last row is what no sequence, -1, adds.
        self._sequence_scores = np.zeros((len(model.sequences) + 1, 2), np.int16)
        self._sequence_scores[:-1] = model.sequence_scores
        self._sequence_scores *= int(model.scales["sequence"])
        self._gap_vectors = model.gaps.astype(np.float32)
        self._glance_bias = model.glance_bias.astype(np.float32)
        self._gate_gaps = np.ascontiguousarray(model.gate_gaps.T, np.int32)

    @classmethod
    def load(cls, path: Path, morphology: Morphology) -> "Truecaser":
        """Read a model, for words that are made as those that it was trained on.

        Raises:
            PackError: The file is missing, damaged, or of another version.
        """
        return cls(TruecaserModel.read(path), morphology)

    def predict(self, found: TextWords, starts: Ints) -> Prediction:
        """Decide the form of each word.

        Args:
            found: The words of texts in lowercase.
            starts: The places of the words that begin sentences.
        """
        count = len(found.begins)
        if not count:
            none, nowhere = np.zeros(0, np.uint8), np.zeros(0, np.int64)
            return Prediction(none, nowhere, nowhere.astype(np.int32), np.zeros(0, np.bool_), none)
        types, known = self._types.look_up(found)
        classes = found.gaps.copy()
        lines = _AT_LINES[classes]
        # An apostrophe at the head of a text hides that it begins with a line.
        lines[found.firsts[found.firsts < count]] = True
        classes[starts] += START
        # Lines are set apart by empty words, so that no window looks across an edge.
        places = np.arange(count) + WINDOW * np.cumsum(lines)
        size = int(places[-1]) + 1 + WINDOW
        padded = np.zeros(size, types.dtype)
        padded[places] = types
        gaps = np.full(size, LINE_GAP, np.uint8)
        gaps[places] = classes
        margins = np.where(known.kinds[types] == ALWAYS, _SURE_SCORE, -_SURE_SCORE)
        capitals = np.full(count, CAPITAL, np.uint8)
        for first in range(0, size, _PART):
            asked, best, ahead = self._ask(known, padded, gaps, first)
            at = np.searchsorted(places, asked)
            capitals[at], margins[at] = best, ahead
        forms = np.where(margins > 0, capitals, np.uint8(LOWER))
        return Prediction(forms, margins, types, known.is_known[types], capitals)

    def _ask(
        self, known: Columns, types: Int32, gaps: Bytes, first: int
    ) -> tuple[Ints, Bytes, Ints]:
        """Ask the network about the words in doubt of one part of texts.

        Args:
            known: What is known of the types.
            types: The type of each word, and of the empty words between lines.
            gaps: The class of the gap before each.
            first: The place where the part begins.

        Returns:
            Their places, the best of their forms with a capital, and how far it is above lowercase.
        """
        start = max(0, first - _HEAD)
        part = slice(start, first + _PART + _HEAD)
        near, signs = types[part].astype(np.int64), gaps[part].astype(np.int64)
        asked = self._in_doubt(known, near, signs, slice(first - start, first - start + _PART))
        if not len(asked):
            return asked, np.zeros(0, np.uint8), asked
        with _blas().limit(limits=1):
            scores = self._scores(known, near, signs, asked)
        scores[~known.has_mixed[near[asked]], MIXED] = _NEVER
        scores[known.is_new[near[asked]], CAPITAL] += _NEW
        best = scores[:, CAPITAL:].argmax(1) + CAPITAL
        ahead = scores[np.arange(len(asked)), best] - scores[:, LOWER]
        return asked + start, best.astype(np.uint8), ahead

    def spell(self, words: Sequence[str], forms: Sequence[int]) -> list[str]:
        """Return lowercase words in their forms; as they are where their length would change.

        The caller asks for `MIXED` only where `predict` gave it.
        """
        spelt = self._types.spelt
        return [spelt[form][word] for word, form in zip(words, forms, strict=True)]

    def is_plain(self, word: str) -> bool:
        """Return whether a word that is not known is one of a lexicon, in lowercase."""
        return self._types.in_lexicon(word)

    def _in_doubt(self, known: Columns, types: Ints, gaps: Ints, part: slice) -> Ints:
        """Return the words for which a capital is neither sure nor out of the question.

        Args:
            known: What is known of the types.
            types: The type of each word.
            gaps: The class of the gap before each.
            part: Where the words stand that are asked about.
        """
        kinds = known.kinds[types]
        doubt = kinds[part] == DOUBT
        depending = (kinds[part] == DEPENDS).nonzero()[0]
        if len(depending):
            at = depending + part.start
            near = (gaps[at] % 3 == OPENING) | (kinds[at - 1] >= DOUBT) | (kinds[at + 1] >= DOUBT)
            near &= gaps[at] < START
            dashed = (near & (gaps[at] == DASH_GAP)).nonzero()[0]
            if len(dashed):
                near[dashed] = ~_goes_on(types, at[dashed])
            doubt[depending[near]] = True
        at = doubt.nonzero()[0] + part.start
        around = at[:, None] + _GATE
        hints = known.hints.ravel().take(types[around] * len(_GATE) + _COLUMNS)
        hints += self._gate_gaps.take(gaps[around] * len(_GATE) + _COLUMNS)
        # The gate has learnt nothing of the starts of sentences.
        passes = (hints.sum(1) >= 0) | (gaps[at] >= START)
        return np.asarray(at[passes], np.int64)

    def _scores(self, known: Columns, types: Ints, gaps: Ints, asked: Ints) -> Ints:
        """Return the scores of the words at `asked`, in 1/UNIT nat."""
        model = self.model
        numbers = mix_in_gaps(known.numbers[types], gaps)
        found = np.full((len(asked), FORMS), -_SURE_SCORE, np.int64)
        found[:, LOWER] = 0
        first, second, third = self._weights
        scale1, scale2, scale3 = (
            np.float32(model.scales[name]) for name in ("hidden1", "hidden2", "output")
        )
        for start in range(0, len(asked), _BLOCK):
            block = asked[start : start + _BLOCK]
            kept = np.flatnonzero(self._glance(known, types, gaps, block) | (gaps[block] >= START))
            block = block[kept]
            # Every sum stays below 2 ** 24, where float32 still counts exactly.
            sums = self._seen(known, types, gaps, block[:, None] + AROUND, first)
            hidden = apply_layer(sums, self._biases[0], scale1)
            hidden = apply_layer(hidden @ second, self._biases[1], scale2)
            out = np.rint((hidden @ third + self._biases[2]) * scale3).astype(np.int64)
            doubt = np.flatnonzero(np.abs(out[:, 1:3].max(1) - out[:, 0]) < _DOUBT)
            if len(doubt):
                at = self._sequences.find(hash_sequences(numbers, block[doubt]))
                out[doubt, 1:3] += self._sequence_scores[at].sum(1)
            found[start + kept] = out
        return found

    def _glance(self, known: Columns, types: Ints, gaps: Ints, block: Ints) -> Flags:
        """Return for each word at `block` whether a second look at it says to ask the network."""
        first, second = self._glance_weights
        sums = self._seen(known, types, gaps, block[:, None] + AROUND[NEAR], first)
        hidden = apply_layer(sums, self._glance_bias, np.float32(self.model.scales["glance"]))
        passes: Flags = hidden @ second >= self.model.glance_edge
        return passes

    def _seen(
        self,
        known: Columns,
        types: Ints,
        gaps: Ints,
        around: Ints,
        weights: tuple[Floats, Floats],
    ) -> Floats:
        """Return what a first layer sums up of the words at `around` and of the gaps before them.

        Args:
            known: What is known of the types.
            types: The type of each word.
            gaps: The class of the gap before each.
            around: A row of places for each sum.
            weights: Of the words, and of the gaps.
        """
        words = known.vectors[types[around]].reshape(-1, len(weights[0])).astype(np.float32)
        sums: Floats = words @ weights[0]
        sums += self._gap_vectors[gaps[around]].reshape(-1, len(weights[1])) @ weights[1]
        return sums


def _goes_on(types: Ints, at: Ints) -> Flags:
    """Return which of the words behind a dash go on with their sentence.

    Near the head of a line the dash may follow a place or a speaker, and begin one.
    """
    before = types[np.maximum(at[:, None] - np.arange(1, _HEAD + 1), 0)]
    return np.asarray((before != 0).all(1))


def _split_weights(weights: Int8, width: int, gap: int) -> tuple[Floats, Floats]:
    """Part the weights of a first layer, where each word is followed by its gap.

    Args:
        weights: Of a layer that sees a window of words.
        width: The size of the vector of a word.
        gap: The size of that of a gap.
    """
    units = weights.shape[1]
    cut = weights.astype(np.float32).reshape(-1, width + gap, units)
    return cut[:, :width].reshape(-1, units), cut[:, width:].reshape(-1, units)


def apply_layer(sums: Floats, bias: Floats, scale: np.float32) -> Floats:
    """Return what a hidden layer makes of its sums, in place: whole numbers from 0 to 255."""
    sums += bias
    sums *= scale
    np.rint(sums, out=sums)
    np.maximum(sums, 0, out=sums)
    return np.minimum(sums, 255, out=sums)
