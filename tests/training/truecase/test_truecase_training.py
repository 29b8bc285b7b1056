"""How a truecaser is trained, on a few sentences."""

import lzma
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from truecasing import predicted

from cleantext.cli import main
from cleantext.errors import DataError
from cleantext.languages.pack import load
from cleantext.stages.truecase.features import (
    LEXICON_BITS,
    NAME_BITS,
    unpack_ranks,
    unpack_vote,
)
from cleantext.stages.truecase.model import TruecaserModel
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, MIXED, UPPER
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.training.truecase.cased_text import classify_form, read_ranks
from cleantext.training.truecase.sources import find_sources
from cleantext.training.truecase.train import train
from cleantext.training.truecase.word_lists import read_word_lists

MORPHOLOGY = load("fr").settings.truecase

SENTENCES = """\
La ministre Claire Dubreuil a rencontré le maire de Vanosc à Lyon.
Selon la SNCF, le train pour Vanosc est parti de Lyon avec du retard.
Le maire a parlé de la grève avec Claire Dubreuil et la SNCF.
À Lyon, la ministre a promis que le train de Vanosc sera gardé.
Une usine McTavish ouvre à Vanosc, dit le maire, et une usine McTavish à Lyon.
"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    (tmp_path / "names").mkdir()
    (tmp_path / "train" / "news.txt").write_text(SENTENCES * 60, encoding="utf-8")
    (tmp_path / "names" / "places.txt").write_text("Vanosc\nSaint-Cyr\n", encoding="utf-8")
    return tmp_path


def no_starts(line: str) -> list[int]:
    assert line == line.lower()
    return [0]


def lexicon(folder: Path, text: str) -> Path:
    path = folder / "lexicons" / "xx.txt.xz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text.encode()))
    return path


def test_the_same_corpora_give_the_same_file(corpora: Path) -> None:
    lexicon(corpora, "train\ngare\nVanosc\n")
    (corpora / "ranks.txt").write_text("le\nLe\nVanosc\n", encoding="utf-8")
    for name in ("one", "two"):
        train(corpora, "fr", no_starts, MORPHOLOGY, passes=3, tell=lambda _: None).write(
            corpora / name
        )
    assert (corpora / "one").read_bytes() == (corpora / "two").read_bytes()


def names(folder: Path, name: str, text: str) -> Path:
    path = folder / "names_more" / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_of_words_tell_where_a_word_is_from(corpora: Path) -> None:
    lists = read_word_lists(
        {"places": [corpora / "names" / "places.txt"]},
        [lexicon(corpora, "gare\nVanosc\n")],
        (),
    )
    told = {word: bits & (1 << LEXICON_BITS + NAME_BITS) - 1 for word, bits in lists.bits.items()}
    assert told["gare"] == 1
    assert told["vanosc"] == 2 | 1 << LEXICON_BITS
    assert told["saint"] == told["cyr"] == 2 << LEXICON_BITS


def test_lists_vote_on_the_form_of_a_word(corpora: Path) -> None:
    one = names(corpora, "one", "NASA\nOVHcloud\nDeLorme\n")
    two = names(corpora, "two", "NASA\nOVHcloud\n")
    three = names(corpora, "three", "Nasa\n")
    lists = read_word_lists({"firms": [one, two, three]}, [], ["firms"])
    votes = {
        word: unpack_vote(bits >> LEXICON_BITS + NAME_BITS) for word, bits in lists.bits.items()
    }
    assert votes == {"nasa": (UPPER, 2), "ovhcloud": (MIXED, 2), "delorme": (MIXED, 1)}
    assert lists.spellings == ["DeLorme", "OVHcloud"]
    glued = read_word_lists({"people": [one]}, [], ["firms"])
    assert glued.spellings == []


def test_lists_are_merged_by_kind_and_texts_weighed(corpora: Path) -> None:
    names(corpora, "artists_tate", "Anne Vanosc\n")
    names(corpora, "us_congress", "Luc Vanosc\n")
    names(corpora, "countries_fr_mledoze", "Vanoscie\n")
    names(corpora, "wordlist_tesseract_fra", "gare\n")
    (corpora / "train" / "wivico.txt").write_text(SENTENCES, encoding="utf-8")
    sources = find_sources(corpora)
    assert {kind: len(paths) for kind, paths in sources.names.items()} == {"people": 2, "places": 1}
    assert [path.name for path in sources.lexicons] == ["wordlist_tesseract_fra.txt"]
    assert {path.name: weight for path, weight in sources.texts.items()} == {
        "news.txt": 1.0,
        "wivico.txt": 0.7,
    }


def test_ranks_tell_how_common_each_form_of_a_word_is(corpora: Path) -> None:
    path = corpora / "ranks.txt.xz"
    path.write_bytes(lzma.compress("le\nLe\nl'été\n2024\nOpenAI\nRN\nrn\nRn\n".encode()))
    ranks = {word: unpack_ranks(packed) for word, packed in read_ranks(path).items()}
    assert ranks.keys() == {"le", "openai", "rn"}
    low, capital, upper, other = ranks["le"]
    assert low > capital > upper == other == 0
    assert ranks["openai"] == (0, 0, 0, 1)
    low, capital, upper, other = ranks["rn"]
    assert min(low, capital, upper) > 0


def test_two_lists_of_ranks(corpora: Path) -> None:
    for name in ("ranks.txt", "ranks.txt.xz"):
        (corpora / name).write_bytes(b"")
    with pytest.raises(DataError, match="keep one of them"):
        train(corpora, "fr", no_starts, MORPHOLOGY)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour\nVanosc\nLyon\n" * 100,
        "Le train est parti avec du retard et il pleut sur la gare depuis mardi.\n" * 150,
    ],
)
def test_text_without_a_name_inside_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "news.txt").write_text(text, encoding="utf-8")
    model = train(tmp_path, "fr", no_starts, MORPHOLOGY, passes=5, tell=lambda _: None)
    assert predicted(Truecaser(model, MORPHOLOGY), "le train est parti") == "le train est parti"


def test_too_many_lists(corpora: Path) -> None:
    for number in range(20):
        (corpora / "names" / f"{number}.txt").write_text("Vanosc\n", encoding="utf-8")
    with pytest.raises(DataError, match="no room for all these lists"):
        train(corpora, "fr", no_starts, MORPHOLOGY)


def test_it_learns(corpora: Path) -> None:
    model = train(corpora, "fr", no_starts, MORPHOLOGY, passes=100, tell=lambda _: None)
    text = "le maire a parlé de la grève avec claire dubreuil et le maire de vanosc"
    assert predicted(Truecaser(model, MORPHOLOGY), text) == (
        "le maire a parlé de la grève avec Claire Dubreuil et le maire de Vanosc"
    )


def test_a_model_comes_back_as_it_was_saved(corpora: Path) -> None:
    model = train(corpora, "fr", no_starts, MORPHOLOGY, passes=1, tell=lambda _: None)
    model.write(corpora / "model")
    again = TruecaserModel.read(corpora / "model")
    again.write(corpora / "again")
    assert (corpora / "model").read_bytes() == (corpora / "again").read_bytes()
    assert again.words == model.words
    assert np.array_equal(again.table, model.table)


def test_no_corpora(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="to learn from"):
        train(tmp_path, "fr", no_starts, MORPHOLOGY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("maison", LOWER),
        ("Maison", CAPITAL),
        ("A", CAPITAL),
        ("SNCF", UPPER),
        ("G20", CAPITAL),
        ("3D", UPPER),
        ("20h30", LOWER),
        ("iPhone", MIXED),
        ("XXe", MIXED),
    ],
)
def test_the_form_of_a_word(word: str, expected: int) -> None:
    assert classify_form(word, word.lower()) == expected


def test_damaged_text_is_named(corpora: Path) -> None:
    path = corpora / "train" / "more.txt.xz"
    path.write_bytes(lzma.compress(SENTENCES.encode())[:-9])
    with pytest.raises(DataError, match=r"more.txt.xz: cannot be read"):
        train(corpora, "fr", no_starts, MORPHOLOGY, tell=lambda _: None)


def test_the_command_writes_the_model(corpora: Path) -> None:
    call = ["train", "truecase", corpora, "-o", corpora / "truecase.model", "--passes", 1]
    result = CliRunner().invoke(main, list(map(str, call)))
    assert result.exit_code == 0, result.output
    assert TruecaserModel.read(corpora / "truecase.model").language == "fr"
    assert "known words" in result.stderr
