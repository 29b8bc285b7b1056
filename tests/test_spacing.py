"""The stage spacing, as a user sees it: text in, text out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.language import load
from cleantext.stages import spacing

STAGE = spacing.build(load("fr"), spacing.Options())
SIGNS = st.text(st.sampled_from(" \u00a0\t\n.,;:!?…'’`´\"«»()[]-%€0123aàéDLQul"), max_size=40)


def spaced(text: str) -> str:
    return STAGE(Document(text)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l'arbre qu'on plante", "l’arbre qu’on plante"),
        ("à la veille d ' une grève", "à la veille d’une grève"),
        ("l`usine rouvre aujourd´hui", "l’usine rouvre aujourd’hui"),
        (
            "Le maire a signé mardi.Les travaux commencent",
            "Le maire a signé mardi. Les travaux commencent",
        ),
        ("le prix monte sur x.depuis, on attend", "le prix monte sur x. depuis, on attend"),
        ("sortie du tunnel.l'hiver approche", "sortie du tunnel. l’hiver approche"),
        ("« Jamais ».Elle insiste", "« Jamais ». Elle insiste"),
        ("Pluie,vent et neige", "Pluie, vent et neige"),
        ("Il pleut , il vente .", "Il pleut, il vente."),
        ("trop   d’espaces", "trop d’espaces"),
        ("( voir plus haut )", "(voir plus haut)"),
        ("Nice (Alpes-Maritimes)attend", "Nice (Alpes-Maritimes) attend"),
    ],
)
def test_words_and_sentences_are_parted_as_they_should_be(before: str, after: str) -> None:
    assert spaced(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "le site exemple.fr et la page index.html",
        "écrire à jean.dupont@exemple.fr",
        "https://exemple.org/a,b;c?d=e&f",
        "la version 2.0.1 de grok-1.5",
        "J.-P. Martin et J.R.R. Tolkien",
        "6,6 milliards à 20h30, 21:05",
        "un ou une député(e)s",
        "un écran de 27\" ou 5' de marge",
        "p. ex. et c.-à-d.",
        "    code indenté",
        "N,N-diméthyle, 192.168.0.1, 06.12.34.56.78",
        "bravo ;) et :-(",
    ],
)
def test_names_numbers_and_code_are_left_alone(text: str) -> None:
    assert spaced(text) == text


@given(st.text() | SIGNS)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = spaced(text)
    assert spaced(once) == once


@given(st.text() | SIGNS)
def test_every_letter_and_digit_stays(text: str) -> None:
    def solid(text: str) -> str:
        return "".join(sign for sign in text if sign.isalnum())

    assert solid(spaced(text)) == solid(text)


@given(st.text() | SIGNS)
def test_it_can_be_undone(text: str) -> None:
    assert STAGE(Document(text)).original == text


def test_every_rule_says_why() -> None:
    assert STAGE.reasons["spacing.after-point"].startswith("A space stands between two sentences")
