"""Formats on the command line, in and out, by files and by pipes."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from test_cli import call

RECORDS = "".join(
    json.dumps(record) + "\n"
    for record in [
        {"id": "a", "titre": "le maire de lyon", "texte": "il habite à paris.depuis, rien ."},
        {"id": "b", "titre": "à lire", "texte": "elle est née à lille ."},
    ]
)
TEXTS = ["Il habite à Paris. Depuis, rien.", "Elle est née à Lille."]


def test_a_pipe_of_records_becomes_csv() -> None:
    result = call("clean", "-", "--from", "jsonl", "--format", "csv", stdin=RECORDS)
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert [row["text"] for row in rows] == TEXTS
    assert [row["titre"] for row in rows] == ["le maire de lyon", "à lire"]
    assert result.exit_code == 0


def test_a_pipe_of_records_becomes_parquet() -> None:
    result = call("clean", "-", "--from", "jsonl", "--format", "parquet", stdin=RECORDS)
    table = pq.read_table(io.BytesIO(result.stdout_bytes))
    assert table.column("text").to_pylist() == TEXTS


def test_text_with_a_separator_reads_back() -> None:
    parted = call(
        "clean", "-", "--from", "jsonl", "--format", "txt", "--separator", "+++", stdin=RECORDS
    )
    assert parted.stdout == f"{TEXTS[0]}\n+++\n{TEXTS[1]}\n"
    again = call("clean", "-", "--split", r"^\+\+\+$", "--format", "jsonl", stdin=parted.stdout)
    found = [json.loads(line)["text"].rstrip("\n") for line in again.stdout.splitlines()]
    assert found == TEXTS


def test_a_text_that_holds_the_separator_fails_in_a_pipe() -> None:
    record = json.dumps({"text": "Il est là.\n+++\nElle dort."})
    result = call(
        "clean", "-", "--from", "jsonl", "--format", "txt", "--separator", "+++", stdin=record
    )
    assert (result.exit_code, result.stdout) == (3, "")
    assert "another --separator" in result.stderr


def test_fields_are_guessed_and_said_and_cleaned_together(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(RECORDS, encoding="utf-8")
    result = call(
        "clean", tmp_path, "-o", tmp_path / "out", "--clean-fields", "titre,texte",
        "--format", "csv", "--compress", "zst",
    )  # fmt: skip
    assert "fields: text=texte, id=id" in result.stderr
    assert (tmp_path / "out" / "clean" / "a.jsonl.csv.zst").exists()
    call("clean", tmp_path / "out" / "clean", "-o", tmp_path / "again")
    assert (tmp_path / "again" / "clean" / "a.jsonl.csv.jsonl.zst").exists()


def test_members_of_an_archive_in_a_pipe() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.jsonl", RECORDS)
        archive.writestr("../b.txt", "out")
    result = call("clean", "-", "--from", "zip", "--format", "jsonl", stdin=sink.getvalue())
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == TEXTS


def test_a_small_bomb_limit_is_an_option(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * 130_000_000)
    result = call("clean", tmp_path / "a.zip", "-o", tmp_path / "out", "--max-document", 200)
    assert result.exit_code == 3
    failed = (tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8")
    assert "--max-expansion" in failed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--separator", "-----"], "goes with --format txt"),
        (["--text-field", "a", "--html-field", "b"], "both say where the text is"),
        (["--changes", "--clean-fields", "a,b"], "does not go with --clean-fields"),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], message: str) -> None:
    result = call("clean", "-", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
