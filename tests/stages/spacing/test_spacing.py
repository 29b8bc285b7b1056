"""The stage spacing, as a user sees it: text in, text out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import load
from cleantext.stages.spacing import stage as spacing

STAGE = spacing.build(load("fr"), spacing.Options())
PIECES = [*" \u00a0\t\n.,;:!?…'’`´\"«»()[]-–%€", *"0123aàéDLQulst", "...", "qu", "http://", ".fr"]
DAMAGED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def spaced(text: str, **options: object) -> str:
    stage = spacing.build(load("fr"), spacing.Options(**options)) if options else STAGE  # type: ignore[arg-type]
    return stage(Document(text)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l'arbre qu'on plante", "l’arbre qu’on plante"),
        ("à la veille d ' une grève", "à la veille d’une grève"),
        ("l' Isère et l 'Oise", "l’Isère et l’Oise"),
        ("l`usine rouvre aujourd´hui", "l’usine rouvre aujourd’hui"),
        (
            "l`usine cyclop`air attend jusqu`à l`automne",
            "l’usine cyclop`air attend jusqu’à l’automne",
        ),
        ("plus d un élu aujourd hui", "plus d’un élu aujourd’hui"),
        ("Viendra-t'il ? Viendra t-elle ?", "Viendra-t-il ? Viendra-t-elle ?"),
        ("e\u0301te\u0301", "été"),
        ("Bon\u00adjour", "Bonjour"),
    ],
)
def test_words_are_made_whole(before: str, after: str) -> None:
    assert spaced(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Elle signe mardi.Les travaux suivent", "Elle signe mardi. Les travaux suivent"),
        ("le prix monte sur x.depuis, on attend", "le prix monte sur x. depuis, on attend"),
        ("sortie du tunnel.l'hiver approche", "sortie du tunnel. l’hiver approche"),
        ("« Jamais ».Elle insiste", "« Jamais ». Elle insiste"),
        ("Il vise 10 %.La suite", "Il vise 10 %. La suite"),
        ("en 2019.Le projet", "en 2019. Le projet"),
        ("à 20h30.Le match", "à 20h30. Le match"),
        ("M.Petit salue m.petit", "M. Petit salue m. petit"),
        ("À PONT-ARCHER.LES POMPIERS ONT", "À PONT-ARCHER. LES POMPIERS ONT"),
        ("ELLE A DIT OUI.PARTONS, DIT-IL", "ELLE A DIT OUI. PARTONS, DIT-IL"),
        ("TROIS MORTS(UN BLESSÉ GRAVE)", "TROIS MORTS (UN BLESSÉ GRAVE)"),
        ("IL EST PARTI;ELLE RESTE,DIT-ON", "IL EST PARTI; ELLE RESTE, DIT-ON"),
        ("Pluie,vent et neige", "Pluie, vent et neige"),
        ("À Brest,12 bateaux", "À Brest, 12 bateaux"),
        ("Assez!Partons", "Assez! Partons"),
        ("il répond:« oui »", "il répond: « oui »"),
        ("Nice (Alpes-Maritimes)attend", "Nice (Alpes-Maritimes) attend"),
        ("la maire(sans étiquette) part", "la maire (sans étiquette) part"),
        ("elle dit« non »puis part", "elle dit « non » puis part"),
        ("—Bonjour", "— Bonjour"),
        ("il a perdu(0-2) puis gagné(6-4, 7-5)", "il a perdu (0-2) puis gagné (6-4, 7-5)"),
        ("Alors….elle part", "Alors…. elle part"),
    ],
)
def test_what_is_glued_is_opened(before: str, after: str) -> None:
    assert spaced(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Il pleut , il vente .", "Il pleut, il vente."),
        ("trop   d’espaces", "trop d’espaces"),
        ("( voir plus haut )", "(voir plus haut)"),
        ("Et puis ... rien", "Et puis... rien"),
        ("un,, deux", "un, deux"),
        (" Une ligne \n et une autre ", "Une ligne\net une autre"),
        ("Il se tait . . . puis sort", "Il se tait... puis sort"),
        ("S O M M A I R E\nLa pluie", "SOMMAIRE\nLa pluie"),
        ("a v i s - d e - d é c è s", "avis-de-décès"),
        ("L E  P O R T", "LE PORT"),
        ("Il dit :\u00a0« oui »", "Il dit : « oui »"),
    ],
)
def test_what_is_too_much_is_taken_out(before: str, after: str) -> None:
    assert spaced(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "le site exemple.fr, la page index.html et exemple.co/abc?d=e;f",
        "écrire à jean.dupont@exemple.fr",
        "https://exemple.org/a,b;c?d=e&f",
        "la version 2.0.1 de grok-1.5, GPT-4.5, v1.beta",
        "LE SITE EXEMPLE.FR ET LA S.N.C.F.",
        "archive.tar.gz et f(x,y)",
        "He said  yes: the end is near!And you?",
        "¿Qué tal?",
        "if (a && b) { return !c; }",
        "$ ls -la; cd ..",
        "J.-P. Martin, J.R.R. Tolkien et l’O.N.U.",
        "6,6 milliards à 20h30, 21:05, 3-0",
        "un ou une député(e)s, les lecteur.trices, la (r)évolution",
        "un écran de 27\" ou 5' de marge",
        "p. ex. et c.-à-d.",
        "    code indenté",
        "N,N-diméthyle, 192.168.0.1, 06.12.34.56.78",
        "bravo ;) et :-(",
        "ISBN 978-2-07-036822-8, CO2, A380, SR-71",
        "@une_personne #UnMot `a;b`",
        "le tournage d’ a repris",
        "rock 'n' roll",
        "bravo :tada: et :+1:",
        "max(3-1) et sin(2-1)",
        "A B C D E F",
        "V N D P B",
        "M A J",
    ],
)
def test_names_numbers_and_code_are_left_alone(text: str) -> None:
    assert spaced(text) == text


@given(st.text() | DAMAGED)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = spaced(text)
    assert spaced(once) == once


@given(DAMAGED)
def test_every_letter_and_digit_stays(text: str) -> None:
    def solid(text: str) -> str:
        return "".join(sign for sign in text if sign.isalnum())

    assert solid(spaced(text)) == solid(text)


@given(st.text() | DAMAGED)
def test_it_can_be_undone(text: str) -> None:
    assert STAGE(Document(text)).original == text


def test_the_apostrophe_is_the_profiles_or_the_one_asked_for() -> None:
    assert spaced("l’été", profile="plain") == "l'été"
    assert spaced("l'été", profile="plain", apostrophe="’") == "l’été"


def test_a_rule_can_be_switched_off() -> None:
    assert spaced("mot,mot", off=("spacing.after-comma",)) == "mot,mot"


def test_a_rule_that_is_not_there_cannot_be_switched_off() -> None:
    with pytest.raises(ConfigError, match=r"spacing\.after-coma"):
        spaced("mot", off=("spacing.after-coma",))


def test_a_table_of_the_user_comes_first(tmp_path: Path) -> None:
    table = tmp_path / "own.toml"
    table.write_text(
        """
        [[rule]]
        id = "own.comma"
        kind = "substitution"
        step = 4
        reason = "In our tables a glued comma parts columns."
        pattern = ',(?<at>)'
        replace = "\\t"
        changes = [["a,b", "a,\\tb"]]
        leaves = ["a b"]
        """,
        encoding="utf-8",
    )
    assert spaced("mot,mot", tables=(table,)) == "mot,\tmot"


def test_every_rule_says_why() -> None:
    assert STAGE.reasons["spacing.after-comma"] == "A space follows a comma (Lexique)."
