"""How likely it is that a line was cut off at its end: two small linear models.

They look at the last words and their endings, at how the line begins, at its length and at
what is left open. One tells text from headings, which have no final mark either; the other
tells cut sentences from whole ones that lack their mark. A feature is hashed to its place in
a table of small integers (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask
Learning"); the sum of whole numbers is the same on every machine.
`cleantext train truncation` makes the tables.
"""

import hashlib
import math
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.errors import PackError
from cleantext.languages import model_file
from cleantext.languages.loading import load_once
from cleantext.languages.model_file import ModelHeader, Payload
from cleantext.languages.pack import Language

FORMAT = "cleantext-endings"
VERSION = 2

BITS = 20
"""A table has two to the power of this many places."""

SCALE = 16
"""A weight of the logistic regression is 16 in a table: steps of a sixteenth of a logit."""

WINDOW = 300
"""How many code points of the end of a line are looked at."""

_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*\s+")
_WORD = re.compile(r"\w+|[^\w\s]")
_STEPS = (1, 2, 3, 4, 5, 6, 8, 11, 15, 21, 31)
_BAG = 30
_SHORT_CLASSES, _SHORT_WORDS = 5, 3  # of at most 5 (3) words, the classes (words) are a feature
_QUOTED = re.compile(r"“([^“”]*)”")
_SPACES = re.compile(r"(?<=«) +| +(?=[»;:!?%€…])")
_SPACED = re.compile(r"[«»;:!?%€…]")
_PAIRS = "«»", "“”", "()"
_BRACKETS = frozenset('«»“”()"')
_SOFT_HYPHEN = "\u00ad"
_REMEMBERED = 1 << 12
"""4,096 lines are remembered: many stand on more than one page."""
_KNOWN = 1 << 14
"""The classes of 16,384 words are remembered, and the places of as many classes and pairs."""
_MASK = (1 << BITS) - 1
_HALF = 1 << 15
"""A sum of the weights of one line stays below 32,768: it has some 100 of at most 128."""


class LineEndsHeader(ModelHeader, frozen=True):
    """The first line of a model file, as JSON.

    Attributes:
        bias: What every line starts from, in the unit of the tables.
        common: Words that are features themselves; of others the ending is.
        lists: Digest of the word lists that it was trained with.
        digest: SHA-256 of the tables.
    """

    bias: tuple[int, int]
    common: tuple[str, ...]
    lists: str
    digest: str


def digest_of(*lists: Iterable[str]) -> str:
    """Return the SHA-256 of sets of words."""
    text = "\n\n".join("\n".join(sorted(words)) for words in lists)
    return hashlib.sha256(text.encode()).hexdigest()


class Verdict(NamedTuple):
    """What a line without a final mark is.

    Attributes:
        text: The probability that it is part of a text and no heading; less where it is
            plainly a whole sentence.
        cut: The probability that it is part of a text that was cut off.
    """

    text: float
    cut: float


@dataclass(frozen=True)
class LineEnds:
    """Scores the ends of lines.

    Attributes:
        tables: Text against headings, then cut sentences against whole ones: two to the
            power of `BITS` weights each, as signed bytes.
        bias: What every line starts from, in each.
        common: Lowercase words that are features themselves.
        words: Lowercase words that are whole, for telling half words.
        names: Lowercase words that are mostly names.
    """

    tables: tuple[bytes, bytes]
    bias: tuple[int, int]
    common: Collection[str]
    words: Collection[str]
    names: Collection[str]
    _weights: npt.NDArray[np.int32] = field(init=False, repr=False, compare=False)
    _logits: Callable[[str], tuple[float, float]] = field(init=False, repr=False, compare=False)
    _class: Callable[[str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put both tables into one, so that a sum of its numbers holds two sums."""
        text, cut = (np.frombuffer(table, np.int8).astype(np.int32) for table in self.tables)
        object.__setattr__(self, "_weights", text * (2 * _HALF) + cut)
        object.__setattr__(self, "_logits", lru_cache(_REMEMBERED)(self._looked_up))
        object.__setattr__(self, "_class", lru_cache(_KNOWN)(self._class_of))

    @classmethod
    def read(cls, path: Path, words: Collection[str], names: Collection[str]) -> "LineEnds":
        """Read a model file.

        Args:
            path: A file that `write` made.
            words: The words of the language pack.
            names: Its names.

        Raises:
            PackError: The file is missing, damaged, of another version, or was trained
                with other words.
        """

        def build(header: LineEndsHeader, payload: Payload) -> "LineEnds":
            (tables,) = payload.blocks
            if header.digest != hashlib.sha256(tables).hexdigest() or len(tables) != 2 << BITS:
                raise ValueError("its numbers are not those that it was written with")
            if header.lists != digest_of(words, names):
                raise PackError(f"{path}: was trained with other word lists; train it again")
            both = tables[: 1 << BITS], tables[1 << BITS :]
            return cls(both, header.bias, frozenset(header.common), words, names)

        return model_file.read(path, FORMAT, VERSION, LineEndsHeader, build)

    def write(self, path: Path) -> None:
        """Write a model file; the same model always gives the same bytes."""
        tables = b"".join(self.tables)
        header = LineEndsHeader(
            FORMAT,
            VERSION,
            self.bias,
            tuple(sorted(self.common)),
            digest_of(self.words, self.names),
            hashlib.sha256(tables).hexdigest(),
        )
        model_file.write(path, header, model_file.pack(tables))

    def judge(self, line: str, odds: float = 0.0) -> Verdict:
        """Say what a line that ends in no final mark is.

        Args:
            line: In any case; its end tells most.
            odds: What its surroundings say against a heading, as the natural logarithm of
                the odds.
        """
        # More than that of its end decides nothing.
        text, cut = self._logits(_typeset(line.rstrip())[-WINDOW:])
        is_text = 1 / (1 + math.exp(-text - odds))
        return Verdict(round(is_text, 3), round(is_text / (1 + math.exp(-cut)), 3))

    def _looked_up(self, line: str) -> tuple[float, float]:
        """Return what each table says of a line, whatever stands around it."""
        both = int(self._weights.take(list(self.places(line))).sum())
        cut = (both + _HALF) % (2 * _HALF) - _HALF
        sums = (both - cut) // (2 * _HALF), cut
        text, cut = (bias + one for bias, one in zip(self.bias, sums, strict=True))
        return text / SCALE, cut / SCALE

    def places(self, line: str) -> set[int]:
        """Return the places in the table that a line uses."""
        features, classes = self._features(line)
        # No word has a line end; to encode all features at once takes a fifth of the time.
        encoded = "\n".join(features).encode("utf-8", "surrogatepass").split(b"\n")
        found = {hashed & _MASK for hashed in map(zlib.crc32, encoded)}
        last = classes[-_BAG:]
        found.update(map(_place_of_one, last))
        found.update(map(_place_of_pair, last, last[1:]))
        return found

    def _class_of(self, word: str) -> str:
        """A common word or a sign stands for itself, others for their kind and last letters."""
        if word in self.common or not word[:1].isalnum():
            return word
        if word[0].isdigit():
            return "0"
        kind = "@" if word in self.names else "#" if word in self.words else "~"
        return kind + word[-2:]

    def _features(self, line: str) -> tuple[list[str], list[str]]:
        """Return all that there is to see, but for 50 and 51, and the classes of the words.

        The number at the head of each feature tells its kind; 50 are the last 30 classes in any
        order, 51 their pairs.
        """
        text = line.rstrip()
        window = text[-WINDOW:].lower().replace("’", "'").replace(_SOFT_HYPHEN, "")
        starts = [match.end() for match in _SENTENCE_END.finditer(window)]
        sentence = window[starts[-1] :] if starts else window
        words = _WORD.findall(sentence) or [""]
        classes = list(map(self._class, words))
        count = _step(len(words))
        known = words[-1] in self.words or words[-1] in self.names
        features = [
            *_end_features(words, classes, known=known),
            *_size_features(text, sentence, classes[-1], count, begun=bool(starts)),
            *_beginning_features(words, classes, count),
            *_open_features(sentence, words, count),
            *_short_features(words, classes),
        ]
        return features, classes


def _typeset(line: str) -> str:
    """Return a line with the quotation marks and ellipses of print, and no spaces inside them.

    So a line is judged the same before and behind the stage `typography`.

    >>> _typeset('Il dit : "non..."'), _typeset("Il dit\u00a0: «\u00a0non…\u00a0»")
    ('Il dit: «non…»', 'Il dit: «non…»')
    """
    line = line.replace("\u00a0", " ").replace("\u202f", " ")
    if "“" in line:
        line = _QUOTED.sub(r"«\1»", line)
    if '"' in line:
        *pairs, last = line.split('"')
        alone = '"' if len(pairs) % 2 else ""  # it has no partner
        signs = chain.from_iterable(zip(pairs, cycle("«»"), strict=False))
        line = "".join(signs)[: -1 if alone else None] + alone + last
    line = line.replace("...", "…")
    return _SPACES.sub("", line) if _SPACED.search(line) else line


def _end_features(words: Sequence[str], classes: Sequence[str], *, known: bool) -> list[str]:
    """Return 1 to 16, and 44: the last 3 words (w1 is the last), the last 4 classes, endings."""
    *_, w3, w2, w1 = "^", "^", *words
    *_, c4, c3, c2, c1 = "^", "^", "^", *classes
    return [
        f"1 {w1}",
        f"2 {w2} {w1}",
        f"3 {w3} {w2} {w1}",
        f"4 {w2}",
        f"5 {c1}",
        f"6 {c2} {c1}",
        f"7 {c3} {c2} {c1}",
        f"8 {c4} {c3} {c2} {c1}",
        f"9 {c2} {w1}",
        f"10 {w2} {c1}",
        f"11 {c3} {c2}",
        f"12 {c3} {c1}",
        f"13 {w1[-3:]}",
        f"14 {w1[-4:]}",
        f"15 {w2[-3:]} {w1[-3:]}",
        f"16 {w2} {w1[-3:]}",
        f"44 {known:d} {min(len(w1), 6)} {c2}",
    ]


def _size_features(text: str, sentence: str, last: str, count: int, *, begun: bool) -> list[str]:
    """Return 20 to 26: how long the last sentence is, and the line.

    Args:
        text: The line.
        sentence: Its last sentence, as much of it as is looked at.
        last: The class of its last word.
        count: How many words it has, in steps.
        begun: Whether another sentence stands before it.
    """
    length = min(len(sentence) // 12, 14)
    whole = f"{begun:d}{min(len(text) // 15, 14)}"
    return [
        f"20 {count}",
        f"21 {length}",
        f"22 {count} {last}",
        f"23 {begun:d} {count}",
        f"24 {length} {last}",
        f"25 {whole}",
        f"26 {whole} {last}",
    ]


def _beginning_features(words: Sequence[str], classes: Sequence[str], count: int) -> list[str]:
    """Return 30 to 36: the first word and the first 4 classes (b1 is the first), and the last."""
    b1, b2, b3, b4, *_ = *classes, "$", "$", "$"
    last = classes[-1]
    return [
        f"30 {words[0]}",
        f"31 {b1} {b2}",
        f"32 {b1} {b2} {b3}",
        f"33 {b1} {count}",
        f"34 {b1} {b2} {b3} {b4}",
        f"35 {b1} {last} {count}",
        f"36 {b1} {b2} {last}",
    ]


def _open_features(sentence: str, words: Sequence[str], count: int) -> list[str]:
    """Return 40 to 43: quotes and brackets that are left open, commas, a colon, the last sign."""
    seen = frozenset(words)
    if _BRACKETS.isdisjoint(seen):
        opened = "===0"
    else:
        opened = "".join(_left_open(sentence, *pair) for pair in _PAIRS)
        opened += str(sentence.count('"') % 2)
    sign = "" if words[-1][-1:].isalnum() else words[-1]
    commas = [at for at, word in enumerate(words) if word == ","] if "," in seen else ()
    since = _step(len(words) - commas[-1]) if commas else "-"
    return [
        f"40 {opened} {sign}",
        f"41 {sign} {count}",
        f"42 {min(len(commas), 4)} {since}",
        f"43 {':' in seen:d} {count}",
    ]


def _place(feature: str) -> int:
    """Return the place of a feature in the tables."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) & _MASK


@lru_cache(_KNOWN)
def _place_of_one(word_class: str) -> int:
    return _place(f"50 {word_class}")


@lru_cache(_KNOWN)
def _place_of_pair(before: str, word_class: str) -> int:
    return _place(f"51 {before} {word_class}")


def _short_features(words: Sequence[str], classes: Sequence[str]) -> list[str]:
    """Return 52 and 53: a short line as a whole."""
    features = list[str]()
    if len(words) <= _SHORT_CLASSES:
        features.append(f"52 {' '.join(classes)}")
    if len(words) <= _SHORT_WORDS:
        features.append(f"53 {' '.join(words)}")
    return features


def _step(number: int) -> int:
    """Round down to one of a few steps."""
    place = bisect_right(_STEPS, number)
    return _STEPS[place - 1] if place else 0


def _left_open(text: str, opening: str, closing: str) -> str:
    """Tell whether more opens than closes, or the other way round."""
    opened, closed = text.count(opening), text.count(closing)
    return "o" if opened > closed else "c" if closed > opened else "="


@load_once
def line_ends_of(language: Language) -> LineEnds:
    """Return the model of lines that are cut off at their end, of a language.

    Raises:
        PackError: The model is missing, damaged, or was trained with other words.
    """
    return LineEnds.read(language.folder / "truncation.model", language.words, language.names)
