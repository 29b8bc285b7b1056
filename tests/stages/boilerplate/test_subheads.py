"""Subheads of dispatches that lost their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline
from cleantext.document import Document
from cleantext.stages.boilerplate.subheads import subheads

BEFORE = "Le maire a promis une digue neuve avant la fin de l’année"
LONG = "Les travaux commencent au printemps et doivent durer deux ans sur les deux rives."
BEHIND = "Les travaux commencent au printemps et doivent durer deux ans."


def parted(text: str) -> str:
    return Document(text).apply("boilerplate", subheads(Document(text))).text


@pytest.mark.parametrize("end", [".", " !", ", dit-il.", " »."])
@pytest.mark.parametrize("head", ["Retour au calme", "« Une honte »", '"Une honte"', "Et après?"])
@pytest.mark.parametrize("between", ["{}- {} -{}", "{} - {} -{}", "{} – {} –{}"])
@pytest.mark.parametrize("case", [str, str.lower])
def test_a_subhead_gets_its_line(end: str, head: str, between: str, case: type[str]) -> None:
    text = case(between.format(BEFORE + end, head, BEHIND))
    first, second, third = parted(text).splitlines()
    assert (first, third) == (case(BEFORE + end), case(BEHIND))
    assert second.strip(" -–") == case(head)
    assert parted(parted(text)) == parted(text)


@pytest.mark.parametrize("case", [str, str.lower])
def test_a_long_sentence_shows_a_subhead_where_there_are_no_capitals(case: type[str]) -> None:
    text = case(f"{BEFORE}. - Retour au calme - {LONG}")
    assert parted(text) == case(f"{BEFORE}.\n- Retour au calme -\n{LONG}")


@pytest.mark.parametrize("case", [str, str.lower])
def test_spaces_may_be_doubled_about_a_subhead(case: type[str]) -> None:
    text = case(f"{BEFORE}.  -  Retour au calme  -  {LONG}")
    assert " ".join(parted(text).split()) == case(f"{BEFORE}. - Retour au calme - {LONG}")
    assert parted(text).count("\n") == len(("before", "behind"))


@pytest.mark.parametrize("case", [str, str.lower])
def test_an_opening_hyphen_at_the_point_shows_a_subhead_in_lowercase_too(case: type[str]) -> None:
    text = case(f"{BEFORE}.- Retour au calme - {BEHIND}")
    assert parted(text) == case(f"{BEFORE}.\n- Retour au calme -\n{BEHIND}")


@pytest.mark.parametrize(
    "text",
    [
        "au menu. - du riz - des pois",
        "au menu.- du riz - des pois - du pain",
        f"{BEFORE}. - Oui, dit-elle. {BEHIND}",
        f"{BEFORE}. - Pourquoi ? - Parce que. {BEHIND}",
        "Au menu. - Du riz - Des pois - Du pain",
        "Le maire – élu en 2014 – part. La digue - une vieille digue - tient.",
        "Résultats. Lens - Metz : 2-1. Nantes -Brest : 0-0.",
        "- Retour au calme -\nLes travaux commencent.",
        "Il fait -5 °C. Il fera -3 °C demain.",
    ],
)
def test_dialogue_lists_and_asides_stay(text: str) -> None:
    assert parted(text) == text


def test_the_line_is_labelled_as_a_heading() -> None:
    document = Pipeline.default("fr")(f"{BEFORE}. - Retour au calme -{BEHIND}")
    labels = [(label.name, document.text[label.start : label.end]) for label in document.labels]
    assert labels == [("heading", "- Retour au calme -")]


@given(st.text(alphabet='aÀ .!?-–«»"\n'))
def test_nothing_but_spaces_changes(text: str) -> None:
    assert "".join(parted(text).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", [". - ", ". -a", " -", ". - a ", "a - b. - "])
def test_a_hostile_megabyte_takes_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert "".join(parted(text).split()) == "".join(text.split())
