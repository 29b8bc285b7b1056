"""How likely each line of a page is text of its article: a sum over small decision trees.

The trees are oblivious (Kohavi 1994): all nodes of a level ask the same question, so the answers
are the bits of the place in a table of whole numbers. `line_features` says what they ask about; a
second row of trees also sees what the first one said of the lines around. Numbers are
whole throughout, so a line's score is the same on every machine.
`cleantext train lines` makes the file.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from cleantext.languages import model_file
from cleantext.languages.loading import load_once
from cleantext.languages.model_file import ModelHeader, Payload
from cleantext.languages.pack import FOLDER
from cleantext.stages.boilerplate.line_context import MOST, around
from cleantext.stages.boilerplate.line_counts import count_lines
from cleantext.stages.boilerplate.line_features import seen_features
from cleantext.stages.boilerplate.line_words import LineVocabulary, TellingWords
from cleantext.stages.boilerplate.page_rows import Bytes, Numbers, PageRows
from cleantext.stages.boilerplate.page_words import PageWords, PartLists

FORMAT = "cleantext-lines"
VERSION = 2

DEPTH = 5
"""How many questions each tree asks."""

SCALE = 512
"""A sum of 512 is one logit: the natural logarithm of the odds is 1."""

_LINES, _CELLS = 400, 12_000
"""How many lines and how many answers are looked at together: they stay in the processor's cache,
12 kB."""

_STEP = SCALE // 16
"""What the second row of trees sees of a sum: steps of a sixteenth of a logit."""


class LineModelHeader(ModelHeader, frozen=True):
    """The first line of a model file, as JSON.

    Attributes:
        trees: How many trees each row has.
        bias: What every line starts from, in each row.
        words: The function words of each language that it was trained with.
        parts: The words by which sites label their parts, by kind and language.
        digest: SHA-256 of all words and the trees.
    """

    trees: tuple[int, ...]
    bias: tuple[int, ...]
    words: dict[str, tuple[str, ...]]
    parts: dict[str, dict[str, tuple[str, ...]]]
    digest: str


@dataclass(frozen=True)
class Trees:
    """A row of trees.

    Attributes:
        asked: The feature of each question, a tree a row.
        limits: What it has to be greater than.
        leaves: What each pattern of answers adds, in the unit of `SCALE`.
        bias: What every line starts from.
    """

    asked: npt.NDArray[np.uint16]
    limits: Bytes
    leaves: npt.NDArray[np.int16]
    bias: int

    def sums(self, seen: Bytes) -> Numbers:
        """Return the sum of each line, from a row a feature."""
        parts = range(0, seen.shape[1], _LINES)
        return np.concatenate([self._sums(seen[:, at : at + _LINES]) for at in parts])

    def _sums(self, seen: Bytes) -> Numbers:
        """Return the same of a few lines."""
        count = seen.shape[1]
        sums = np.full(count, self.bias, dtype=np.int64)
        some = max(_CELLS // max(count, 1), 1)
        for start in range(0, len(self.asked), some):
            asked, limits, leaves = (
                part[start : start + some] for part in (self.asked, self.limits, self.leaves)
            )
            answers = seen[asked.T.ravel()] > limits.T.ravel()[:, None]
            levels = answers.reshape(DEPTH, len(asked), count).view(np.uint8)
            leaf = levels[0].copy()
            for level in range(1, DEPTH):
                leaf |= levels[level] << level
            place = leaf + (np.arange(len(asked)) << DEPTH)[:, None]
            sums += leaves.ravel()[place].sum(axis=0, dtype=np.int64)
        return sums


@dataclass(frozen=True)
class LineModel:
    """Says how likely each line of a page is text of its article.

    Attributes:
        rows: The trees that look at lines, and those that look at what these said as well.
        vocabulary: Function words.
    """

    rows: tuple[Trees, ...]
    vocabulary: LineVocabulary

    @classmethod
    def read(cls, path: Path) -> "LineModel":
        """Read a model file.

        Args:
            path: A file that `write` made.

        Raises:
            PackError: The file is missing, damaged or of another version.
        """
        return model_file.read(path, FORMAT, VERSION, LineModelHeader, cls._of)

    @classmethod
    def _of(cls, header: LineModelHeader, payload: Payload) -> "LineModel":
        (data,) = payload.blocks
        one = 3 * DEPTH + (2 << DEPTH)
        if (
            header.digest != _digest(header.words, header.parts, data)
            or len(data) != one * sum(header.trees)
            or len(header.trees) != len(header.bias)
        ):
            raise ValueError("its numbers are not those that it was written with")
        rows, at = [], 0
        for count, bias in zip(header.trees, header.bias, strict=True):
            part = np.frombuffer(data, np.uint8, one * count, at).reshape(count, one)
            asked, limits, leaves = np.split(part, (2 * DEPTH, 3 * DEPTH), axis=1)
            whole = np.ascontiguousarray(leaves).view("<i2").astype(np.int16)
            numbers = np.ascontiguousarray(asked).view("<u2").astype(np.uint16)
            rows.append(Trees(numbers, limits, whole, bias))
            at += one * count
        return cls(tuple(rows), LineVocabulary(header.words.items(), PageWords(header.parts)))

    def write(self, path: Path) -> None:
        """Write a model file; the same model always gives the same bytes."""
        data = b"".join(
            np.concatenate(
                (
                    row.asked.astype("<u2").view(np.uint8),
                    row.limits,
                    row.leaves.astype("<i2").view(np.uint8),
                ),
                axis=1,
            ).tobytes()
            for row in self.rows
        )
        header = LineModelHeader(
            FORMAT,
            VERSION,
            tuple(len(row.asked) for row in self.rows),
            tuple(row.bias for row in self.rows),
            self.vocabulary.lists,
            self.vocabulary.parts.lists,
            _digest(self.vocabulary.lists, self.vocabulary.parts.lists, data),
        )
        model_file.write(path, header, model_file.pack(data))

    def __call__(self, pages: Sequence[Sequence[str]]) -> list[list[float]]:
        """Return how likely each line of pages is text of its article, rounded to three places.

        Args:
            pages: The lines of each, none of them blank, without white space around them.
        """
        full = list(filter(None, pages))
        chances = iter(self._chances(full) if full else ())
        return [list(islice(chances, len(page))) for page in pages]

    def _chances(self, pages: Sequence[Sequence[str]]) -> list[float]:
        """Return the same of pages that have lines, one behind the other."""
        rows = PageRows.of(list(map(len, pages)))
        counted = count_lines(pages, self.vocabulary)
        seen = seen_features(counted)
        sums = self.rows[0].sums(seen)
        for row in self.rows[1:]:
            sums = row.sums(with_sums(seen, sums, rows, counted.telling))
        chances = {
            one: round(1 / (1 + math.exp(-max(-30.0, one / SCALE))), 3)
            for one in set(sums.tolist())
        }
        return list(map(chances.__getitem__, sums.tolist()))


def _digest(words: Mapping[str, Sequence[str]], parts: PartLists, data: bytes) -> str:
    lists = msgspec.json.encode([words, parts], order="sorted")
    return hashlib.sha256(lists + data).hexdigest()


def with_sums(seen: Bytes, sums: Numbers, pages: PageRows, telling: TellingWords) -> Bytes:
    """Add to the features of lines what the first row of trees said of them and around.

    Args:
        seen: The features of the lines of pages.
        sums: What the first row said of each.
        pages: Where the pages begin and end.
        telling: The words of the lines that tell what they are about.
    """
    steps = np.clip(sums // _STEP + (MOST + 1) // 2, 0, MOST)
    return np.concatenate((seen, around(steps, pages, telling)))


@load_once
def line_model() -> LineModel:
    """Return the model of lines, which is one for all languages.

    Raises:
        PackError: The file is missing or damaged.
    """
    return LineModel.read(FOLDER / "lines.model")
