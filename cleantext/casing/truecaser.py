"""Decides the form of every word of a text that has lost its capitals.

Most words are decided by what they are: "depuis" is never a name. For the others a small
network looks at the letters of the word, at its neighbours and at the signs between them.
All of it is whole numbers, so a word gets the same scores in any batch and on any machine.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleantext.casing import model as casemodel
from cleantext.casing.features import (
    BUCKETS,
    HYPHEN_GAP,
    LINE_GAP,
    OPENING,
    START,
    gap_class,
    keys,
    part,
    plain,
    rows,
)
from cleantext.casing.model import COMMON, DEPENDS, DOUBT, SURE, Model
from cleantext.casing.sequences import BREAK, Table, placed, sequence_hashes, word_number

LOWER, CAPITAL, UPPER, MIXED = range(4)
FORMS = 4

WINDOW = 4
"""How many words the network sees on either side."""

REACH = 2
"""How many words on either side decide whether the network is asked."""

UNIT = 64
"""Scores are in 1/UNIT nat."""

_CACHED = 200_000
"""So many types of words are remembered before the memory is emptied."""
_BLOCK = 4096
_ADMITTED = 10_000
"""Hints from which the network is asked: zero admits a fifth more words for 0.03 points of F1."""
_TIME = re.compile(r"\d{1,2}h\d*")
_CENTURY = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(e|ème)|(i)(er|re|ère)")
_SHORTEST_MC = 5
_DOUBT = 3 * UNIT
"""Margins of the network from which sequences are not asked: they move 0.03 points of F1."""
_SURE_SCORE = 8 * UNIT

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


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
        known: Whether the word was common in training.
        capitals: The best of the forms with a capital, whatever the margin.
    """

    forms: Bytes
    margins: Ints
    types: Ints
    known: npt.NDArray[np.bool_]
    capitals: Bytes


class Truecaser:
    """A model and a memory of the types of words that it has met."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._places = {word: place for place, word in enumerate(model.words)}
        self._known = dict(zip(model.words, model.known.tolist(), strict=True))
        self._mixed = {form.lower(): form for form in model.forms}
        self._encoder = model.encoder.astype(np.float64)
        self._weights = [
            weights.astype(np.float32)
            for weights in (model.weights1, model.weights2, model.weights3)
        ]
        self._biases = [bias.astype(np.float32) for bias in (model.bias1, model.bias2, model.bias3)]
        self._sequences = Table(model.sequences)
        # The last row is what no sequence, -1, adds.
        self._sequence_scores = np.zeros((len(model.sequences) + 1, 2), np.int16)
        self._sequence_scores[:-1] = model.sequence_scores
        self._sequence_scores *= int(model.scales["sequence"])
        self._gap_vectors = model.gaps
        self._gate = model.gate.astype(np.float64).T
        self._gap_classes: dict[str, int] = {}
        self._forget()

    @classmethod
    def load(cls, path: Path) -> "Truecaser":
        """Read a model.

        Raises:
            PackError: The file is missing, damaged, or of another version.
        """
        return cls(casemodel.load(path))

    def predict(
        self, words: Sequence[str], gaps: Sequence[str], starts: Iterable[int]
    ) -> Prediction:
        """Decide the form of each word.

        Args:
            words: The words of a text in lowercase, hyphens and apostrophes left out.
            gaps: For each word, the text before it.
            starts: The places in `words` where sentences begin.
        """
        if len(self._types) > _CACHED:
            self._forget()
        if not len(words):
            none, nowhere = np.zeros(0, np.uint8), np.zeros(0, np.int64)
            return Prediction(none, nowhere, nowhere, np.zeros(0, np.bool_), none)
        classes = self._classes(["\n" + gaps[0], *gaps[1:]])
        types = self._look_up(words, classes == HYPHEN_GAP)
        lines = classes // 3 == LINE_GAP // 3
        classes[np.fromiter(starts, np.int64)] += START
        # Lines are set apart by empty words, so that no window looks across an edge.
        places = np.arange(len(words)) + WINDOW * np.cumsum(lines)
        size = len(words) + WINDOW * (int(lines.sum()) + 1)
        padded = np.zeros(size, np.int64)
        padded[places] = types
        padded_gaps = np.full(size, LINE_GAP)
        padded_gaps[places] = classes
        kinds = self._kinds[padded]
        doubt = kinds == DOUBT
        near = (padded_gaps % 3 == OPENING) & (kinds == DEPENDS)
        near[1:] |= (kinds[1:] == DEPENDS) & doubt[:-1]
        near[:-1] |= (kinds[:-1] == DEPENDS) & doubt[1:]
        asked = self._admitted(padded, padded_gaps, np.flatnonzero(doubt | near))
        scores = np.zeros((size, FORMS), np.int64)
        scores[:, 1:] = -_SURE_SCORE
        with _blas().limit(limits=1):
            scores[asked] = self._scores(padded, padded_gaps, asked)
        scores = scores[places]
        scores[~self._has_mixed[types], MIXED] = -(1 << 30)
        capitals = (scores[:, 1:].argmax(1) + 1).astype(np.uint8)
        margins = np.take_along_axis(scores, capitals[:, None].astype(np.int64), 1)[:, 0]
        margins -= scores[:, LOWER]
        forms = np.where(margins > 0, capitals, LOWER).astype(np.uint8)
        return Prediction(forms, margins, types, self._common[types], capitals)

    def spell(self, word: str, form: int) -> str:
        """Return a lowercase word in a form; as it is where its length would change.

        The caller asks for `MIXED` only where `predict` gave it.
        """
        if form == LOWER:
            return word
        if form == MIXED:
            spelt = self._mixed.get(word) or mixed(word)
        else:
            spelt = word.upper() if form == UPPER else word[0].upper() + word[1:]
        return spelt if len(spelt) == len(word) and spelt.lower() == word else word

    def _forget(self) -> None:
        """Empty the memory but for the empty word, type 0."""
        self._types: dict[str, int] = {"": 0}
        width = self.model.encoder.shape[1]
        self._vectors = np.zeros((1, width), np.int8)
        self._vectors[0] = self._encode([[]])[0]
        self._gates = (self._vectors @ self._gate).astype(np.int64)
        self._numbers = np.array([BREAK], np.uint64)
        self._kinds = np.array([SURE], np.uint8)
        self._common = np.array([True])
        self._has_mixed = np.array([False])

    def _classes(self, gaps: Sequence[str]) -> Ints:
        known = self._gap_classes
        if len(known) > _CACHED:
            known.clear()
        for gap in set(gaps).difference(known):
            known[gap] = gap_class(gap)
        return np.fromiter(map(known.__getitem__, gaps), np.int64, len(gaps))

    def _look_up(self, words: Sequence[str], hyphens: npt.NDArray[np.bool_]) -> Ints:
        """Return the type of each word; types are met here for the first time."""
        known = self._types
        names = keys(words, np.flatnonzero(hyphens).tolist())
        types = list(map(known.get, names))
        if None in types:
            self._meet(sorted(set(names).difference(known)))
            types = list(map(known.get, names))
        return np.array(types, np.int64)

    def _meet(self, names: Sequence[str]) -> None:
        """Work out all that depends on the word alone."""
        model, places = self.model, self._places
        vectors, numbers, kinds, common, has_mixed = [], [], [], [], []
        for name in names:
            self._types[name] = len(self._types)
            word, place, _ = part(name)
            word = plain(word)
            found = rows(name, self._known)
            at = places.get(word)
            if at is not None and at < model.identities:
                found.append(1 + BUCKETS + at)
            kind = int(model.kinds[at]) if at is not None else DOUBT
            common.append(at is not None and at < model.identities)
            numbers.append(word_number(word) if kind & COMMON else 0)
            if place:
                at = places.get(name)
                kind = int(model.kinds[at]) if at is not None else DOUBT
                if at is not None and at < model.identities:
                    found.append(1 + BUCKETS + at)
            vectors.append(found)
            kind &= ~COMMON
            cased = any(map(str.isalpha, word)) and not _TIME.fullmatch(word)
            kinds.append(kind if cased else SURE)
            has_mixed.append(word in self._mixed or bool(mixed(word)))
        fresh = self._encode(vectors)
        at = len(self._types) - len(names)
        self._vectors = _put(self._vectors, at, fresh)
        self._gates = _put(self._gates, at, (fresh @ self._gate).astype(np.int64))
        self._numbers = _put(self._numbers, at, np.array(numbers, np.uint64))
        self._kinds = _put(self._kinds, at, np.array(kinds, np.uint8))
        self._common = _put(self._common, at, np.array(common, np.bool_))
        self._has_mixed = _put(self._has_mixed, at, np.array(has_mixed, np.bool_))

    def _encode(self, found: Sequence[Sequence[int]]) -> npt.NDArray[np.int8]:
        """Return the vectors of words that have these rows, -127 to 127."""
        longest = max(map(len, found), default=0)
        table = np.zeros((len(found), longest), np.int64)
        for index, row in enumerate(found):
            table[index, : len(row)] = row
        summed = np.maximum(self.model.table[table].sum(1, dtype=np.int64), 0)
        raw = summed @ self._encoder + self.model.encoder_bias
        vectors = np.clip(np.rint(raw * self.model.scales["encoder"]), -127, 127)
        return np.asarray(vectors, np.int8)

    def _admitted(self, types: Ints, gaps: Ints, asked: Ints) -> Ints:
        """Return those of the words at `asked` that a capital is not out of the question for."""
        hints = np.zeros(len(asked), np.int64)
        for place in range(2 * REACH + 1):
            around = asked + (place - REACH)
            hints += self._gates[types[around], place]
            hints += self.model.gate_gaps[place][gaps[around]]
        return asked[hints >= _ADMITTED]

    def _scores(self, types: Ints, gaps: Ints, asked: Ints) -> Ints:
        """Return the scores of the words at `asked`, in 1/UNIT nat."""
        model = self.model
        tokens = np.concatenate([self._vectors[types], self._gap_vectors[gaps]], 1)
        numbers = placed(self._numbers[types], gaps)
        found = np.empty((len(asked), FORMS), np.int64)
        first, second, third = self._weights
        around = np.arange(-WINDOW, WINDOW + 1)
        for start in range(0, len(asked), _BLOCK):
            block = asked[start : start + _BLOCK]
            # Every sum stays below 2 ** 24, where float32 still counts exactly.
            windows = tokens[block[:, None] + around].reshape(len(block), -1).astype(np.float32)
            hidden = windows @ first + self._biases[0]
            hidden = np.clip(np.rint(hidden * np.float32(model.scales["hidden1"])), 0, 255)
            hidden = hidden @ second + self._biases[1]
            hidden = np.clip(np.rint(hidden * np.float32(model.scales["hidden2"])), 0, 255)
            scores = hidden @ third + self._biases[2]
            out = np.rint(scores * np.float32(model.scales["output"])).astype(np.int64)
            doubt = np.flatnonzero(np.abs(out[:, 1:3].max(1) - out[:, 0]) < _DOUBT)
            at = self._sequences.find(sequence_hashes(numbers, block[doubt]))
            out[doubt, 1:3] += self._sequence_scores[at].sum(1)
            found[start : start + _BLOCK] = out
        return found


def _put(values: npt.NDArray[Any], at: int, fresh: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Put rows at a place behind those that are there; twice the room is made where it ends."""
    end = at + len(fresh)
    if end > len(values):
        room = np.zeros((2 * end, *values.shape[1:]), values.dtype)
        room[:at] = values[:at]
        values = room
    values[at:end] = fresh
    return values


def mixed(word: str) -> str:
    """Return how a word that follows a pattern is written with capitals inside, or "".

    >>> mixed("xxe"), mixed("mcdonald"), mixed("maison")
    ('XXe', 'McDonald', '')
    """
    match = _CENTURY.fullmatch(word)
    if match:
        numeral = match[1] or match[3] or ""
        # "e" and "ie" are no numbers: one is first, 1er.
        alone = match[3] is None and numeral in {"", "i"}
        return "" if alone else numeral.upper() + word[len(numeral) :]
    if word.startswith("mc") and len(word) >= _SHORTEST_MC and word.isalpha():
        return "Mc" + word[2].upper() + word[3:]
    return ""
