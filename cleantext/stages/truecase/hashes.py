"""Words as numbers, and a table from these numbers to others; all words of a text at once.

To look up words one by one in a dictionary of a hundred thousand takes longer than all
else that is done with most of them: every one is a string to be made, and a place in
memory that is far from the last.

Every process draws its own root, so nobody can make words whose hashes are equal, or that
crowd in one part of a table. No result depends on the root.
"""

import os
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.words import AT_ONCE

Codes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
Uint64 = npt.NDArray[np.uint64]

_ROOT = int.from_bytes(os.urandom(8), "little") | 1
_INVERSE = pow(_ROOT, -1, 1 << 64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_LENGTHS = np.uint64(0x9E3779B97F4A7C15)
"""Times its length it is added to a hash, for U+0000 adds nothing to a sum."""
_HALF = np.uint64(32)
_MASK = (1 << 64) - 1
_LONG = 32
"""Words of more than 32 letters are rare, and some of them have equal sums for every root."""
_KEPT = 1 << 18
"""Powers are kept for 262,144 code points; a longer text is hashed in blocks, which bounds what
its sums take up."""
_BLOCK = _KEPT - _LONG
_BITS = 19
"""A table begins with room for 2 ** 18 hashes in 2 ** 19 slots."""


def hash_spans(codes: Codes, begins: Ints, ends: Ints) -> Uint64:
    """Hash pieces of a text: equal pieces have equal hashes, others almost never.

    The hash of a piece is a polynomial of its code points (Karp and Rabin 1987) modulo
    2 ** 64, which the sums over the text up to its ends tell; a few steps mix its bits. Long
    pieces are hashed by Python.

    Args:
        codes: The code points of the text.
        begins: The offset at which each piece begins.
        ends: The offset behind each.

    >>> codes = np.frombuffer("le chat et le chien".encode("utf-32-le"), np.uint32)
    >>> first, second = hash_spans(codes, np.array([0, 11]), np.array([2, 13]))
    >>> bool(first == second)
    True
    """
    if len(codes) < _KEPT:
        found = _hash_short(codes, begins, ends)
    else:
        found = np.zeros(len(begins), np.uint64)
        order = np.argsort(begins, kind="stable")
        origins = range(0, len(codes), _BLOCK)
        cuts = [*np.searchsorted(begins, origins, sorter=order).tolist(), len(order)]
        for origin, (first, behind) in zip(origins, pairwise(cuts), strict=True):
            some = order[first:behind]
            near = codes[origin : origin + _BLOCK + _LONG]
            stops = np.minimum(ends[some] - origin, len(near))
            found[some] = _hash_short(near, begins[some] - origin, stops)
    for at in np.flatnonzero(ends - begins > _LONG).tolist():
        found[at] = hash(codes[begins[at] : ends[at]].tobytes()) & _MASK
    return found


def _hash_short(codes: Codes, begins: Ints, ends: Ints) -> Uint64:
    """Hash pieces of at most 32 letters of a text of at most 262,144."""
    powers, inverses = _powers()
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    found = (sums[ends] - sums[begins]) * inverses[begins]
    found += (ends - begins).astype(np.uint64) * _LENGTHS
    found ^= found >> _HALF
    found *= _MIX
    return found


@cache
def _powers() -> tuple[Uint64, Uint64]:
    """Return the first powers of the root and of its inverse, modulo 2 ** 64."""
    powers, inverses = np.ones((2, _KEPT), np.uint64)
    powers[1:], inverses[1:] = _ROOT, _INVERSE
    np.multiply.accumulate(powers, out=powers)
    np.multiply.accumulate(inverses, out=inverses)
    return powers, inverses


class HashTable:
    """Numbers by hash, with open addressing: a hash stands in its slot or soon behind it.

    >>> table = HashTable()
    >>> table.put(2**63 + 5, 7)
    >>> table.find(np.array([2**63 + 5, 3], np.uint64)).tolist()
    [7, -1]
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(_BITS)

    def __len__(self) -> int:
        return self._count

    def _make(self, bits: int) -> None:
        """Make room for half of 2 ** `bits` hashes; more would lie too close together."""
        self._bits, self._last = bits, (1 << bits) - 1
        self._hashes = np.zeros(1 << bits, np.uint64)
        self._values = np.full(1 << bits, -1, np.int32)

    def put(self, key: int, value: int) -> None:
        """Put a value, 0 or more, under a hash that is not in the table yet."""
        if 2 * self._count > self._last:
            self._grow()
        self._count += 1
        self._store(key, value)

    def put_all(self, keys: Uint64, values: npt.NDArray[np.signedinteger[Any]]) -> None:
        """Put values under hashes that differ and are not in the table yet.

        >>> table = HashTable()
        >>> table.put_all(np.array([5, 7, 2**63], np.uint64), np.array([1, 2, 3]))
        >>> table.find(np.array([2**63, 5, 6], np.uint64)).tolist()
        [3, 1, -1]
        """
        while 2 * (self._count + len(keys)) > self._last:
            self._grow()
        self._count += len(keys)
        left = np.arange(len(keys))
        slots = (keys >> np.uint64(64 - self._bits)).astype(np.int64)
        while len(left):
            free = left[self._values[slots[left]] < 0]
            # Of several that want a slot the last one written has it.
            self._values[slots[free]], self._hashes[slots[free]] = values[free], keys[free]
            left = left[self._hashes[slots[left]] != keys[left]]
            slots[left] = slots[left] + 1 & self._last

    def _grow(self) -> None:
        """Make twice the room."""
        held = np.flatnonzero(self._values >= 0)
        hashes, values = self._hashes[held], self._values[held]
        self._make(self._bits + 1)
        self._count = 0
        self.put_all(hashes, values)

    def _store(self, key: int, value: int) -> None:
        slot = key >> 64 - self._bits
        while self._values[slot] >= 0:
            slot = slot + 1 & self._last
        self._hashes[slot], self._values[slot] = key, value

    def find(self, hashes: Uint64) -> Int32:
        """Return the value under each hash, or -1."""
        if len(hashes) > AT_ONCE:
            starts = range(0, len(hashes), AT_ONCE)
            return np.concatenate([self.find(hashes[at : at + AT_ONCE]) for at in starts])
        slots = (hashes >> np.uint64(64 - self._bits)).astype(np.int64)
        found = self._values[slots]
        wrong = np.flatnonzero((self._hashes[slots] != hashes) & (found >= 0))
        while len(wrong):
            slots[wrong] = slots[wrong] + 1 & self._last
            at = slots[wrong]
            found[wrong] = self._values[at]
            wrong = wrong[(self._hashes[at] != hashes[wrong]) & (found[wrong] >= 0)]
        return found
