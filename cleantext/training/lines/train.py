"""Trains the model of lines; the same pages and articles give the same file."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from cleantext.errors import DataError
from cleantext.languages.lists import read_list
from cleantext.languages.pack import FOLDER
from cleantext.languages.products import one_thread
from cleantext.stages.boilerplate.line_model import LineModel
from cleantext.stages.boilerplate.line_network import LineNetwork
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import PageRows
from cleantext.stages.boilerplate.page_words import listed_page_words
from cleantext.training.lines.export import Questions, choose_questions, quantize
from cleantext.training.lines.net import Floats, LineBatch, LineNet
from cleantext.training.lines.pages import LineExamples, read_examples

PASSES = 18
"""How often the network goes over the pages."""

_FEWEST = 100
"""Fewer lines are too little to learn from."""
_LIMITS = 4
"""Of each feature at most 4 questions are asked."""
_DRAWN = 0.5
"""Each pass sees half of what is made of a page: as it is or in lowercase, whole or thinned."""
_CUT, _BATCH = 400, 4000
"""Of a page of more than 400 lines a pass sees 400; it learns from some 4,000 lines at once."""
_TRIED = 5
"""So many batches tell how far the numbers of the network go."""
_WARM_UP, _LEAST = 60, 0.02
"""The learning rate grows for 60 steps, and falls to a fiftieth (Loshchilov and Hutter 2017)."""


def train(
    pages: Sequence[Path],
    articles: Path,
    passes: int = PASSES,
    tell: Callable[[str], None] = print,
) -> LineModel:
    """Train a model, for all languages.

    Args:
        pages: Files of pages, see `cleantext.training.lines.pages`; their order does not count.
        articles: A file of articles.
        passes: How often the network goes over them.
        tell: Is told how far it is.

    Raises:
        DataError: A file cannot be read, or there is too little to learn from.
    """
    rows = (line.partition("\t") for line in read_list(FOLDER / "function_words.txt"))
    vocabulary = LineVocabulary(
        ((code, words.split()) for code, _, words in rows), listed_page_words()
    )
    found = list(read_examples(sorted(pages), articles, vocabulary))
    tell(f"{len(found)} pages and articles")
    # How many threads share a product may change its last bits.
    with one_thread():
        return LineModel(learn(found, passes, tell), vocabulary)


def learn(found: Sequence[LineExamples], passes: int, tell: Callable[[str], None]) -> LineNetwork:
    """Return a network that has learnt from pages and articles.

    Args:
        found: They.
        passes: How often it goes over them.
        tell: Is told how far it is.

    Raises:
        DataError: There is too little to learn from.
    """
    known = {label for one in found for label in one.labels[one.weights > 0].tolist()}
    if known != {0, 1} or len(found) == 1 or sum(len(one.labels) for one in found) < _FEWEST:
        raise DataError(
            "the pages have too little to learn from: it takes lines of text and other lines,"
            f" {_FEWEST} together, of two sites at least"
        )
    draw = np.random.default_rng(0)
    samples = [one.seen[:, draw.random(len(one.labels)) < 1 / 10] for one in found]
    questions = choose_questions(samples, _LIMITS)
    net = LineNet(len(questions.asked), seed=0)
    for number in range(passes):
        batches = list(_batches(found, draw))
        losses = []
        for place, some in enumerate(batches):
            done = (number + place / len(batches)) / passes
            warm = min(1, (number * len(batches) + place + 1) / _WARM_UP)
            rate = warm * max((1 + np.cos(np.pi * done)) / 2, _LEAST)
            losses.append(net.learn(_batch(some, questions), rate))
        tell(f"pass {number + 1} of {passes}: {np.mean(losses):.4f}")
    reached = net.reached(_batch(some, questions) for some in batches[:_TRIED])
    return quantize(net.mean, reached, questions)


def _batches(
    found: Sequence[LineExamples], draw: np.random.Generator
) -> Iterator[list[LineExamples]]:
    """Yield the pages of a pass in a random order, some together, and of long ones a part."""
    some: list[LineExamples] = []
    lines = 0
    for place in draw.permutation(len(found))[: round(_DRAWN * len(found))].tolist():
        one = found[place]
        count = len(one.labels)
        if count > _CUT:
            first = int(draw.integers(count - _CUT + 1))
            part = slice(first, first + _CUT)
            weights = one.weights[part] * np.float32(count / _CUT)
            one = LineExamples(one.seen[:, part], one.labels[part], weights)
        if some and lines + len(one.labels) > _BATCH:
            yield some
            some, lines = [], 0
        some.append(one)
        lines += len(one.labels)
    if some:
        yield some


def _batch(some: Sequence[LineExamples], questions: Questions) -> LineBatch:
    labels: Floats = np.concatenate([one.labels for one in some]).astype(np.float32)
    return LineBatch(
        questions.answers(np.concatenate([one.seen for one in some], axis=1)),
        PageRows.of([len(one.labels) for one in some]),
        labels,
        np.concatenate([one.weights for one in some]),
    )
