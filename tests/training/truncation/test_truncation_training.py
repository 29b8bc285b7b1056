"""How the model of cut lines is trained, on a few sentences."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleantext.cli import main
from cleantext.errors import DataError
from cleantext.languages.pack import load
from cleantext.stages.truncation.line_ends import LineEnds
from cleantext.training.truncation.examples import LineKind, make_examples
from cleantext.training.truncation.train import train

FRENCH = load("fr")
PLACES = ["Kervaleg", "Brélidy", "Vanosc", "Plouzanec"]
PARAGRAPHS = [
    f"Le conseil de {place} a voté {day} soir la hausse de la digue. La maire a dit « oui » et"
    f" les travaux de {place} commenceront au printemps. - Deux ans de travaux - Le port de"
    f" {place} restera ouvert, mais le quai sera fermé."
    for place in PLACES
    for day in "lundi mardi mercredi jeudi vendredi samedi".split()
]
TITLES = [f"{place} : la digue relevée, le port fermé" for place in PLACES] * 9


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.txt"
    random.Random(1).shuffle(PARAGRAPHS)
    path.write_text("\n".join([*PARAGRAPHS, "Un titre sans point"]), encoding="utf-8")
    return path


@pytest.fixture
def titles(tmp_path: Path) -> Path:
    path = tmp_path / "titles.jsonl"
    path.write_text("\n".join(json.dumps({"title": title}) for title in TITLES), encoding="utf-8")
    return path


def test_it_learns(texts: Path, titles: Path) -> None:
    model = train([texts], titles, FRENCH, passes=4, tell=lambda _: None)
    cut = model.judge("Le conseil de Kervaleg a voté mardi soir la hausse de la")
    assert cut.cut > model.judge("Kervaleg : la digue relevée, le port fermé").cut
    assert cut.cut > model.judge("Le port de Kervaleg restera ouvert, mais le quai sera fermé").cut


def test_the_same_texts_give_the_same_file(texts: Path, titles: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        call = ["train", "truncation", texts, "--titles", titles, "--passes", 1]
        result = CliRunner().invoke(main, [*map(str, call), "-o", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    LineEnds.read(tmp_path / "one", FRENCH.words, FRENCH.names)


def test_examples_are_of_all_kinds_and_none_has_its_final_mark(texts: Path, titles: Path) -> None:
    found = make_examples([texts], titles)
    assert {one.kind for one in found} == set(LineKind)
    assert not any(one.text.rstrip().endswith((".", "!", "?", "…")) for one in found)
    headings = {one.text for one in found if one.kind is LineKind.HEADING}
    assert "Deux ans de travaux" in headings
    assert TITLES[0] in headings
    cut = {one.text for one in found if one.kind is LineKind.CUT}
    assert not any("Un titre sans point" in text for text in cut)


@pytest.mark.parametrize(
    ("text", "title", "message"),
    [
        ("", '{"title": "Kervaleg"}', "too little to learn from"),
        (PARAGRAPHS[0].replace("- Deux ans de travaux - ", ""), "", "too little to learn from"),
        (PARAGRAPHS[0], "Kervaleg", "titles.jsonl: line 1"),
        (PARAGRAPHS[0], '{"titre": "Kervaleg"}', r"titles.jsonl: line 1: .*`title`"),
    ],
)
def test_bad_corpora_get_a_clear_error(tmp_path: Path, text: str, title: str, message: str) -> None:
    (tmp_path / "texts.txt").write_text(text, encoding="utf-8")
    (tmp_path / "titles.jsonl").write_text(title, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        train([tmp_path / "texts.txt"], tmp_path / "titles.jsonl", FRENCH, tell=lambda _: None)
