"""What `clean --dry-run` and `--sample` show of a run, which they do not begin."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleantext import config
from cleantext.cli import main
from cleantext.corpus.shards import RANGE, find
from cleantext.run.job import Job
from cleantext.run.sample import take_sample

JOB = Job(config.read({}), Path("none"))


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["clean", *map(str, arguments)])


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Three sources: many records, few, and one text."""
    for name, count in (("many", 60), ("few", 2)):
        lines = [
            json.dumps({"id": f"{name}-{number}", "text": f"La digue {number} ,dit-on, tient."})
            for number in range(count)
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "one.txt").write_text("Le bac de Kervalo part à midi.", encoding="utf-8")
    return tmp_path


def test_all_sources_are_in_a_sample(dump: Path) -> None:
    sample = take_sample(JOB, find([str(dump)]), 9)
    assert sample.sources == 3
    assert sample.report.documents == 3 + 2 + 1  # those that are there


def test_a_sample_of_more_sources_than_documents_is_spread_over_them(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text("Le bac part.", encoding="utf-8")
    assert take_sample(JOB, find([str(tmp_path)]), 5).sources == 5


def test_a_large_file_is_sampled_from_beginning_to_end(tmp_path: Path) -> None:
    line = json.dumps({"text": "", "site": "x" * 1000}) + "\n"
    path = tmp_path / "large.jsonl"
    path.write_text(line * (3 * RANGE // len(line)), encoding="utf-8")
    sample = take_sample(JOB, find([str(path)]), 6)
    positions = [int(name.partition("@")[2]) // RANGE for name in sample.rejected["empty"]]
    assert Counter(positions) == {0: 2, 1: 2, 2: 2}


def test_a_dry_run_shows_and_writes_nothing(dump: Path) -> None:
    (dump / "few.jsonl").write_text('{"text": "The harbour was closed by the storm all week."}\nno')
    before = sorted(dump.rglob("*"))
    result = call(dump, "--dry-run", "-o", dump / "out")
    assert result.exit_code == 3  # a line is no record
    assert sorted(dump.rglob("*")) == before
    for told in (
        "sources   3 files, 0.0 MB: 2 jsonl, 1 txt",
        "spacing.before-comma",
        "fields    text=text, id=id (33 records)",
        "rejected  1 language: en: few.jsonl@0",
        "failed    few.jsonl: byte 58: not valid JSON",
        "Nothing was written.",
    ):
        assert told in result.stdout


def test_a_sample_needs_no_output_and_goes_with_no_stream(dump: Path) -> None:
    assert call(dump, "--sample", "2").exit_code == 0
    assert call("-", "--sample", "2").exit_code == 2
