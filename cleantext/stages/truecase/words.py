"""The words of lowercase texts, where they stand, and what stands between them."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import TOKEN, classify_gap

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint32]

BETWEEN = "\n\n"
"""Stands between two texts that are joined."""

AT_ONCE = 1 << 16
"""As many words of a long text are looked at together: what that takes up stays in the cache."""
_SHORT = 1_000
"""In a text of at most 1,000 code points, numpy's calls take longer than a loop over its words."""
_TABLED = 0x3000
_ORIGIN = np.zeros(1, np.int64)
_SPACE = ord(" ")
_APOSTROPHE, _CURLY = ord("'"), ord("’")
_POINT, _ZERO, _NINE = ord("."), ord("0"), ord("9")
_FIGURES = frozenset("0123456789")
_PLAIN = 0x100
# The class of a gap that is one sign, and of one sign and a space.
_ALONE = np.array([classify_gap(chr(code)) for code in range(_PLAIN)], np.uint8)
_SPACED = np.array([classify_gap(chr(code) + " ") for code in range(_PLAIN)], np.uint8)
# A word is letters and digits, exactly what `features.TOKEN` finds.
_IN_WORDS = np.array([chr(code).isalnum() for code in range(_TABLED)])


class TextWords(NamedTuple):
    """The words of one text or of several, one behind the other.

    Attributes:
        text: The texts, joined by `BETWEEN`.
        codes: Its code points.
        begins: The offset in `text` at which each word begins.
        ends: The offset behind each.
        gaps: The class of the signs before each, see `features.classify_gap`; before a text
            there is a line end.
        origins: The offset in `text` of each of the texts.
        firsts: The place of the first word of each text, and behind them the count of words.
        in_text: The text that each word is in.
        words: The words of one short text, which are best taken one by one; else empty.
        between: What stands before each of these, and behind the last.
        vocabulary: Each of them once.
    """

    text: str
    codes: Codes
    begins: Ints
    ends: Ints
    gaps: Bytes
    origins: Ints
    firsts: Ints
    in_text: Ints
    words: Sequence[str] = ()
    between: Sequence[str] = ()
    vocabulary: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *texts: str) -> "TextWords":
        """Find the words of texts.

        >>> found = TextWords.of("l'été, à 20h", "oui")
        >>> found.among(found.begins, found.ends), found.firsts.tolist()
        (['l', 'été', 'à', '20h', 'oui'], [0, 4, 5])
        """
        text = BETWEEN.join(texts)
        if len(texts) == 1 and len(text) <= _SHORT:
            return cls._of_short(text)
        codes = code_points(text)
        inside = np.zeros(len(codes) + 2, np.bool_)
        inside[1:-1] = _in_words(codes)
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        begins, ends = edges[::2], edges[1::2]
        sizes = [len(one) + len(BETWEEN) for one in texts]
        origins = np.cumsum([0, *sizes])
        firsts = np.searchsorted(begins, origins)
        gaps = _gaps(text, codes, begins, ends)
        for first, behind, origin in zip(
            firsts.tolist(), firsts[1:].tolist(), origins.tolist(), strict=False
        ):
            if first < behind:
                gaps[first] = classify_gap("\n" + text[origin : begins[first]])
        in_text = np.repeat(np.arange(len(texts)), np.diff(firsts))
        return cls(text, codes, begins, ends, gaps, origins[:-1], firsts, in_text)

    @classmethod
    def _of_short(cls, text: str) -> "TextWords":
        """Find the words of one short text."""
        pieces = TOKEN.split(text)
        borders = np.fromiter(accumulate(map(len, pieces)), np.int64, len(pieces))
        words, between = pieces[1::2], pieces[::2]
        gaps = bytearray(map(classify_gap, between[:-1]))
        if words:
            gaps[0] = classify_gap("\n" + between[0])
        begins, ends = borders[:-1:2], borders[1::2]
        firsts = np.array([0, len(begins)])
        nowhere = np.zeros(len(begins), np.int64)
        classes = np.frombuffer(gaps, np.uint8)
        places = code_points(text), begins, ends, classes, _ORIGIN, firsts, nowhere
        return cls(text, *places, words, between, frozenset(words))

    def lacks(self, words: Collection[str]) -> bool:
        """Return whether none of some words is here, where that can be told at a glance.

        >>> found = TextWords.of("un mot")
        >>> found.lacks({"deux"}), found.lacks({"mot"})
        (True, False)
        """
        return bool(self.words) and self.vocabulary.isdisjoint(words)

    def among(self, begins: Ints, ends: Ints) -> list[str]:
        """Return the pieces of the text between offsets."""
        return pieces(self.text, begins, ends)

    def glued(self, signs: Collection[str]) -> list[int]:
        """Return the places of the words that one of some signs alone parts from the word before.

        >>> TextWords.of("l'été, c.-à-d. un").glued({"-", "'"})
        [1, 4]
        """
        if self.words:
            return [place for place, gap in enumerate(self.between[:-1]) if gap in signs and place]
        alone = (self.begins[1:] - self.ends[:-1] == 1).nonzero()[0]
        codes = self.codes[self.ends[alone]]
        found = np.zeros(len(codes), np.bool_)
        for sign in signs:
            found |= codes == ord(sign)
        return list((alone[found] + 1).tolist())

    def pointed(self) -> tuple[list[int], list[int]]:
        """Return the places of words right before a point, and of the single letters among them.

        >>> TextWords.of("m. dupont est là.").pointed()
        ([0, 3], [0])
        """
        if self.words:
            places = [at for at, gap in enumerate(self.between[1:]) if gap[:1] == "."]
            return places, [place for place in places if len(self.words[place]) == 1]
        behind = np.minimum(self.ends, len(self.codes) - 1)
        found = (self.codes[behind] == _POINT).nonzero()[0]
        return found.tolist(), found[(self.ends - self.begins)[found] == 1].tolist()

    def with_figures(self) -> list[int]:
        """Return the places of words that begin or end with a figure.

        >>> TextWords.of("le 4x4 et la u2").with_figures()
        [1, 4]
        """
        if self.words:
            return [
                place
                for place, word in enumerate(self.words)
                if not word.isalpha() and (word[0] in _FIGURES or word[-1] in _FIGURES)
            ]
        first, last = self.codes[self.begins], self.codes[self.ends - 1]
        return list((_is_figure(first) | _is_figure(last)).nonzero()[0].tolist())

    def places_at(self, offsets: Sequence[int]) -> list[int]:
        """Return the place of the first word that begins at each offset or behind it."""
        if self.words:
            begins = self.begins.tolist()
            return [bisect_left(begins, offset) for offset in offsets]
        return list(np.searchsorted(self.begins, offsets).tolist())

    def word(self, place: int) -> str:
        """Return the word at a place."""
        return self.words[place] if self.words else self.text[self.begins[place] : self.ends[place]]

    def places_of(self, words: Mapping[int, Collection[str]]) -> Iterator[int]:
        """Yield the places of some words, of each text other ones.

        Args:
            words: Those of each text, by its number.

        >>> list(TextWords.of("un deux un", "un deux").places_of({0: {"un"}, 1: {"deux"}}))
        [0, 2, 4]
        """
        for text, known in words.items():
            if self.words:
                yield from (place for place, word in enumerate(self.words) if word in known)
                return
            heads = [ord(word[0]) for word in known]
            first, behind = self.firsts[text : text + 2].tolist()
            for start in range(first, behind, AT_ONCE):
                begins = self.begins[start : min(start + AT_ONCE, behind)]
                places = np.isin(self.codes[begins], heads).nonzero()[0] + start
                found = self.among(self.begins[places], self.ends[places])
                yield from (
                    at for at, word in zip(places.tolist(), found, strict=True) if word in known
                )


def pieces(text: str, begins: Ints, ends: Ints) -> list[str]:
    """Return the pieces of a text between offsets.

    >>> pieces("un mot", np.array([0, 3]), np.array([2, 6]))
    ['un', 'mot']
    """
    return [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def lower(text: str) -> str:
    """Return the text in lowercase, as long as it was.

    >>> lower("L'ÉTÉ à İZMİR")
    "l'été à İzmİr"
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def code_points(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _in_words(codes: Codes) -> npt.NDArray[np.bool_]:
    """Return for each code point whether it is a letter or a digit."""
    found = np.empty(len(codes), np.bool_)
    for start in range(0, len(codes), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        _IN_WORDS.take(codes[part], mode="clip", out=found[part])
    beyond = np.flatnonzero(codes >= _TABLED)
    if len(beyond):
        found[beyond] = [chr(code).isalnum() for code in codes[beyond].tolist()]
    return found


def _is_figure(codes: Codes) -> npt.NDArray[np.bool_]:
    return (codes >= _ZERO) & (codes <= _NINE)


def _gaps(text: str, codes: Codes, begins: Ints, ends: Ints) -> Bytes:
    """Return the class of the gap before each word but the first.

    Most are one sign, or one and a space.
    """
    gaps = np.zeros(len(begins), np.uint8)
    sizes = begins[1:] - ends[:-1]
    signs = codes[ends[:-1]]
    signs[signs == _CURLY] = _APOSTROPHE
    spaced = (sizes == 1 + 1) & (codes[begins[1:] - 1] == _SPACE)
    plain = (spaced | (sizes == 1)) & (signs < _PLAIN)
    signs[~plain] = 0
    gaps[1:] = np.where(spaced, _SPACED[signs], _ALONE[signs])
    other = np.flatnonzero(~plain) + 1
    between = zip(ends[other - 1].tolist(), begins[other].tolist(), strict=True)
    gaps[other] = [classify_gap(text[end:begin]) for end, begin in between]
    return gaps
