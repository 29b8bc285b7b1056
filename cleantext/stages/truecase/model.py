"""What a truecaser has learnt: words, tables and layers, in whole numbers, and their file.

Behind the header stand two blocks: the words, a word a line, and the arrays, one behind the other.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.languages import model_file
from cleantext.languages.model_file import ModelHeader, Payload

FORMAT = "cleantext truecaser"
VERSION = 5

Int8 = npt.NDArray[np.int8]
Int64 = npt.NDArray[np.int64]
Uint8 = npt.NDArray[np.uint8]
Uint16 = npt.NDArray[np.uint16]
Uint32 = npt.NDArray[np.uint32]

SURE, DEPENDS, DOUBT, ALWAYS = range(4)
"""Kinds of words: always lowercase; lowercase unless a neighbour is in doubt; in doubt; always
with a capital."""

COMMON = 4
"""Added to the kind of a word that is common enough to be part of word sequences."""

_SORTED = ("listed", "sequences")
_DENSE = ("vectors", "table")
"""What compressing makes hardly shorter; to decompress it would take longer than all else."""


class TruecaserHeader(ModelHeader, frozen=True):
    """The first line of a model file, as JSON.

    Attributes:
        language: ISO 639-1.
        digest: SHA-256 over the corpora that it was trained on.
        scales: See `TruecaserModel`.
        arrays: The type and the shape of each array, in the order in which they stand.
        sha256: Of all that stands behind the header.
    """

    language: str
    digest: str
    scales: dict[str, int | float]
    arrays: dict[str, tuple[str, tuple[int, ...]]]
    sha256: str


@dataclass(frozen=True, slots=True)
class TruecaserModel:
    """A trained truecaser, all in integers: sums do not depend on their order.

    Attributes:
        language: ISO 639-1.
        digest: SHA-256 over the corpora that it was trained on.
        words: Known words in lowercase, and known parts of compounds by their keys.
        forms: Spellings with capitals inside, such as `McDonald`.
        scales: What turns the sums of a layer into its outputs, by layer.
        known: How often each word was seen, see `features.pack_counts`.
        kinds: `SURE`, `DEPENDS`, `DOUBT` or `ALWAYS` for each word, plus `COMMON`.
        vectors: The vector of each word.
        listed: Sorted hashes of the words in lexicons and lists, in so far as they are not known.
        lists: The lists that each of them is in, as bits.
        ranks: How common their forms are in the language, see `features.pack_ranks`.
        table: Rows of features: none, hashed features.
        encoder: From the sum of an unknown word's rows to its vector.
        encoder_bias: The same.
        gaps: A vector for each class of gap.
        weights1: From a window of vectors to the first hidden layer.
        bias1: The same; likewise for the layers that follow.
        weights2: To the second hidden layer.
        bias2: The same.
        weights3: To a score for each form.
        bias3: The same.
        gate: For the words around a word, how much their vectors hint that it needs the
            network at all.
        gate_gaps: The same for the gaps around it; a sum below zero means lowercase.
        glance1: A second look at what the gate lets pass, see `gate.Glance`.
        glance_bias: The same; likewise for the next two.
        glance2: To one sum.
        glance_edge: A sum below it means lowercase.
        sequences: Sorted hashes of word sequences.
        sequence_scores: What a sequence adds to the scores of Capital and ALL CAPS.
    """

    language: str
    digest: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    scales: Mapping[str, float]
    known: Uint8
    kinds: Uint8
    vectors: Int8
    listed: Uint32
    lists: Uint32
    ranks: Uint16
    table: Int8
    encoder: Int8
    encoder_bias: Int64
    gaps: Int8
    weights1: Int8
    bias1: Int64
    weights2: Int8
    bias2: Int64
    weights3: Int8
    bias3: Int64
    gate: Int64
    gate_gaps: Int64
    glance1: Int8
    glance_bias: Int64
    glance2: Int8
    glance_edge: Int64
    sequences: Uint32
    sequence_scores: Int8

    @classmethod
    def read(cls, path: Path) -> "TruecaserModel":
        """Read a model file.

        Args:
            path: A file that `write` made.

        Raises:
            PackError: The file is missing, damaged or of another version.
        """
        return model_file.read(path, FORMAT, VERSION, TruecaserHeader, cls._of)

    @classmethod
    def _of(cls, header: TruecaserHeader, payload: Payload) -> "TruecaserModel":
        if hashlib.sha256(payload.packed).hexdigest() != header.sha256:
            raise ValueError("its numbers are not those that it was written with")
        text, raw, dense = payload.blocks
        words, _, forms = text.decode().partition("\n\n")
        arrays: dict[str, Any] = {}
        at = 0
        for name, (dtype, shape) in header.arrays.items():
            count = math.prod(shape)
            if at == len(raw):  # so begins the other block
                raw, at = dense, 0
            arrays[name] = np.frombuffer(raw, dtype, count, at).reshape(shape)
            at += arrays[name].nbytes
        for name in _SORTED:
            steps = np.ascontiguousarray(arrays[name].T).view("<u4")[:, 0]
            arrays[name] = np.cumsum(steps, dtype=np.uint32)
        return cls(
            language=header.language,
            digest=header.digest,
            words=tuple(words.removesuffix("\n").split("\n")),  # where there are no forms
            forms=tuple(forms.split("\n")) if forms else (),
            scales=header.scales,
            **arrays,
        )

    def write(self, path: Path) -> None:
        """Write a model file; the same model always gives the same bytes."""
        arrays = {name: value for name, value in self._values() if isinstance(value, np.ndarray)}
        # Sorted numbers lie close together: their steps compress better than they do, and best
        # with all the lowest bytes first, then all the next ones, of which most are zero.
        for name in _SORTED:
            steps = np.diff(arrays[name], prepend=np.uint32(0)).astype("<u4")
            arrays[name] = steps.view(np.uint8).reshape(-1, 4).T
        dense = {name: arrays.pop(name) for name in _DENSE}
        text = "\n".join((*self.words, "", *self.forms)).encode()
        packed = model_file.pack(text, _joined(arrays)) + model_file.store(_joined(dense))
        header = TruecaserHeader(
            FORMAT,
            VERSION,
            self.language,
            self.digest,
            dict(self.scales),
            {name: (array.dtype.str, array.shape) for name, array in (arrays | dense).items()},
            hashlib.sha256(packed).hexdigest(),
        )
        model_file.write(path, header, packed, spaced=True)

    def _values(self) -> list[tuple[str, Any]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def _joined(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    return b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())


def encode_rows(
    table: Int8, encoder: Int8, bias: Int64, scale: float, found: Sequence[Sequence[int]]
) -> Int8:
    """Return the vectors of words that have these rows of the table, -127 to 127."""
    longest = max(map(len, found), default=0)
    padded = np.zeros((len(found), longest), np.int64)
    for index, row in enumerate(found):
        padded[index, : len(row)] = row
    summed = np.maximum(table[padded].sum(1, dtype=np.int64), 0)
    # Whole numbers below 2 ** 53 all the way, where float64 counts exactly.
    raw = summed.astype(np.float64) @ encoder.astype(np.float64) + bias
    return np.asarray(np.clip(np.rint(raw * scale), -127, 127), np.int8)
