"""How likely each line of a page is text of its article: what a small network makes of its lines.

`line_features` says what is seen of a line, `line_network` what that comes to. Numbers are whole
throughout, so a line's score is the same on every machine. `cleantext train lines` makes the file.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np

from cleantext.languages import model_file
from cleantext.languages.loading import load_once
from cleantext.languages.model_file import ModelHeader, Payload
from cleantext.languages.pack import FOLDER
from cleantext.stages.boilerplate.line_features import features
from cleantext.stages.boilerplate.line_network import SCALE, Layer, LineNetwork
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import PageRows
from cleantext.stages.boilerplate.page_words import PageWords, PartLists

FORMAT = "cleantext-lines"
VERSION = 3


class LineModelHeader(ModelHeader, frozen=True):
    """The first line of a model file, as JSON.

    Attributes:
        questions: How many are asked of each line.
        shapes: How many numbers each layer gets and makes.
        words: The function words of each language that it was trained with.
        parts: The words by which sites label their parts, by kind and language.
        digest: SHA-256 of all words and numbers.
    """

    questions: int
    shapes: tuple[tuple[int, int], ...]
    words: dict[str, tuple[str, ...]]
    parts: dict[str, dict[str, tuple[str, ...]]]
    digest: str


@dataclass(frozen=True)
class LineModel:
    """Says how likely each line of a page is text of its article.

    Attributes:
        network: Judges the features of lines.
        vocabulary: Function words, and words by which sites label their parts.
    """

    network: LineNetwork
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
        if header.digest != _digest(header.words, header.parts, data):
            raise ValueError("its numbers are not those that it was written with")
        network = _unpacked(data, header.questions, header.shapes)
        return cls(network, LineVocabulary(header.words.items(), PageWords(header.parts)))

    def write(self, path: Path) -> None:
        """Write a model file; the same model always gives the same bytes."""
        data = _packed(self.network)
        header = LineModelHeader(
            FORMAT,
            VERSION,
            len(self.network.asked),
            tuple(layer.shape for layer in self.network.layers),
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
        scores = self.network.scores(features(pages, self.vocabulary), rows).tolist()
        chances = {
            one: round(1 / (1 + math.exp(-max(-30.0, one / SCALE))), 3) for one in set(scores)
        }
        return list(map(chances.__getitem__, scores))


def _packed(network: LineNetwork) -> bytes:
    """Return the numbers of a network: what it asks, and of each layer weights, biases, scales."""
    parts = [network.asked.astype("<u2"), network.limits]
    for layer in network.layers:
        parts += [layer.weights.astype(np.int8), layer.biases.astype("<f4")]
        parts.append(layer.scales.astype("<f4"))
    return b"".join(part.tobytes() for part in parts)


def _unpacked(data: bytes, questions: int, shapes: Sequence[tuple[int, int]]) -> LineNetwork:
    """Return the network of which `_packed` made bytes.

    Raises:
        ValueError: The numbers are too few or too many.
    """
    asked = np.frombuffer(data, "<u2", questions).astype(np.uint16)
    limits = np.frombuffer(data, np.uint8, questions, asked.nbytes)
    at = asked.nbytes + limits.nbytes
    layers = []
    for inputs, units in shapes:
        weights = np.frombuffer(data, np.int8, inputs * units, at).reshape(inputs, units)
        biases, scales = np.frombuffer(data, "<f4", 2 * units, at + weights.nbytes).reshape(2, -1)
        layers.append(Layer(*(part.astype(np.float32) for part in (weights, biases, scales))))
        at += weights.nbytes + biases.nbytes + scales.nbytes
    if at != len(data):
        raise ValueError("its numbers are too many")
    seen, line, *around, both, score = layers
    return LineNetwork(asked, limits, seen, line, tuple(around), both, score)


def _digest(words: Mapping[str, Sequence[str]], parts: PartLists, data: bytes) -> str:
    lists = msgspec.json.encode([words, parts], order="sorted")
    return hashlib.sha256(lists + data).hexdigest()


@load_once
def line_model() -> LineModel:
    """Return the model of lines, which is one for all languages.

    Raises:
        PackError: The file is missing or damaged.
    """
    return LineModel.read(FOLDER / "lines.model")
