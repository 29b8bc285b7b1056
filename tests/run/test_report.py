"""Reports add up."""

import random as chance
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Edit
from cleantext.run.report import SAMPLES, Report

TEXTS = st.lists(st.text("ab", min_size=1, max_size=4), max_size=9)


def reported(text: str, number: int) -> Report:
    document = Document(text, str(number)).apply("demo", [Edit(0, 1, "x", "demo.first")])
    return Report.of(document, len(text), "language: en" if "b" in text else None)


@given(TEXTS, st.randoms())
def test_any_order_of_adding_up_gives_the_same(texts: list[str], random: chance.Random) -> None:
    parts = [reported(text, number) for number, text in enumerate(texts)]
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert sum(parts, Report()) == sum(shuffled, Report())


@given(TEXTS)
def test_the_counts_balance_and_samples_are_few(texts: list[str]) -> None:
    report = sum((reported(text, at) for at, text in enumerate(texts)), Report())
    assert report.balances
    assert report.documents == len(texts)
    assert report.characters_in == sum(map(len, texts))
    assert all(len(found) <= SAMPLES for found in report.samples.values())


def test_a_summary_tells_the_reasons() -> None:
    rejected = Counter({"language: en": 2, "empty": 1})
    report = Report(documents=9, clean=5, failed=1, rejected=rejected)
    assert report.summary() == (
        "9 documents: 5 clean, 3 rejected (1 empty, 2 language: en), 1 failed; 0 changes"
    )


def page(number: int, lines: int, rule: str = "boilerplate.line") -> Report:
    text = "".join(f"Lire aussi : la ville {line}\n" for line in range(lines))
    starts = [at for at in range(len(text)) if text.startswith("Lire", at)]
    edits = [Edit(start, start + text.index("\n") + 1, "", rule) for start in starts]
    source = {"source": f"dump/phare/{number}.txt"}
    document = Document(text, str(number), meta=source).apply("boilerplate", edits)
    return Report.of(document, len(text), None)


@pytest.mark.parametrize(
    ("pages", "lines", "rule", "told"),
    [
        (5, 3, "boilerplate.line", True),
        (4, 3, "boilerplate.line", False),  # too few pages
        (5, 2, "boilerplate.line", False),  # too few lines
        (5, 3, "boilerplate.share", False),  # known by heart
        (5, 3, "boilerplate.memory", False),  # learnt already
    ],
)
def test_learning_is_suggested_where_lines_repeat(
    pages: int, lines: int, rule: str, *, told: bool
) -> None:
    report = sum((page(number, lines, rule) for number in range(pages)), Report())
    assert report.would_learn == told
    assert ("--learn" in report.summary()) == told


def test_lines_are_counted_alike_in_any_parts() -> None:
    pages = [page(number, number * 7) for number in range(40)]
    halves = sum(pages[::2], Report()) + sum(pages[1::2], Report())
    whole = sum(reversed(pages), Report())
    assert halves.guessed == whole.guessed
    assert len(whole.guessed) < len({key for each in pages for key in each.guessed})
    assert whole.would_learn
