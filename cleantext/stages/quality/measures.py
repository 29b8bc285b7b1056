"""What is measured of a text: the heuristics of large corpora, each a number with a name.

They are those of Gopher (Rae et al. 2021, table A1 and section A.1.1), C4 (Raffel et al. 2020,
section 2.2) and FineWeb (Penedo et al. 2024, section 3.6; FineWeb 2 has settings for French), as
their papers say them, and the share of known words. A word is a run of letters and figures, so
"l’eau" has two. Shares are between 0 and 1; those of lines need five lines.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from cleantext.rules.lazy_patterns import compile_later

_WORD = re.compile(r"\w+")
_LOWERCASE = compile_later(r"\b[^\W\d_\p{Lu}\p{Lt}]\w*")
_SYMBOL = re.compile(r"#|…|\.{3}")
_BULLETS = tuple("•‣▪▫●○◦■□►▶‐-–—*·")
_ENDINGS = tuple(".!?…:;»”\"'’)")
_ELLIPSES = ("…", "...", "[…]", "[...]")
_LONG = 60
"""Code points of a line from which, with a sign at its end, it is a paragraph."""
_SHORT = 30
"""Code points of a short line (FineWeb)."""
_FEW = 5
"""Lines from which a share of them says something; of fewer it is that of an article."""
_TOP = (2, 3, 4)
_REPEATED = (5, 6, 7, 8, 9, 10)
_MIXING = 1_000_003
_DIGITS = 4


@dataclass(frozen=True)
class _Text:
    """A text, and what several measures need of it, found once.

    Attributes:
        text: The text.
        stop_words: Lowercase words of the closed classes.
        words_known: The commonest words, in lowercase.
        phrases: What stands in lines about a site, in lowercase.
        clashing: Tells the share of words that clash with the one before.
    """

    text: str
    stop_words: AbstractSet[str]
    words_known: AbstractSet[str]
    phrases: Sequence[str]
    clashing: Callable[[str], float]

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text.lower())

    @cached_property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.split("\n") if line.strip()]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The length of each word."""
        return np.fromiter(map(len, self.words), np.int64, len(self.words))

    @cached_property
    def numbers(self) -> NDArray[np.uint64]:
        """A number for each word, the same for the same."""
        known: dict[str, int] = {}
        given = (known.setdefault(word, len(known) + 1) for word in self.words)
        return np.fromiter(given, np.uint64, len(self.words))

    @cached_property
    def repeated(self) -> dict[int, float]:
        """The share of characters in runs that were there twice before, by their size.

        Once is a lead or a caption that says what the text says, or a page that was read twice.
        Lines that are there twice count once: they have numbers of their own.
        """
        lines = dict.fromkeys(self.lines)
        if len(lines) < len(self.lines):
            return replace(self, text="\n".join(lines)).repeated
        shares: dict[int, float] = {}
        runs = zip(*(self.words[at:] for at in range(_REPEATED[0])), strict=False)
        if len(set(runs)) == len(self.words) - _REPEATED[0] + 1:
            return shares
        for size in _REPEATED:
            again = _third_and_later(self.grams(size))
            if not again.any():  # no longer run is there so often either
                break
            covered = np.zeros(len(self.words) + 1, np.int64)
            covered[:-size] += again
            covered[size:] -= again
            inside = np.cumsum(covered)[:-1] > 0
            shares[size] = float(self.lengths[inside].sum() / self.lengths.sum())
        return shares

    @cached_property
    def site_lines(self) -> float:
        """The share of lines with a phrase about a site."""
        lower = self.text.lower()
        held = [phrase for phrase in self.phrases if phrase in lower]
        return (
            self.share(lambda line: any(phrase in line.lower() for phrase in held)) if held else 0.0
        )

    def share(self, holds: Callable[[str], object], *, few: float = 0.0) -> float:
        """The share of lines that something holds for; of few lines it tells nothing."""
        if len(self.lines) < _FEW:
            return few
        return sum(map(bool, map(holds, self.lines))) / len(self.lines)

    def grams(self, size: int) -> NDArray[np.uint64]:
        """A number for each run of so many words, the same for the same."""
        count = len(self.words) - size + 1
        if count < 1:
            return np.zeros(0, np.uint64)
        mixed = np.zeros(count, np.uint64)
        for at in range(size):
            mixed = mixed * np.uint64(_MIXING) + self.numbers[at : at + count]
        return mixed


def _third_and_later(grams: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which of some values were there twice before."""
    order = np.argsort(grams, kind="stable")
    given = grams[order]
    later = np.zeros(len(grams), bool)
    later[order[2:]] = given[2:] == given[:-2]
    return later


def _mean_word_length(text: _Text) -> float:
    return float(text.lengths.mean()) if text.words else 0.0


def _symbols(text: _Text) -> float:
    return len(_SYMBOL.findall(text.text)) / max(len(text.words), 1)


def _alphabetic_words(text: _Text) -> float:
    return sum(not word.isdigit() for word in text.words) / max(len(text.words), 1)


def _stop_words(text: _Text) -> float:
    return float(len(text.stop_words & set(text.words)))


def _stop_word_share(text: _Text) -> float:
    return sum(map(text.stop_words.__contains__, text.words)) / max(len(text.words), 1)


def _known_words(text: _Text) -> float:
    """The share of known words among those that do not begin with a capital or a figure."""
    lower = _LOWERCASE.findall(text.text)
    return sum(map(text.words_known.__contains__, lower)) / len(lower) if lower else 0.0


def _prose(text: _Text) -> float:
    """The share of characters in different paragraphs."""
    if len(text.lines) < _FEW:
        return 1.0
    long = {line for line in text.lines if len(line) > _LONG and line.endswith(_ENDINGS)}
    return sum(map(len, long)) / sum(map(len, text.lines))


def _duplicate_lines(text: _Text) -> float:
    """The share among lines that are not short, as the names of speakers are."""
    lines = [line for line in text.lines if len(line) > _SHORT]
    return 1 - len(set(lines)) / len(lines) if lines else 0.0


def _duplicate_line_characters(text: _Text) -> float:
    repeated = sum((count - 1) * len(line) for line, count in Counter(text.lines).items())
    return repeated / max(sum(map(len, text.lines)), 1)


def _top_gram(text: _Text, size: int) -> float:
    """The share of characters in the commonest run of words, if it is there twice."""
    counts = Counter(zip(*(text.words[at:] for at in range(size)), strict=False))
    most = max(counts.values(), default=0)
    if most < 2:  # noqa: PLR2004 - twice
        return 0.0
    longest = max(sum(map(len, gram)) for gram, count in counts.items() if count == most)
    return min(1.0, most * longest / int(text.lengths.sum()))


def _repeated_grams(text: _Text, size: int) -> float:
    """The share of characters in runs of words that were there twice before."""
    return text.repeated.get(size, 0.0)


MEASURES: Mapping[str, Callable[[_Text], float]] = {
    "words": lambda text: float(len(text.words)),
    "mean-word-length": _mean_word_length,
    "symbols": _symbols,
    "alphabetic-words": _alphabetic_words,
    "stop-words": _stop_words,
    "stop-word-share": _stop_word_share,
    "known-words": _known_words,
    "clashes": lambda text: text.clashing(text.text),
    "prose": _prose,
    "bullets": lambda text: text.share(lambda line: line.startswith(_BULLETS)),
    "ellipses": lambda text: text.share(lambda line: line.endswith(_ELLIPSES)),
    "punctuated-lines": lambda text: text.share(lambda line: line.endswith(_ENDINGS), few=1.0),
    "short-lines": lambda text: text.share(lambda line: len(line) <= _SHORT),
    "line-breaks": lambda text: max(len(text.lines) - 1, 0) / max(len(text.words), 1),
    "site-lines": lambda text: text.site_lines,
    "braces": lambda text: text.share(lambda line: "{" in line or "}" in line),
    "duplicate-lines": _duplicate_lines,
    "duplicate-line-characters": _duplicate_line_characters,
    **{f"top-{size}-grams": partial(_top_gram, size=size) for size in _TOP},
    **{f"repeated-{size}-grams": partial(_repeated_grams, size=size) for size in _REPEATED},
}
"""What there is to be measured, by name."""


class Measurer:
    """Measures texts of one language.

    >>> measured = Measurer(["le", "de"], ["le", "mot"], ["plan du site"])("Le mot de la fin.")
    >>> measured["words"], measured["stop-words"], measured["known-words"]
    (5, 2, 0.25)
    """

    def __init__(
        self,
        stop_words: Sequence[str],
        known: Sequence[str],
        phrases: Sequence[str],
        clashing: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """Take what the language knows.

        Args:
            stop_words: Words of the closed classes, in lowercase.
            known: The commonest words, in lowercase.
            phrases: What stands in lines about a site, in lowercase.
            clashing: Tells the share of words that clash with the one before.
        """
        self._clashing = clashing
        self._stop_words = frozenset(stop_words)
        self._known = frozenset(known)
        self._phrases = tuple(phrases)

    def __call__(self, text: str) -> dict[str, float]:
        """Return each of `MEASURES`, rounded to four digits."""
        given = _Text(text, self._stop_words, self._known, self._phrases, self._clashing)
        measured = {name: round(measure(given), _DIGITS) for name, measure in MEASURES.items()}
        return {name: int(value) if name in _COUNTS else value for name, value in measured.items()}


_COUNTS = frozenset({"words", "stop-words"})
