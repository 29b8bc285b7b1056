"""The stage typography, as a user sees it: text in, text out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.language import load
from cleantext.stages import typography

STAGE = typography.build(load("fr"), typography.Options())
SIGNS = st.text(st.sampled_from(" \u00a0\u202f\n.,;:!?…'’\"«»“”()[]-%€0123aéMDoek"), max_size=40)


def typeset(text: str) -> str:
    return STAGE(Document(text)).text


def unpaired(text: str) -> list[int]:
    labels = STAGE(Document(text)).labels
    return [label.start for label in labels if label.name == "unbalanced-quote"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Elle répond "jamais".', "Elle répond «\u00a0jamais\u00a0»."),
        ('"Le mot "paix" suffit", dit-on', "«\u00a0Le mot “paix” suffit\u00a0», dit-on"),
        ("«Oui» ou « non »", "«\u00a0Oui\u00a0» ou «\u00a0non\u00a0»"),
        ("Qui? Moi; toi!", "Qui\u202f? Moi\u202f; toi\u202f!"),
        ("Résultat: 45% à 12 €", "Résultat\u00a0: 45\u00a0% à 12\u00a0€"),
        ("30km en 10 min", "30\u00a0km en 10\u00a0min"),
        ("250 000 habitants", "250\u202f000 habitants"),
        ("Et puis...", "Et puis…"),
        ("pommes, poires, etc...", "pommes, poires, etc."),
        ("la 1ère et la 3ème", "la 1re et la 3e"),
        ("une soeur à l’oeuvre", "une sœur à l’œuvre"),
        ("Le chef de l’Etat", "Le chef de l’État"),
        ("A la mairie, on attend", "À la mairie, on attend"),
        ("M. Martin et Mme Petit", "M.\u00a0Martin et Mme\u00a0Petit"),
    ],
)
def test_signs_are_set_as_the_imprimerie_nationale_does(before: str, after: str) -> None:
    assert typeset(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/?a=1;b=2 et 12:30",
        "un smiley ;) ou :-)",
        'un écran de 27" et 5" de marge',
        "le CO2, l’A380 et le SR-71",
        "coexister, moelle, Boeing, maestro",
        "Le plan A est prêt",
        "à 20h30",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(text: str) -> None:
    assert typeset(text) == text


def test_a_quote_without_a_partner_is_labelled_and_not_guessed() -> None:
    text = 'Il a dit\u00a0: "c’est fini.\nPuis il est parti.'
    assert typeset(text) == text
    assert unpaired(text) == [text.index('"')]


def test_quotes_are_paired_within_a_paragraph_alone() -> None:
    assert unpaired('un "mot\nun mot" seul') == [3, 14]


def test_inches_are_no_quotes() -> None:
    assert unpaired('un écran de 27"') == []


def test_an_unknown_profile_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="imprimerie, plain"):
        typography.build(load("fr"), typography.Options(profile="imprimeri"))


@given(st.text() | SIGNS)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


@given(st.text() | SIGNS)
def test_it_can_be_undone(text: str) -> None:
    assert STAGE(Document(text)).original == text
