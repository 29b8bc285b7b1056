"""The words of a lowercase text, where they stand, and what stands between them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.casing.features import SPACE_GAP, gap_class

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_TABLED = 0x3000
_SPACE = ord(" ")
# A word is letters and digits, exactly what `features.TOKEN` finds.
_IN_WORDS = np.array([chr(code).isalnum() for code in range(_TABLED)])


class Words(NamedTuple):
    """The words of a text.

    Attributes:
        words: In the order of the text.
        begins: The offset at which each begins.
        ends: The offset behind each.
        gaps: The class of the text before each, see `features.gap_class`; the text begins
            with a line.
        firsts: The places of the words that begin a text.
    """

    words: list[str]
    begins: Ints
    ends: Ints
    gaps: Bytes
    firsts: Ints

    @classmethod
    def of(cls, text: str) -> "Words":
        """Find the words of a text.

        >>> found = Words.of("l'été, à 20h")
        >>> found.words, found.begins.tolist()
        (['l', 'été', 'à', '20h'], [0, 2, 7, 9])
        """
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        inside = np.zeros(len(codes) + 2, np.bool_)
        inside[1:-1] = _in_words(codes)
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        begins, ends = edges[::2], edges[1::2]
        words = [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        gaps = np.full(len(words), SPACE_GAP, np.uint8)
        if words:
            # Between most words there is one space, and no need to look.
            spaced = (begins[1:] - ends[:-1] == 1) & (codes[ends[:-1]] == _SPACE)
            other = np.flatnonzero(~spaced) + 1
            between = zip(ends[other - 1].tolist(), begins[other].tolist(), strict=True)
            gaps[other] = [gap_class(text[end:begin]) for end, begin in between]
            gaps[0] = gap_class("\n" + text[: begins[0]])
        return cls(words, begins, ends, gaps, np.arange(min(1, len(words))))

    @classmethod
    def joined(cls, texts: Sequence["Words"]) -> "Words":
        """Return the words of texts one behind the other; offsets are those in their texts.

        >>> Words.joined([Words.of("un mot"), Words.of("et un")]).words
        ['un', 'mot', 'et', 'un']
        """
        sizes = [len(found.words) for found in texts]
        return cls(
            [word for found in texts for word in found.words],
            np.concatenate([found.begins for found in texts]),
            np.concatenate([found.ends for found in texts]),
            np.concatenate([found.gaps for found in texts]),
            np.unique(np.cumsum([0, *sizes[:-1]])[np.array(sizes) > 0]),
        )


def _in_words(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Return for each code point whether it is a letter or a digit."""
    found = _IN_WORDS[np.minimum(codes, _TABLED - 1)]
    beyond = np.flatnonzero(codes >= _TABLED)
    if len(beyond):
        found[beyond] = [chr(code).isalnum() for code in codes[beyond].tolist()]
    return found
