"""The stage typography, as a user sees it: text in, text out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.changes import Span
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import load
from cleantext.stages.typography import quotes
from cleantext.stages.typography import stage as typography

STAGE = typography.build(load("fr"), typography.Options())
PIECES = [*" \u00a0\u202f\n.,;:!?…'’\"«»“”()[]-–%€", *"0123aéMDhm", "...", "A la", "coeur", "Etat"]
DAMAGED = st.lists(st.sampled_from([*PIECES, "<<", ">>", "ème", "000"]), max_size=30).map("".join)


def typeset(text: str, **options: object) -> str:
    stage = STAGE
    if options:
        stage = typography.build(load("fr"), typography.Options(**options))  # type: ignore[arg-type]
    return stage(Document(text)).text


def unpaired(text: str) -> list[int]:
    labels = STAGE(Document(text)).labels
    return [label.start for label in labels if label.name == "unbalanced-quote"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Qui? Moi; toi!", "Qui\u202f? Moi\u202f; toi\u202f!"),
        ("Résultat: 45% à 12 €", "Résultat\u00a0: 45\u00a0% à 12\u00a0€"),
        ("30km en 10 min à 25°C", "30\u00a0km en 10\u00a0min à 25\u00a0°C"),
        ("3 millions", "3\u00a0millions"),
        ("250 000 habitants", "250\u202f000 habitants"),
        ("31250 habitants", "31\u202f250 habitants"),
        ("M. Martin et Mme Petit", "M.\u00a0Martin et Mme\u00a0Petit"),
        ("n°7, art. 3, p. 12", "n°\u00a07, art.\u00a03, p.\u00a012"),
        ("au XIIe siècle", "au XIIe\u00a0siècle"),
        ("Et puis...", "Et puis…"),
        ("pommes, poires, etc...", "pommes, poires, etc."),
        ("le vélo - neuf - roule", "le vélo – neuf – roule"),
        ("à 18 h 45", "à 18\u00a0h\u00a045"),
        ("au 18e siècle", "au 18e\u00a0siècle"),
        ("12K€ ou 4 Mrd €", "12\u00a0K€ ou 4\u00a0Mrd\u00a0€"),
        ("Art. 5 et vol.2", "Art.\u00a05 et vol.\u00a02"),
        ("M. le préfet et Mme la maire", "M.\u00a0le préfet et Mme\u00a0la maire"),
        ("selon Mme V. et M. K., tout va", "selon Mme\u00a0V. et M.\u00a0K., tout va"),
        ("Maître Petit, Me Petit", "Maître Petit, Me\u00a0Petit"),
        ("Il hésite.. puis part", "Il hésite… puis part"),
        ("09:15 - La route ferme", "09:15 – La route ferme"),
    ],
)
def test_signs_are_set_as_the_imprimerie_nationale_does(before: str, after: str) -> None:
    assert typeset(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("la 1ère, la 3ème et le XXè", "la 1re, la 3e et le XXe"),
        ("une soeur à l’oeuvre", "une sœur à l’œuvre"),
        ("Le chef de l’Etat", "Le chef de l’État"),
        ("A la mairie, on attend", "À la mairie, on attend"),
        ("Fini. A Lille, on rit", "Fini. À Lille, on rit"),
        ("Mr Petit", "M.\u00a0Petit"),
        ("Mme. Petit", "Mme\u00a0Petit"),
        ("Melle Petit et le Dr. Leroy", "Mlle\u00a0Petit et le Dr\u00a0Leroy"),
        ("MM Petit et Leroy", "MM.\u00a0Petit et Leroy"),
        ("la 1 ère et le 1 er", "la 1re et le 1er"),
        ("XVIIIème-XIXème, 3ème-4ème", "XVIIIe-XIXe, 3e-4e"),
        ("7éme, mi-20ème", "7e, mi-20e"),
    ],
)
def test_words_get_their_right_letters(before: str, after: str) -> None:
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
        "A priori, A. Petit et Eric Petit",
        "06 12 34 56 78, 75001 Paris, en 1984",
        "les 2e et 1er",
        "PSG - OM - Lens",
        "1,234.56",
        "std::vector",
        "l’auteur de exemple.fr/Etat",
        "Wake Me Now, Call Me Later",
        "à Melle Petit est né",
        "Dr. Dre, Dr. House",
        "la MM Cup",
        "M. X",
        "Lens - Metz",
        "lot B-2ème",
        "Il part.. Elle reste",
        "5' 30'' et 1'12''",
        "les années ‘80, rock ’n’ roll",
        "‘Abd al-Rahman, frère d’‘Ali",
        "the ‘boys’ club’ of today",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(text: str) -> None:
    assert typeset(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Elle répond "jamais".', "Elle répond «\u00a0jamais\u00a0»."),
        ('"Un" ou "deux"', "«\u00a0Un\u00a0» ou «\u00a0deux\u00a0»"),
        ('"Le mot "paix" suffit", dit-on', "«\u00a0Le mot “paix” suffit\u00a0», dit-on"),
        ("\"Il a dit 'oui' hier\"", "«\u00a0Il a dit “oui” hier\u00a0»"),
        ("«Oui» ou « non »", "«\u00a0Oui\u00a0» ou «\u00a0non\u00a0»"),
        ("“Oui”, dit-elle", "«\u00a0Oui\u00a0», dit-elle"),
        ("<<Oui>>", "«\u00a0Oui\u00a0»"),
        ('« Oui", dit-elle', "«\u00a0Oui\u00a0», dit-elle"),
        ('l’"idée" et le"mot"là', "l’«\u00a0idée\u00a0» et le «\u00a0mot\u00a0» là"),
        ('" Oui ", dit-elle', "«\u00a0Oui\u00a0», dit-elle"),
        ("''Le Phare'' et ``Le Port''", "«\u00a0Le Phare\u00a0» et «\u00a0Le Port\u00a0»"),
        ("‘Le Phare’ et ‘L’Île’", "«\u00a0Le Phare\u00a0» et «\u00a0L’Île\u00a0»"),
        ("„Le Phare“ et ‹Le Port›", "«\u00a0Le Phare\u00a0» et «\u00a0Le Port\u00a0»"),
        ("»Le Phare« et »Le Port«", "«\u00a0Le Phare\u00a0» et «\u00a0Le Port\u00a0»"),
        ("« Le ‹Phare› brûle »", "«\u00a0Le “Phare” brûle\u00a0»"),
        ('"Un.\nDeux", dit-elle', "«\u00a0Un.\nDeux\u00a0», dit-elle"),
        # Guillemets inside a quotation stay.
        (
            '"Nous partons. On dit « adieu » et "au revoir".\nLa mer monte."',
            "«\u00a0Nous partons. On dit «\u00a0adieu\u00a0» et “au revoir”.\nLa mer monte.\u00a0»",
        ),
        ('Elle dit : "Un "mot".\nDeux."', "Elle dit\u00a0: «\u00a0Un “mot”.\nDeux.\u00a0»"),
        ('"Un.\n"Deux.\n"Trois."', "«\u00a0Un.\n«\u00a0Deux.\n«\u00a0Trois.\u00a0»"),
    ],
)
def test_quotations_stand_in_guillemets(before: str, after: str) -> None:
    assert typeset(before) == after
    assert unpaired(before) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('Il a dit\u00a0: "c’est fini.\nPuis il est parti.', [11]),
        ('un "mot\nun mot" seul', [3, 14]),
        # A paragraph between them begins with a quotation of its own.
        ('"Un.\nIl pleut.\n"La mer", dit-il.\nDeux."', [0, 40]),
        ('un mot.\n" Une ligne dont la fin est perdue."', [8, 43]),
        ('un "mot" et "un', [14]),
    ],
)
def test_a_quote_without_a_partner_is_labelled_and_not_guessed(
    text: str, places: list[int]
) -> None:
    assert unpaired(text) == places


@given(st.text(st.sampled_from('ab1 \n.,;(’-*=\u00a0"""«»“”<>'), max_size=40))
def test_plain_pairs_are_pairs_wherever_they_stand(text: str) -> None:
    def parts(passed: list[Span]) -> dict[int, tuple[str, bool]]:
        return {found.mark.start: found[1:] for found in quotes.find(text, (), passed)}

    plain = quotes.plain(text)
    every, others = parts([]), parts(plain)
    for start, end in plain:
        assert (every.pop(start)[0], every.pop(end - 1)[0]) == ("opens", "closes")
    assert every == others


def test_a_plain_pair_inside_a_quotation_is_an_inner_one() -> None:
    text = 'Il dit « le "mot" juste » et "un autre".'
    assert typeset(text, profile="plain") == "Il dit « le “mot” juste » et « un autre »."


def test_inches_are_no_quotes() -> None:
    assert unpaired('un écran de 27"') == []


def test_marks_in_code_do_not_count() -> None:
    assert typeset('le mot `"` et "ici"') == 'le mot `"` et «\u00a0ici\u00a0»'


@pytest.mark.parametrize(
    ("profile", "after"),
    [
        ("imprimerie", "«\u00a0Oui\u202f!\u00a0»\u00a0: 5\u00a0%…"),
        ("canada", "«\u00a0Oui!\u00a0»\u00a0: 5\u00a0%…"),
        ("suisse", "«\u202fOui\u202f!\u202f»\u202f: 5\u202f%…"),
        ("plain", "« Oui ! » : 5 %…"),
    ],
)
def test_each_profile_sets_its_own_signs(profile: str, after: str) -> None:
    assert typeset('"Oui !" : 5%...', profile=profile) == after


@given(DAMAGED)
def test_the_plain_profile_differs_in_spaces_alone(text: str) -> None:
    def folded(text: str) -> str:
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    assert folded(typeset(text, profile="plain")) == folded(typeset(text))


def test_the_ellipsis_may_be_three_points() -> None:
    assert typeset("Oui… non...", ellipsis="...") == "Oui... non..."


def test_hours_are_opened_when_asked_for() -> None:
    assert typeset("à 20h30", on=("typography.hours",)) == "à 20\u00a0h\u00a030"


def test_an_unknown_profile_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="imprimerie, canada, suisse, plain"):
        typeset("mot", profile="imprimeri")


@example("»mot «autre")
@given(st.text() | DAMAGED)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


@given(st.text() | DAMAGED)
def test_it_can_be_undone(text: str) -> None:
    assert STAGE(Document(text)).original == text


@given(st.text("abcdefghijklmnopqrstuvwxyz .,;:!?\"'«»()\n"))
def test_letters_stay_but_for_ligatures(text: str) -> None:
    def solid(text: str) -> str:
        text = text.replace("œ", "oe").replace("æ", "ae")
        return "".join(sign for sign in text if sign.isalpha())

    assert solid(typeset(text)) == solid(text)


@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_marks_with_spaces_on_all_sides_are_not_turned(space: str) -> None:
    text = f"Il a dit oui{space}» puis il part. «{space}Non, dit-elle."
    assert STAGE(Document(text)).text.replace("\u00a0", " ") == text.replace("\u00a0", " ")
