"""Hunks and differences: what stands between them is the original, and nothing is left out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.show.hunks import find_differences, find_hunks

PIPELINE = Pipeline.of("spacing", "typography")
PLAIN = Pipeline.of("spacing", "typography", options={"typography": {"profile": "plain"}})


@st.composite
def edited(draw: st.DrawFn, text: str) -> Document:
    """A document after a few scans of any edits."""
    document = Document(text)
    for number in range(draw(st.integers(1, 4))):
        places = st.integers(0, len(document.text))
        borders = sorted(draw(st.sets(places, max_size=8)))
        spans = zip(borders[::2], borders[1::2], strict=False)
        edits = [Edit(*span, draw(st.text("ab ", max_size=2)), f"demo.{number}") for span in spans]
        document = document.apply("demo", edits)
    return document


@given(st.text("ab \n").flatmap(edited))
def test_hunks_make_the_text_of_the_original(document: Document) -> None:
    made, at, original = "", 0, document.original
    for hunk in find_hunks(document):
        assert at <= hunk.start <= hunk.end
        assert hunk.before == original[hunk.start : hunk.end]
        assert hunk.changes
        made += original[at : hunk.start] + hunk.after
        at = hunk.end
    assert made + original[at:] == document.text


@given(st.data())
def test_differences_are_all_that_differs(data: st.DataObject) -> None:
    text = data.draw(st.text("ab \n"))
    left, right = data.draw(edited(text)), data.draw(edited(text))
    found = list(find_differences(left, right))
    assert bool(found) == (left.text != right.text)
    assert all(each.left != each.right for each in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    grown = sum(len(each.right) - len(each.left) for each in found)
    assert grown == len(right.text) - len(left.text)
    turned = [(each.right, each.left) for each in find_differences(right, left)]
    assert turned == [(each.left, each.right) for each in found]


def test_differences_are_whole_words() -> None:
    text = "On dit qu'aujourd'hui, rien n'ira."
    found = list(find_differences(PIPELINE(text), PLAIN(text)))
    assert [(each.left, each.right) for each in found] == [
        ("qu’aujourd’hui", "qu'aujourd'hui"),
        ("n’ira", "n'ira"),
    ]
    assert found[0].left_rules == ("spacing.apostrophe",)


def test_texts_of_two_sources_are_not_compared() -> None:
    with pytest.raises(ValueError, match="the sources differ"):
        list(find_differences(Document("a"), Document("b")))
