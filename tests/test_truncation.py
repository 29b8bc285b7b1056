"""Cut sentences and headings, in text that has no capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.language import load
from cleantext.stages import truncation

STAGE = truncation.build(load("fr"), truncation.Options())
PARAGRAPH = "le conseil municipal a voté mardi soir le budget de la ville pour l'année prochaine."


def found(text: str) -> list[tuple[str, str, str]]:
    document = STAGE(Document(text))
    return [(text[i.start : i.end], i.name, i.value) for i in document.labels]


@pytest.mark.parametrize(
    "cut",
    [
        "les investisseurs dans",
        "le maire, qui a été élu en mars, est",
        "il a rencontré les élus de la",
        "selon l'",
        "le gouvernement prépare une réforme pour [...]",
        "le gouvernement prépare une réforme […]",
        "le gouvernement prépare une réforme des [+1234 chars]",
        "le gouvernement prépare une réforme lire la suite",
    ],
)
def test_a_sentence_without_its_end_is_cut(cut: str) -> None:
    assert found(cut) == [(cut, "truncated", "end")]
    assert found(f"il est venu. {cut}\n{PARAGRAPH}") == [(cut, "truncated", "end")]


@pytest.mark.parametrize(
    "heading",
    [
        "une intelligence artificielle qui maximise et recherche la vérité",
        "budget : la ville vote mardi",
        "un accord difficile",
    ],
)
def test_a_line_before_a_longer_one_is_a_heading(heading: str) -> None:
    assert found(f"{heading}\n{PARAGRAPH}") == [(heading, "heading", "")]
    assert found(heading) == []


@pytest.mark.parametrize(
    "whole",
    [
        PARAGRAPH,
        "vraiment ?",
        "il a dit : \"il n'y avait pas de meubles dans le bureau.",
        "« il n'en veut pas »",
        "",
        "2024-10-04",
    ],
)
def test_a_whole_sentence_has_no_label(whole: str) -> None:
    assert found(f"{whole}\n{PARAGRAPH}") == []


@given(st.text() | st.text(alphabet="la de. \n…[]'"))
def test_labels_lie_in_the_text_and_on_no_white_space(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    for label in document.labels:
        piece = text[label.start : label.end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece
