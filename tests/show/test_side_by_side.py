"""Line beside line: both sides are whole, and what was taken out has a line of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_hunks import edited

from cleantext.changes import Edit
from cleantext.document import Document, Label
from cleantext.pipeline import Pipeline
from cleantext.show.side_by_side import side_by_side


def texts(document: Document) -> list[tuple[str, str]]:
    """The two sides of each row."""
    rows = side_by_side(document, {}).rows
    return [(row.original, "".join(piece.text for piece in row.right)) for row in rows]


@given(st.text("ab \n").flatmap(edited))
def test_both_sides_are_whole(document: Document) -> None:
    sides = side_by_side(document, {})
    assert "".join(row.original for row in sides.rows) == document.original
    pieces = [piece for row in sides.rows for piece in row.right]
    assert "".join(piece.text for piece in pieces) == document.text
    at = 0
    for row in sides.rows:
        assert row.start == at
        at += len(row.original)
    for side in ("left", "right"):
        said: dict[int, str] = {}
        for row in sides.rows:
            for piece in getattr(row, side):
                if piece.hunk is not None:
                    said[piece.hunk] = said.get(piece.hunk, "") + piece.text
        for number, hunk in enumerate(sides.hunks):
            assert said.get(number, "") == (hunk.before if side == "left" else hunk.after)
            assert hunk.changes


CASES = [
    ("2024\nun", [(0, 5, "")], [("2024\n", ""), ("un", "un")]),
    ("2024\nun", [(0, 5, ""), (5, 6, "U")], [("2024\n", ""), ("un", "Un")]),
    ("un\nfin", [(2, 6, "")], [("un\n", "un"), ("fin", "")]),
    ("un. et\nfin", [(3, 10, "")], [("un. et\n", "un."), ("fin", "")]),
    ("mot-\nsuite", [(3, 5, "")], [("mot-\nsuite", "motsuite")]),
    ("un\ndeux", [(2, 3, " ")], [("un\ndeux", "un deux")]),
    ("a\r\nb", [(1, 2, "")], [("a\r\n", "a\n"), ("b", "b")]),
    ("", [], []),
    ("\n\n", [], [("\n", "\n"), ("\n", "\n")]),
]


@pytest.mark.parametrize(("text", "edits", "rows"), CASES)
def test_rows(text: str, edits: list[tuple[int, int, str]], rows: list[tuple[str, str]]) -> None:
    document = Document(text).apply("demo", [Edit(*edit, "demo.rule") for edit in edits])
    assert texts(document) == rows


def test_each_line_that_was_taken_out_has_its_own_rule() -> None:
    document = Document("2024\nmenu\nun").apply(
        "demo", [Edit(0, 5, "", "demo.date"), Edit(5, 10, "", "demo.menu"), Edit(10, 11, "U", "c")]
    )
    hunks = side_by_side(document, {}).hunks
    assert [(each.before, each.after, each.changes[0].rule) for each in hunks] == [
        ("2024\n", "", "demo.date"),
        ("menu\n", "", "demo.menu"),
        ("u", "U", "c"),
    ]


def test_labels_stand_where_they_begin() -> None:
    cut = Label(10, 15, "truncated", "end", "b")
    document = Document("titre\nun. coupé").apply("demo", [Label(0, 5, "heading", "", "a"), cut])
    document = document.apply("demo", [Edit(9, 15, "", "b"), cut])
    rows = side_by_side(document, {}).rows
    found = [[each.label.name if each.label else each.text for each in row.right] for row in rows]
    assert found == [["heading", "titre\n"], ["un.", "truncated"]]


def test_an_article_is_parted_as_people_see_it() -> None:
    text = "2024-10-04\nil vit à lyon.depuis, il attend .\nlire aussi : la suite"
    assert texts(Pipeline.default()(text)) == [
        ("2024-10-04\n", ""),
        ("il vit à lyon.depuis, il attend .\n", "Il vit à Lyon. Depuis, il attend."),
        ("lire aussi : la suite", ""),
    ]
