"""Trains the model of cut lines of a language; the same texts give the same file.

Two logistic regressions, text against headings and cut sentences against whole ones, are rounded
to whole numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from cleantext.errors import DataError, PackError
from cleantext.languages.lists import read_list
from cleantext.languages.pack import Language
from cleantext.stages.truncation.line_ends import BITS, SCALE, LineEnds
from cleantext.training.truncation.examples import LineKind, make_examples
from cleantext.training.truncation.logistic_regression import fit

PASSES = 2
"""How many times all examples are seen."""
_COMMON = 800
"""The commonest 800 words of the pack are features themselves; of others the last 2 letters are."""
_RARE = 8
"""A place that fewer than 8 examples use gets no weight."""
_TEXT_BIAS = -1.7
"""Moves the probability of text to 0.5 where few titles and subheads pass for it."""
_CUT_BIAS = -1.0
"""Makes up for cut sentences being more than whole ones among the examples."""


def train(
    texts: Sequence[Path],
    titles: Path,
    language: Language,
    passes: int = PASSES,
    tell: Callable[[str], None] = print,
) -> LineEnds:
    """Train a model with the word lists of a pack.

    Args:
        texts: Files with a paragraph a line; their order does not count.
        titles: A file of JSON records with a `title`.
        language: A pack with `words.txt`, the commonest first, and `names.txt`.
        passes: How many times to see all examples.
        tell: Is told how far it is.

    Raises:
        DataError: A file cannot be read, or there is too little to learn from.
        PackError: The pack has no lists.
    """
    common = frozenset(read_list(language.folder / "words.txt", PackError)[:_COMMON])
    nothing = bytes(1 << BITS)
    blank = LineEnds((nothing, nothing), (0, 0), common, language.words, language.names)
    found = make_examples(sorted(texts), titles)
    if {one.kind for one in found} != set(LineKind):
        raise DataError("the texts and titles have too little to learn from: not both of them")
    places = [np.array(sorted(blank.places(one.text)), dtype=np.int32) for one in found]
    often = np.bincount(np.concatenate(places), minlength=1 << BITS) >= _RARE
    places = [place[often[place]] for place in places]
    cut = np.array([one.kind is LineKind.CUT for one in found], dtype=np.float64)
    weights = np.array([one.weight for one in found])
    text_table, text_bias = fit(places, cut, weights, passes)
    tell(f"{len(found)} examples, {_used(text_table)} weights tell text from headings")
    no_heading = [place for place, one in enumerate(found) if one.kind is not LineKind.HEADING]
    cut_places = [places[place] for place in no_heading]
    cut_table, cut_bias = fit(cut_places, cut[no_heading], np.ones(len(no_heading)), passes)
    tell(f"{len(no_heading)} examples, {_used(cut_table)} weights tell cut from whole")
    bias = round((text_bias + _TEXT_BIAS) * SCALE), round((cut_bias + _CUT_BIAS) * SCALE)
    return replace(blank, tables=(text_table, cut_table), bias=bias)


def _used(table: bytes) -> int:
    return len(table) - table.count(0)
