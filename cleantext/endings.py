"""How likely it is that a line was cut off at its end: a small linear model.

It looks at the last words and their endings, at how the line begins, at its length and at
what is left open. A feature is hashed to its place in a table of small integers (Weinberger
et al. 2009, "Feature Hashing for Large Scale Multitask Learning"); the sum of whole numbers
is the same on every machine. `tools/train_truncation.py` makes the table.
"""

import hashlib
import math
import re
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.errors import PackError

FORMAT = "cleantext-endings"
VERSION = 1

BITS = 20
"""The table has two to the power of this many places."""

SCALE = 16
"""A weight in the table is so many times the weight of the logistic regression."""

WINDOW = 300
"""How many code points of the end of a line are looked at."""

_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*\s+")
_WORD = re.compile(r"\w+|[^\w\s]")
_STEPS = (1, 2, 3, 4, 5, 6, 8, 11, 15, 21, 31)
_BAG = 30


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a model file, as JSON.

    Attributes:
        format: Always `cleantext-endings`.
        version: Of the format and of the features; another one is refused.
        bias: What every line starts from, in the unit of the table.
        common: Words that are features themselves; of others the ending is.
        known: Digest of the word lists that it was trained with.
        digest: SHA-256 of the table.
    """

    format: str
    version: int
    bias: int
    common: tuple[str, ...]
    known: str
    digest: str


def digest_of(words: Iterable[str]) -> str:
    """Return the SHA-256 of a set of words."""
    return hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()


@dataclass(frozen=True)
class Endings:
    """Scores the ends of lines.

    Attributes:
        table: Two to the power of `BITS` weights, as signed bytes.
        bias: What every line starts from.
        common: Lowercase words that are features themselves.
        known: Lowercase words that are whole, for telling half words.
    """

    table: bytes
    bias: int
    common: Collection[str]
    known: Collection[str]

    @classmethod
    def read(cls, path: Path, known: Collection[str]) -> "Endings":
        """Read a model file.

        Args:
            path: A file that `write` made.
            known: The words of the language pack.

        Raises:
            PackError: The file is missing, damaged, of another version, or was trained
                with other words.
        """
        try:
            first, _, packed = path.read_bytes().partition(b"\n")
            header = msgspec.json.decode(first, type=Header)
            table = zlib.decompress(packed)
        except (OSError, msgspec.DecodeError, zlib.error) as reason:
            raise PackError(f"{path}: cannot be read: {reason}") from reason
        if (header.format, header.version) != (FORMAT, VERSION):
            raise PackError(f"{path}: is {header.format} {header.version}, not {FORMAT} {VERSION}")
        if header.digest != hashlib.sha256(table).hexdigest() or len(table) != 1 << BITS:
            raise PackError(f"{path}: is damaged")
        if header.known != digest_of(known):
            raise PackError(f"{path}: was trained with other word lists; train it again")
        return cls(table, header.bias, frozenset(header.common), known)

    def write(self, path: Path) -> None:
        """Write a model file; the same model always gives the same bytes."""
        header = Header(
            FORMAT,
            VERSION,
            self.bias,
            tuple(sorted(self.common)),
            digest_of(self.known),
            hashlib.sha256(self.table).hexdigest(),
        )
        path.write_bytes(msgspec.json.encode(header) + b"\n" + zlib.compress(self.table, 9))

    def score(self, line: str) -> float:
        """Return the probability that `line`, which ends in no final mark, was cut off."""
        table = memoryview(self.table).cast("b")
        total = self.bias + sum(map(table.__getitem__, self.places(line)))
        return round(1 / (1 + math.exp(-total / SCALE)), 3)

    def places(self, line: str) -> set[int]:
        """Return the places in the table that a line uses."""
        mask = (1 << BITS) - 1
        return {zlib.crc32(feature.encode()) & mask for feature in self._features(line)}

    def _class(self, word: str) -> str:
        """A common word or a sign stands for itself, others for their last two letters."""
        if word in self.common or not word[:1].isalnum():
            return word
        if word[0].isdigit():
            return "0"
        return ("#" if word in self.known else "~") + word[-2:]

    def _features(self, line: str) -> list[str]:
        """What there is to see: 1-16 the end, 20-26 sizes, 30-33 the beginning, 40-50 the rest."""
        text = line.rstrip()
        window = text[-WINDOW:].lower().replace("’", "'")
        starts = [match.end() for match in _SENTENCE_END.finditer(window)]
        sentence = window[starts[-1] :] if starts else window
        words = _WORD.findall(sentence) or [""]
        classes = list(map(self._class, words))
        *_, w3, w2, w1 = "^", "^", *words
        *_, c4, c3, c2, c1 = "^", "^", "^", *classes
        b1, b2, b3, *_ = *classes, "$", "$"
        count, length = _step(len(words)), min(len(sentence) // 12, 14)
        whole = f"{bool(starts):d}{min(len(text) // 15, 14)}"
        commas = [place for place, word in enumerate(words) if word == ","]
        since = _step(len(words) - commas[-1]) if commas else "-"
        opened = "".join(_left_open(sentence, *pair) for pair in ("«»", "“”", "()"))
        opened += str(sentence.count('"') % 2)
        sign = "" if w1[-1:].isalnum() else w1
        # The number keeps one kind of feature apart from another.
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
            f"20 {count}",
            f"21 {length}",
            f"22 {count} {c1}",
            f"23 {bool(starts):d} {count}",
            f"24 {length} {c1}",
            f"25 {whole}",
            f"26 {whole} {c1}",
            f"30 {words[0]}",
            f"31 {b1} {b2}",
            f"32 {b1} {b2} {b3}",
            f"33 {b1} {count}",
            f"40 {opened} {sign}",
            f"41 {sign} {count}",
            f"42 {min(len(commas), 4)} {since}",
            f"43 {':' in words:d} {count}",
            f"44 {w1 in self.known:d} {min(len(w1), 6)} {c2}",
            *(f"50 {found}" for found in set(classes[:-1][-_BAG:])),
        ]


def _step(number: int) -> int:
    """Round down to one of a few steps."""
    return max((step for step in _STEPS if step <= number), default=0)


def _left_open(text: str, opening: str, closing: str) -> str:
    """Tell whether more opens than closes, or the other way round."""
    opened, closed = text.count(opening), text.count(closing)
    return "o" if opened > closed else "c" if closed > opened else "="
