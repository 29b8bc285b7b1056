"""Apostrophes that an encoding lost come back; words that lost a letter stay as they are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext.document import Document
from cleantext.pipeline import Pipeline

STAGES = Pipeline.of("spacing", "typography", language="fr")


def clean(text: str) -> str:
    return STAGES(text).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L?usine n?a pas d?avenir.", "L’usine n’a pas d’avenir."),
        ("C?est qu?elle s?y trouve.", "C’est qu’elle s’y trouve."),
        ("L?Italie et l?État paient.", "L’Italie et l’État paient."),
        ("L¿hiver n¿est pas fini.", "L’hiver n’est pas fini."),
        ("l\ufffdeau d\ufffdhier", "l’eau d’hier"),
        ("J«ai vu l«eau monter.", "J’ai vu l’eau monter."),
        ("l''eau d''aujourd''hui", "l’eau d’aujourd’hui"),
        ("Cest dire quil part lors dune fête.", "C’est dire qu’il part lors d’une fête."),
    ],
)
def test_an_apostrophe_comes_back(text: str, expected: str) -> None:
    document = STAGES(text)
    assert document.text == expected
    assert document.original == text
    assert clean(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le c?ur de la for?t, une man?uvre",
        "La t?te, le c?t? et la r?gle d'?t?",
        "Une s?ance, un n?on, un bo?tier",
        "Il a vot? la r?forme de l'h?pital",
        "C’est ?normal?.",
    ],
)
def test_a_lost_letter_is_not_guessed(text: str) -> None:
    assert clean(text).replace("’", "'") == text.replace("’", "'")
    assert cleantext.clean(text).replace("’", "'") == text.replace("’", "'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C'est vrai?Personne ne sait.", "C’est vrai\u202f? Personne ne sait."),
        ("Vraiment?Oui, vraiment?", "Vraiment\u202f? Oui, vraiment\u202f?"),
        ("qui part?personne ne sait.", "qui part\u202f? personne ne sait."),
        ("exemple.fr/liste?article=2", "exemple.fr/liste?article=2"),
        ("il parle d«eau» pure", "il parle d «\u00a0eau\u00a0» pure"),
    ],
)
def test_a_question_is_a_question(text: str, expected: str) -> None:
    assert clean(text) == expected


PIECES = [*"l d qu c ? ¿ '' « » eau est ur t?te n?on vrai oui dune quil lors".split(), " ", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_is_idempotent(text: str) -> None:
    stage = Pipeline.of("spacing", language="fr")
    once = stage(text)
    assert once.original == text
    assert stage(once.text).text == once.text


@pytest.mark.parametrize("piece", ["l?a", "?", "a?b ", "l''a ", "l«a ", "a?", "¿"])
def test_takes_bounded_time(piece: str) -> None:
    stage = Pipeline.of("spacing", language="fr")
    before = time.process_time()
    stage(Document(piece * (200_000 // len(piece))))
    assert time.process_time() - before < 5
