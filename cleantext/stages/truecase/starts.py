"""The words that sentences begin with, where no capital shows them."""

import re

import numpy as np
import numpy.typing as npt

from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.stages.truecase.heads import LineHeads, cries
from cleantext.stages.truecase.words import TextWords
from cleantext.text.segmenter import sentences

_SHORT = 60
"""Of a list or of verse no line is longer, in code points; one behind a salutation may be."""
_GOING_ON = compile_later(r"\n(?<=[,;][^\S\n]*\n)[^\S\n]*")

_CLOSING = frozenset('"»”’)],«')
# What closes a quotation and goes on with the sentence around it: ", dit-elle
_CLOSED = re.compile(r"(?:[\"»”’)\]]|«\s?»)*\s?,")


def sentence_starts(
    found: TextWords, language: Language, heads: LineHeads
) -> npt.NDArray[np.int64]:
    """Return the places of the words that sentences begin with."""
    spans = sentences(found.text, language.sentence_vocabulary)
    inside = {match.end() for match in _GOING_ON.finditer(found.text)}
    if inside:
        spans = [
            span
            for span in spans
            if span.start not in inside or not _is_short(found.text, span.start)
        ]
    text = found.text
    offsets = [
        start for start, _ in spans if text[start] not in _CLOSING or not _CLOSED.match(text, start)
    ]
    offsets += heads.find(text)
    offsets += cries(found.text)
    # A span without a word begins where the next one of its text does, or behind the last word.
    places = found.places_at(offsets)
    texts = np.searchsorted(found.origins, offsets, side="right")
    behinds = found.firsts[texts].tolist()
    starts = {place for place, behind in zip(places, behinds, strict=True) if place < behind}
    return np.array(sorted(starts), np.int64)


def _is_short(text: str, start: int) -> bool:
    """Return whether the line that begins at an offset is short."""
    return text.find("\n", start, start + _SHORT + 1) >= 0 or len(text) - start <= _SHORT
