"""Engines give the same bytes: one process, three, and two executors of Spark, real ones."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deadly import deadly
from everything import FURNITURE, make_everything
from executors import KILL, killing
from folders import contents, records
from runs import Broken, break_off_at
from work import nothing, read_file, refuse

from cleantext import DataError
from cleantext.config import Config, read
from cleantext.corpus import shards
from cleantext.engines.local import Pool
from cleantext.engines.retry import Engine, Local
from cleantext.engines.spark import started
from cleantext.run import tasks
from cleantext.run.dump import Progress, run
from cleantext.run.job import Job

pytestmark = [pytest.mark.engines, pytest.mark.usefixtures("spark")]

STAGES = ["encoding", "boilerplate", "spacing", "output"]
SHORT = read({"stages": STAGES})
DUPLICATES = {"exact": True, "similarity": 0.8}
PASSES = read({"stages": STAGES, "duplicates": DUPLICATES})
WHOLE = read({"duplicates": DUPLICATES})
TIMEOUT = 5
SPARK: dict[str, Any] = {"engine": "spark", "timeout": TIMEOUT}
LOCAL: dict[str, Any] = {"workers": 1, "timeout": TIMEOUT}


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All formats, in many tasks, with failures."""
    monkeypatch.setattr(shards, "RANGE", 1500)
    monkeypatch.setattr(tasks, "BUNDLE_FILES", 2)
    make_everything(tmp_path / "in")
    return tmp_path / "in"


CASES: dict[str, tuple[Config, dict[str, Any]]] = {
    "deadly": (SHORT, {"format": "parquet", "shard_size": 2000}),
    "passes": (
        WHOLE,
        {"learn": "site", "changes": True, "by_sentence": True, "compression": ".gz"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_same_bytes(
    tmp_path: Path, dump: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, options = CASES[case]
    if case == "deadly":
        config = deadly(config, monkeypatch)
    found = {}
    for name, how in {"one": LOCAL, "three": {**LOCAL, "workers": 3}, "spark": SPARK}.items():
        report = run(Job(config, tmp_path / name, **options), [str(dump)], **how)
        assert report.balances
        found[name] = contents(tmp_path / name)
    assert found["three"] == found["one"]
    assert found["spark"].keys() == found["one"].keys()
    for name, raw in found["spark"].items():
        assert raw == found["one"][name], name
    # That it would be the same if nothing happened at all is no proof.
    assert report.clean > 130
    assert report.samples
    failed = [record["error"] for record in records(tmp_path / "spark/failed.jsonl")]
    if case == "deadly":
        assert len(failed) == 8
        assert "took more than 5 s" in failed
    else:
        assert len(failed) == 4
        assert FURNITURE.lower().encode() in found["spark"]["furniture.tsv"]
        assert report.rejected["duplicate"] > 10


def test_an_executor_that_is_killed_in_the_middle_changes_nothing(
    tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (dump / f"m{number}.txt").write_text(KILL if number == 15 else f"Ceci est {number} .")
    done = tmp_path / "done"
    config = killing(PASSES, done, monkeypatch)
    run(Job(config, tmp_path / "here"), [str(dump)], **LOCAL)
    assert not done.exists()
    run(Job(config, tmp_path / "there"), [str(dump)], **SPARK)
    executor = int(done.read_text())
    assert not Path(f"/proc/{executor}/cmdline").exists()
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_another_engine_goes_on_where_one_was_broken_off(
    tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "RANGE", 400)  # so that each leaves something to do
    run(Job(PASSES, tmp_path / "whole", learn="site"), [str(dump)], **LOCAL)
    job = Job(PASSES, tmp_path / "broken", learn="site")
    with pytest.raises(Broken):
        run(job, [str(dump)], progress=break_off_at(9), **SPARK)
    with pytest.raises(Broken):
        run(job, [str(dump)], progress=break_off_at(4), **LOCAL)
    seen: list[Progress] = []
    run(job, [str(dump)], progress=seen.append, **SPARK)
    assert 0 < seen[0].resumed < seen[-1].documents
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


@pytest.fixture(params=["here", "local", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        with started(nothing) as engine:
            yield engine
    else:
        with Pool(0 if request.param == "here" else 2) as pool:
            yield Local(pool)


class TestEngine:
    def test_paths_begin_where_the_first_process_is(self, tmp_path: Path, engine: Engine) -> None:
        (tmp_path / "a.txt").write_text("un")
        name = os.path.relpath(tmp_path / "a.txt")
        assert list(engine(read_file, [name] * 40)) == [(name, "un")] * 40

    def test_what_is_raised_is_raised_here(self, engine: Engine) -> None:
        with pytest.raises(DataError, match="7 is no number"):
            list(engine(refuse, range(40)))

    def test_nothing_to_do_is_done(self, engine: Engine) -> None:
        assert list(engine(refuse, [])) == []
