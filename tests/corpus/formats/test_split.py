"""Text files that a pattern cuts into documents."""

import io

import pytest

from cleantext.corpus.formats import READERS
from cleantext.corpus.streams import Failure, Piece, ReadOptions

ROW = b"Une phrase tout entiere.\n"


def parts_of(raw: bytes) -> list[tuple[int, str]]:
    """Where each document begins, and its text, or `!` and what is wrong with it."""
    options = ReadOptions(split="^---$", max_document=100)
    items = READERS["txt"](io.BytesIO(raw), Piece("a.txt", options=options))
    return [
        (item.position, f"! {item.error}" if isinstance(item, Failure) else item.document.text)
        for item in items
    ]


@pytest.mark.parametrize(
    "large",
    [ROW * 5, b"x" * 101 + b"\n", ROW + b"x" * 101 + b"\n" + ROW],
    ids=["many lines", "one line", "one among others"],
)
def test_a_large_document_fails_by_itself(large: bytes) -> None:
    first, failed, last = parts_of(b"Un.\n---\n" + large + b"---\nTrois.\n")
    assert (first, last[1]) == ((0, "Un.\n"), "Trois.\n")
    assert failed[0] == len(b"Un.\n---\n")
    assert "raise --max-document" in failed[1]


def test_the_last_document_may_be_large() -> None:
    (_, first), (position, failed) = parts_of(b"Un.\n---\n" + ROW * 5)
    assert (first, position, failed[0]) == ("Un.\n", 8, "!")


def test_a_document_of_the_largest_size_is_read() -> None:
    assert [text for _, text in parts_of(ROW * 4 + b"---\nDeux.\n")] == [
        (ROW * 4).decode(),
        "Deux.\n",
    ]
