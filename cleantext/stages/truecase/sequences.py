"""Short sequences of common words around a word, as numbers that can be looked up.

"conseil des ministres" and "le monde diplomatique" are written as the press writes them,
which no rule tells; the model keeps the sequences that it has seen often.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import (
    APOSTROPHE_GAP,
    GAPS,
    HYPHEN_GAP,
    OPENING,
    SPACE_GAP,
    START,
)

Uint64 = npt.NDArray[np.uint64]

SEQUENCES = (
    (0, 1),
    (-1, 0),
    (-1, 0, 1),
    (0, 1, 2),
    (-2, -1, 0),
    (0, 1, 2, 3),
    (-2, -1, 0, 1),
    (-3, -2, -1, 0),
    (-1, 0, 1, 2),
)
"""The places of the words in each kind of sequence, by length; 0 is the word to be judged."""

SPAN = np.arange(-3, 4)
"""Where all words of sequences stand."""

_SEEDS = 2 * np.arange(len(SEQUENCES), dtype=np.uint64) + np.uint64(1)
# For the first, second, ... words of sequences: from which kind on sequences have one (they
# stand in the order of their lengths), and where it is.
_STEPS = [
    (
        sum(len(sequence) <= step for sequence in SEQUENCES),
        np.array([sequence[step] - SPAN[0] for sequence in SEQUENCES if len(sequence) > step]),
    )
    for step in range(max(map(len, SEQUENCES)))
]

BREAK = 1
"""Stands for the edge of a line; 0 stands for any word that is not common."""

_HEAD_BITS = 20
"""The first 20 bits of a hash tell where to look for it."""

_SEARCHED = 30_000
"""As many hashes are found by bisection, which takes as long as to learn where to look."""

_SPACE, _JOINED, _QUOTED, _APART, _STARTING = range(5)


def _rough(gap: int) -> int:
    if gap >= START:
        return _STARTING
    if gap % 3 == OPENING:
        return _QUOTED
    if gap in {SPACE_GAP, APOSTROPHE_GAP}:
        return _SPACE
    return _JOINED if gap == HYPHEN_GAP else _APART


_GAP_NUMBER = [_rough(gap) * 0x632BE59BD9B4E019 % 2**64 for gap in range(GAPS)]
_GAP_NUMBERS = np.array(_GAP_NUMBER, np.uint64)
_ODD = 0x9E3779B97F4A7C15
_MIXER = 0xBF58476D1CE4E5B9
_MIX = np.uint64(_MIXER)
_SHIFT, _HALF = np.uint64(29), np.uint64(32)
_MASK = (1 << 64) - 1
# What a seed comes to before the first word, and where the words stand.
_EACH = [
    ((seed ^ seed >> 29) * _MIXER & _MASK, *(place - SPAN[0] for place in sequence))
    for seed, sequence in zip(_SEEDS.tolist(), SEQUENCES, strict=True)
]


def hash_word(word: str) -> int:
    """Return a number for a common word, from 2 up."""
    data = word.encode()
    return (crc32(data) * _ODD + crc32(data, 1) * 2 + 3 & _MASK) | 2


def mix_in_gaps(numbers: Uint64, gaps: npt.NDArray[np.integer[Any]]) -> Uint64:
    """Mix into the number of each word what stands before it, roughly.

    Args:
        numbers: See `hash_word`.
        gaps: The class of the gap before each word.
    """
    found: Uint64 = numbers + _GAP_NUMBERS[gaps]
    return found


def hash_sequences(numbers: Uint64, at: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Hash the sequences around words.

    Args:
        numbers: What `mix_in_gaps` gives, with at least 3 more at both ends.
        at: Places in `numbers`.

    Returns:
        A row for each place and a column for each of `SEQUENCES`.
    """
    return hash_around(numbers[at[:, None] + SPAN])


def hash_around(numbers: Uint64) -> npt.NDArray[np.uint32]:
    """Hash the sequences around words, of which each has a row: the numbers at `SPAN`."""
    hashes: Uint64 = np.tile(_SEEDS, (len(numbers), 1))
    for first, columns in _STEPS:
        longer = hashes[:, first:]
        longer ^= longer >> _SHIFT
        longer *= _MIX
        longer += numbers.take(columns, 1)
    hashes = (hashes ^ (hashes >> _HALF)) * _MIX
    return np.asarray(hashes >> _HALF, np.uint32)


def hash_around_one(numbers: Sequence[int], gaps: Sequence[int]) -> list[int]:
    """Hash the sequences around one word, as `hash_around` does.

    Args:
        numbers: See `hash_word`, of the words at `SPAN`.
        gaps: The class of the gap before each.
    """
    mixed = [number + _GAP_NUMBER[gap] for number, gap in zip(numbers, gaps, strict=True)]
    found = []
    for begun, first, *others in _EACH:
        value = begun + mixed[first] & _MASK
        for place in others:
            value = ((value ^ value >> 29) * _MIXER + mixed[place]) & _MASK
        found.append(((value ^ value >> 32) * _MIXER & _MASK) >> 32)
    return found


class SequenceTable:
    """Sorted hashes that can be looked up.

    Once many were asked for, it is worked out where the hashes with the same first bits begin.
    There are few of them, so a look-up reads a few places in a row; a search reads twenty far
    apart.
    """

    def __init__(self, sequences: npt.NDArray[np.uint32]) -> None:
        self._sequences = sequences
        self._asked = 0

    @cached_property
    def _index(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the hashes with the same first bits begin, and the places of the most of them."""
        heads = self._sequences >> np.uint32(32 - _HEAD_BITS)
        sizes = np.bincount(heads, minlength=1 << _HEAD_BITS)
        return np.cumsum(sizes) - sizes, np.arange(sizes.max())

    def find_one(self, value: int) -> int:
        """Return where a hash stands in the table, or -1."""
        sequences = self._sequences.data
        if self._asked < _SEARCHED:
            self._asked += 1
            place = bisect_left(sequences, value)
        else:
            place = self._index[0].item(value >> 32 - _HEAD_BITS)
            while place < len(sequences) and sequences[place] < value:
                place += 1
        return place if place < len(sequences) and sequences[place] == value else -1

    def find(self, hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """Return where each hash stands in the table, or -1."""
        if not len(self._sequences):
            return np.full(hashes.shape, -1)
        if self._asked < _SEARCHED:
            self._asked += hashes.size
            at = np.minimum(self._sequences.searchsorted(hashes), len(self._sequences) - 1)
            return np.where(self._sequences[at] == hashes, at, -1)
        begins, few = self._index
        flat = hashes.ravel()
        found = np.full(flat.shape, -1)
        at = begins[flat >> np.uint32(32 - _HEAD_BITS), None] + few
        np.minimum(at, len(self._sequences) - 1, out=at)
        rows, columns = np.nonzero(self._sequences[at] == flat[:, None])
        found[rows] = at[rows, columns]
        return found.reshape(hashes.shape)
