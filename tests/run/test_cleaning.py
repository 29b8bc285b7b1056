"""Documents in batches, and what fails in one."""

from collections.abc import Iterator
from itertools import count

import pytest

from cleantext import ConfigError, Document, Edit, Pipeline
from cleantext.corpus.streams import Failure, Read
from cleantext.document import Finding
from cleantext.run import timings
from cleantext.run.cleaning import cleaned, cleaned_alone
from cleantext.run.timings import Timings
from cleantext.stage import Stage


class Overlap:
    """A rule whose edits cannot be made where a text has a `b`."""

    def __call__(self, document: Document) -> Iterator[Finding]:
        yield Edit(0, 1, "A", "demo.first")
        if "b" in document.text:
            yield Edit(0, 2, "B", "demo.second")


PIPELINE = Pipeline((Stage("demo", (Overlap(),)),))


def test_what_fails_stands_in_its_place_among_the_others() -> None:
    unread = Failure("a.jsonl", 3, "not valid JSON")
    items: list[Read | Failure] = [
        Read(Document("aa"), 0),
        unread,
        Read(Document("ab"), 5),
        Read(Document("ac"), 9),
    ]
    first, second, third, fourth = cleaned(PIPELINE, items, "a.jsonl")
    assert not isinstance(first, Failure)
    assert not isinstance(fourth, Failure)
    assert (first[1].text, fourth[1].text) == ("Aa", "Ac")
    assert second == unread
    assert third == Failure(
        "a.jsonl",
        5,
        "StageError: demo: edits of 'demo.first' and 'demo.second' overlap at 0",
        "demo",
        "Overlap",
    )


def test_what_fails_in_a_batch_costs_the_others_no_time_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timings, "perf_counter", count().__next__)  # a document takes a second
    pipeline = Pipeline((Stage("before", ()), *PIPELINE.stages))
    told = Timings()
    texts = ["aa", "ab", "ac"]
    items = [Read(Document(text, str(at)), at) for at, text in enumerate(texts)]
    assert [isinstance(one, Failure) for one in cleaned(pipeline, items, "a.txt", told)] == [
        False,
        True,
        False,
    ]
    assert (told.documents, told.characters, told.stages) == (2, 4, {"before": 2, "demo": 2})
    assert sorted((slow.id, slow.seconds) for slow in told.slowest) == [("0", 2), ("2", 2)]


def test_a_document_alone_is_cleaned_as_among_others() -> None:
    pipeline = Pipeline.default("fr")
    text = "2024-10-04\nil l'écrit sur x.depuis, il se tait ."
    outcome = cleaned_alone(pipeline, Read(Document(text), 0), "a.txt")
    assert outcome == (Document(text), pipeline(text))


def test_what_no_other_document_would_be_spared_is_raised() -> None:
    def refuse(_: Document) -> list[Finding]:
        raise ConfigError("no model")

    pipeline = Pipeline((Stage("demo", (refuse,)),))
    with pytest.raises(ConfigError, match="no model"):
        list(cleaned(pipeline, [Read(Document("a"), 0)], "a.txt"))


def test_an_error_quotes_nothing_where_personal_data_is_concealed() -> None:
    concealing = Pipeline((Stage("hide", (), conceals=True), *PIPELINE.stages))
    failure = cleaned_alone(concealing, Read(Document("ab"), 5), "a.jsonl")
    assert isinstance(failure, Failure)
    assert failure.error == "StageError"
