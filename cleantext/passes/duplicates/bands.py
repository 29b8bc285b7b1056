"""Bands of signatures: what two documents share if they are similar enough to be compared.

A band is some values of a signature; documents that are similar share one of several with a
probability that rises steeply at one similarity (Leskovec, Rajaraman and Ullman, *Mining of Massive
Datasets*, chapter 3.4).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleantext.config import Duplicates
from cleantext.passes.duplicates.shingles import VALUES, Hashes, mixed

MISSED = 0.001
"""The share of documents of the named similarity that may share no band."""

OVERLAP = 0.35
"""The similarity of a document and one that it is contained in, from which it is found."""

OVERLAP_MISSED = 0.05
"""The share of documents of that similarity that may share no band."""


class Bands(NamedTuple):
    """How signatures are cut.

    Attributes:
        number: How many bands.
        values: Values of each.
    """

    number: int
    values: int


def bands_for(options: Duplicates) -> Bands:
    """Return the longest bands, which compare least in vain, that find what is asked for.

    >>> bands_for(Duplicates(similarity=0.8)), bands_for(Duplicates(contained=0.9))
    (Bands(number=30, values=7), Bands(number=69, values=3))
    """
    similarity, missed = options.similarity, MISSED
    if options.contained:
        similarity, missed = min(similarity or 1, OVERLAP), OVERLAP_MISSED
    if similarity >= 1:
        return Bands(1, VALUES)
    for values in range(VALUES, 0, -1):
        count = math.ceil(math.log(missed) / math.log1p(-(similarity**values) or -1e-300))
        if 0 < count * values <= VALUES:
            return Bands(count, values)
    return Bands(VALUES, 1)


def keys_of(signatures: NDArray[np.uint16], bands: Bands) -> Hashes:
    """Return a row of keys for each signature, one a band."""
    cut = signatures[:, : bands.number * bands.values].reshape(-1, bands.number, bands.values)
    keys = mixed(np.tile(np.arange(bands.number, dtype=np.uint64), (len(cut), 1)) + np.uint64(1))
    for value in range(bands.values):
        keys = mixed(keys + cut[:, :, value])
    return keys
