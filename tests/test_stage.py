"""A stage: rules in order, and the text that it may not touch."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, edits_of, labels_of

from cleantext.changes import Edit
from cleantext.document import Document, Fact, Finding, Label
from cleantext.stage import Stage


def uppercase(document: Document) -> Iterator[Finding]:
    for at, sign in enumerate(document.text):
        if sign.islower():
            yield Edit(at, at + 1, sign.upper(), "demo.upper")


def in_brackets(document: Document) -> Iterator[Finding]:
    yield Edit(0, 0, "[", "demo.brackets")
    yield Edit(len(document.text), len(document.text), "]", "demo.brackets")


def language(start: int, end: int, value: str) -> Label:
    return Label(start, end, "language", value, "demo.language")


def protected(start: int, end: int) -> Label:
    return Label(start, end, "protected", "", "keep.pattern")


def test_each_rule_sees_what_the_one_before_left() -> None:
    def double(document: Document) -> Iterator[Finding]:
        yield Edit(0, len(document.text), document.text * 2, "demo.double")

    document = Stage("demo", (in_brackets, double, uppercase))(Document("ab"))
    assert document.text == "[AB][AB]"
    assert document.original == "ab"
    assert {change.stage for change in document.changes} == {"demo"}


def test_a_stage_without_rules_changes_nothing() -> None:
    document = Document("ab")
    assert Stage("demo", ())(document) is document


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), "ABCDEFGH"),
        ((protected(2, 4),), "ABcdEFGH"),
        ((protected(2, 4), protected(3, 6)), "ABcdefGH"),
        ((protected(6, 8), protected(0, 1)), "aBCDEFgh"),
        ((protected(3, 3),), "ABCDEFGH"),
        ((language(0, 4, "en"),), "abcdEFGH"),
        ((language(0, 4, "fr"), language(4, 8, "und")), "ABCDEFGH"),
        ((language(0, 4, "en"), protected(4, 5)), "abcdeFGH"),
    ],
)
def test_closed_text_is_left_alone(labels: tuple[Label, ...], expected: str) -> None:
    stage = Stage("demo", (uppercase,), language="fr")
    assert stage(Document("abcdefgh", labels=labels)).text == expected


def test_a_stage_for_any_language_works_on_all_of_them() -> None:
    document = Document("abcd", labels=(language(0, 2, "en"), protected(3, 4)))
    assert Stage("demo", (uppercase,))(document).text == "ABCd"


@pytest.mark.parametrize(
    ("edit", "made"),
    [
        (Edit(0, 2, "x", "r"), True),
        (Edit(2, 2, "x", "r"), True),
        (Edit(5, 5, "x", "r"), True),
        (Edit(5, 7, "x", "r"), True),
        (Edit(3, 3, "x", "r"), False),
        (Edit(1, 3, "x", "r"), False),
        (Edit(4, 6, "x", "r"), False),
        (Edit(0, 7, "x", "r"), False),
    ],
)
def test_an_edit_that_touches_closed_text_is_not_made(edit: Edit, *, made: bool) -> None:
    # "cde" is closed.
    stage = Stage("demo", (lambda _: [edit],))
    assert bool(stage(Document("abcdefg", labels=(protected(2, 5),))).changes) is made


@given(st.data())
def test_protected_text_is_the_same_afterwards(data: st.DataObject) -> None:
    text = data.draw(any_text())
    labels = tuple(label._replace(name="protected") for label in data.draw(labels_of(text)))
    edits = data.draw(edits_of(text))
    document = Document(text, labels=labels)
    after = Stage("demo", (lambda _: edits,))(document)
    kept = [text[label.start : label.end] for label in labels if label.start < label.end]
    assert kept == [
        after.text[label.start : label.end] for label in after.labels if label.start < label.end
    ]
    assert after.original == text


def test_labels_and_origin_of_closed_text() -> None:
    inside, across = Label(1, 2, "heading", "", "r"), Label(0, 4, "heading", "", "r")

    def rule(_: Document) -> list[Finding]:
        return [inside, across, Fact("date", "2020-01-01", "r")]

    document = Document("abcd", labels=(language(1, 3, "en"),))
    french = Stage("demo", (rule,), language="fr")(document)
    assert french.labels[1:] == (across,)
    assert french.meta == {"date": "2020-01-01"}
    assert Stage("demo", (rule,))(document).labels[1:] == (inside, across)


class Counting:
    """Upper case, and how many documents it was given at a time."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def __call__(self, document: Document) -> Iterator[Finding]:
        return uppercase(document)

    def many(self, documents: Sequence[Document]) -> list[Iterator[Finding]]:
        self.given.append(len(documents))
        return [uppercase(document) for document in documents]


@given(st.lists(any_text().filter(bool), max_size=4))
def test_documents_in_a_row_are_done_as_each_alone(texts: list[str]) -> None:
    counting = Counting()
    stage = Stage("demo", (in_brackets, counting), "fr")
    documents = [Document(text, labels=(language(0, 1, "en"),)) for text in texts]
    assert stage.map(documents) == list(map(stage, documents))
    assert counting.given == [len(documents)]
