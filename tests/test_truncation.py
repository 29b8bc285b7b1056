"""Cut sentences and headings, in text that has no capitals."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.endings import Endings
from cleantext.errors import PackError
from cleantext.language import load
from cleantext.stages import truncation

FRENCH = load("fr")
STAGE = truncation.build(FRENCH, truncation.Options())
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
        "le ministre a déclaré que les",
        "selon l'",
        "elle a parlé d'une « ",
        "il n'a pas pu se rendre à la réunion, a précisé son",
        "le gouvernement prépare une réforme pour [...]",
        "le gouvernement prépare une réforme […]",
        "le gouvernement prépare une réforme des…",
        "le gouvernement prépare une réforme des...",
        "le gouvernement prépare une réforme des [+1234 chars]",
        "le gouvernement prépare une réforme lire la suite",
    ],
)
@pytest.mark.parametrize("case", [str.lower, str.capitalize])
def test_a_sentence_without_its_end_is_cut(cut: str, case: type[str]) -> None:
    cut = case(cut).strip()
    assert found(cut) == [(cut, "truncated", "end")]
    assert found(f"il est venu mardi. {cut}\n{PARAGRAPH}") == [(cut, "truncated", "end")]


@pytest.mark.parametrize(
    "cut",
    [
        ", a déclaré le maire de la ville.",
        "et a déclaré que le budget serait voté.",
        "» et il est parti.",
        "[…] le budget sera voté.",
    ],
)
def test_a_sentence_without_its_beginning_is_cut(cut: str) -> None:
    assert found(f"{cut} {PARAGRAPH}") == [(cut, "truncated", "start")]


@pytest.mark.parametrize(
    "heading",
    [
        "une intelligence artificielle qui maximise et recherche la vérité",
        "budget : la ville vote mardi",
        "un accord difficile",
        "« un budget difficile »",
        "le conseil municipal vote le budget de la ville",
    ],
)
def test_a_line_before_a_longer_one_is_a_heading(heading: str) -> None:
    assert found(f"  {heading}\n\n{PARAGRAPH}") == [(heading, "heading", "")]


@pytest.mark.parametrize("title", ["un accord difficile", "budget : la ville vote mardi"])
def test_a_title_that_stands_alone_is_not_cut(title: str) -> None:
    assert found(title) == []


@pytest.mark.parametrize(
    "whole",
    [
        PARAGRAPH,
        "vraiment ?",
        "il a dit : \"il n'y avait pas de meubles dans le bureau.",
        "la mairie propose :",
        "la mairie propose un budget ;",
        "- la mairie propose un budget -",
        "et a-t-elle voté le budget ?",
        "",
        "2024-10-04",
        "***",
    ],
)
def test_a_whole_line_has_no_label(whole: str) -> None:
    assert found(f"{PARAGRAPH}\n{whole}") == []


def test_a_higher_threshold_labels_less() -> None:
    strict = truncation.build(FRENCH, truncation.Options(threshold=1.0))
    assert strict(Document("les investisseurs dans")).labels == ()


def test_text_in_another_language_is_left_alone() -> None:
    assert STAGE.language == "fr"


@given(st.text() | st.text(alphabet="la de. \n…[]'"))
def test_labels_lie_in_the_text_and_on_no_white_space(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    for label in document.labels:
        piece = text[label.start : label.end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece


@pytest.mark.parametrize(
    "unit", ["a", "1", " ", ".", "文", "a ", "de ", '"', "(", "…", "- ", ". a"]
)
def test_a_hostile_megabyte_is_one_look(unit: str) -> None:
    # Anything but linear time would take minutes here.
    text = unit * (1_000_000 // len(unit))
    assert STAGE(Document(text)).text == text


@given(st.text())
def test_a_score_is_a_probability_and_case_does_not_change_it(line: str) -> None:
    score = FRENCH.endings.score(line)
    assert 0 <= score <= 1
    assert score == FRENCH.endings.score(line)
    assert FRENCH.endings.score("Les Élus De La") == FRENCH.endings.score("les élus de la")


def test_a_model_is_what_was_written(tmp_path: Path) -> None:
    model = FRENCH.endings
    model.write(tmp_path / "model")
    again = Endings.read(tmp_path / "model", model.known)
    assert again == model
    again.write(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "model").read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[: len(data) // 2], "cannot be read"),
        (
            lambda data: data.replace(b"cleantext-endings", b"cleantext-others"),
            "is cleantext-others",
        ),
        (lambda data: data.replace(b'"version":1', b'"version":2'), "not cleantext-endings 1"),
        (lambda data: data.replace(b'"digest":"', b'"digest":"0'), "is damaged"),
        (lambda data: data.replace(b'"known":"', b'"known":"0'), "other word lists"),
        (lambda _: b"", "cannot be read"),
    ],
)
def test_a_damaged_model_is_refused(tmp_path: Path, change: object, message: str) -> None:
    assert callable(change)
    path = tmp_path / "model"
    replace(FRENCH.endings, bias=0).write(path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(PackError, match=message):
        Endings.read(path, FRENCH.endings.known)
