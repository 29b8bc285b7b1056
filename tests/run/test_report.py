"""Reports add up."""

import random as chance
from collections import Counter

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
