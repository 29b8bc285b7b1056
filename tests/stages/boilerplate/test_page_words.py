"""Words by which sites label the parts of their pages, and what is counted of them."""

import numpy as np
import pytest

from cleantext.stages.boilerplate.line_counts import count_lines
from cleantext.stages.boilerplate.line_words import LineVocabulary
from cleantext.stages.boilerplate.page_rows import PageRows
from cleantext.stages.boilerplate.page_words import KINDS, PageWords, listed_page_words

TEXT = "Le conseil de la ville a voté hier soir la hausse de la digue, et le maire est pour."


def test_each_kind_is_listed_and_every_word_is_in_lowercase() -> None:
    lists = listed_page_words().lists
    assert set(lists) == set(KINDS)
    words = [word for codes in lists.values() for found in codes.values() for word in found]
    assert all(word == word.lower() and word.split() == [word] for word in words)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="tide"):
        PageWords({"tide": {"fr": ["marée"]}})


def test_words_of_the_language_of_a_page_count_on_it_alone() -> None:
    words = PageWords({"share": {"fr": ["partager"], "de": ["teilen"], "mul": ["tweet"]}})
    vocabulary = LineVocabulary(
        [("fr", ["le", "la", "de", "et", "est", "a"]), ("de", ["der", "die", "und"])], words
    )
    seen = count_lines([[TEXT, "Partager", "Teilen", "Tweet !"]], vocabulary)
    assert seen.parts[:, KINDS.index("share")].tolist() == [0, 1, 0, 1]


def test_lines_share_words_with_marked_lines_of_their_page() -> None:
    pages = [
        ["la digue relevée", "digue digue relevée", "rien"],
        ["la digue", "rien"],
    ]
    seen = count_lines(pages, LineVocabulary([]))
    assert seen.telling.counts.tolist() == [2, 2, 0, 1, 0]
    assert seen.telling.shared(np.array([1, 0, 0, 1, 1])).tolist() == [0, 2, 0, 0, 0]


def test_the_run_of_lines_with_the_greatest_sum() -> None:
    rows = PageRows.of([3, 2, 4])
    first, behind = rows.best_runs(np.array([-1, 5, -2, -3, -1, 2, -1, 3, -4]))
    assert first.tolist() == [1, 5, 5]
    assert behind.tolist() == [2, 5, 8]
