"""What becomes of each document of a shard, with stages of one's own."""

from pathlib import Path

import pytest
from folders import records

from cleantext import Document, Edit, Pipeline
from cleantext.config import read as read_config
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.stage import Stage

CONFIG = read_config({})


def fail_on_deux(document: Document) -> list[Edit]:
    return [Edit(0, 1 // ("deux" not in document.text), "", "demo.defect")]


def shout(document: Document) -> list[Edit]:
    return [Edit(0, len(document.text), document.text.upper(), "demo.shout")]


def test_a_defect_in_one_document_does_not_end_the_run_and_names_stage_and_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = Stage("before", ()), Stage("demo", (fail_on_deux, shout)), Stage("behind", (shout,))
    monkeypatch.setattr("cleantext.run.shard.pipeline_of", lambda _config: Pipeline(stages))
    (tmp_path / "a.jsonl").write_text('{"text": "un"}\n{"text": "deux"}\n{"text": "trois"}\n')
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.jsonl")])
    (failure,) = records(tmp_path / "out/failed.jsonl")
    assert failure == {
        "source": "a.jsonl",
        "position": 15,
        "error": "ZeroDivisionError: integer division or modulo by zero",
        "stage": "demo",
        "rule": "fail_on_deux",
        "rest": False,
        "path": str(tmp_path / "a.jsonl"),
    }
    assert (report.failed, report.clean) == (1, 2)


@pytest.mark.parametrize("removes", [True, False])
def test_what_a_stage_takes_out_is_written_if_it_says_that_it_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, removes: bool
) -> None:
    def cut(document: Document) -> list[Edit]:
        return [Edit(0, document.text.index(" ") + 1, "", "demo.cut")]

    pipeline = Pipeline((Stage("demo", (cut,), removes=removes),))
    monkeypatch.setattr("cleantext.run.shard.pipeline_of", lambda _config: pipeline)
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "un deux"}')
    run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.jsonl")])
    path = tmp_path / "out/removed/a.jsonl"
    told = {"id": "1", "rule": "demo.cut", "text": "un "}
    assert (records(path) if path.exists() else []) == ([told] if removes else [])
