"""What the truecaser knows of each word that it has met, whatever stands around it.

Each word gets a number, its type, and a row in every column; a text is then rows to look up.
The words of compounds are types of their own: `aix` in "aix-les-bains". To meet a word takes ten
times as long as to work it out together with all others of the model, so behind the first texts
these are all met at once.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.features import (
    HYPHEN,
    HYPHEN_GAP,
    IN_LOWERCASE,
    MOST_PARTS,
    WordFeatures,
    find_compounds,
    find_keys,
    make_part_key,
    mask_number,
    parse_key,
)
from cleantext.stages.truecase.hashes import HashTable, hash_spans
from cleantext.stages.truecase.model import COMMON, DOUBT, SURE, TruecaserModel, encode_rows
from cleantext.stages.truecase.model_words import ModelWords
from cleantext.stages.truecase.sequences import BREAK, SequenceTable, hash_word
from cleantext.stages.truecase.spelling import FORMS, MixedCase, Spelt
from cleantext.stages.truecase.words import TextWords, code_points

_CACHED = 200_000
"""How many words are remembered before the memory is emptied."""
_NEW = range(4, 11)
"""New names have 4 to 10 letters; what is longer is mostly two words that lost their space."""
_FEW = 4_000
"""How many words are met before all of the model are: more than one long article holds."""
_HYPHENS = frozenset({HYPHEN})
_TIME = re.compile(r"\d{1,2}h\d*")
# What tells the parts of a compound from one another.
_PARTS = np.arange(1, MOST_PARTS + 1, dtype=np.uint64) * np.uint64(0x632BE59BD9B4E019)
_AT_ONCE = 20_000
"""Of words that are not known 20,000 are met at a time; most come again, and are known then."""

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]
Int32 = npt.NDArray[np.int32]
Uint64 = npt.NDArray[np.uint64]


class Columns(NamedTuple):
    """What is known of types: a row for each, by its number; rows behind the last are room.

    Attributes:
        vectors: What the network sees of each type.
        hints: How much each hints, at each place of a window, that the network is to be asked.
        numbers: What stands for each in word sequences; 0 if it is not common.
        kinds: `SURE`, `DEPENDS`, `DOUBT` or `ALWAYS`.
        is_known: Whether it is one of the model's words.
        has_mixed: Whether there is a spelling of it with capitals inside.
        is_new: Whether neither text nor list nor lexicon has it, and it is as long as names are.
    """

    vectors: Int8
    hints: Int32
    numbers: Uint64
    kinds: Bytes
    is_known: Flags
    has_mixed: Flags
    is_new: Flags


class WordTypes:
    """The types that were met; threads may share them.

    Attributes:
        spelt: For each form, the spelling of each word.
    """

    def __init__(self, model: TruecaserModel, morphology: Morphology) -> None:
        self._model = model
        self._features = WordFeatures(morphology)
        self._mixed = MixedCase(morphology, model.forms)
        self._words = ModelWords(model.words, model.known)
        self._listed = SequenceTable(model.listed)
        # The last is for a word that is in no list.
        self._lists = np.append(model.lists, np.uint32(0))
        self._ranks = np.append(model.ranks, np.uint16(0))
        # Sums below 2 ** 24 are exact in single precision, too, which is faster.
        small = np.abs(model.gate).sum(1).max(initial=0) << 7 < 1 << 24
        self._gate = model.gate.T.astype(np.float32) if small else model.gate.T.astype(np.float64)
        self._is_whole = False
        self._lock = Lock()
        self._forget()

    def look_up(self, found: TextWords) -> tuple[Int32, Columns]:
        """Return the type of each word, and the columns that these types are rows of.

        Types are met here for the first time. What was returned stays true when others are met, or
        all are forgotten.
        """
        if found.words:
            types, known = self.look_up_few(found)
            return np.array(types, np.int32), known
        with self._lock:
            return self._look_up(found), self._columns

    def look_up_few(self, found: TextWords) -> tuple[list[int], Columns]:
        """Do the same for the words of a short text, by name."""
        with self._lock:
            if self._count > _CACHED:
                self._forget()
            joined = found.glued(_HYPHENS)
            with suppress(KeyError):  # a number, or a word that is met for the first time
                if not joined:
                    return list(map(self._types.__getitem__, found.words)), self._columns
            names = find_keys(found.words, joined)
            new = sorted(set(names).difference(self._types))
            if self._meets_all(len(new)):
                new = sorted(set(names).difference(self._types))
            if new:
                self._meet(new)
            return list(map(self._types.__getitem__, names)), self._columns

    def _look_up(self, found: TextWords) -> Int32:
        if max(len(self._table), self._count) > _CACHED:
            self._forget()
        spans = list(find_compounds((found.gaps == HYPHEN_GAP).nonzero()[0].tolist()))
        first, behind = np.array(spans, np.int64).reshape(-1, 2).T
        begins = np.concatenate([found.begins, found.begins[first]])
        ends = np.concatenate([found.ends, found.ends[behind - 1]])
        hashes, wholes = np.split(hash_spans(found.codes, begins, ends), [len(found.begins)])
        for whole, (start, end) in zip(wholes, spans, strict=True):
            hashes[start:end] = whole + _PARTS[: end - start]
        types = self._table.find(hashes)
        missing = np.flatnonzero(types < 0)
        if self._meets_all(len(missing)):
            types = self._table.find(hashes)
            missing = np.flatnonzero(types < 0)
        while len(missing):
            some, rest = np.split(missing, [_AT_ONCE])
            names = _keys_of(found, some, spans)
            if new := sorted(set(names).difference(self._types)):
                self._meet(new)
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
        """Remember no words but the empty one, type 0, and once that pays those of the model."""
        model = self._model
        # The commonest stand together, so that most of what is looked up is in the cache.
        own = np.argsort(np.maximum(model.known & 15, model.known >> 4), kind="stable")[::-1]
        own = own if self._is_whole else own[:0]
        names = ["", *map(model.words.__getitem__, own.tolist())]
        self._types = dict(zip(names, range(len(names)), strict=True))
        self._count = len(names)
        self._table = HashTable()
        self.spelt = tuple(Spelt(form, self._mixed) for form in range(FORMS))
        nothing = np.clip(np.rint(model.encoder_bias * model.scales["encoder"]), -127, 127)
        vectors = nothing.astype(np.int8)[None]
        self._columns = Columns(
            vectors,
            self._hint(vectors),
            numbers=np.array([BREAK], np.uint64),
            kinds=np.array([SURE], np.uint8),
            is_known=np.array([True]),
            has_mixed=np.array([False]),
            is_new=np.array([False]),
        )
        if self._is_whole:
            self._table.put_all(_hash_keys(names[1:]), np.arange(1, self._count))
            self._put(1, self._worked_out(names[1:], own))

    def _meets_all(self, more: int) -> bool:
        """Meet all words of the model, once there are many; return whether that was now."""
        if self._is_whole or more + self._count <= _FEW:
            return False
        self._is_whole = True
        self._forget()
        return True

    def _meet(self, names: Sequence[str]) -> None:
        """Work out all that depends on the word alone."""
        own = np.array([self._words.place(name) for name in names])
        self._put(self._count, self._worked_out(names, own))
        # Last, so that nothing is known by halves where something above fails.
        self._types.update(zip(names, range(self._count, self._count + len(names)), strict=True))
        self._count += len(names)

    def _put(self, first: int, fresh: Columns) -> None:
        """Put what is known of words at a place, behind what is known of others."""
        held = self._columns
        columns = ((getattr(held, name), getattr(fresh, name)) for name in Columns._fields)
        self._columns = Columns(*(_put(values, first, more) for values, more in columns))

    def _worked_out(self, names: Sequence[str], own: Ints) -> Columns:
        """Return what is known of words.

        Args:
            names: Their keys.
            own: The place of each in the model, or -1.
        """
        model = self._model
        words, alone = list(names), own.copy()
        for index in [index for index, name in enumerate(names) if HYPHEN in name]:
            words[index] = mask_number(parse_key(names[index])[0])
            alone[index] = self._words.place(words[index])
        is_known = alone >= 0
        kinds = np.where(own >= 0, model.kinds[own] & ~np.uint8(COMMON), np.uint8(DOUBT))
        for index in [index for index, word in enumerate(words) if not word.isalpha()]:
            if not any(map(str.isalpha, words[index])) or _TIME.fullmatch(words[index]):
                kinds[index] = SURE
        numbers = np.zeros(len(names), np.uint64)
        common = np.flatnonzero(is_known & (model.kinds[alone] & COMMON > 0))
        numbers[common] = [hash_word(words[index]) for index in common.tolist()]
        # What stands for each: itself, or the word in a compound.
        vectors = model.vectors[np.where(own >= 0, own, alone)]
        is_new = np.zeros(len(names), np.bool_)
        unknown = np.flatnonzero((own < 0) & ~is_known)
        if len(unknown):
            missing = [names[index] for index in unknown.tolist()]
            vectors[unknown], is_new[unknown] = self._encode(missing)
        hints, has_mixed = self._hint(vectors), self._mixed.among(words)
        return Columns(vectors, hints, numbers, kinds, is_known, has_mixed, is_new)

    def _hint(self, vectors: Int8) -> Int32:
        return np.asarray(np.matmul(vectors, self._gate), np.int32)

    def _encode(self, names: Sequence[str]) -> tuple[Int8, Flags]:
        """Return the vectors of words that are not known, by what they look like; and `is_new`."""
        model = self._model
        hashes = np.array([crc32(parse_key(name)[0].encode()) for name in names], np.uint32)
        places = self._listed.find(hashes)
        told = zip(names, self._lists[places].tolist(), self._ranks[places].tolist(), strict=True)
        count = self._words.count
        found = [self._features.hash(name, count, lists, ranks) for name, lists, ranks in told]
        scale = model.scales["encoder"]
        vectors = encode_rows(model.table, model.encoder, model.encoder_bias, scale, found)
        sizes = np.array([len(parse_key(name)[0]) for name in names])
        return vectors, (places < 0) & (sizes >= _NEW[0]) & (sizes <= _NEW[-1])


def _hash_keys(keys: Sequence[str]) -> Uint64:
    """Return the hashes that the words of these keys have in a text."""
    wholes, parts = list(keys), []
    for index, key in enumerate(keys):
        if HYPHEN in key:
            place, _, wholes[index] = key.partition(HYPHEN)
            parts.append((index, int(place) - 1))
    behind = np.cumsum(np.fromiter(map(len, wholes), np.int64, len(wholes)))
    begins = np.concatenate([[0], behind[:-1]])
    hashes = hash_spans(code_points("".join(wholes)), begins, behind)
    at, numbers = np.array(parts, np.int64).reshape(-1, 2).T
    hashes[at] += _PARTS[numbers]
    return hashes


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
    """Put rows at a place behind those that are there; where room ends, half as much is added."""
    end = at + len(fresh)
    if end > len(values):
        room = np.zeros((end + end // 2, *values.shape[1:]), values.dtype)
        room[:at] = values[:at]
        values = room
    values[at:end] = fresh
    return values
