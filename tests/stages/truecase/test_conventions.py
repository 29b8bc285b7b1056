"""Units, models of products, single letters, and what house styles write in two ways."""

from pathlib import Path

import numpy as np
import pytest

from cleantext.errors import ConfigError, PackError
from cleantext.languages.pack import load
from cleantext.languages.settings import read_casing
from cleantext.pipeline import Pipeline
from cleantext.stages.truecase.conventions import Conventions
from cleantext.stages.truecase.heads import LineHeads
from cleantext.stages.truecase.words import TextWords


def recase(text: str, **options: object) -> str:
    return Pipeline.from_config({"stages": ["truecase"], "truecase": options})(text).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("une batterie de 5000 mah et de 3 kwh", "Une batterie de 5000 mAh et de 3 kWh"),
        ("un signal à 2,4 ghz, 16go et 512 mo", "Un signal à 2,4 GHz, 16Go et 512 Mo"),
        ("il fait 21 °c, 1013 hpa et 65 db", "Il fait 21 °C, 1013 hPa et 65 dB"),
        ("il en a 12 et to le sait", "Il en a 12 et to le sait"),
        ("elle a couru 12 km en 5 h", "Elle a couru 12 km en 5 h"),
        ("le nouvel iphone 15 pro max coûte cher", "Le nouvel iPhone 15 Pro Max coûte cher"),
        ("en 2016 se posait la question", "En 2016 se posait la question"),
        ("les employés de catégorie c, eux", "Les employés de catégorie C, eux"),
        ("le groupe a gagné son match", "Le groupe a gagné son match"),
        ("elle joue dans le groupe a.", "Elle joue dans le groupe A."),
        ("la porte à droite, la ligne à suivre", "La porte à droite, la ligne à suivre"),
        ("la zone c'est ici", "La zone c'est ici"),
        (
            "le pixel 8a a une puce snapdragon 7s gen 3",
            "Le pixel 8a a une puce Snapdragon 7s Gen 3",
        ),
        ("un objectif f/1.8 et 60 i/s", "Un objectif f/1.8 et 60 i/s"),
        ("16 go de gddr7, la norme xkrt2", "16 Go de GDDR7, la norme XKRT2"),
        ("le casque wq-1200xm7, en noir", "Le casque WQ-1200XM7, en noir"),
    ],
)
def test_conventions(text: str, expected: str) -> None:
    assert recase(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "le robot zorga-2 suit zorga-1.5, dit-elle. un zorga, puis deux zorga",
            "Le robot Zorga-2 suit Zorga-1.5, dit-elle. Un Zorga, puis deux Zorga",
        ),
        ("le rafale-4 et la rafale de vent", "Le Rafale-4 et la rafale de vent"),
        ("la ligne-2 et la ligne", "La ligne-2 et la ligne"),
    ],
)
def test_a_name_with_a_number_is_one_without(text: str, expected: str) -> None:
    assert recase(text) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("press", "Le premier ministre parle de l'Otan aux Jeux olympiques"),
        ("lexique", "Le Premier ministre parle de l'OTAN aux jeux Olympiques"),
    ],
)
def test_the_house_style_is_chosen(style: str, expected: str) -> None:
    text = "le premier ministre parle de l'otan aux jeux olympiques"
    assert recase(text, style=style) == expected


@pytest.mark.parametrize(
    ("text", "plain", "lexique"),
    [
        ("le film « la pluie d'été »", ["La"], ["La", "Pluie"]),
        ('le roman "les vieux voisins" au lit', ["Les"], ["Les", "Vieux", "Voisins"]),
        ("la chanson «\u202fl'hiver\u202f»", ["L"], ["L", "Hiver"]),
        ("la série “les vieux”", ["Les"], ["Les", "Vieux"]),
        ("un film « long et sans fin »", [], []),
        ("le film « la nuit", [], []),
        ("le film de « la bande »", [], []),
        ("il a vu le film et dit « la fin est bonne »", [], []),
        ("le film « la »", [], []),
        ("le film « la nuit\net le jour »", [], []),
        ("le film « _", [], []),  # a title without a word, at the end of all
    ],
)
def test_titles_of_works(text: str, plain: list[str], lexique: list[str]) -> None:
    found = TextWords.of(text)
    low = np.zeros(len(found.begins), np.uint8)
    assert [*Conventions(load("fr")).spell(found, low).values()] == plain
    assert [*Conventions(load("fr"), "lexique").spell(found, low).values()] == lexique


def test_a_title_of_a_work_by_the_house_style() -> None:
    text = "il a vu le film « la pluie d'été » hier"
    assert recase(text) == "Il a vu le film « La pluie d'été » hier"
    assert recase(text, style="lexique") == "Il a vu le film « La Pluie d'été » hier"


def test_a_style_changes_only_what_lost_its_case() -> None:
    text = "Le premier Ministre parle de l'Otan."
    assert recase(text, style="lexique") == text


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(ConfigError, match="no style 'tabloid'; there are: lexique, press"):
        recase("bonjour", style="tabloid")


def test_a_pack_with_a_wrong_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "casing.toml"
    path.write_text("[units]\nform = ['kWh']\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"casing.toml: .*form"):
        read_casing(path)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("analyse - ce que dit le budget de l'année", "ce que"),
        ("débat de la semaine - nos questions à la maire de lyon", "nos"),
        ("budget de la ville | les élus sont inquiets ce soir", "les élus"),
        ("- un long silence - pendant des mois, rien n'a bougé.", "pendant"),
        ("abou dhabi-sana / le conseil a adopté la loi", "le conseil"),
        ("la décision du maire - une surprise pour tous ses voisins", None),
        ("il part - puis revient - avec une autre idée en tête", None),
        ("une soirée sans fin - et des regrets pour tout le monde", None),
        ("il a parlé du budget de la ville - devant les élus de lyon.", None),
        ("il faut dire que\nla ville de lyon - nos lecteurs le savent", None),
        ("- du pain - du vin - et des fruits pour tout le monde", None),
    ],
)
def test_where_a_sentence_begins_behind_a_dash(text: str, behind: str | None) -> None:
    starts = [text[at:] for at in LineHeads(load("fr")).find(text)]
    assert [start[: len(behind)] for start in starts] == [behind] if behind else not starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("les audi 5 tdi et 3 tdi roulent", "Les Audi 5 TDI et 3 TDI roulent"),
        ("le galaxy s25 ultra et gemini 2.5 pro", "Le Galaxy S25 Ultra et Gemini 2.5 Pro"),
        ("un écran de 1920x1080 points", "Un écran de 1920x1080 points"),
        ("le coureur a battu l'espagnol pablo ruiz", "Le coureur a battu l'Espagnol Pablo Ruiz"),
        ("la sud-coréenne kim yuna a gagné", "La Sud-Coréenne Kim Yuna a gagné"),
        (
            "le vin espagnol plaît, dit le parti espagnol",
            "Le vin espagnol plaît, dit le parti espagnol",
        ),
        (
            "il a dit « we have to look at all of the houses that we have » hier",
            "Il a dit « we have to look at all of the houses that we have » hier",
        ),
    ],
)
def test_products_people_and_other_languages(text: str, expected: str) -> None:
    assert recase(text) == expected
