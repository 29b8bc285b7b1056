"""A dump goes in, a corpus comes out, and the counts balance."""

import gzip
import json
from pathlib import Path

import pytest
from folders import contents, records

from cleantext import DataError
from cleantext.config import read as read_config
from cleantext.corpus import shards
from cleantext.corpus.streams import ReadOptions
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.report import Report

FIXTURES = Path(__file__).parents[2] / "fixtures"
DUMP = FIXTURES / "dump"
CONFIG = read_config({})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    output = tmp_path_factory.mktemp("run") / "corpus"
    return output, run(Job(CONFIG, output), [str(DUMP)])


def test_the_counts_balance(corpus: tuple[Path, Report]) -> None:
    output, report = corpus
    manifest = json.loads((output / "manifest.json").read_text())
    assert report.balances
    assert manifest["documents"] == 32
    assert manifest["failed"] == 2
    assert manifest["clean"] == 32 - 2 - manifest["rejected"]


def test_every_document_is_in_one_place(corpus: tuple[Path, Report]) -> None:
    output, report = corpus
    texts = len(list((output / "clean").rglob("*.txt")))
    lines = sum(len(records(path)) for path in (output / "clean").rglob("*.jsonl"))
    zipped = gzip.decompress((output / "clean/archive.jsonl.gz").read_bytes()).count(b"\n")
    assert texts + lines + zipped == report.clean
    rejected = [r for path in (output / "rejected").rglob("*.jsonl") for r in records(path)]
    assert len(rejected) == report.rejected.total()
    assert len(records(output / "failed.jsonl")) == report.failed


def test_foreign_and_empty_documents_are_rejected_with_the_reason(
    corpus: tuple[Path, Report],
) -> None:
    _, report = corpus
    assert dict(report.rejected) == {
        "empty": 2,
        "language: en": 1,
        "language: es": 1,
        "language: nl": 1,
    }


def test_a_rejected_document_is_kept_as_it_was_read(corpus: tuple[Path, Report]) -> None:
    output, _ = corpus
    (english,) = records(output / "rejected/articles/harbour-robots.txt.jsonl")
    raw = (DUMP / "articles/harbour-robots.txt").read_bytes().decode("utf-8")
    assert (english["text"], english["reason"]) == (raw, "language: en")


def test_what_failed_says_where_and_why(corpus: tuple[Path, Report]) -> None:
    output, _ = corpus
    failed = records(output / "failed.jsonl")
    assert [(f["source"], f["error"].split(":")[0]) for f in failed] == [
        ("depeches.jsonl", "not valid JSON"),
        ("depeches.jsonl", "no text"),
    ]
    for failure in failed:
        assert (failure["stage"], failure["rule"]) == ("", "")
        line = (DUMP / "depeches.jsonl").read_bytes()[failure["position"] :].split(b"\n")[0]
        assert b"d-x0" in line


def test_text_sources_keep_their_names(corpus: tuple[Path, Report]) -> None:
    output, _ = corpus
    assert (output / "clean/articles/tramway-brumeval.txt").exists()
    assert (output / "clean/latin1.txt").exists()


def test_records_carry_what_came_with_them(corpus: tuple[Path, Report]) -> None:
    output, _ = corpus
    first = records(output / "clean/depeches.jsonl")[0]
    assert first["id"] == "d-001"
    assert set(first) == {"id", "text", "meta", "labels"}
    assert first["meta"]["language"] == "fr"


def test_bytes_of_another_encoding_are_read_and_recorded(tmp_path: Path) -> None:
    run(Job(CONFIG, tmp_path / "out", format="jsonl"), [str(DUMP / "latin1.txt")])
    (document,) = records(tmp_path / "out/clean/latin1.txt.jsonl")
    assert document["meta"]["encoding"] == "cp1252"
    assert "\ufffd" not in document["text"]


def test_removed_lines_are_written_with_their_rule(corpus: tuple[Path, Report]) -> None:
    output, _ = corpus
    removed = records(output / "removed/articles/tramway-brumeval.txt.jsonl")
    assert {"boilerplate.published", "boilerplate.switcher"} <= {line["rule"] for line in removed}


def test_workers_make_no_difference(corpus: tuple[Path, Report], tmp_path: Path) -> None:
    output, _ = corpus
    run(Job(CONFIG, tmp_path / "two"), [str(DUMP)], workers=2)
    assert contents(output) == contents(tmp_path / "two")


def test_large_jsonl_files_are_cut_and_put_together_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "news.jsonl"
    lines = [
        json.dumps({"id": str(n), "text": f"voici le texte {n} de la série."}) for n in range(40)
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    run(Job(CONFIG, tmp_path / "whole"), [str(source)])
    monkeypatch.setattr(shards, "RANGE", 100)
    assert len(shards.find([str(source)]).shards) > 10
    run(Job(CONFIG, tmp_path / "cut"), [str(source)])
    assert contents(tmp_path / "whole") == contents(tmp_path / "cut")


def test_changes_undo_in_the_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "il est à paris.depuis, rien"}')
    run(Job(CONFIG, tmp_path / "out", changes=True), [str(tmp_path / "a.jsonl")])
    (document,) = records(tmp_path / "out/clean/a.jsonl")
    text = document["text"]
    for change in reversed(document["changes"]):
        start, after = change["start"], change["after"]
        assert text[start : start + len(after)] == after
        text = text[:start] + change["before"] + text[start + len(after) :]
    assert text == "il est à paris.depuis, rien"


def test_by_sentence_text_has_a_sentence_a_line_and_records_carry_spans(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un texte. Et m. Roux ? Oui.")
    source = [str(tmp_path / "a.txt")]
    run(Job(CONFIG, tmp_path / "text", by_sentence=True), source)
    lines = (tmp_path / "text/clean/a.txt").read_text().splitlines()
    assert len(lines) == 3
    run(Job(CONFIG, tmp_path / "records", format="jsonl", by_sentence=True), source)
    (document,) = records(tmp_path / "records/clean/a.txt.jsonl")
    assert [document["text"][start:end] for start, end in document["sentences"]] == lines


def test_split_cuts_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("le premier texte.\n-----\nle second texte.\n")
    job = Job(CONFIG, tmp_path / "out", format="jsonl", reading=ReadOptions("-----$"))
    run(job, [str(tmp_path / "a.txt")])
    found = records(tmp_path / "out/clean/a.txt.jsonl")
    assert [(r["id"], r["text"]) for r in found] == [
        ("a#0", "Le premier texte.\n"),
        ("a#1", "Le second texte.\n"),
    ]


def test_split_by_a_lookahead_keeps_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024-01-02\nle texte.\n2024-01-03\nl'autre texte.\n")
    job = Job(
        CONFIG, tmp_path / "out", format="jsonl", reading=ReadOptions(r"(?=\d{4}-\d\d-\d\d$)")
    )
    run(job, [str(tmp_path / "a.txt")])
    found = records(tmp_path / "out/clean/a.txt.jsonl")
    assert [r["meta"]["date"] for r in found] == ["2024-01-02", "2024-01-03"]


def test_a_truncated_gzip_gives_what_was_read_and_says_so(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"text": f"le texte numéro {n * n} est là."}) + "\n" for n in range(4000)
    )
    whole = gzip.compress(lines.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.jsonl.gz")])
    (failure,) = records(tmp_path / "out/failed.jsonl")
    assert "damaged file" in failure["error"]
    assert report.balances
    assert report.clean > 100


def test_two_spellings_of_a_path_are_one_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    spellings = [str(tmp_path / "a.txt"), str(tmp_path / "none" / ".." / "a.txt")]
    (tmp_path / "none").mkdir()
    assert run(Job(CONFIG, tmp_path / "out"), spellings).documents == 1


def test_what_a_record_calls_its_language_does_not_decide(tmp_path: Path) -> None:
    lines = [
        {"text": "le train est parti ce matin avec une heure de retard", "language": "FR"},
        {"text": "the train left this morning one hour behind its schedule", "language": "fr"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.jsonl")])
    (document,) = records(tmp_path / "out/clean/a.jsonl")
    assert document["meta"]["given_language"] == "FR"
    assert dict(report.rejected) == {"language: en": 1}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none.txt", "no such file"),
        ("empty", "holds no file that ends in .txt"),
        ("a.pdf", "the name must end in"),
        ("none*.txt", "matches this pattern"),
    ],
)
def test_sources_that_cannot_be_read_are_errors_before_anything_is_written(
    tmp_path: Path, source: str, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").touch()
    with pytest.raises(DataError, match=message):
        run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / source)])
    assert not (tmp_path / "out").exists()


def test_half_a_surrogate_pair_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        rb'{"id": "a", "text": "Un \ud83d soir \ud83d\ude00.", "titre": "x \udc00"}' + b"\n"
    )
    report = run(Job(CONFIG, tmp_path / "out", changes=True), [str(tmp_path / "a.jsonl")])
    assert (report.clean, report.failed) == (1, 0)
    (record,) = records(tmp_path / "out/clean/a.jsonl")
    assert record["meta"]["titre"] == "x \udc00"
    assert record["text"].startswith("Un ")
    record["text"].encode()
    assert any("\ud83d" in change["before"] for change in record["changes"])
