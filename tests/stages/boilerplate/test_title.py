"""The title of an article among those of others."""

import pytest

from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.stages.boilerplate.stage import Options, build
from cleantext.stages.boilerplate.title import title

DATED = load("fr").calendar.mention
TITLE = "La digue de Kervaleg sera relevée après la tempête de mardi"
OTHERS = [
    "Rugby : les Goélands battus de peu à Brélidy",
    "Trois idées de sortie pour dimanche en famille",
    "Une fuite d’eau inonde le collège Jean-Moulin",
    "Le festival de voile attire les curieux à Pennavel",
    "Musique : un disque pour les enfants de la presqu’île",
]
ARTICLE = [
    "Le conseil municipal de Kervaleg a voté mardi soir les travaux de la digue, après débat.",
    "Elle sera relevée d’un mètre au printemps, et les travaux coûteront deux millions d’euros.",
    "« Nous ne pouvons plus attendre », a dit la maire, qui se souvient de la tempête de 2008.",
    "Le port restera ouvert pendant les travaux, mais le quai nord sera fermé aux voitures.",
]


@pytest.mark.parametrize("place", range(len(OTHERS) + 1))
def test_a_title_says_what_its_article_says(place: int) -> None:
    assert title([*OTHERS[:place], TITLE, *OTHERS[place:]], ARTICLE, DATED) == place


@pytest.mark.parametrize(
    "line",
    [
        *OTHERS,
        "La digue",
        "Les travaux de la digue de Kervaleg, le 14 mai 2018",
        "La maire de Kervaleg devant la digue, mardi soir.",
        "",
    ],
)
def test_other_titles_and_captions_are_none(line: str) -> None:
    assert title([line], ARTICLE, DATED) is None


def test_a_page_of_titles_keeps_that_of_its_article() -> None:
    menu = ["Le Phare", "Une", "Région", "Sport", "Culture", "Vidéos", "Services", "Jeux"]
    towns = ["Brélidy", "Pennavel", "Lanvoran", "Trémeur", "Kerlouan-le-Bas", "Saint-Ivy"]
    news = [
        "Toutes les news",
        *(f"12:{10 + at} {town} : les gens rient" for at, town in enumerate(towns)),
    ]
    others = [line for town in towns for line in ("Faits divers", f"{town} : un chien retrouvé")]
    lines = [*menu, *news, *others, TITLE, "Réagir", *others, *ARTICLE, *others, *menu]
    text = build(load("fr"), Options())(Document("\n".join(lines))).text
    assert f"{TITLE}\n" in text
    assert "\n".join(ARTICLE) in text
