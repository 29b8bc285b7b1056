"""Shingles: all runs of five words of a text, as numbers, and MinHash signatures of them.

A shingle is hashed as a polynomial over its bytes, so that all of many texts come out of a few
sums over arrays (Karp and Rabin, 1987). The signatures are those of `rensa` (MIT), of which 16 bits
of each value are kept (Li and König, b-bit minwise hashing, 2010).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.corpus.extras import load_extra

WORDS = 5
"""Words of a shingle."""

VALUES = 256
"""Values of a signature; the similarity that it tells is off by 0.025 and less, mostly."""

_SEED = 1
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
_INVERSE = pow(_BASE, -1, 1 << 64)
_SPACE = ord(" ")

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


class Shingles(NamedTuple):
    """The shingles of some texts.

    Attributes:
        hashes: Those of all texts, one text behind the other.
        borders: Where those of each text begin, and where the last ends.
    """

    hashes: Hashes
    borders: Places


def shingles(texts: Sequence[bytes]) -> Shingles:
    """Return the shingles of texts as `folding.spaced` gives them; a short one has none.

    >>> found = shingles([b"un deux trois quatre cinq six", b"deux  trois quatre cinq six", b"un"])
    >>> found.borders.tolist(), found.hashes[1] == found.hashes[2]
    ([0, 2, 3, 3], np.True_)
    """
    raw = np.frombuffer(b" ".join([b"", *texts, b""]), np.uint8)
    blank = raw == _SPACE
    kept = np.flatnonzero(~(blank[1:] & blank[:-1])) + 1  # one space between words
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)])
    raw = raw[kept]
    spaces = np.flatnonzero(raw == _SPACE)
    starts = np.concatenate([[0], spaces + 1])
    first = np.searchsorted(starts, np.searchsorted(kept, begins))  # the first word of each text
    counts = np.maximum(np.diff(first) - WORDS + 1, 0)
    borders = np.concatenate([[0], np.cumsum(counts)])
    at = np.arange(borders[-1]) + np.repeat(first[:-1] - borders[:-1], counts)
    return Shingles(_hash(raw, starts[at], spaces[at + WORDS - 1]), borders)


def _hash(raw: NDArray[np.uint8], starts: Places, ends: Places) -> Hashes:
    """Hash parts of an array of bytes."""
    sums = np.zeros(raw.size + 1, np.uint64)
    np.cumsum(raw * _powers(_BASE, raw.size), out=sums[1:])
    hashes: Hashes = (sums[ends] - sums[starts]) * _powers(_INVERSE, raw.size)[starts]
    return mixed(hashes)


_held: dict[int, Hashes] = {}


def _powers(base: int, count: int) -> Hashes:
    """Return at least the first powers of a number, modulo 2**64."""
    held = _held.get(base)
    if held is None or held.size < count:
        powers = np.full(2 * count + 2, base, np.uint64)
        powers[0] = 1
        held = _held[base] = np.cumprod(powers)
    return held[:count]


def mixed(hashes: Hashes) -> Hashes:
    """Spread what tells numbers apart over all their bits (the finalizer of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(33))


def different(found: Shingles) -> list[int]:
    """Return how many different shingles each text has.

    >>> different(shingles([b"la la la la la la", b"un deux trois quatre cinq", b"un"]))
    [1, 1, 0]
    """
    parts = (np.sort(part) for part in np.split(found.hashes, found.borders[1:-1]))
    return [int(np.count_nonzero(part[1:] != part[:-1])) + bool(part.size) for part in parts]


def signatures(found: Shingles) -> NDArray[np.uint16]:
    """Return a row for each text.

    Raises:
        ConfigError: `rensa` is not installed.
    """
    matrix = load_rensa().RMinHash.digest_matrix_from_flat_token_hashes(
        found.hashes, found.borders.astype(np.uint64), VALUES, _SEED
    )
    return np.array(matrix.to_rows(), np.uint32).reshape(-1, VALUES).astype(np.uint16)


@cache
def load_rensa() -> Any:  # noqa: ANN401 - a module without types
    """Return the library that makes signatures."""
    return load_extra("rensa", "near-duplicates", "rensa", "duplicates")
