"""Decides the form of every word of a text that has lost its capitals.

Most words are decided by what they are: "depuis" is never a name. For the others a small
network looks at the letters of the word, at its neighbours and at the signs between them.
All of it is whole numbers, so a word gets the same scores in any batch and on any machine.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from cleantext.casing import model as casemodel
from cleantext.casing.features import (
    DASH_GAP,
    HYPHEN_GAP,
    LINE_GAP,
    OPENING,
    START,
    compounds,
    part,
    plain,
    rows,
)
from cleantext.casing.model import ALWAYS, COMMON, DEPENDS, DOUBT, SURE, Model, encoded
from cleantext.casing.sequences import BREAK, Table, placed, sequence_hashes, word_number
from cleantext.casing.words import Words

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
_BLOCK = 1024
_ADMITTED = -5_000
"""Hints from which the network is asked, for 14 % of all words; 18 % add 0.03 points of F1."""
_TIME = re.compile(r"\d{1,2}h\d*")
_CENTURY = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(e|ème)|(i)(er|re|ère)")
_SHORTEST_MC = 5
_DOUBT = 3 * UNIT
"""Margins of the network from which sequences are not asked: they move 0.03 points of F1."""
_HEAD = 10
"""So many words from the head of a line, a dash may be followed by the start of a sentence."""
_SURE_SCORE = 8 * UNIT
_NEVER = -(1 << 30)

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


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
        self._kind = model.kinds.tolist()
        self._listed = Table(model.listed)
        # The last is for a word that is in no list.
        self._lists = np.append(model.lists, np.uint32(0))
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
        self._gap_vectors = model.gaps.astype(np.float32)
        self._gate = model.gate.astype(np.float64).T
        self._gate_gaps = model.gate_gaps.T.astype(np.int32)
        self._forget()

    @classmethod
    def load(cls, path: Path) -> "Truecaser":
        """Read a model.

        Raises:
            PackError: The file is missing, damaged, or of another version.
        """
        return cls(casemodel.load(path))

    def predict(self, found: Words, starts: Ints) -> Prediction:
        """Decide the form of each word.

        Args:
            found: The words of a text in lowercase.
            starts: The places of the words that begin sentences.
        """
        if len(self._types) > _CACHED:
            self._forget()
        count = len(found.words)
        if not count:
            none, nowhere = np.zeros(0, np.uint8), np.zeros(0, np.int64)
            return Prediction(none, nowhere, nowhere, np.zeros(0, np.bool_), none)
        types = self._look_up(found.words, found.gaps == HYPHEN_GAP)
        classes = found.gaps.astype(np.int64)
        lines = classes // 3 == LINE_GAP // 3
        lines[found.firsts] = True
        classes[starts] += START
        # Lines are set apart by empty words, so that no window looks across an edge.
        places = np.arange(count) + WINDOW * np.cumsum(lines)
        size = count + WINDOW * (int(lines.sum()) + 1)
        padded = np.zeros(size, np.int64)
        padded[places] = types
        gaps = np.full(size, LINE_GAP)
        gaps[places] = classes
        asked = self._asked(padded, gaps)
        scores = np.full((size, FORMS), -_SURE_SCORE, np.int64)
        scores[:, LOWER] = 0
        scores[self._kinds[padded] == ALWAYS, CAPITAL] = _SURE_SCORE
        if len(asked):
            with _blas().limit(limits=1):
                scores[asked] = self._scores(padded, gaps, asked)
        scores = scores[places]
        scores[~self._has_mixed[types], MIXED] = _NEVER
        capitals = scores[:, 1:].argmax(1) + 1
        margins = scores[np.arange(count), capitals] - scores[:, LOWER]
        forms = np.where(margins > 0, capitals, LOWER).astype(np.uint8)
        return Prediction(forms, margins, types, self._common[types], capitals.astype(np.uint8))

    def spell(self, word: str, form: int) -> str:
        """Return a lowercase word in a form; as it is where its length would change.

        The caller asks for `MIXED` only where `predict` gave it.
        """
        known = self._spelt[form]
        if word not in known:
            if form == MIXED:
                spelt = self._mixed.get(word) or mixed(word)
            elif form == LOWER:
                spelt = word
            else:
                spelt = word.upper() if form == UPPER else word[0].upper() + word[1:]
            same = len(spelt) == len(word) and spelt.lower() == word
            known[word] = spelt if same else word
        return known[word]

    def _forget(self) -> None:
        """Empty the memory but for the empty word, type 0."""
        self._types: dict[str, int] = {"": 0}
        self._count = 1
        self._spelt: tuple[dict[str, str], ...] = tuple({} for _ in range(FORMS))
        model = self.model
        self._vectors = np.zeros((1, model.encoder.shape[1]), np.float32)
        nothing = model.encoder_bias * model.scales["encoder"]
        self._vectors[0] = np.clip(np.rint(nothing), -127, 127)
        self._gates = (self._vectors @ self._gate).astype(np.int32)
        self._numbers = np.array([BREAK], np.uint64)
        self._kinds = np.array([SURE], np.uint8)
        self._common = np.array([True])
        self._has_mixed = np.array([False])

    def _look_up(self, words: Sequence[str], hyphens: npt.NDArray[np.bool_]) -> Ints:
        """Return the type of each word; types are met here for the first time."""
        known = self._types
        types: list[int | None] = list(map(known.get, words))
        parts = list(compounds(words, np.flatnonzero(hyphens).tolist()))
        for place, key in parts:
            types[place] = known.get(key)
        if None in types:
            names = dict(parts)
            missing = [place for place, number in enumerate(types) if number is None]
            fresh = {place: names.get(place) or plain(words[place]) for place in missing}
            self._meet(sorted(set(fresh.values()).difference(known)))
            for place, name in fresh.items():
                types[place] = known[name]
                if place not in names:
                    # The next time, a number is found by what it is, and not by its length.
                    known[words[place]] = known[name]
        return np.array(types, np.int64)

    def _meet(self, names: Sequence[str]) -> None:
        """Work out all that depends on the word alone."""
        model, places = self.model, self._places
        size = len(names)
        # The place in the model of what stands for each: itself, or the word in a compound.
        at = np.full(size, -1)
        numbers, kinds = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
        common, has_mixed = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        for index, name in enumerate(names):
            self._types[name] = self._count + index
            word, place, _ = part(name)
            word = plain(word)
            alone = places.get(word, -1)
            own = places.get(name, -1) if place else alone
            at[index] = own if own >= 0 else alone
            common[index] = alone >= 0
            if alone >= 0 and self._kind[alone] & COMMON:
                numbers[index] = word_number(word)
            if (word.isalpha() or any(map(str.isalpha, word))) and not _TIME.fullmatch(word):
                kinds[index] = self._kind[own] & ~COMMON if own >= 0 else DOUBT
            has_mixed[index] = word in self._mixed or bool(mixed(word))
        vectors = model.vectors[at]
        unknown = np.flatnonzero(at < 0)
        if len(unknown):
            vectors[unknown] = self._encode([names[index] for index in unknown.tolist()])
        first = self._count
        self._count += size
        self._vectors = _put(self._vectors, first, vectors)
        self._gates = _put(self._gates, first, (vectors @ self._gate).astype(np.int32))
        self._numbers = _put(self._numbers, first, numbers)
        self._kinds = _put(self._kinds, first, kinds)
        self._common = _put(self._common, first, common)
        self._has_mixed = _put(self._has_mixed, first, has_mixed)

    def _encode(self, names: Sequence[str]) -> npt.NDArray[np.int8]:
        """Return the vectors of words that are not known, by what they look like."""
        model = self.model
        hashes = np.array([crc32(part(name)[0].encode()) for name in names], np.uint32)
        lists = self._lists[self._listed.find(hashes)].tolist()
        found = [rows(name, self._known, bits) for name, bits in zip(names, lists, strict=True)]
        scale = model.scales["encoder"]
        return encoded(model.table, model.encoder, model.encoder_bias, scale, found)

    def _asked(self, types: Ints, gaps: Ints) -> Ints:
        """Return the places of the words that a capital is not out of the question for."""
        kinds = self._kinds[types]
        doubt = kinds == DOUBT
        depends = kinds == DEPENDS
        near = gaps % 3 == OPENING
        near[1:] |= (kinds >= DOUBT)[:-1]
        near[:-1] |= (kinds >= DOUBT)[1:]
        doubt |= depends & near & ~self._goes_on(types, gaps, depends)
        hints = self._gates[types] + self._gate_gaps[gaps]
        # At both ends there are more empty words than the gate looks at.
        last = len(types) - 2 * REACH
        sums = sum(hints[place : last + place, place] for place in range(2 * REACH + 1))
        doubt[REACH:-REACH] &= sums >= _ADMITTED
        return np.flatnonzero(doubt)

    def _goes_on(self, types: Ints, gaps: Ints, depends: Flags) -> Flags:
        """Return which of the words that depend on others go on with a sentence after a dash.

        Near the head of a line the dash may follow a place or a speaker, and begin one.
        """
        found = np.zeros(len(types), np.bool_)
        at = np.flatnonzero(depends & (gaps == DASH_GAP))
        if len(at):
            before = types[np.maximum(at[:, None] - np.arange(1, _HEAD + 1), 0)]
            found[at] = (before != 0).all(1)
        return found

    def _scores(self, types: Ints, gaps: Ints, asked: Ints) -> Ints:
        """Return the scores of the words at `asked`, in 1/UNIT nat."""
        model = self.model
        tokens = np.concatenate([self._vectors[types], self._gap_vectors[gaps]], 1)
        # The window of a word is one row of numbers without a break.
        windows = np.lib.stride_tricks.as_strided(
            tokens,
            (len(tokens) - 2 * WINDOW, (2 * WINDOW + 1) * tokens.shape[1]),
            tokens.strides,
            writeable=False,
        )
        numbers = placed(self._numbers[types], gaps)
        found = np.empty((len(asked), FORMS), np.int64)
        first, second, third = self._weights
        scale1, scale2, scale3 = (
            np.float32(model.scales[name]) for name in ("hidden1", "hidden2", "output")
        )
        for start in range(0, len(asked), _BLOCK):
            block = asked[start : start + _BLOCK]
            # Every sum stays below 2 ** 24, where float32 still counts exactly.
            hidden = _layer(windows[block - WINDOW], first, self._biases[0], scale1)
            hidden = _layer(hidden, second, self._biases[1], scale2)
            out = np.rint((hidden @ third + self._biases[2]) * scale3).astype(np.int64)
            doubt = np.flatnonzero(np.abs(out[:, 1:3].max(1) - out[:, 0]) < _DOUBT)
            at = self._sequences.find(sequence_hashes(numbers, block[doubt]))
            out[doubt, 1:3] += self._sequence_scores[at].sum(1)
            found[start : start + _BLOCK] = out
        return found


def _layer(given: Floats, weights: Floats, bias: Floats, scale: np.float32) -> Floats:
    """Return what a hidden layer makes of its input: whole numbers from 0 to 255."""
    sums: Floats = given @ weights
    sums += bias
    sums *= scale
    np.rint(sums, out=sums)
    return np.clip(sums, 0, 255, out=sums)


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
