"""What the truecaser knows of each word that it has met, whatever stands around it.

Each word gets a number, its type, and a row in every column; a text is then rows to look up.
The words of compounds are types of their own: `aix` in "aix-les-bains".
"""

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.features import (
    HYPHEN_GAP,
    IN_LOWERCASE,
    MOST_PARTS,
    WordFeatures,
    find_compounds,
    make_part_key,
    mask_number,
    parse_key,
)
from cleantext.stages.truecase.hashes import HashTable, hash_spans
from cleantext.stages.truecase.model import COMMON, DOUBT, SURE, TruecaserModel, encode_rows
from cleantext.stages.truecase.sequences import BREAK, SequenceTable, hash_word
from cleantext.stages.truecase.spelling import FORMS, MixedCase, Spelt
from cleantext.stages.truecase.words import TextWords

_CACHED = 200_000
"""How many words are remembered before the memory is emptied."""
_NEW = range(4, 11)
"""New names have 4 to 10 letters; what is longer is mostly two words that lost their space."""
_TIME = re.compile(r"\d{1,2}h\d*")
# What tells the parts of a compound from one another.
_PARTS = np.arange(1, MOST_PARTS + 1, dtype=np.uint64) * np.uint64(0x632BE59BD9B4E019)
_AT_ONCE = 20_000
"""Of words that are not known 20,000 are met at a time; most come again, and are known then."""

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]


class WordTypes:
    """The types that were met, and a column for each thing that is known of them.

    Attributes:
        vectors: What the network sees of each type.
        hints: How much each hints, at each place of a window, that the network is to be asked.
        numbers: What stands for each in word sequences; 0 if it is not common.
        kinds: `SURE`, `DEPENDS`, `DOUBT` or `ALWAYS`.
        is_known: Whether it is one of the model's words.
        has_mixed: Whether there is a spelling of it with capitals inside.
        is_new: Whether neither text nor list nor lexicon has it, and it is as long as names are.
        spelt: For each form, the spelling of each word.
    """

    def __init__(self, model: TruecaserModel, morphology: Morphology) -> None:
        self._model = model
        self._features = WordFeatures(morphology)
        self._mixed = MixedCase(morphology, model.forms)
        self._places = {word: place for place, word in enumerate(model.words)}
        self._counts = dict(zip(model.words, model.known.tolist(), strict=True))
        self._kind = model.kinds.tolist()
        self._listed = SequenceTable(model.listed)
        # The last is for a word that is in no list.
        self._lists = np.append(model.lists, np.uint32(0))
        self._ranks = np.append(model.ranks, np.uint16(0))
        self._gate = model.gate.astype(np.float64).T
        self._forget()

    def look_up(self, found: TextWords) -> Ints:
        """Return the type of each word; types are met here for the first time."""
        if len(self._table) > _CACHED:
            self._forget()
        spans = list(find_compounds(np.flatnonzero(found.gaps == HYPHEN_GAP).tolist()))
        first, behind = np.array(spans, np.int64).reshape(-1, 2).T
        begins = np.concatenate([found.begins, found.begins[first]])
        ends = np.concatenate([found.ends, found.ends[behind - 1]])
        hashes, wholes = np.split(hash_spans(found.codes, begins, ends), [len(found.begins)])
        for whole, (start, end) in zip(wholes, spans, strict=True):
            hashes[start:end] = whole + _PARTS[: end - start]
        types = self._table.find(hashes)
        missing = np.flatnonzero(types < 0)
        while len(missing):
            some, rest = np.split(missing, [_AT_ONCE])
            names = _keys_of(found, some, spans)
            self._meet(sorted(set(names).difference(self._types)))
            for place, name in zip(some.tolist(), names, strict=True):
                types[place] = self._types[name]
            fresh, at = np.unique(hashes[some], return_index=True)
            for key, number in zip(fresh.tolist(), types[some[at]].tolist(), strict=True):
                self._table.put(key, number)
            types[rest] = self._table.find(hashes[rest])
            missing = rest[types[rest] < 0]
        return types

    def in_lexicon(self, word: str) -> bool:
        """Return whether a word that is not known is one of a lexicon, in lowercase."""
        place = self._listed.find(np.array([crc32(word.encode())], np.uint32))[0]
        return bool(self._lists[place] & IN_LOWERCASE)

    def _forget(self) -> None:
        """Empty the memory but for the empty word, type 0."""
        self._types: dict[str, int] = {"": 0}
        self._table = HashTable()
        self._count = 1
        self.spelt = tuple(Spelt(form, self._mixed) for form in range(FORMS))
        model = self._model
        nothing = model.encoder_bias * model.scales["encoder"]
        self.vectors = np.clip(np.rint(nothing), -127, 127).astype(np.int8)[None]
        self.hints = (self.vectors @ self._gate).astype(np.int32)
        self.numbers = np.array([BREAK], np.uint64)
        self.kinds = np.array([SURE], np.uint8)
        self.is_known = np.array([True])
        self.has_mixed = np.array([False])
        self.is_new = np.array([False])

    def _meet(self, names: Sequence[str]) -> None:
        """Work out all that depends on the word alone."""
        model, places = self._model, self._places
        size = len(names)
        # The place in the model of what stands for each: itself, or the word in a compound.
        at = np.full(size, -1)
        numbers, kinds = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
        is_known, has_mixed = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        for index, name in enumerate(names):
            word, place, _ = parse_key(name)
            word = mask_number(word)
            alone = places.get(word, -1)
            own = places.get(name, -1) if place else alone
            at[index] = own if own >= 0 else alone
            is_known[index] = alone >= 0
            if alone >= 0 and self._kind[alone] & COMMON:
                numbers[index] = hash_word(word)
            if (word.isalpha() or any(map(str.isalpha, word))) and not _TIME.fullmatch(word):
                kinds[index] = self._kind[own] & ~COMMON if own >= 0 else DOUBT
            has_mixed[index] = bool(self._mixed(word))
        vectors = model.vectors[at]
        unknown = np.flatnonzero(at < 0)
        is_new = np.zeros(size, np.bool_)
        if len(unknown):
            missing = [names[index] for index in unknown.tolist()]
            vectors[unknown], is_new[unknown] = self._encode(missing)
        first = self._count
        self.vectors = _put(self.vectors, first, vectors)
        self.hints = _put(self.hints, first, (vectors @ self._gate).astype(np.int32))
        self.numbers = _put(self.numbers, first, numbers)
        self.kinds = _put(self.kinds, first, kinds)
        self.is_known = _put(self.is_known, first, is_known)
        self.has_mixed = _put(self.has_mixed, first, has_mixed)
        self.is_new = _put(self.is_new, first, is_new)
        # Last, so that nothing is known by halves where something above fails.
        self._count += size
        self._types.update(zip(names, range(first, self._count), strict=True))

    def _encode(self, names: Sequence[str]) -> tuple[Int8, Flags]:
        """Return the vectors of words that are not known, by what they look like; and `is_new`."""
        model = self._model
        hashes = np.array([crc32(parse_key(name)[0].encode()) for name in names], np.uint32)
        places = self._listed.find(hashes)
        told = zip(names, self._lists[places].tolist(), self._ranks[places].tolist(), strict=True)
        found = [
            self._features.hash(name, self._counts, lists, ranks) for name, lists, ranks in told
        ]
        scale = model.scales["encoder"]
        vectors = encode_rows(model.table, model.encoder, model.encoder_bias, scale, found)
        sizes = np.array([len(parse_key(name)[0]) for name in names])
        return vectors, (places < 0) & (sizes >= _NEW[0]) & (sizes <= _NEW[-1])


def _keys_of(found: TextWords, places: Ints, spans: Sequence[tuple[int, int]]) -> list[str]:
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
                parts[place] = make_part_key(place - first, compound)
    words = found.among(found.begins[places], found.ends[places])
    return [
        parts.get(place) or mask_number(word)
        for place, word in zip(places.tolist(), words, strict=True)
    ]


def _put(values: npt.NDArray[Any], at: int, fresh: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Put rows at a place behind those that are there; twice the room is made where it ends."""
    end = at + len(fresh)
    if end > len(values):
        room = np.zeros((2 * end, *values.shape[1:]), values.dtype)
        room[:at] = values[:at]
        values = room
    values[at:end] = fresh
    return values
