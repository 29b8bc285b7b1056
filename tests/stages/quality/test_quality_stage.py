"""Quality: numbers of a text, thresholds that reject what is no article."""

import json
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner
from folders import records
from hypothesis import given
from strategies import any_text

from cleantext import ConfigError, Document, Pipeline
from cleantext.cli import main
from cleantext.document import QUALITY
from cleantext.languages.pack import load
from cleantext.stages import output
from cleantext.stages.quality.measures import MEASURES, Measurer

ARTICLE = """Le conseil municipal de Brévenne s’est réuni jeudi soir pour le budget de l’année.
Les élus ont retenu trois projets : la réfection du pont, un nouveau marché et l’école.
Le maire a promis que les impôts ne bougeraient pas, malgré la hausse du prix de l’énergie.
« Nous avons fait des choix », a-t-il dit devant une salle pleine.
L’opposition, elle, a voté contre et demande que les habitants soient consultés avant l’été."""
MENU = "\n".join("Accueil Politique Sports Culture Météo Vidéos Jeux Emploi Annonces".split() * 6)
LOOP = ARTICLE + " Il a dit que le budget de la ville de Brévenne serait voté." * 30
PROGRAM = "\n".join(f'window.push({{"id": {number}, "event": "view"}});' for number in range(30))
JUDGE = Pipeline.of(QUALITY)


def beyond(text: str) -> set[str]:
    return {label.value for label in JUDGE(text).labels}


def measured(text: str) -> dict[str, float]:
    numbers: dict[str, float] = Measurer(["le", "de"], ["mot", "fin"], ["plan du site"])(text)
    return numbers


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("words", "L’eau, 12 fois.", 4),
        ("mean-word-length", "le mot", 2.5),
        ("symbols", "#un #deux…", 1.5),
        ("alphabetic-words", "un 12 deux 3", 0.5),
        ("stop-words", "le mot de le", 2),
        ("stop-word-share", "le mot de le", 0.75),
        ("known-words", "Le mot a 12 fin", 0.6667),
        ("known-words", "Œuvre Ÿ Ωμέγα Žižek mot", 1),
        ("bullets", "- a\n- b\nc\nd\ne", 0.4),
        ("bullets", "- a\n- b", 0),
        ("ellipses", "a…\nb...\nc\nd\ne", 0.4),
        ("punctuated-lines", "a.\nb !\nc\nd\ne", 0.4),
        ("punctuated-lines", "Un titre", 1),
        ("short-lines", f"a\nb\nc\nd\n{'e' * 31}", 0.8),
        ("line-breaks", "a b\nc d", 0.25),
        ("site-lines", "Plan du site\na\nb\nc\nd", 0.2),
        ("braces", "{\na\nb\nc\n}", 0.4),
        ("duplicate-lines", f"{'a' * 31}\n{'a' * 31}\nb\nb", 0.5),
        ("duplicate-line-characters", "ab\nab\ncdef", 0.25),
        ("top-2-grams", "a b c a b d", 0.6667),
        ("top-2-grams", "a b c d", 0),
        ("repeated-5-grams", "a b c d e f a b c d e g a b c d e h", 0.2778),
        ("repeated-6-grams", "a b c d e f a b c d e g a b c d e h", 0),
        ("repeated-6-grams", "a b c d e f " * 2, 0),
        ("repeated-6-grams", "a b c d e f\n" * 3, 0),
        ("repeated-6-grams", "a b c d e f g " * 3, 0.3333),
        ("prose", f"{'a' * 60}.\n{'a' * 60}.\nb\nc\n{'d' * 100}", 0.2723),
        ("prose", "Un titre", 1),
    ],
)
def test_each_number_is_what_its_name_says(name: str, text: str, value: float) -> None:
    assert measured(text)[name] == value


@given(any_text())
def test_any_text_has_all_numbers_and_shares_are_shares(text: str) -> None:
    numbers = measured(text)
    assert numbers.keys() == MEASURES.keys()
    shares = numbers.keys() - {"words", "stop-words", "mean-word-length", "symbols", "line-breaks"}
    assert all(0 <= numbers[name] <= 1 for name in shares)
    assert JUDGE(text).text == text


def test_an_article_passes_and_what_is_none_does_not() -> None:
    assert beyond(ARTICLE) == set()
    assert {"short-lines", "punctuated-lines", "line-breaks"} <= beyond(MENU)
    assert {"repeated-5-grams", "repeated-10-grams"} <= beyond(LOOP)
    assert {"braces", "known-words"} <= beyond(PROGRAM)
    assert "words" in beyond("Un vélo a été retrouvé.")


def test_the_numbers_go_to_meta() -> None:
    assert JUDGE(ARTICLE).meta[QUALITY]["words"] == measured(ARTICLE)["words"]  # type: ignore[index]


def test_the_output_decides() -> None:
    document = JUDGE(Document("Un vélo a été retrouvé.", meta={"language": "fr"}))
    assert output.rejection(document, "fr", output.Options()) == "quality: words"
    assert output.rejection(document, "fr", output.Options(quality="keep")) is None


def test_thresholds_of_ones_own_stand_in_for_ours(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text(
        '[[rule]]\nkind = "threshold"\nid = "quality.words"\nmeasure = "words"\nleast = 3\n'
        'reason = "Headlines are our corpus."\nchanges = [["Un", ""]]\nleaves = ["Un vélo là"]\n'
    )
    own = Pipeline.of(QUALITY, options={QUALITY: {"tables": [table]}})
    assert "words" not in {label.value for label in own("Un vélo retrouvé.").labels}
    off = Pipeline.of(QUALITY, options={QUALITY: {"off": ["quality.words"]}})
    assert "words" not in {label.value for label in off("Un.").labels}
    table.write_text(table.read_text().replace('measure = "words"', 'measure = "word"'))
    with pytest.raises(ConfigError, match=r"quality\.words: nothing measures 'word'; there are"):
        Pipeline.of(QUALITY, options={QUALITY: {"tables": [table]}})


def test_a_run_rejects_with_the_reason_and_writes_the_numbers(tmp_path: Path) -> None:
    texts = [ARTICLE, LOOP]
    lines = (json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "c.toml").write_text('stages = ["language", "quality", "output"]\n')
    config = ["-c", str(tmp_path / "c.toml")]
    arguments = ["clean", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), *config]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    (kept,) = records(tmp_path / "out/clean/a.jsonl")
    assert kept["meta"]["quality"]["stop-words"] > 20
    (rejected,) = records(tmp_path / "out/rejected/a.jsonl")
    assert rejected["reason"].startswith("quality: top-")
    assert rejected["text"] == LOOP
    assert CliRunner().invoke(main, ["check", *config]).exit_code == 0


def test_every_measure_has_a_threshold() -> None:
    (stage,) = JUDGE.stages
    assert {f"quality.{name}" for name in MEASURES} <= stage.reasons.keys()
    assert load("fr").stop_words


@pytest.mark.parametrize("unit", ["a ", "a\n", "{", "… ", "- a\n", "a b c d e f ", "é", "1 "])
def test_repeated_signs_take_linear_time(unit: str) -> None:
    begin = process_time()
    measured(unit * (100_000 // len(unit)))
    assert process_time() - begin < 4
