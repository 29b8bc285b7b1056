"""Cased text as the trainer reads it: numbers for words, for the gaps between them, for forms."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import (
    HYPHEN,
    LINE_GAP,
    START,
    TOKEN,
    classify_gap,
    find_keys,
    pack_ranks,
)
from cleantext.stages.truecase.network import WINDOW
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER, MIXED, UPPER
from cleantext.training.text_files import read_lines

Starts = Callable[[str], list[int]]
"""Given a lowercase line: the offsets where its sentences begin."""

Bytes = npt.NDArray[np.uint8]

NO_FORM = 255

_UNCASED_SHARE = 0.7
"""A line of which more than 7 in 10 words have a capital is in title case, and left out."""
_SHORT = 4
"""A line of fewer than 4 words is never left out for that."""


@dataclass(slots=True)
class Corpus:
    """Text as numbers: a type, a gap and a form for each word, lines set apart.

    Attributes:
        names: The key of each type; type 0 is the edge of a line.
        types: The type of each word.
        gaps: The class of the gap before each word, with `START`.
        forms: The form of each word, `NO_FORM` at the edges of lines.
        weights: How much each word counts, 0 to 1.
        spellings: How often each spelling with capitals inside was seen.
    """

    names: list[str]
    types: npt.NDArray[np.int32]
    gaps: Bytes
    forms: Bytes
    weights: npt.NDArray[np.float32]
    spellings: Counter[str]


def read_corpus(texts: Mapping[Path, float], starts: Starts) -> Corpus:
    """Read cased text; lines in capitals, in title case or without any capital are left out.

    Args:
        texts: Files, and how much each counts.
        starts: Finds the starts of sentences.
    """
    reader = _Reader(starts)
    weights = []
    for path, weight in texts.items():
        before = len(reader.types)
        for line in read_lines(path):
            reader.read(line.strip())
        weights.append(np.full(len(reader.types) - before, weight, np.float32))
    return Corpus(
        list(reader.known),
        np.array(reader.types, np.int32),
        np.array(reader.gaps, np.uint8),
        np.array(reader.forms, np.uint8),
        np.concatenate(weights),
        reader.spellings,
    )


class _Reader:
    """Turns lines into numbers, one after the other."""

    def __init__(self, starts: Starts) -> None:
        self.known = {"": 0}
        self.types, self.gaps, self.forms = array("i"), array("B"), array("B")
        self.spellings: Counter[str] = Counter()
        self._starts = starts
        self._classes: dict[str, int] = {}

    def read(self, line: str) -> None:
        pieces = TOKEN.split(line)
        words, between = pieces[1::2], pieces[0:-1:2]
        lower = [word.lower() for word in words]
        # A few letters of other alphabets change their length, or depend on what follows.
        if len(line.lower()) != len(line) or "".join(lower) != "".join(words).lower():
            return
        if not words:
            return
        found = [classify_form(*pair) for pair in zip(words, lower, strict=True)]
        letters = sum(not word.isdigit() for word in words)
        capitals = len(found) - found.count(LOWER)
        if letters >= _SHORT and not 0 < capitals <= _UNCASED_SHARE * letters:
            return
        self.spellings.update(
            word for word, kind in zip(words, found, strict=True) if kind == MIXED
        )
        joined = [place for place, gap in enumerate(between) if gap == HYPHEN and place]
        for name in find_keys(lower, joined):
            self.types.append(self.known.setdefault(name, len(self.known)))
        self.gaps.extend(self._gaps(line, pieces))
        self.forms.extend(found)
        self.types.extend([0] * WINDOW)
        self.gaps.extend([LINE_GAP] * WINDOW)
        self.forms.extend([NO_FORM] * WINDOW)

    def _gaps(self, line: str, pieces: Sequence[str]) -> list[int]:
        """The class of the gap before each word of a line."""
        between = ["\n" + pieces[0], *pieces[2:-1:2]]
        for gap in between:
            if gap not in self._classes:
                self._classes[gap] = classify_gap(gap)
        classes = [self._classes[gap] for gap in between]
        offsets = [0, *accumulate(map(len, pieces))][1::2]
        for start in self._starts(line.lower()):
            # A sentence begins at its first sign, be it a quote.
            index = bisect_left(offsets, start)
            if index < len(classes) and classes[index] < START:
                classes[index] += START
        return classes


def classify_form(word: str, lower: str) -> int:
    """Return the form of a word.

    >>> [classify_form(word, word.lower()) for word in ("lyon", "Lyon", "SNCF", "McTavish")]
    [0, 1, 2, 3]

    Args:
        word: As it is written.
        lower: In lowercase.
    """
    if word == lower:
        return LOWER
    if word == lower[0].upper() + lower[1:]:
        return CAPITAL
    return UPPER if word == lower.upper() else MIXED


def read_ranks(path: Path) -> dict[str, int]:
    """Return for each word how common its forms are, see `features.pack_ranks`.

    Args:
        path: Forms as they are spelt, a form a line, the commonest first.
    """
    found: dict[str, list[int | None]] = {}
    for rank, word in enumerate(map(str.strip, read_lines(path))):
        lower = word.lower()
        if len(lower) != len(word) or not TOKEN.fullmatch(word) or word.isdigit():
            continue
        ranks = found.setdefault(lower, [None] * FORMS)
        if ranks[classify_form(word, lower)] is None:
            ranks[classify_form(word, lower)] = rank
    return {word: pack_ranks(ranks) for word, ranks in found.items()}
