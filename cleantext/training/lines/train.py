"""Trains the model of lines; the same pages and articles give the same file.

What the first row of trees says of lines that the second one learns from comes from trees that
never saw their site: else the second row would trust the first one too much (stacking, Wolpert
1992).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from cleantext.languages.lists import read_list
from cleantext.languages.pack import FOLDER
from cleantext.stages.boilerplate.line_model import LineModel, Trees, with_sums
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import Bytes, PageRows
from cleantext.stages.boilerplate.page_words import listed_page_words
from cleantext.training.lines.boosting import Floats, Ints, grow_trees
from cleantext.training.lines.pages import FOLDS, LineExamples, read_examples

TREES = (140, 320)
"""How many trees the two rows have."""
_RATES = (0.18, 0.1)
"""The share of a step of Newton's that each tree of the two rows takes."""


def train(
    pages: Sequence[Path],
    articles: Path,
    trees: tuple[int, int] = TREES,
    tell: Callable[[str], None] = print,
) -> LineModel:
    """Train a model, for all languages.

    Args:
        pages: Files of pages, see `cleantext.training.lines.pages`; their order does not count.
        articles: A file of articles.
        trees: How many trees the two rows have.
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
    return LineModel(grow_rows(found, trees, tell), vocabulary)


def grow_rows(
    found: Sequence[LineExamples], trees: tuple[int, int], tell: Callable[[str], None]
) -> tuple[Trees, Trees]:
    """Grow the two rows of trees.

    Args:
        found: Pages and articles.
        trees: How many trees the two rows have.
        tell: Is told how far it is.

    Raises:
        DataError: There is too little to learn from.
    """
    seen = [one.seen for one in found]
    for fold in range(FOLDS):
        others = [one for one in found if one.fold != fold]
        apart = grow_trees(*_joined(others, [one.seen for one in others]), trees[0], _RATES[0])
        for place, one in enumerate(found):
            if one.fold == fold:
                page = PageRows.of([one.seen.shape[1]])
                seen[place] = with_sums(one.seen, apart.sums(one.seen), page, one.telling)
        tell(f"fold {fold + 1} of {FOLDS}")
    first = grow_trees(*_joined(found, [one.seen for one in found]), trees[0], _RATES[0])
    return first, grow_trees(*_joined(found, seen), trees[1], _RATES[1])


def _joined(found: Sequence[LineExamples], seen: Sequence[Bytes]) -> tuple[Bytes, Ints, Floats]:
    """Return what is seen of all lines that count, their labels and their weights."""
    if not found:
        return np.zeros((0, 0), np.uint8), np.zeros(0, np.int64), np.zeros(0)
    used = [one.weights > 0 for one in found]
    return (
        np.concatenate([one[:, some] for one, some in zip(seen, used, strict=True)], axis=1),
        np.concatenate([one.labels[some] for one, some in zip(found, used, strict=True)]),
        np.concatenate([one.weights[some] for one, some in zip(found, used, strict=True)]),
    )
