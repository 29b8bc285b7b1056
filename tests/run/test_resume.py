"""A run that is broken off goes on with the same command, and gives the same bytes."""

import json
import os
import random
import signal
import subprocess
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from commands import run as call
from commands import started
from folders import contents, records
from runs import Broken, break_off_at, make_dump, text

from cleantext import DataError
from cleantext.config import read
from cleantext.corpus import shards
from cleantext.run import tasks
from cleantext.run.dump import Progress, run
from cleantext.run.job import Job
from cleantext.run.shard import clean_task

CONFIG = read({"stages": ["spacing", "output"]})


def short(folder: Path) -> tuple[str, Path]:
    """The options for a pipeline that is made in no time."""
    settings = folder / "short.toml"
    settings.write_text('stages = ["spacing", "output"]\n')
    return "-c", settings


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small files, a file that is cut into parts, and failures in both."""
    monkeypatch.setattr(shards, "RANGE", 1500)
    monkeypatch.setattr(tasks, "BUNDLE_FILES", 2)
    make_dump(tmp_path / "in", 60)
    with (tmp_path / "in/a.jsonl").open("a") as lines:
        lines.write("\nno json\n")
    return tmp_path / "in"


@pytest.mark.parametrize("shard_size", [1000, 256_000_000])
def test_a_run_that_is_broken_off_at_any_step_gives_the_same_bytes(
    tmp_path: Path, dump: Path, shard_size: int
) -> None:
    run(Job(CONFIG, tmp_path / "whole", shard_size=shard_size), [str(dump)])
    job = Job(CONFIG, tmp_path / "broken", shard_size=shard_size)
    for step in range(2, 6):
        with pytest.raises(Broken):
            run(job, [str(dump)], progress=break_off_at(step))
    seen: list[Progress] = []
    run(job, [str(dump)], progress=seen.append)
    assert seen[0].resumed > 0
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def test_large_output_is_cut_into_numbered_files_that_hold_all(tmp_path: Path, dump: Path) -> None:
    run(Job(CONFIG, tmp_path / "whole"), [str(dump)])
    run(Job(CONFIG, tmp_path / "cut", shard_size=1000), [str(dump)])
    for stem in ("a", "b.json", "c.csv"):
        whole = tmp_path / f"whole/clean/{stem}.jsonl"
        first = stem.partition(".")[0]
        rest = stem[len(first) :]
        cut = sorted((tmp_path / "cut/clean").glob(f"{first}-*{rest}.jsonl"))
        assert [path.name for path in cut[:2]] == [
            f"{first}-00000{rest}.jsonl",
            f"{first}-00001{rest}.jsonl",
        ]
        assert b"".join(path.read_bytes() for path in cut) == whole.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("option", r"another option \(format\)"),
        ("configuration", "another configuration"),
        ("input", r"other inputs \(00000\.txt\)"),
        ("more", r"other inputs \(new\.txt\)"),
        ("touch", r"other inputs \(00000\.txt\)"),
    ],
)
def test_a_run_does_not_go_on_with_something_else(
    tmp_path: Path, dump: Path, change: str, told: str
) -> None:
    with pytest.raises(Broken):
        run(Job(CONFIG, tmp_path / "out"), [str(dump)], progress=break_off_at(2))
    job = Job(CONFIG, tmp_path / "out")
    if change == "option":
        job = Job(CONFIG, tmp_path / "out", format="txt")
    elif change == "configuration":
        job = Job(read({"stages": ["output"]}), tmp_path / "out")
    elif change == "input":
        (dump / "00000.txt").write_text("un autre texte")
    elif change == "more":
        (dump / "new.txt").write_text("un autre texte")
    else:
        os.utime(dump / "00000.txt", ns=(0, 0))
    before = contents(tmp_path / "out")
    with pytest.raises(DataError, match=f"broken off and had {told}"):
        run(job, [str(dump)])
    assert contents(tmp_path / "out") == before
    report = run(job, [str(dump)], overwrite=True)
    assert report.balances


@pytest.mark.parametrize("duplicates", [{}, {"exact": True}])
def test_a_task_that_two_do_at_once_is_done_once(
    tmp_path: Path, dump: Path, duplicates: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    (dump / "again.txt").write_text(text(0), encoding="utf-8")
    config = read({"stages": ["spacing", "output"], "duplicates": duplicates})
    run(Job(config, tmp_path / "once"), [str(dump)])

    def begun_twice(job: Job, _faults: object, task: tasks.Task, _tell: object) -> None:
        others = iter([clean_task])

        def tell(_place: object) -> None:
            for other in others:
                other(job, None, task, lambda _: None)

        clean_task(job, {}, task, tell)

    monkeypatch.setattr("cleantext.run.dump.clean_task", begun_twice)
    run(Job(config, tmp_path / "twice"), [str(dump)])
    assert contents(tmp_path / "twice") == contents(tmp_path / "once")


def test_what_a_broken_off_try_left_is_deleted(tmp_path: Path, dump: Path) -> None:
    job = Job(CONFIG, tmp_path / "out")
    with pytest.raises(Broken):
        run(job, [str(dump)], progress=break_off_at(2))
    left = tmp_path / "out/.parts/5-broken"
    left.mkdir()
    (left / "0.clean.0").touch()
    with pytest.raises(Broken):
        run(job, [str(dump)], progress=break_off_at(0))
    assert not left.exists()


def test_a_torn_note_of_what_was_made_is_nothing(tmp_path: Path, dump: Path) -> None:
    run(Job(CONFIG, tmp_path / "whole"), [str(dump)])
    job = Job(CONFIG, tmp_path / "torn")
    with pytest.raises(Broken):
        run(job, [str(dump)], progress=break_off_at(12))
    with (tmp_path / "torn/.parts/made.jsonl").open("ab") as notes:
        notes.write(b'{"name": "clean/')
    run(job, [str(dump)])
    assert contents(tmp_path / "torn") == contents(tmp_path / "whole")


def test_the_counts_are_those_of_what_stands_in_the_files(tmp_path: Path, dump: Path) -> None:
    report = run(Job(CONFIG, tmp_path / "out", format="jsonl"), [str(dump)])
    told = json.loads((tmp_path / "out/manifest.json").read_text())
    assert (told["documents"], told["clean"], told["failed"]) == (61, 60, 1)
    counts = {each["name"]: each["documents"] for each in told["outputs"]}
    for path in (tmp_path / "out").rglob("*.jsonl"):
        name = path.relative_to(tmp_path / "out").as_posix()
        assert counts[name] == len(records(path))
    assert sum(number for name, number in counts.items() if "clean/" in name) == report.clean


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the workers")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_stops_a_run_that_the_same_command_goes_on_with(
    tmp_path: Path, name: str, code: int
) -> None:
    make_dump(tmp_path / "in", 300)
    arguments = ("clean", tmp_path / "in", "-o", tmp_path / "out", *short(tmp_path), "--log-json")
    with started(*arguments, "--workers", "2") as process:
        assert process.stderr is not None
        assert json.loads(process.stderr.readline())["event"] == "started"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        handles = [os.pidfd_open(int(child)) for child in children]
        process.send_signal(getattr(signal, name))
        assert process.wait(5) == code
        assert "goes on from here" in process.stderr.read()
    for handle in handles:
        assert wait([handle], 5), "a worker lives on"
        os.close(handle)
    done = call(*arguments)
    assert done.returncode == 0
    assert json.loads(done.stderr.splitlines()[-1])["clean"] == 300


def test_killed_at_random_moments_a_run_gives_the_same_bytes(tmp_path: Path) -> None:
    make_dump(tmp_path / "in", 300)
    for number in range(300):  # several bundles
        (tmp_path / f"in/small{number}.txt").write_text(text(1000 + number), encoding="utf-8")
    options = short(tmp_path)
    assert call("clean", tmp_path / "in", "-o", tmp_path / "whole", *options).returncode == 0
    arguments = ("clean", tmp_path / "in", "-o", tmp_path / "killed", "--log-json", *options)
    chance = random.Random(5)
    for _ in range(5):
        with started(*arguments, "--workers", "2") as process:
            assert process.stderr is not None
            process.stderr.readline()  # it has begun, or it is done
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.6))
    done = call(*arguments)
    assert done.returncode == 0 or b"holds a finished run" in done.stderr
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
