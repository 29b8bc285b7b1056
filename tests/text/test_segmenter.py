"""Where sentences end, in text that has no capitals."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.errors import PackError
from cleantext.segment import sentences
from cleantext.text import segmenter
from cleantext.text.lines import lines as find_lines
from cleantext.text.lines import words as find_words


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "il est parti.|elle reste.",
        "est-il parti ?|elle reste.",
        "quel match !|les bleus ont gagné.",
        "il hésite...|puis il part.",
        "il hésite…|puis il part.",
        "il a dit : « c'est fini. »|puis il est parti.",
        'il a dit : "c\'est fini."|puis il est parti.',
        "« viens ! » lance-t-il à son frère.|elle rit.",
        '"viens !", dit-elle.|il rit.',
        "m. martin et mme durand sont là.|le dr petit aussi.",
        "j.-l. martin, a. dupont et j. r. petit votent.|c'est fini.",
        "il vient du plan b.|le plan c suit.",
        "cf. l'art. 3 du code.|il s'applique.",
        "le taux est de 3.5 % et de 22.000 euros.|il monte.",
        "le prix est passé à 12.|il était de 10.",
        "il va sur lemonde.fr et sur exemple.com.|puis il lit notes.pdf.",
        "voir https://exemple.fr/une.page?id=3 pour la suite.|merci.",
        "écrivez à jean.dupont@exemple.fr.|merci.",
        "les modèles grok-1.5 et grok-2 mini sortent.|tous deux plaisent.",
        "les lecteur.trice.s et les étudiant.e.s votent.|c'est fini.",
        "rendez-vous à 20.30 le 12.05.2024.|venez.",
        "(il est parti.)|elle reste.",
        "il lit, court, etc. et dort.|il aime les pommes, les poires, etc.|il est parti.",
        "né en 50 av. j.-c. à rome, mort en 30 apr. j.-c.|on ignore où.",
        "voir l'art. l. 123-4 du code, fig. 3 et vol. 2, p. 12.|la suite vient.",
        "les s.a. dupont et durand, c.-à-d. une seule, signent.|c'est fini.",
        "l'a.c milan, asp.net et les films x.fr vont bien.|c'est fini.",
        "1. les élus votent.|2. le maire signe.",
        "on vote pour :|- le budget ;|- la cantine.",
        "la vitesse est de 90 km/h.|elle baisse.",
        "le plan a coûté 12 mds d'euros (p. ex. en 2020).|il est fini.",
        "le port ferme, c.-à-d. la moitié de la ville, i.e. le sud.|il rouvre mardi.",
        "l'u.r.s.s. en 1950 et les u.s.a. après la guerre.|il y a vécu.",
        "il a lu, écrit, etc. puis il est parti.",
        "elle vit aux u.s.a.|le maire aussi.",
        "la pluie, la neige... et le vent ont fermé la route.",
        "elle attend...|elle repart.",
        "il a crié « au feu ! » pendant une heure.",
        "« au feu ! » |il part.".replace(" |", "|"),
    ],
)
@pytest.mark.parametrize("case", [str, str.upper, str.capitalize])
def test_a_mark_ends_a_sentence_in_any_case(marked: str, case: type[str]) -> None:
    text = case(marked)
    assert split(text.replace("|", " ")) == text.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "pour les abonnés payants x.|depuis, il a publié trois mises à jour.",
        "en cours de développement.|l'idée est simple.",
        "il est sorti jeudi.|le gouvernement attend.",
        "il a reçu un prix.|assa traoré, 35 ans, remercie.",
        'selon elle, c\'est "fini".|"c\'est à voir", dit-il.',
        '"c\'est fini."|le ministre est parti.',
        "« c'est fini. »|le ministre est parti.",
        "c'était en 2015.|le ministre est parti.",
        "est-ce fini ?|les élus attendent.",
        "la loi passe (de peu).|les élus attendent.",
        "il est allé sur lemonde.fr.|le site était fermé.",
        "les élus sont partis.|m. martin est resté.",
        "les élus sont partis.|à paris, on reste.",
        "les élus sont partis.|28 jours plus tard, ils reviennent.",
        "les élus sont partis.|- le maire reste.",
        "les élus sont partis.|au-delà, rien.",
        '"c\'est long", dit-elle.|"c\'est fini", dit-il.',
    ],
)
def test_a_missing_space_does_not_join_sentences(marked: str) -> None:
    assert split(marked.replace("|", "")) == marked.split("|")


def test_a_line_end_ends_a_sentence_and_white_space_is_outside() -> None:
    assert split("  un titre \n\n\til est\r\nparti .  ") == ["un titre", "il est", "parti ."]


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(PackError, match="no language pack 'xx'"):
        sentences("un.", language="xx")


@given(st.text() | st.text(alphabet="ab .!?…\"'«»()\n-1@é"))
@example("." * 50)
@example('"' * 50)
def test_sentences_are_in_order_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    pieces = [text[start:end] for start, end in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(alphabet="abÀé .!?…\"'«»()\n-1"))
def test_case_changes_no_boundary(text: str) -> None:
    assert sentences(text.lower()) == sentences(text.upper())


@given(st.text())
def test_lines_and_what_is_between_them_are_the_text(text: str) -> None:
    spans = find_lines(text)
    assert [text[start:end] for start, end in spans] == text.splitlines()


@pytest.mark.parametrize(
    "unit", [".", "?", "1", "1.", "a.", "a.b", ' "', "(", ". ", " ", "文", "\n", "a.le ", "; - "]
)
def test_a_hostile_megabyte_is_split_and_nothing_is_lost(unit: str) -> None:
    # Anything but linear time would take minutes here.
    text = unit * (1_000_000 // len(unit))
    assert "".join("".join(split(text)).split()) == "".join(text.split())


def test_words_are_runs_of_letters_and_digits() -> None:
    text = "L'après-midi, grok-1.5 coûte 3 €."
    words = [text[start:end] for start, end in find_words(text)]
    assert words == ["L", "après", "midi", "grok", "1", "5", "coûte", "3"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("« quelle honte ! » s'écrie une riveraine.", 1),
        ("le film « qui a tué bambi ? » sort mercredi.", 1),
        ("« vraiment ? » s'étonne-t-il.", 1),
        ("« vraiment ? » nous demande-t-on.", 1),
        ("« c'est non ! » elle part.", 2),
        ("« c'est non ! » « c'est oui ! »", 2),
    ],
)
def test_a_sentence_mostly_goes_on_behind_a_quoted_question(text: str, count: int) -> None:
    assert len(sentences(text)) == count


PIECES = [
    *"il dr m etc art l'an sous-sol a 3 x janv qu'il été com « » \" ' -".split(),
    *". .. … ? : ; ( x.".split(),
    *(" ", " ", " ", "\n", ". ", ".\u00a0"),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_plain_ends_are_no_others_than_a_full_look_finds(text: str) -> None:
    quick = sentences(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmenter, "_plainly", lambda *_: False)
        assert sentences(text) == quick
