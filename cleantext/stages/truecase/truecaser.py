"""Decides the form of every word of a text that has lost its capitals.

Most words are decided by what they are: "depuis" is never a name. For the others a small
network looks at the letters of the word, at its neighbours and at the signs between them.
All of it is whole numbers, so a word gets the same scores in any batch and on any machine.
"""

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.features import DASH_GAP, GAPS, LINE_GAP, OPENING, START
from cleantext.stages.truecase.few_words import HEAD, FewWords
from cleantext.stages.truecase.model import ALWAYS, DEPENDS, DOUBT, TruecaserModel
from cleantext.stages.truecase.network import REACH, SURE_SCORE, WINDOW, Network
from cleantext.stages.truecase.spelling import CAPITAL, LOWER
from cleantext.stages.truecase.word_types import Columns, WordTypes
from cleantext.stages.truecase.words import TextWords

_GATE = np.arange(-REACH, REACH + 1)
_COLUMNS = np.arange(len(_GATE))

_PART = 1 << 15
"""How many words are looked at together, to see which are in doubt."""
_AT_LINES = np.arange(GAPS) // 3 == LINE_GAP // 3

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]


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
    types: Int32
    known: npt.NDArray[np.bool_]
    capitals: Bytes


class FewForms(NamedTuple):
    """The same of each word of a short text, as what Python counts fast with."""

    forms: bytearray
    margins: list[int]
    types: list[int]
    known: list[int]
    capitals: bytearray


class Truecaser:
    """Decides the form of each word of a text in lowercase; remembers the words that it has met.

    >>> from cleantext.languages.pack import load
    >>> french = load("fr")
    >>> morphology = french.settings.truecase
    >>> truecaser = Truecaser.load(french.folder / "truecase.model", morphology)
    >>> found = TextWords.of("le maire de lyon aime la sncf")
    >>> forms = truecaser.predict(found, starts=np.array([0])).forms.tolist()
    >>> " ".join(truecaser.spell(found.among(found.begins, found.ends), forms))
    'Le maire de Lyon aime la SNCF'
    """

    def __init__(self, model: TruecaserModel, morphology: Morphology) -> None:
        self.model = model
        self._types = WordTypes(model, morphology)
        self._network = Network(model)
        self._gate_gaps = np.ascontiguousarray(model.gate_gaps.T, np.int32)

    @classmethod
    def load(cls, path: Path, morphology: Morphology) -> "Truecaser":
        """Read a model, for words that are made as those that it was trained on.

        Raises:
            PackError: The file is missing, damaged, or of another version.
        """
        return cls(TruecaserModel.read(path), morphology)

    def predict(self, found: TextWords, starts: Ints) -> Prediction:
        """Decide the form of each word.

        Args:
            found: The words of texts in lowercase.
            starts: The places of the words that begin sentences.
        """
        count = len(found.begins)
        if not count:
            none, nowhere = np.zeros(0, np.uint8), np.zeros(0, np.int64)
            return Prediction(none, nowhere, nowhere.astype(np.int32), np.zeros(0, np.bool_), none)
        types, known = self._types.look_up(found)
        classes = found.gaps.copy()
        lines = _AT_LINES[classes]
        # An apostrophe at the head of a text hides that it begins with a line.
        lines[found.firsts[found.firsts < count]] = True
        classes[starts] += START
        # Lines are set apart by empty words, so that no window looks across an edge.
        places = np.arange(count) + WINDOW * np.cumsum(lines)
        size = int(places[-1]) + 1 + WINDOW
        padded = np.zeros(size, types.dtype)
        padded[places] = types
        gaps = np.full(size, LINE_GAP, np.uint8)
        gaps[places] = classes
        margins = np.where(known.kinds[types] == ALWAYS, SURE_SCORE, -SURE_SCORE)
        capitals = np.full(count, CAPITAL, np.uint8)
        for first in range(0, size, _PART):
            asked, best, ahead = self._ask(known, padded, gaps, first)
            at = np.searchsorted(places, asked)
            capitals[at], margins[at] = best, ahead
        forms = np.where(margins > 0, capitals, np.uint8(LOWER))
        return Prediction(forms, margins, types, known.is_known[types], capitals)

    def predict_few(self, found: TextWords, starts: Sequence[int]) -> FewForms:
        """Decide the form of each word of a short text, one by one; see `predict`."""
        types, known = self._types.look_up_few(found)
        is_known = list(map(known.is_known.data.__getitem__, types))
        kinds = bytes(map(known.kinds.data.__getitem__, types))
        few = FewWords.of(types, kinds, found.gaps.tobytes(), starts)
        margins = [SURE_SCORE if kind == ALWAYS else -SURE_SCORE for kind in kinds]
        capitals = bytearray([CAPITAL]) * len(types)
        asked = few.in_doubt(known.hints, self._gate_gaps)
        if asked:
            judged = self._network.judge_few(known, few.types, few.gaps, asked)
            for at, (best, ahead) in zip(asked, judged, strict=True):
                place = bisect_left(few.places, at)
                capitals[place], margins[place] = best, ahead
        forms = bytearray(
            best if ahead > 0 else LOWER for best, ahead in zip(capitals, margins, strict=True)
        )
        return FewForms(forms, margins, types, is_known, capitals)

    def _ask(
        self, known: Columns, types: Int32, gaps: Bytes, first: int
    ) -> tuple[Ints, Bytes, Ints]:
        """Ask the network about the words in doubt of one part of texts.

        Args:
            known: What is known of the types.
            types: The type of each word, and of the empty words between lines.
            gaps: The class of the gap before each.
            first: The place where the part begins.

        Returns:
            Their places, the best of their forms with a capital, and how far it is above lowercase.
        """
        start = max(0, first - HEAD)
        part = slice(start, first + _PART + HEAD)
        near, signs = types[part].astype(np.int64), gaps[part].astype(np.int64)
        asked = self._in_doubt(known, near, signs, slice(first - start, first - start + _PART))
        if not len(asked):
            return asked, np.zeros(0, np.uint8), asked
        return asked + start, *self._network.judge(known, near, signs, asked)

    def spell(self, words: Sequence[str], forms: Sequence[int]) -> list[str]:
        """Return lowercase words in their forms; as they are where their length would change.

        The caller asks for `MIXED` only where `predict` gave it.
        """
        spelt = self._types.spelt
        return [spelt[form][word] for word, form in zip(words, forms, strict=True)]

    def is_plain(self, word: str) -> bool:
        """Return whether a word that is not known is one of a lexicon, in lowercase."""
        return self._types.in_lexicon(word)

    def _in_doubt(self, known: Columns, types: Ints, gaps: Ints, part: slice) -> Ints:
        """Return the words for which a capital is neither sure nor out of the question.

        Args:
            known: What is known of the types.
            types: The type of each word.
            gaps: The class of the gap before each.
            part: Where the words stand that are asked about.
        """
        kinds = known.kinds[types]
        doubt = kinds[part] == DOUBT
        depending = (kinds[part] == DEPENDS).nonzero()[0]
        if len(depending):
            at = depending + part.start
            near = (gaps[at] % 3 == OPENING) | (kinds[at - 1] >= DOUBT) | (kinds[at + 1] >= DOUBT)
            near &= gaps[at] < START
            dashed = (near & (gaps[at] == DASH_GAP)).nonzero()[0]
            if len(dashed):
                near[dashed] = ~_goes_on(types, at[dashed])
            doubt[depending[near]] = True
        at = doubt.nonzero()[0] + part.start
        around = at[:, None] + _GATE
        hints = known.hints.ravel().take(types[around] * len(_GATE) + _COLUMNS)
        hints += self._gate_gaps.take(gaps[around] * len(_GATE) + _COLUMNS)
        # The gate has learnt nothing of the starts of sentences.
        passes = (hints.sum(1) >= 0) | (gaps[at] >= START)
        return np.asarray(at[passes], np.int64)


def _goes_on(types: Ints, at: Ints) -> Flags:
    """Return which of the words behind a dash go on with their sentence.

    Near the head of a line the dash may follow a place or a speaker, and begin one.
    """
    before = types[np.maximum(at[:, None] - np.arange(1, HEAD + 1), 0)]
    return np.asarray((before != 0).all(1))
