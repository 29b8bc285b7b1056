import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.languages.pack import load
from cleantext.stages.boilerplate.switchers import switchers_of

SWITCHERS = switchers_of(load("fr"))

WHOLE = [
    "한어Русский языкEnglishFrançaisIndonesianSanskrit日本語DeutschPortuguêsΕλληνικά",
    "españolItalianoSuomalainenLatina",
    "English | Français | Español",
    "EspañolEnglish",
    "Nederlands / Deutsch / Français",
    "Allemand Anglais Français Italien",
    "Select language: English Français Deutsch",
    "Choisir la langueFrançaisEnglishEspañol",
    "English (British) Português (do Brasil) 中文 (Chinese)",
    "Русский язык Українська Polski",
    "Francais Espanol Portugues",
    "35 languages Deutsch English Español Edit links",
    "ENAnglaisDEAllemandESEspagnol",
    "Langues • اللغات",
    "Deutsch Español Italiano Oubykh Polski Magyar Suomi",
    "FR EN NL",
    "FRENNL",
    "fr | en",
    "Cerrar Español English Português",
    "Home Deutsch English Kontakt",
    "Langue : FR | EN",
    "Também disponível em: English | Español",
    "Menu English Español Search",
    "EnglishFrançaisS'abonnerSe connecter",
    "Verzeichnis Deutsch English Italiano Polski Magyar Suomi Svenska",
    "DeutschEnglishItalianoPolskiMagyarSuomiSvenskaKundenkonto eröffnen",
    "De Fr It",
]
NONE = [
    "Le site existe en anglais, français, espagnol, portugais et italien.",
    "Anglais, français et allemand sont enseignés au collège.",
    "Français, anglais, allemand, espagnol et italien.",
    "La Deutsche Bank et l'English National Ballet",
    "Les Français et les Allemands se retrouvent à Berlin.",
    "Dutch, German, Swedish and Swiss tourists were stranded in the port.",
    "Un nouveau dictionnaire English/Japanese",
    "The film is dubbed in Farsi, French, Spanish, Italian and Polish",
    "Le manuel existe en version English",
    "Huit",
    "de la",
    "en",
    "Recherche English teacher",
    "Home cinéma en version English",
    "Euro",
    "Latin",
    "",
]
SENTENCES = [
    "Le gouvernement présentera son budget mardi.",
    "Thaïlande : trois morts dans un naufrage",
    "« C'est une honte », a dit le maire.",
    "Quatre blessés dans un accident",
]
HEADS = ["EnglishFrançaisDeutschEspañol", "Deutsch English Italiano Polski", "日本語한국어English"]


@pytest.mark.parametrize("line", WHOLE)
def test_a_switcher_goes(line: str) -> None:
    for form in (line, line.lower(), f"  {line} "):
        assert SWITCHERS.keep(form) == (0, 0)


@pytest.mark.parametrize("line", NONE)
def test_a_sentence_stays(line: str) -> None:
    for form in (line, line.lower()):
        assert SWITCHERS.keep(form) == (0, len(form))


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("switcher", HEADS)
@pytest.mark.parametrize("gap", ["", " ", " | "])
def test_a_switcher_at_an_end_goes_alone(sentence: str, switcher: str, gap: str) -> None:
    for line in (switcher + gap + sentence, sentence + gap + switcher):
        start, end = SWITCHERS.keep(line)
        assert line[start:end] == sentence


def test_a_capitalised_word_is_no_pair_of_codes() -> None:
    assert SWITCHERS.keep("Ende") == (0, 4)


@given(st.text(), st.text())
def test_what_is_kept_lies_in_the_line(head: str, tail: str) -> None:
    line = f"{head}EnglishDeutsch{tail}"
    start, end = SWITCHERS.keep(line)
    assert 0 <= start <= end <= len(line)


@pytest.mark.parametrize("piece", ["english", "en", "Deutsch ", "(", "日本", "a", " | "])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    SWITCHERS.keep(piece * 50_000)
