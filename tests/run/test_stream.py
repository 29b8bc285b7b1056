"""A stream of documents becomes a stream of bytes."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from deadly import DIE, HANG, deadly

from cleantext import Document
from cleantext.config import read
from cleantext.corpus.streams import Failure, Read
from cleantext.engines.local import Pool
from cleantext.run.job import Job
from cleantext.run.stream import clean_stream

TEXT = Job(read({}), Path(), "txt")
RECORDS = replace(TEXT, format="jsonl")
ITEMS = (
    Read(Document("un texte. et", "1"), 0),
    Failure("stdin", 7, "torn"),
    Read(Document("x"), 9),
)


def written(outcomes: Iterable[bytes | Failure]) -> bytes:
    return b"".join(outcome for outcome in outcomes if isinstance(outcome, bytes))


def test_text_has_a_blank_line_between_documents() -> None:
    items = [Read(Document("un texte."), 0), Read(Document("un autre.\n"), 9)]
    found = written(clean_stream(TEXT, items, "stdin"))
    assert found == b"Un texte.\n\nUn autre.\n"


def test_failures_stand_in_their_place() -> None:
    outcomes = list(clean_stream(RECORDS, ITEMS, "stdin"))
    assert [isinstance(outcome, Failure) for outcome in outcomes] == [False, True, False]
    assert outcomes[1] == ITEMS[1]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({}, {"id", "text", "meta", "labels"}),
        ({"changes": True}, {"id", "text", "meta", "labels", "changes"}),
        ({"by_sentence": True}, {"id", "text", "meta", "labels", "sentences"}),
    ],
)
def test_records_carry_what_is_asked_for(asked: dict[str, bool], keys: set[str]) -> None:
    found = written(clean_stream(replace(RECORDS, **asked), ITEMS[:1], "stdin"))
    assert json.loads(found).keys() == keys


def test_an_item_is_read_only_when_the_one_before_it_was_taken() -> None:
    taken: list[int] = []

    def items() -> Iterable[Read]:
        for number in range(9):
            taken.append(number)
            yield Read(Document("un texte."), number)

    next(clean_stream(TEXT, items(), "stdin"))
    assert taken == [0]


def test_documents_that_kill_or_hang_fail_and_the_stream_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = replace(RECORDS, config=deadly(read({"stages": ["spacing", "output"]}), monkeypatch))
    texts = ["Un .", DIE, "Deux .", HANG, "Trois ."]
    items = [Read(Document(text, text), number) for number, text in enumerate(texts)]
    with Pool(1, timeout=3) as pool:
        outcomes = list(clean_stream(job, items, "stdin", pool))
    assert [json.loads(each)["text"] for each in outcomes if isinstance(each, bytes)] == [
        "Un.",
        "Deux.",
        "Trois.",
    ]
    failed = [each for each in outcomes if isinstance(each, Failure)]
    assert [each.position for each in failed] == [1, 3]
    assert "took more than 3 s" in failed[1].error
