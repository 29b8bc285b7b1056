"""Cut sentences and headings, in text that has no capitals."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document, Label
from cleantext.errors import PackError
from cleantext.languages.pack import load
from cleantext.pipeline import Pipeline
from cleantext.stages.output import LIKELY
from cleantext.stages.truncation import stage as truncation
from cleantext.stages.truncation.line_ends import LineEnds, line_ends_of

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
        "la mairie propose un budget ;",
        "on peut le lire sur https://exemple.fr/budget",
        "- la mairie propose un budget -",
        "et a-t-elle voté le budget ?",
        "",
        "2024-10-04",
        "***",
    ],
)
def test_a_whole_line_has_no_label(whole: str) -> None:
    assert found(f"{PARAGRAPH}\n{whole}") == []


@pytest.mark.parametrize("announcement", ["la mairie propose :", 'il a déclaré : "'])
def test_what_announces_something_is_cut_where_nothing_follows(announcement: str) -> None:
    assert found(f"{PARAGRAPH}\n{announcement}") == [(announcement, "truncated", "end")]
    assert found(f"{announcement}\n{PARAGRAPH}") == []


def test_a_whole_sentence_without_its_mark_is_less_likely_cut_than_an_open_one() -> None:
    whole = line_ends_of(FRENCH).judge(
        "le conseil municipal a voté mardi soir le budget de la ville"
    )
    cut = line_ends_of(FRENCH).judge("le conseil municipal a voté mardi soir le budget de la")
    assert whole.cut < LIKELY < cut.cut


@pytest.mark.parametrize("few", ["il pleut", "à suivre", "dont acte", "elle dort", "merci"])
def test_a_few_words_that_may_be_whole_stay_in_the_output(few: str) -> None:
    text = f"{PARAGRAPH}\n{few}\n{PARAGRAPH}\n{few}"
    assert Pipeline.of("truncation", "output")(text).text == text


@pytest.mark.parametrize("few", ["les investisseurs dans", "selon l'", "il a"])
def test_a_few_words_that_are_surely_cut_do_not(few: str) -> None:
    assert Pipeline.of("truncation", "output")(f"{PARAGRAPH}\n{few}").text == PARAGRAPH


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("", "dans la nuit de samedi à dimanche, a indiqué Claire Dumont."),
        (PARAGRAPH.capitalize(), "pour que les habitants de Sète puissent voter."),
    ],
)
def test_a_cased_line_that_begins_in_lowercase_goes_on(before: str, line: str) -> None:
    assert found(f"{before}\n{line}") == [(line, "truncated", "start")]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        (PARAGRAPH, "iPhone, Samsung et les autres se vendent moins."),
        ("Le maire promet :", "une nouvelle école à Sète ;"),
        (PARAGRAPH, "le maire de la ville a voté."),
        (PARAGRAPH, "le PSG a gagné."),
        (PARAGRAPH.capitalize(), "Ont participé à cette enquête Jeanne Petit et Luc Martin."),
        (PARAGRAPH.capitalize(), "Explique-moi ce que veut Jeanne."),
        (PARAGRAPH.capitalize(), "Précise et rapide, Jeanne a gagné."),
    ],
)
def test_a_brand_an_item_of_a_list_and_lowercased_text_do_not_go_on(before: str, line: str) -> None:
    assert found(f"{before}\n{line}") == []


WRAPPED = """{} le conseil municipal a voté mardi soir le budget de la
ville pour l'année prochaine. {} les élus ont dit que le
budget de la ville ne pouvait plus attendre et que les
habitants le savaient. {} une réunion est prévue pour la
semaine prochaine."""


@pytest.mark.parametrize("starts", [("Mardi,", "Puis", "Enfin,"), ("mardi,", "puis", "enfin,")])
@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_a_text_that_was_broken_at_a_width_is_not_cut(starts: tuple[str, ...], parted: str) -> None:
    text = WRAPPED.format(*starts).replace("\n", parted)
    assert found(text) == []
    assert found(text.removesuffix("\nsemaine prochaine."))[-1][1:] == ("truncated", "end")


def test_a_line_that_the_next_one_goes_on_with_is_not_cut() -> None:
    broken = "Le ministre de l'intérieur,\nJeanne Petit\n, a annoncé un budget\npour la ville."
    assert [name for _, name, _ in found(f"{PARAGRAPH.capitalize()}\n{broken}")] == []


@pytest.mark.parametrize(
    "whole",
    [
        "les curieux pourront en voir plus.",
        "il faudra attendre demain pour voir la suite.",
        "je ne voterai pas pour",
        "il faut faire avec",
        "— non, pas encore",
        "- 3 œufs, de la crème, et c'est tout",
        "elle roule à 130 km/h",
        "| italie | 2 100 | 0,7 %",
        "5. luc garnier, 29 ans, étudiant",
    ],
)
def test_a_whole_line_stays_in_the_output(whole: str) -> None:
    text = f"{PARAGRAPH}\n{whole}\n{PARAGRAPH}\n{whole}"
    assert Pipeline.of("truncation", "output")(text).text == text


@pytest.mark.parametrize("marker", ["lire la suite", "Lire la suite…", "voir plus >>"])
def test_an_invitation_to_read_on_is_a_marker(marker: str) -> None:
    text = f"il est venu mardi. {marker}"
    assert found(text) == [(marker, "truncated", "end")]


def test_two_sentences_are_no_title() -> None:
    short = "le maire a voté le budget. les investisseurs dans"
    for text in (f"{short}\n{PARAGRAPH}", f"{PARAGRAPH}\n{short}\n{PARAGRAPH}"):
        assert "investisseurs" not in Pipeline.of("truncation", "output")(text).text


@pytest.mark.parametrize(
    "text",
    [
        f"{PARAGRAPH}\nune femme en larmes est arrivée sur les lieux,\nà midi, deux cars partent.",
        f"{PARAGRAPH}\nles clés de la mairie, du port et de la halle - son lieu de travail -",
        f"il a attendu toute la nuit pour la voir. elle est venue avec son chien\n{PARAGRAPH}",
        f"{PARAGRAPH} • bretagne\n{PARAGRAPH}",
        f"{PARAGRAPH.capitalize()}\nLe budget de la ville est rejeté par la CE\n{PARAGRAPH}",
    ],
)
def test_what_may_go_on_or_be_whole_is_labelled_but_stays(text: str) -> None:
    assert Pipeline.of("truncation", "output")(text).text == text


def test_a_last_line_that_ends_in_a_comma_is_dropped() -> None:
    text = f"{PARAGRAPH}\nune femme en larmes est arrivée sur les lieux,"
    assert Pipeline.of("truncation", "output")(text).text == PARAGRAPH


def test_what_stands_before_a_dropped_line_is_judged_as_the_new_end() -> None:
    first, second = "une femme en larmes est arrivée sur les lieux,", "elle a dit que les"
    drop = Pipeline.of("truncation", "output")
    assert drop(f"{PARAGRAPH}\n{first}\n{second}").text.strip() == PARAGRAPH
    assert drop(f"{PARAGRAPH}\n{first}\n{PARAGRAPH}").text == f"{PARAGRAPH}\n{first}\n{PARAGRAPH}"


def test_its_neighbours_move_the_score_of_a_line() -> None:
    line = "le conseil municipal et le budget de la"

    def score(text: str) -> float:
        return next(label.score for label in STAGE(Document(text)).labels)

    top, middle = score(f"{line}\n{PARAGRAPH}"), score(f"{PARAGRAPH}\n{line}\n{PARAGRAPH}")
    assert top < middle < score(line) < score(f"{PARAGRAPH}\n{line}")


def test_a_caption_is_not_cut() -> None:
    caption = "le maire de la ville, mardi, dans son"
    label = Label(0, len(caption), "caption", "", "demo.caption")
    document = STAGE(Document(f"{caption}\n{PARAGRAPH}", labels=(label,)))
    assert document.labels == (label,)


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
    "unit", ["a", "1", " ", ".", "文", "a ", "de ", '"', "(", "…", "- ", ". a", "a\n", "- a\n"]
)
def test_a_hostile_megabyte_is_one_look(unit: str) -> None:
    # Anything but linear time would take minutes here.
    text = unit * (1_000_000 // len(unit))
    assert STAGE(Document(text)).text == text


@given(st.text())
def test_a_verdict_is_of_probabilities_and_case_does_not_change_it(line: str) -> None:
    model = line_ends_of(FRENCH)
    verdict = model.judge(line)
    assert 0 <= verdict.cut <= verdict.text <= 1
    assert verdict == model.judge(line)
    assert model.judge("Les Élus De La") == model.judge("les élus de la")


def test_a_model_is_what_was_written(tmp_path: Path) -> None:
    model = line_ends_of(FRENCH)
    model.write(tmp_path / "model")
    again = LineEnds.read(tmp_path / "model", model.words, model.names)
    assert again == model
    again.write(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "model").read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[: len(data) // 2], "damaged"),
        (
            lambda data: data.replace(b"cleantext-endings", b"cleantext-others"),
            "is cleantext-others",
        ),
        (lambda data: data.replace(b'"version":2', b'"version":3'), "not cleantext-endings 2"),
        (lambda data: data.replace(b'"version":2,', b'"version":1,"known":"",'), "endings 1, not"),
        (lambda data: data.replace(b'"digest":"', b'"digest":"0'), "damaged"),
        (lambda data: data.replace(b'"lists":"', b'"lists":"0'), "other word lists"),
        (lambda _: b"", "is no model"),
    ],
)
def test_a_damaged_model_is_refused(tmp_path: Path, change: object, message: str) -> None:
    assert callable(change)
    path = tmp_path / "model"
    replace(line_ends_of(FRENCH), bias=(0, 0)).write(path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(PackError, match=message):
        LineEnds.read(path, FRENCH.words, FRENCH.names)
