"""A document: findings become text, and every change can be undone and traced."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text, edits_of, labels_of

from cleantext.changes import Changes, Edit, Span
from cleantext.document import Document, Fact, Label
from cleantext.errors import DataError, StageError
from cleantext.pipeline import Pipeline


def labelled(text: str, *spans: tuple[int, int]) -> Document:
    return Document(text, labels=tuple(Label(*span, "name", "", "rule.label") for span in spans))


def spans(document: Document) -> list[Span]:
    return [Span(label.start, label.end) for label in document.labels]


@st.composite
def edited(draw: st.DrawFn, scans: int = 4) -> tuple[str, list[list[Edit]]]:
    """A text and the edits of several scans, each of the text that the last one left."""
    text = original = draw(any_text())
    history = []
    for _ in range(draw(st.integers(0, scans))):
        edits = draw(edits_of(text))
        history.append(edits)
        text = substituted(text, edits)
    return original, history


def substituted(text: str, edits: list[Edit]) -> str:
    """Make the edits one at a time, from right to left: slow and plainly right."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def traced(text: str, history: list[list[Edit]]) -> list[int | None]:
    """Where each character of the edited text came from; None: it is not in the original."""
    origins: list[int | None] = list(range(len(text) + 1))
    for edits in history:
        for edit in sorted(edits, reverse=True):
            if text[edit.start : edit.end] != edit.after:
                origins[edit.start : edit.end] = [None] * len(edit.after)
        text = substituted(text, edits)
    return origins


def run(text: str, history: list[list[Edit]]) -> Document:
    document = Document(text)
    for number, edits in enumerate(history):
        document = document.apply(f"stage-{number}", edits)
    return document


@given(edited())
def test_the_text_is_what_the_edits_say(case: tuple[str, list[list[Edit]]]) -> None:
    text, history = case
    expected = text
    for edits in history:
        expected = substituted(expected, edits)
    assert run(text, history).text == expected


@given(edited())
def test_the_original_comes_back(case: tuple[str, list[list[Edit]]]) -> None:
    text, history = case
    assert run(text, history).original == text


@given(edited())
def test_changes_undo_one_by_one_from_the_last(case: tuple[str, list[list[Edit]]]) -> None:
    text, history = case
    document = run(text, history)
    undone = document.text
    for change in reversed(document.changes):
        end = change.start + len(change.after)
        assert undone[change.start : end] == change.after
        undone = undone[: change.start] + change.before + undone[end:]
    assert undone == text


@given(edited())
def test_every_offset_has_a_source(case: tuple[str, list[list[Edit]]]) -> None:
    text, history = case
    document = run(text, history)
    sources = [document.source(at) for at in range(len(document.text) + 1)]
    assert sources == sorted(sources)
    for found, expected in zip(sources, traced(text, history), strict=True):
        assert found == expected or (expected is None and 0 <= found <= len(text))


@given(st.data())
def test_labels_stay_in_range_and_on_their_text(data: st.DataObject) -> None:
    text = data.draw(any_text())
    labels = data.draw(labels_of(text))
    edits = data.draw(edits_of(text))
    document = Document(text, labels=tuple(labels)).apply("demo", edits)
    moved = {label.name: label for label in document.labels}
    assert [label.name for label in labels if label.name in moved] == list(moved)
    untouched = Document(text).apply("demo", edits)
    for label in labels:
        after = moved.get(label.name)
        inside = [
            edit
            for edit in edits
            if max(edit.start, label.start) < min(edit.end, label.end)
            or label.start < edit.start < label.end
            or edit.start < label.start < edit.end
        ]
        if after is None:
            assert inside
            continue
        assert 0 <= after.start <= after.end <= len(document.text)
        if not inside and label.start < label.end:
            assert document.text[after.start : after.end] == text[label.start : label.end]
            assert untouched.source(after.start) == label.start


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(0, 1, "", "r"), [(1, 4)]),
        (Edit(0, 2, "xyz", "r"), [(3, 6)]),
        (Edit(2, 2, "x", "r"), [(3, 6)]),
        (Edit(5, 5, "x", "r"), [(2, 5)]),
        (Edit(3, 3, "x", "r"), [(2, 6)]),
        (Edit(3, 4, "", "r"), [(2, 4)]),
        (Edit(1, 3, "x", "r"), [(1, 4)]),
        (Edit(1, 3, "", "r"), [(1, 3)]),
        (Edit(4, 6, "xyz", "r"), [(2, 7)]),
        (Edit(4, 6, "", "r"), [(2, 4)]),
        (Edit(0, 7, "x", "r"), [(0, 1)]),
        (Edit(2, 5, "", "r"), []),
        (Edit(1, 6, "", "r"), []),
        (Edit(5, 7, "", "r"), [(2, 5)]),
    ],
)
def test_a_label_moves_with_its_text(edit: Edit, expected: list[tuple[int, int]]) -> None:
    # The label is on "cde".
    assert spans(labelled("abcdefg", (2, 5)).apply("demo", [edit])) == expected


def test_a_label_goes_when_several_deletions_leave_nothing_of_it() -> None:
    deletions = [Edit(1, 3, "", "r"), Edit(3, 4, "", "r"), Edit(4, 6, "", "r")]
    assert spans(labelled("abcdefg", (2, 5)).apply("demo", deletions)) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(0, 1, "", "r"), [(2, 2)]),
        (Edit(3, 5, "", "r"), [(3, 3)]),
        (Edit(1, 3, "", "r"), [(1, 1)]),
        (Edit(2, 4, "", "r"), []),
        (Edit(2, 4, "xyz", "r"), [(2, 2)]),
        (Edit(3, 3, "xyz", "r"), [(6, 6)]),
    ],
)
def test_a_label_of_no_length_stays_so(edit: Edit, expected: list[tuple[int, int]]) -> None:
    assert spans(labelled("abcdefg", (3, 3)).apply("demo", [edit])) == expected


def test_a_label_of_the_scan_that_deletes_stays_behind() -> None:
    found = Label(2, 5, "truncated", "end", "r.cut")
    document = Document("abcdefg").apply("demo", [Edit(2, 5, "", "r.cut"), found])
    assert document.text == "abfg"
    assert document.labels == (found._replace(end=2),)
    assert document.changes[0].before == "cde"


@given(st.data())
def test_edits_over_one_another_are_refused(data: st.DataObject) -> None:
    text = data.draw(st.text("abc", min_size=2, max_size=20))
    start = data.draw(st.integers(0, len(text) - 2))
    middle = data.draw(st.integers(start + 1, len(text) - 1))
    end = data.draw(st.integers(middle + 1, len(text)))
    one, two = Edit(start, middle + 1, "x", "r.one"), Edit(middle, end, "y", "r.two")
    with pytest.raises(StageError, match=r"'r\.one' and 'r\.two' overlap"):
        Document(text).apply("demo", data.draw(st.permutations([one, two])))


@pytest.mark.parametrize(
    "findings",
    [
        [Edit(1, 1, "x", "r"), Edit(1, 1, "y", "r")],
        [Edit(-1, 1, "x", "r")],
        [Edit(2, 1, "x", "r")],
        [Edit(2, 4, "x", "r")],
        [Label(2, 4, "name", "", "r")],
        [Label(-1, 2, "name", "", "r")],
        [Label(2, 1, "name", "", "r")],
    ],
)
def test_findings_that_cannot_be_are_refused(findings: list[Edit | Label]) -> None:
    with pytest.raises(StageError, match="demo"):
        Document("abc").apply("demo", findings)


def test_edits_side_by_side_are_no_overlap() -> None:
    edits = [Edit(2, 3, "z", "r"), Edit(0, 2, "x", "r"), Edit(2, 2, "y", "r")]
    assert Document("abc").apply("demo", edits).text == "xyz"


def test_what_changes_nothing_leaves_no_trace() -> None:
    document = Document("abc")
    assert document.apply("demo", []) is document
    assert document.apply("demo", [Edit(1, 2, "b", "r")]) is document


def test_changes_name_their_stage_rule_and_score() -> None:
    document = Document("abc").apply("demo", [Edit(1, 2, "x", "r.one", 0.5)])
    change = document.changes[0]
    assert change == ("demo", "r.one", 1, "b", "x", 0.5)


def test_the_first_fact_of_a_key_wins() -> None:
    facts = [Fact("date", "2020-01-01", "r"), Fact("date", "2021-01-01", "r")]
    document = Document("abc", meta={"source": "a"}).apply("demo", facts)
    assert document.meta == {"source": "a", "date": "2020-01-01"}
    assert document.apply("demo", [Fact("source", "b", "r")]).meta == document.meta


def test_meta_id_and_labels_survive_a_change() -> None:
    document = Document("abc", "id", {"date": "d"}, (Label(0, 3, "heading", "", "r"),))
    changed = document.apply("demo", [Edit(0, 0, "x", "r")])
    assert (changed.id, changed.meta, spans(changed)) == ("id", {"date": "d"}, [(1, 4)])


def test_undoing_many_changes_takes_linear_time() -> None:
    text = "a b " * 100_000
    document = Document(text).apply(
        "demo", [Edit(at, at + 1, "xy", "r") for at in range(0, len(text), 2)]
    )
    assert document.original == text
    assert document.source(len(document.text)) == len(text)


@settings(max_examples=50)
@given(text=any_text(), data=st.data())
def test_it_comes_back_from_a_dictionary(text: str, data: st.DataObject) -> None:
    document = Document(text, "7", {"site": "a.fr", "n": 1.5})
    for _ in range(2):
        document = document.apply("demo", data.draw(edits_of(document.text)))
        document = document.apply("demo", data.draw(labels_of(document.text)))
    told = json.loads(json.dumps(document.to_dict()))
    again = Document.from_dict(told)
    assert again == document
    assert again.original == text
    assert [again.source(at) for at in range(len(again.text))] == [
        document.source(at) for at in range(len(document.text))
    ]


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        ({"schema": 2}, "a document of schema 2, and this version reads 1"),
        ({"schema": None}, "`Document.of` takes the records of runs"),
        ({"text": None}, "is no document"),
        ({"text": 3, "labels": [], "changes": []}, "`text` is no string"),
        ({"labels": [{"start": 0}]}, "is no document"),
        ({"labels": [Label(0, 9, "x", "", "")._asdict()]}, "do not fit"),
        ({"text": "other"}, "do not fit"),
        ({"changes": 3}, "is no document"),
    ],
)
def test_a_dictionary_that_was_altered_is_refused(altered: dict[str, object], told: str) -> None:
    document = Document("a  b").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
    with pytest.raises(DataError, match=told):
        Document.from_dict(document.to_dict() | altered)


def test_a_copy_with_another_text_is_cleaned_as_that_text_is() -> None:
    pipeline = Pipeline.from_config({"stages": ["spacing", "typography"]})
    cleaned = pipeline(Document("l'air  ..."))
    text = "oui  !  « non »,il  dit 5 %"
    for copied in (replace(cleaned, text=text, changes=Changes()), replace(cleaned, text=text)):
        assert copied.segments.text == text
        assert pipeline(copied).text == pipeline(Document(text)).text
