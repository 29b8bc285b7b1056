"""The output folder: what may stand in it, and what would share a place."""

from pathlib import Path

import pytest
from folders import contents

from cleantext import DataError
from cleantext.config import read as read_config
from cleantext.run.dump import run
from cleantext.run.job import Job

CONFIG = read_config({})


def test_sources_that_would_share_an_output_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "a.txt.jsonl"):
        (tmp_path / "in" / name).write_text('{"text": "un"}')
    with pytest.raises(DataError, match=r"a.txt and a.txt.jsonl would both be written"):
        run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])


def test_another_run_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])
    with pytest.raises(DataError, match="holds another run"):
        run(job, [str(tmp_path / "a.txt")])
    before = contents(tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")], overwrite=True)
    assert contents(tmp_path / "out") == before


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.doc").touch()
    with pytest.raises(DataError, match="holds other files"):
        run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.txt")], overwrite=True)


def test_the_output_inside_the_source_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path)])
    report = run(job, [str(tmp_path)], overwrite=True)
    assert report.documents == 1
