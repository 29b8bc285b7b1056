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

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase import model as casemodel
from cleantext.stages.truecase.features import (
    DASH_GAP,
    HYPHEN_GAP,
    LINE_GAP,
    MOST_PARTS,
    OPENING,
    START,
    WordFeatures,
    compounds,
    part,
    part_key,
    plain,
)
from cleantext.stages.truecase.hashes import HashTable, span_hashes
from cleantext.stages.truecase.model import ALWAYS, COMMON, DEPENDS, DOUBT, SURE, Model, encoded
from cleantext.stages.truecase.sequences import BREAK, Table, placed, sequence_hashes, word_number
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER, MIXED, MixedCase, Spelt
from cleantext.stages.truecase.words import Words

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

_CACHED = 200_000
"""So many words are remembered before the memory is emptied."""
_BLOCK = 2048
_TIME = re.compile(r"\d{1,2}h\d*")
_DOUBT = 3 * UNIT
"""Margins of the network from which sequences are not asked: they move 0.03 points of F1."""
_HEAD = 10
"""So many words from the head of a line, a dash may be followed by the start of a sentence."""
_SURE_SCORE = 8 * UNIT
_NEVER = -(1 << 30)
# What tells the parts of a compound from one another.
_PARTS = np.arange(1, MOST_PARTS + 1, dtype=np.uint64) * np.uint64(0x632BE59BD9B4E019)

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
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
    types: Ints
    known: npt.NDArray[np.bool_]
    capitals: Bytes


class Truecaser:
    """A model and a memory of the types of words that it has met."""

    def __init__(self, model: Model, morphology: Morphology) -> None:
        self.model = model
        self._rows = WordFeatures(morphology).rows
        self._mixed = MixedCase(morphology, model.forms)
        self._places = {word: place for place, word in enumerate(model.words)}
        self._counts = dict(zip(model.words, model.known.tolist(), strict=True))
        self._kind = model.kinds.tolist()
        self._listed = Table(model.listed)
        # The last is for a word that is in no list.
        self._lists = np.append(model.lists, np.uint32(0))
        self._ranks = np.append(model.ranks, np.uint16(0))
        widths = model.vectors.shape[1], model.gaps.shape[1]
        self._weights = (
            _parted(model.weights1, *widths),
            model.weights2.astype(np.float32),
            model.weights3.astype(np.float32),
        )
        self._glance_weights = _parted(model.glance1, *widths), model.glance2.astype(np.float32)
        self._biases = [bias.astype(np.float32) for bias in (model.bias1, model.bias2, model.bias3)]
        self._sequences = Table(model.sequences)
        # The last row is what no sequence, -1, adds.
        self._sequence_scores = np.zeros((len(model.sequences) + 1, 2), np.int16)
        self._sequence_scores[:-1] = model.sequence_scores
        self._sequence_scores *= int(model.scales["sequence"])
        self._gap_vectors = model.gaps.astype(np.float32)
        self._glance_bias = model.glance_bias.astype(np.float32)
        self._gate = model.gate.astype(np.float64).T
        self._gate_gaps = model.gate_gaps.T.astype(np.int32)
        self._forget()

    @classmethod
    def load(cls, path: Path, morphology: Morphology) -> "Truecaser":
        """Read a model, for words that are made as those that it was trained on.

        Raises:
            PackError: The file is missing, damaged, or of another version.
        """
        return cls(casemodel.load(path), morphology)

    def predict(self, found: Words, starts: Ints) -> Prediction:
        """Decide the form of each word.

        Args:
            found: The words of texts in lowercase.
            starts: The places of the words that begin sentences.
        """
        if len(self._table) > _CACHED:
            self._forget()
        count = len(found.begins)
        if not count:
            none, nowhere = np.zeros(0, np.uint8), np.zeros(0, np.int64)
            return Prediction(none, nowhere, nowhere, np.zeros(0, np.bool_), none)
        types = self._look_up(found)
        classes = found.gaps.astype(np.int64)
        lines = classes // 3 == LINE_GAP // 3
        # An apostrophe at the head of a text hides that it begins with a line.
        lines[found.firsts[found.firsts < count]] = True
        classes[starts] += START
        # Lines are set apart by empty words, so that no window looks across an edge.
        places = np.arange(count) + WINDOW * np.cumsum(lines)
        size = count + WINDOW * (int(lines.sum()) + 1)
        padded = np.zeros(size, np.int64)
        padded[places] = types
        gaps = np.full(size, LINE_GAP)
        gaps[places] = classes
        in_doubt = self._in_doubt(padded, gaps)
        asked = np.flatnonzero(in_doubt)
        margins = np.where(self._kinds[types] == ALWAYS, _SURE_SCORE, -_SURE_SCORE)
        capitals = np.full(count, CAPITAL, np.uint8)
        if len(asked):
            with _blas().limit(limits=1):
                scores = self._scores(padded, gaps, asked)
            scores[~self._has_mixed[padded[asked]], MIXED] = _NEVER
            best = scores[:, CAPITAL:].argmax(1) + CAPITAL
            at = np.flatnonzero(in_doubt[places])
            capitals[at] = best
            margins[at] = scores[np.arange(len(at)), best] - scores[:, LOWER]
        forms = np.where(margins > 0, capitals, np.uint8(LOWER))
        return Prediction(forms, margins, types, self._is_known[types], capitals)

    def spell(self, words: Sequence[str], forms: Sequence[int]) -> list[str]:
        """Return lowercase words in their forms; as they are where their length would change.

        The caller asks for `MIXED` only where `predict` gave it.
        """
        spelt = self._spelt
        return [spelt[form][word] for word, form in zip(words, forms, strict=True)]

    def _forget(self) -> None:
        """Empty the memory but for the empty word, type 0."""
        self._types: dict[str, int] = {"": 0}
        self._table, self._count = HashTable(), 1
        self._spelt = tuple(Spelt(form, self._mixed) for form in range(FORMS))
        nothing = self.model.encoder_bias * self.model.scales["encoder"]
        self._vectors = np.clip(np.rint(nothing), -127, 127).astype(np.int8)[None]
        self._gates = (self._vectors @ self._gate).astype(np.int32)
        self._numbers = np.array([BREAK], np.uint64)
        self._kinds = np.array([SURE], np.uint8)
        self._is_known = np.array([True])
        self._has_mixed = np.array([False])

    def _look_up(self, found: Words) -> Ints:
        """Return the type of each word; types are met here for the first time."""
        spans = list(compounds(np.flatnonzero(found.gaps == HYPHEN_GAP).tolist()))
        first, behind = np.array(spans, np.int64).reshape(-1, 2).T
        begins = np.concatenate([found.begins, found.begins[first]])
        ends = np.concatenate([found.ends, found.ends[behind - 1]])
        hashes, wholes = np.split(span_hashes(found.codes, begins, ends), [len(found.begins)])
        for whole, (start, end) in zip(wholes, spans, strict=True):
            hashes[start:end] = whole + _PARTS[: end - start]
        types = self._table.find(hashes)
        missing = np.flatnonzero(types < 0)
        if len(missing):
            names = _keys_of(found, missing, spans)
            self._meet(sorted(set(names).difference(self._types)))
            for place, name in zip(missing.tolist(), names, strict=True):
                types[place] = self._types[name]
            fresh, at = np.unique(hashes[missing], return_index=True)
            for key, number in zip(fresh.tolist(), types[missing[at]].tolist(), strict=True):
                self._table.put(key, number)
        return types

    def _meet(self, names: Sequence[str]) -> None:
        """Work out all that depends on the word alone."""
        model, places = self.model, self._places
        size = len(names)
        # The place in the model of what stands for each: itself, or the word in a compound.
        at = np.full(size, -1)
        numbers, kinds = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
        is_known, has_mixed = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        for index, name in enumerate(names):
            word, place, _ = part(name)
            word = plain(word)
            alone = places.get(word, -1)
            own = places.get(name, -1) if place else alone
            at[index] = own if own >= 0 else alone
            is_known[index] = alone >= 0
            if alone >= 0 and self._kind[alone] & COMMON:
                numbers[index] = word_number(word)
            if (word.isalpha() or any(map(str.isalpha, word))) and not _TIME.fullmatch(word):
                kinds[index] = self._kind[own] & ~COMMON if own >= 0 else DOUBT
            has_mixed[index] = bool(self._mixed(word))
        vectors = model.vectors[at]
        unknown = np.flatnonzero(at < 0)
        if len(unknown):
            vectors[unknown] = self._encode([names[index] for index in unknown.tolist()])
        first = self._count
        self._vectors = _put(self._vectors, first, vectors)
        self._gates = _put(self._gates, first, (vectors @ self._gate).astype(np.int32))
        self._numbers = _put(self._numbers, first, numbers)
        self._kinds = _put(self._kinds, first, kinds)
        self._is_known = _put(self._is_known, first, is_known)
        self._has_mixed = _put(self._has_mixed, first, has_mixed)
        # Last, so that nothing is known by halves where something above fails.
        self._count += size
        self._types.update(zip(names, range(first, self._count), strict=True))

    def _encode(self, names: Sequence[str]) -> npt.NDArray[np.int8]:
        """Return the vectors of words that are not known, by what they look like."""
        model = self.model
        hashes = np.array([crc32(part(name)[0].encode()) for name in names], np.uint32)
        places = self._listed.find(hashes)
        told = zip(names, self._lists[places].tolist(), self._ranks[places].tolist(), strict=True)
        found = [self._rows(name, self._counts, lists, ranks) for name, lists, ranks in told]
        scale = model.scales["encoder"]
        return encoded(model.table, model.encoder, model.encoder_bias, scale, found)

    def _in_doubt(self, types: Ints, gaps: Ints) -> Flags:
        """Return for each word whether a capital is neither sure nor out of the question."""
        kinds = self._kinds[types]
        doubt: Flags = kinds == DOUBT
        depends = kinds == DEPENDS
        near = gaps % 3 == OPENING
        near[1:] |= (kinds >= DOUBT)[:-1]
        near[:-1] |= (kinds >= DOUBT)[1:]
        depends &= near & (gaps < START)
        doubt |= depends & ~self._goes_on(types, gaps, depends)
        hints = self._gates[types] + self._gate_gaps[gaps]
        # At both ends there are more empty words than the gate looks at.
        last = len(types) - 2 * REACH
        sums = sum(hints[place : last + place, place] for place in range(2 * REACH + 1))
        # The gate has learnt nothing of the starts of sentences.
        doubt[REACH:-REACH] &= (sums >= 0) | (gaps >= START)[REACH:-REACH]
        return doubt

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
        numbers = placed(self._numbers[types], gaps)
        found = np.full((len(asked), FORMS), -_SURE_SCORE, np.int64)
        found[:, LOWER] = 0
        first, second, third = self._weights
        scale1, scale2, scale3 = (
            np.float32(model.scales[name]) for name in ("hidden1", "hidden2", "output")
        )
        for start in range(0, len(asked), _BLOCK):
            block = asked[start : start + _BLOCK]
            kept = np.flatnonzero(self._glance(types, gaps, block) | (gaps[block] >= START))
            block = block[kept]
            # Every sum stays below 2 ** 24, where float32 still counts exactly.
            sums = self._seen(types, gaps, block[:, None] + AROUND, first)
            hidden = layer(sums, self._biases[0], scale1)
            hidden = layer(hidden @ second, self._biases[1], scale2)
            out = np.rint((hidden @ third + self._biases[2]) * scale3).astype(np.int64)
            doubt = np.flatnonzero(np.abs(out[:, 1:3].max(1) - out[:, 0]) < _DOUBT)
            at = self._sequences.find(sequence_hashes(numbers, block[doubt]))
            out[doubt, 1:3] += self._sequence_scores[at].sum(1)
            found[start + kept] = out
        return found

    def _glance(self, types: Ints, gaps: Ints, block: Ints) -> Flags:
        """Return for each word at `block` whether a second look at it says to ask the network."""
        first, second = self._glance_weights
        sums = self._seen(types, gaps, block[:, None] + AROUND[NEAR], first)
        hidden = layer(sums, self._glance_bias, np.float32(self.model.scales["glance"]))
        passes: Flags = hidden @ second >= self.model.glance_edge
        return passes

    def _seen(
        self, types: Ints, gaps: Ints, around: Ints, weights: tuple[Floats, Floats]
    ) -> Floats:
        """Return what a first layer sums up of the words at `around` and of the gaps before them.

        Args:
            types: The type of each word.
            gaps: The class of the gap before each.
            around: A row of places for each sum.
            weights: Of the words, and of the gaps.
        """
        words = self._vectors[types[around]].reshape(-1, len(weights[0])).astype(np.float32)
        sums: Floats = words @ weights[0]
        sums += self._gap_vectors[gaps[around]].reshape(-1, len(weights[1])) @ weights[1]
        return sums


def _parted(weights: Int8, width: int, gap: int) -> tuple[Floats, Floats]:
    """Part the weights of a first layer, where each word is followed by its gap.

    Args:
        weights: Of a layer that sees a window of words.
        width: The size of the vector of a word.
        gap: The size of that of a gap.
    """
    units = weights.shape[1]
    cut = weights.astype(np.float32).reshape(-1, width + gap, units)
    return cut[:, :width].reshape(-1, units), cut[:, width:].reshape(-1, units)


def _keys_of(found: Words, places: Ints, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the keys of words.

    Args:
        found: Words.
        places: The places of those that keys are asked for.
        spans: For each compound, the place of its first word and that behind its last.
    """
    parts: dict[int, str] = {}
    asked = set(places.tolist()) if spans else ()
    for first, behind in spans:
        if any(place in asked for place in range(first, behind)):
            compound = found.text[found.begins[first] : found.ends[behind - 1]]
            for place in range(first, behind):
                parts[place] = part_key(place - first, compound)
    words = found.among(found.begins[places], found.ends[places])
    return [
        parts.get(place) or plain(word) for place, word in zip(places.tolist(), words, strict=True)
    ]


def layer(sums: Floats, bias: Floats, scale: np.float32) -> Floats:
    """Return what a hidden layer makes of its sums, in place: whole numbers from 0 to 255."""
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
