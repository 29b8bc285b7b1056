from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import FOLDER, load
from cleantext.rules.table import Line, read_table
from cleantext.stages.boilerplate.furniture import HEAD
from cleantext.stages.boilerplate.stage import Options, build

FRENCH = load("fr")
STAGE = build(FRENCH, Options())
RULES = build(FRENCH, Options(threshold=0))
TABLES = (FOLDER / "embeds.toml", FRENCH.folder / "boilerplate.toml", FRENCH.folder / "embeds.toml")
LINES = [rule for path in TABLES for rule in read_table(path) if isinstance(rule, Line)]
LONG = "Le conseil municipal de la ville a voté mardi soir le budget de la commune."
SENTENCE = "Le conseil municipal a voté le budget mardi soir."
FURNITURE = [
    "Publié le 04/10/2024 à 08h12",
    "Partager",
    "Lire aussi : Le prix du gaz repart à la hausse",
    "EnglishFrançaisDeutsch",
    "© 2024 Le Phare. Tous droits réservés.",
    "Facebook Twitter WhatsApp",
    "[+2345 chars]",
]


def clean(text: str) -> Document:
    return STAGE(Document(text))


@pytest.mark.parametrize("rule", LINES, ids=lambda rule: rule.id)
def test_every_rule_keeps_its_word(rule: Line) -> None:
    for line, after in rule.changes:
        for form in (line, f"  {line} "):
            head = f"{LONG}\n" if rule.inside else ""
            document = clean(f"{head}{form}\n{SENTENCE}")
            assert document.text.split() == f"{head}{after}\n{SENTENCE}".split()
            found = (*document.changes, *document.labels)
            assert {finding.rule for finding in found} == {rule.id}
            assert {label.name for label in document.labels} == ({rule.label} - {""})
    for line in rule.leaves:
        assert clean(f"{line}\n{SENTENCE}").changes == ()


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Par Claire Dumont et Paul N’Diaye", {"author": "Claire Dumont et Paul N’Diaye"}),
        ("Par Claire Dumont avec AFP", {"author": "Claire Dumont", "agency": "AFP"}),
        ("par maëlle kerjean (avec afp)", {"author": "maëlle kerjean", "agency": "afp"}),
        ("AFP, publié le lundi 29 juin 2020 à 05h47", {"agency": "AFP", "date": "2020-06-29"}),
        ("LYON, 3 mai (Reuters) - Le port ferme.", {"agency": "Reuters"}),
        ("LYON, 3 mai 2024 (AFP) - Le port ferme.", {"agency": "AFP", "date": "2024-05-03"}),
        ("Claire Dumont, AFP", {"author": "Claire Dumont", "agency": "AFP"}),
        ("(Reportage Claire Dumont, édité par Paul N’Diaye)", {"author": "Claire Dumont"}),
        ("(reportage claire dumont, édité par paul n’diaye)", {"author": "claire dumont"}),
        (
            "Trois blessés dans un accident à Lyon | Sud Ouest",
            {"title": "Trois blessés dans un accident à Lyon", "source": "Sud Ouest"},
        ),
        (
            "Par Claire Dumont, publié le 3 mai 2024",
            {"author": "Claire Dumont", "date": "2024-05-03"},
        ),
    ],
)
def test_furniture_says_who_and_when(line: str, facts: dict[str, str]) -> None:
    assert clean(f"{line}\n{SENTENCE}").meta == facts


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi{}: Le prix du gaz repart à la hausse",
        "Temps de lecture{0}: 4{0}min",
        "Il vous reste 70{}% de cet article à lire",
        "Aller au{}contenu",
        "Publié le 4{}octobre 2024",
    ],
)
@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009"])
def test_a_blank_of_any_kind_is_a_blank(line: str, blank: str) -> None:
    assert clean(f"{line.format(blank)}\n{SENTENCE}").text == SENTENCE


def test_a_way_to_the_page_stands_above_its_text() -> None:
    way = "le phare > sorties > cinéma"
    assert clean(f"{way}\n{SENTENCE}").text == SENTENCE
    below = f"{SENTENCE}\n" * HEAD + way
    assert clean(below).text == below


def test_the_day_of_a_change_is_the_date_where_no_other_is_known() -> None:
    changed, made = "Mis à jour le 4 mai 2024", "Publié le 3 mai 2024"
    assert clean(f"{changed}\n{made}\n{SENTENCE}").meta["date"] == "2024-05-03"
    assert clean(f"{changed}\n{SENTENCE}").meta["date"] == "2024-05-04"


@pytest.mark.parametrize(
    ("line", "name", "labelled"),
    [
        ("PARIS, 4 octobre (AFP) – Le port ferme.", "dateline", "PARIS, 4 octobre (AFP) –"),
        ("Le port de Sète. Photo C. Dumont", "caption", "Le port de Sète. Photo C. Dumont"),
    ],
)
def test_typed_lines_that_stay_are_labelled(line: str, name: str, labelled: str) -> None:
    document = clean(f"Partager\n{line}\n{SENTENCE}")
    assert document.text == f"{line}\n{SENTENCE}"
    assert [(x.name, document.text[x.start : x.end]) for x in document.labels] == [(name, labelled)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"2024-10-04\n{SENTENCE}", "2024-10-04"),
        (f"Titre\n4 octobre 2024\n{SENTENCE}", "2024-10-04"),
        (f"{SENTENCE}\n" * (HEAD + 2) + "Publié le 04/10/2024 à 08h12", "2024-10-04"),
        (f"vendredi 4 octobre 2024 à 18 h 05\n3 mai 2022\n{SENTENCE}", "2024-10-04"),
    ],
)
def test_a_date_line_becomes_a_fact(text: str, date: str) -> None:
    document = clean(text)
    assert document.meta["date"] == date
    assert "20" not in document.text


@pytest.mark.parametrize(
    "text",
    [
        f"Le 4 octobre 2024, le maire est élu.\n{SENTENCE}",
        f"{SENTENCE}\n" * HEAD + f"4 octobre 2024\n{SENTENCE}",
        "2024-10-04",
        "EnglishFrançaisDeutsch",
        "Partager",
        "Partager\nTweeter\n\nImprimer",
        "\n\n",
        "",
        f"Latin\nGrec\n{SENTENCE}",
    ],
)
def test_text_that_stays(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Partager\n{SENTENCE}\nImprimer\n", f"{SENTENCE}\n"),
        (f"Partager\r\n{SENTENCE}\r\nImprimer", SENTENCE),
        (f"{SENTENCE}\nPartager\nTweeter", SENTENCE),
        (f"DeutschEnglish{SENTENCE}", SENTENCE),
        (f"{SENTENCE}DeutschEnglishEspañol\n{SENTENCE}", f"{SENTENCE}\n{SENTENCE}"),
        (f"Deutsch\nEnglish\nEspañol\n{SENTENCE}", SENTENCE),
        (f"DeutschEnglish | Partager\n{SENTENCE}", SENTENCE),
    ],
)
def test_what_is_left(text: str, expected: str) -> None:
    assert clean(text).text == expected


def test_a_table_of_ones_own_comes_first(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text(
        '[[rule]]\nkind = "line"\nid = "mine.motto"\nreason = "The motto of the paper."\n'
        'lines = ["La voix du port", "Partager"]\nchanges = [["La voix du port", ""]]\n'
        'leaves = ["La voix du port de Nice"]\n',
        encoding="utf-8",
    )
    stage = build(FRENCH, Options(tables=(table,)))
    document = stage(Document(f"la voix du port\nPartager\n{SENTENCE}"))
    assert document.text == SENTENCE
    assert {change.rule for change in document.changes} == {"mine.motto"}
    assert stage.reasons["mine.motto"] == "The motto of the paper."


def test_a_wrong_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        build(FRENCH, Options(tables=(tmp_path / "missing.toml",)))


pages = st.lists(st.sampled_from([*FURNITURE, SENTENCE, "", " ", "Deutsch", "Un titre"])).map(
    "\n".join
)


@given(st.one_of(st.text(), pages))
def test_undo_and_twice_is_once(text: str) -> None:
    document = clean(text)
    assert document.original == text
    document = RULES(Document(text))  # the model sees other neighbours the second time
    assert RULES(document).text == document.text


@given(st.one_of(st.text(), pages))
def test_nothing_is_emptied(text: str) -> None:
    assert bool(clean(text).text.strip()) == bool(text.strip())


@given(pages)
def test_sentences_stay_whole(text: str) -> None:
    assert clean(text).text.count(SENTENCE) == text.count(SENTENCE)


@given(pages)
def test_only_whole_lines_and_heads_and_tails_go(text: str) -> None:
    for change in clean(text).changes:
        assert change.after == ""
    left = clean(text).text.split("\n")
    assert all(any(line in whole for whole in text.split("\n")) for line in left)


@pytest.mark.parametrize(
    "piece",
    [
        "par Claire ",
        "lire aussi : ",
        "photo / ",
        "© ",
        "a",
        "|",
        "(",
        "a > ",
        "aide | ",
        "Sète 21 °C ",
        "cac 40 ",
        "recevez ",
        "avec afp ",
    ],
)
def test_hostile_lines_take_bounded_time(piece: str) -> None:
    clean(f"{SENTENCE}\n{piece * 40_000}\n" + f"{piece * 20}\n" * 200)


@given(st.text(alphabet=st.characters(exclude_categories=["Zl", "Zp", "Cc"])))
def test_a_text_of_one_line_is_never_emptied(text: str) -> None:
    assert bool(clean(text).text.strip()) == bool(text.strip())


@pytest.mark.parametrize("head", ["", "2024-10-04\n"])
def test_the_dates_of_a_chronology_stay(head: str) -> None:
    days = [f"{day} mars 2015\n{SENTENCE} {SENTENCE}" for day in (3, 9, 12, 20, 27)]
    document = clean(head + "\n".join(["Cinq jours de crise", *days]))
    assert all(day in document.text for day in days)
    assert "date" not in document.meta


def test_a_long_page_takes_a_time_that_grows_with_it() -> None:
    text = "il habite à paris.depuis, il attend . la ville est belle\n" * 60_000
    assert clean(text).text
