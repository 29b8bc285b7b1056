"""A stream of documents becomes a stream of bytes."""

import json
from collections.abc import Iterable

import pytest

from cleantext import Document
from cleantext.config import read
from cleantext.corpus.streams import Failure, Read
from cleantext.run.stream import clean_stream

CONFIG = read({})
ITEMS = (
    Read(Document("un texte. et", "1"), 0),
    Failure("stdin", 7, "torn"),
    Read(Document("x"), 9),
)


def written(outcomes: Iterable[bytes | Failure]) -> bytes:
    return b"".join(outcome for outcome in outcomes if isinstance(outcome, bytes))


def test_text_has_a_blank_line_between_documents() -> None:
    items = [Read(Document("un texte."), 0), Read(Document("un autre.\n"), 9)]
    found = written(clean_stream(CONFIG, items, "stdin", as_records=False))
    assert found == b"Un texte.\n\nUn autre.\n"


def test_failures_stand_in_their_place() -> None:
    outcomes = list(clean_stream(CONFIG, ITEMS, "stdin", as_records=True))
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
    found = written(clean_stream(CONFIG, ITEMS[:1], "stdin", as_records=True, **asked))
    assert json.loads(found).keys() == keys


def test_an_item_is_read_only_when_the_one_before_it_was_taken() -> None:
    taken: list[int] = []

    def items() -> Iterable[Read]:
        for number in range(9):
            taken.append(number)
            yield Read(Document("un texte."), number)

    next(clean_stream(CONFIG, items(), "stdin", as_records=False))
    assert taken == [0]
