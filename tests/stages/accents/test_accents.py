"""Accents for text that has lost all of them."""

import time

import pytest
from hypothesis import given, settings
from strategies import any_text

from cleantext import Pipeline
from cleantext.stages.accents.restoration import Accents, unaccented

STAGE = Pipeline.of("accents")
EVERYWHERE = Pipeline.of("accents", options={"accents": {"everywhere": True}})


@pytest.mark.parametrize(
    ("bare", "right"),
    [
        ("LA GREVE DES MEDECINS DURE A LYON", "LA GRÈVE DES MÉDECINS DURE À LYON"),
        ("UN SUSPECT ARRETE PAR LA POLICE", "UN SUSPECT ARRÊTÉ PAR LA POLICE"),
        ("L'EPIDEMIE RECULE JUSQU'A NOEL", "L'ÉPIDÉMIE RECULE JUSQU'À NOËL"),
        ("APRES L’ETE, LA RENTREE", "APRÈS L’ÉTÉ, LA RENTRÉE"),
        (
            "Un titre en casse mixte\nDES SOCIETES PRIVEES",
            "Un titre en casse mixte\nDES SOCIÉTÉS PRIVÉES",
        ),
    ],
)
def test_a_line_in_capitals_gets_its_accents_back(bare: str, right: str) -> None:
    assert STAGE(bare).text == right


@pytest.mark.parametrize(
    "text",
    [
        "THE PRESIDENT OF THE SOCIETY",
        "SNCF RATP EDF CAP ONU",
        "ETA",
        "IL A LA PAROLE",
        "IL A SOIF",
        "LE CHOIX OU LA VIE",
        "UNE TACHE SUR LA TABLE",
        "MARTIN DUPONT ET LOUIS MOREL",
        "LE PROCÈS DE L'ANCIEN PRESIDENT",
        "Le proces de l'ancien president",
        "le proces de l'ancien president",
        "",
    ],
)
def test_what_may_be_right_is_left(text: str) -> None:
    assert STAGE(text).text == text


@pytest.mark.parametrize(
    ("bare", "right"),
    [
        (
            "Le proces a dure deux ans. La defense a demande un delai jusqu'a lundi.",
            "Le procès a duré deux ans. La défense a demandé un délai jusqu'à lundi.",
        ),
        ("Un proces", "Un proces"),
        (
            "Le proces a dure deux ans. La defense a demandé un delai.",
            "Le proces a dure deux ans. La defense a demandé un delai.",
        ),
    ],
)
def test_a_text_without_one_accent_gets_them_by_option(bare: str, right: str) -> None:
    assert EVERYWHERE(bare).text == right


def test_the_default_pipeline_gives_accents_before_capitals() -> None:
    text = Pipeline.default("fr")("LA GREVE DES MEDECINS DURE A LYON").text
    assert text == "La grève des médecins dure à Lyon"


def test_neighbours_that_disagree_decide_nothing() -> None:
    accents = Accents(["a il_\tà _la jusqu_"])
    assert list(accents.restored("il a la")) == []
    assert list(accents.restored("jusqu'a")) == [(6, 7, "à")]


@pytest.mark.parametrize("pipeline", [STAGE, EVERYWHERE])
def test_only_accents_change(pipeline: Pipeline) -> None:
    @settings(max_examples=150, deadline=None)
    @given(any_text())
    def check(text: str) -> None:
        once = pipeline(text).text
        assert len(once) == len(text)
        assert once == text or unaccented(once) == unaccented(text)
        assert pipeline(once).text == once

    check()


def test_a_long_text_takes_a_short_time() -> None:
    text = "LE PROCES A A A A DE L'ANCIEN PRESIDENT\n" * 5000
    start = time.perf_counter()
    STAGE(text)
    assert time.perf_counter() - start < 10
