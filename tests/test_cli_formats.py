"""Formats on the command line, in and out, by files and by pipes."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import shell
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


@pytest.mark.parametrize(
    ("text", "separator", "more"),
    [
        ("Il est là.\n+++\nElle dort.", "+++", ()),
        ("Il est là. Fin. Elle dort.", "Fin.", ("--unit", "sentence")),
    ],
)
def test_a_text_that_holds_the_separator_fails_in_a_pipe(
    text: str, separator: str, more: tuple[str, ...]
) -> None:
    record = json.dumps({"text": text})
    options = ("--from", "jsonl", "--format", "txt", "--separator", separator, *more)
    result = call("clean", "-", *options, stdin=record)
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
        (["--changes"], "goes into records, not into txt; take --format jsonl"),
        (["--changes", "--format", "conllu"], "goes into records, not into conllu"),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], message: str) -> None:
    result = call("clean", "-", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_stream_in_a_log_of_json() -> None:
    lines = '{"text": "Un ."}\nno json\n'
    result = call("clean", "-", "--format", "jsonl", "--log-json", stdin=lines)
    failed, finished = (json.loads(line) for line in result.stderr.splitlines())
    assert (failed["event"], failed["position"], finished) == (
        "failed",
        17,
        {"event": "finished", "failed": 1},
    )


@pytest.mark.parametrize(
    ("form", "place"), [("parquet", "row 1"), ("jsonl", "byte 13"), ("feed", "item 2")]
)
def test_the_place_of_a_failure_is_told_in_its_unit(form: str, place: str) -> None:
    sink = io.BytesIO()
    if form == "parquet":
        pq.write_table(pa.table({"text": ["Un.", None]}), sink)
    elif form == "jsonl":
        sink.write(b'{"text":"a"}\n{}')
    else:
        item = "<item><title>{}</title></item>"
        sink.write(f"<rss>{item.format('Un')}{item.format('x' * 2_000_000)}</rss>".encode())
    result = call("clean", "-", "--from", form, "--max-document", 1, stdin=sink.getvalue())
    assert f"cleantext: {place}: " in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--split", "x"), ("--from", "json"), ("--from", "csv"), ("--from", "feed"),
        ("--from", "tar"), ("--from", "zip"), ("--from", "parquet"),
    ],
)  # fmt: skip
def test_a_stream_without_an_end_is_read_no_further_than_to_a_limit(
    options: tuple[str, str], tmp_path: Path
) -> None:
    told = shell(f"$CLEAN clean - --max-document 1 {' '.join(options)} < /dev/zero", tmp_path)
    assert (told.returncode, len(told.stderr.splitlines())) == (3, 1)


def test_a_field_that_no_record_has_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        RECORDS + '{"id": "c", "body": "Il dort .", "chapeau": "x"}\n', encoding="utf-8"
    )
    options = (
        "--clean-fields",
        "titel,chapeau",
        "--source-field",
        "jornal",
        "--date-field",
        "jornal",
    )
    result = call("clean", tmp_path, "-o", tmp_path / "out", *options)
    assert "warning: no record has the field 'titel' that was named" in result.stderr
    assert "warning: no record has the field 'jornal'" in result.stderr
    assert "'chapeau'" not in result.stderr
    assert "fields: text=texte or body, id=id, source=jornal, date=jornal;" in result.stderr
    assert "field 'titel'" in call("clean", tmp_path / "a.jsonl", "--dry-run", *options).stdout


def test_a_dry_run_names_the_members_that_are_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("note.pdf", "x")
        archive.writestr("a.jsonl", RECORDS)
    result = call("clean", tmp_path / "a.zip", "--dry-run")
    assert "1 passed over: has a name of no known format: a.zip/note.pdf" in result.stdout
