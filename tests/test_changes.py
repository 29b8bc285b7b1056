"""The record of changes: columns inside, a tuple of `Change` for who looks."""

import copy
import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, edits_of

from cleantext.changes import Change, Changes, Edit
from cleantext.document import Document


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document that a few stages have changed."""
    document = Document(draw(any_text()))
    for number in range(draw(st.integers(0, 4))):
        document = document.apply(f"stage-{number}", draw(edits_of(document.text)))
    return document


@given(documents())
def test_it_looks_like_a_tuple_of_changes(document: Document) -> None:
    changes = document.changes
    flat = tuple(changes)
    assert all(isinstance(change, Change) for change in flat)
    assert changes == flat
    assert len(changes) == len(flat)
    assert [changes[at] for at in range(-len(flat), len(flat))] == [*flat, *flat]
    assert changes[1:-1] == flat[1:-1]
    assert tuple(reversed(changes)) == flat[::-1]
    assert hash(changes) == hash(flat)
    assert repr(changes) == repr(flat)


@given(documents())
def test_one_by_one_and_back_is_the_same(document: Document) -> None:
    again = Changes.of(tuple(document.changes))
    assert again == document.changes
    assert Document(document.text, changes=again).original == document.original


@given(documents())
def test_it_pickles_copies_and_compares(document: Document) -> None:
    for again in (pickle.loads(pickle.dumps(document)), copy.deepcopy(document)):
        assert again == document
        assert hash(again) == hash(document)
        assert again.changes == document.changes
        assert again.original == document.original


@given(documents())
def test_counts_are_those_of_the_changes(document: Document) -> None:
    assert document.changes.counts() == Counter(change.rule for change in document.changes)


@given(documents(), st.sets(st.sampled_from(["stage-0", "stage-1", "stage-2", "stage-3"])))
def test_what_was_removed(document: Document, stages: set[str]) -> None:
    expected = [
        (change.rule, change.before)
        for change in document.changes
        if change.stage in stages and not change.after and change.before.strip()
    ]
    assert list(document.changes.removed(stages)) == expected


@given(documents(), st.integers(0, 3))
def test_the_first_changes_of_each_rule(document: Document, most: int) -> None:
    for rule, found in document.changes.first(most).items():
        changes = [change for _, change in found]
        assert changes == [change for change in document.changes if change.rule == rule][:most]
        scans = [Changes((document.changes.scans[number],)) for number, _ in found]
        assert all(change in scan for change, scan in zip(changes, scans, strict=True))


def test_there_is_no_change_behind_the_last() -> None:
    document = Document("a b").apply("demo", [Edit(1, 2, "-", "demo.dash")])
    with pytest.raises(IndexError, match="no change 1; there are 1"):
        document.changes[1]


def test_what_is_found_in_a_text_is_kept_while_it_is_the_same() -> None:
    document = Document("un\ndeux")
    assert document.apply("demo", []).segments is document.segments
    changed = document.apply("demo", [Edit(0, 2, "trois", "demo.three")])
    assert [tuple(span) for span in changed.segments.lines] == [(0, 5), (6, 10)]
