"""The scripts of the bench run, and a dressed dump is the same every time."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cleantext.config import read

BENCH = Path(__file__).parent.parent / "bench"
ARTICLES = [
    {"id": str(number), "title": "Un titre", "heading": "Un chapeau.", "article": "Le Texte.\nFin."}
    for number in range(20)
]


def script(name: str, *arguments: object) -> str:
    command = [sys.executable, str(BENCH / name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(map(json.dumps, ARTICLES)) + "\n", encoding="utf-8")
    script("dress.py", articles, tmp_path / "dump", "--files", 3)
    return tmp_path / "dump"


def records(dump: Path) -> list[dict[str, str]]:
    files = sorted(dump.iterdir())
    assert len(files) == 3
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_a_dressed_article_is_lowercase_and_whole(dump: Path) -> None:
    dressed = records(dump)
    assert sorted(int(record["id"]) for record in dressed) == list(range(20))
    for record in dressed:
        assert record["text"] == record["text"].lower()
        assert "un titre\nun chapeau.\nle texte.\nfin." in record["text"]
    assert len({record["text"] for record in dressed}) > 10


def test_dressing_again_gives_the_same_bytes(dump: Path, tmp_path: Path) -> None:
    script("dress.py", tmp_path / "articles.jsonl", tmp_path / "again", "--files", 3)
    for file in dump.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


def test_speed_names_every_stage(dump: Path) -> None:
    table = script("speed.py", "--corpus", dump, "--megabytes", 0.001, "--rounds", 1)
    for step in (
        "ftfy.fix_text",
        *read({}).stages,
        "whole",
        "whole, in a row",
        "truecase, in a row",
    ):
        assert f"| {step} " in table


def test_where_the_time_goes_adds_up(dump: Path) -> None:
    table = script("where.py", "--corpus", dump, "--megabytes", 0.1, "--rounds", 2)
    cells = [float(cell) for cell in table.splitlines()[-1].split("|")[2:-1]]
    assert table.splitlines()[-1].startswith("| all ")
    assert abs(sum(cells[:-1]) - cells[-1]) <= len(cells)


def test_rows_tell_each_kind_of_text_and_way(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    records = ({**each, "article": "Le Texte. " * 500} for each in ARTICLES * 5)
    articles.write_text("\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    table = script("rows.py", articles, "--kilobytes", 1, "--rounds", 1)
    for kind in ("lowercased, dressed", "as published"):
        assert table.count(f"| {kind} ") == 2


def test_formats_are_all_measured(dump: Path) -> None:
    table = script("formats.py", "--corpus", dump, "--megabytes", 0.001, "--rounds", 1)
    for name in (".txt", ".jsonl.zst", ".csv", ".parquet", ".tar", ".zip", ".warc"):
        assert f"| {name} " in table


def test_explaining_is_measured_in_each_form(dump: Path) -> None:
    table = script("explain.py", dump, "--megabytes", 0.001, "--rounds", 1)
    for name in ("cleaning", "explain, lines", "explain, terminal", "explain, JSON", "diff"):
        assert f"| {name} | " in table


def test_the_number_of_workers_does_not_matter(dump: Path) -> None:
    assert "the same bytes, and the counts balance" in script("roundtrip.py", dump)


def test_edits_are_counted_pinned_and_shown(tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text("L'été , c'est fini.", encoding="utf-8")
    pinned = tomllib.loads(script("edits.py", text, "--pin"))
    assert pinned["news"]["spacing.apostrophe"] > pinned["news"]["spacing.before-comma"] > 0
    assert "L'été , c'est" in script("edits.py", text, "--show", "spacing.before-comma")


def test_a_rule_that_makes_far_more_edits_fails_the_check(tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text("un mot , un mot", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        script("edits.py", text, "--check")
    assert "spacing.before-comma makes" in failed.value.stderr


HEALTHY = """Le Coq chante chaque matin à Brélidy.
La mairie a repeint la salle des fêtes, et les élus s'en félicitent dans le bulletin.
Crédit photo : Anne Kermarec
Le coeur de la ville bat de nouveau."""


def test_words_that_are_lost_are_counted_and_shown_by_rule(tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text(HEALTHY, encoding="utf-8")
    shown = script("harm.py", text, "--check")
    assert "boilerplate.credit\t4 lost, 0 changed" in shown
    assert "dans le bulletin.⏎|Crédit photo : Anne Kermarec" in shown
    assert "0 lost, 0 changed, 4 of named furniture lost" in shown
    assert "typography.ligature" not in shown


def test_a_text_that_loses_too_many_words_fails_the_check(tmp_path: Path) -> None:
    text = tmp_path / "news.txt"
    text.write_text(f"{HEALTHY}\nIl a rencontré mardi soir les élus de la", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        script("harm.py", text, "--check")
    assert "truncation.ending\t9 lost" in failed.value.stdout
    assert "more is harmed" in failed.value.stderr


def test_duplicates_are_found_on_a_set_that_is_made() -> None:
    table = script("duplicates.py", "--documents", 60)
    assert "| cleantext | 1.0000 | 1.0000 |" in table
