"""Documents that have stood before go to `rejected/`, in any format, however a run is done."""

import gzip
import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commands import run as call
from commands import started
from folders import contents, records
from runs import WORDS, Broken, break_off_at

from cleantext import ConfigError, DataError
from cleantext.config import read
from cleantext.corpus import shards
from cleantext.corpus.formats.parquet import load_parquet
from cleantext.run import tasks
from cleantext.run.dump import run
from cleantext.run.job import Job

SETTINGS: dict[str, Any] = {"stages": ["spacing", "output"], "duplicates": {"exact": True}}
CONFIG = read(SETTINGS)
OFF = read({"stages": ["spacing", "output"]})


def article(number: int) -> str:
    chance = random.Random(number)
    return f"Article {number}. {' '.join(chance.choices(WORDS, k=60)).capitalize()}."


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Documents in several files, and of many of them a copy in another one."""
    monkeypatch.setattr(shards, "RANGE", 1500)
    monkeypatch.setattr(tasks, "BUNDLE_FILES", 2)
    folder = tmp_path / "in"
    folder.mkdir()

    def lines(numbers: list[int], mark: str) -> bytes:
        told = [{"id": f"{mark}{n}", "text": article(n).upper()} for n in numbers]
        return b"".join(json.dumps(each).encode() + b"\n" for each in told)

    for number in range(6):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    (folder / "a.jsonl").write_bytes(lines([0, *range(6, 20), 3, 7], "a") + b"no json\n\n")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines([19, 20, 21, 6, 22], "b")))
    (folder / "c.csv").write_text(f"id,text\nc1,{article(20)}\nc2,{article(23)}\n")
    (folder / "d.txt").write_text(article(5) + "\n", encoding="utf-8")
    (folder / "e.txt").write_text(f"{article(2)}\n--\n{article(24)}\n--\n{article(3)}\n")
    return folder


def test_the_first_stays_and_the_others_are_rejected_as_they_were_read(
    tmp_path: Path, dump: Path
) -> None:
    report = run(Job(CONFIG, tmp_path / "out"), [str(dump)])
    assert report.balances
    assert report.rejected == {"duplicate": 7}
    assert not (tmp_path / "out/clean/d.txt").exists()
    kept = [record["id"] for record in records(tmp_path / "out/clean/a.jsonl")]
    assert kept == [f"a{number}" for number in range(6, 20)]
    first, *_ = records(tmp_path / "out/rejected/a.jsonl")
    assert first["text"] == article(0).upper()
    assert first["reason"] == "duplicate"
    assert first["duplicate_of"] == {"source": "0.txt", "id": "0"}
    assert first["similarity"] == 1.0
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert (manifest["clean"], manifest["rejected"], manifest["failed"]) == (25, 7, 1)
    assert not (tmp_path / "out/.parts").exists()


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "parquet"])
@pytest.mark.parametrize("compression", [None, ".gz"])
def test_what_stays_is_as_in_a_dump_without_the_others(
    tmp_path: Path, dump: Path, form: str, compression: str | None
) -> None:
    job = Job(CONFIG, tmp_path / "out", form, compression=compression)
    if form == "parquet":
        load_parquet()
    run(job, [str(dump / "b.jsonl.gz"), str(dump / "a.jsonl")])
    rejected = records_of(tmp_path / "out/rejected")
    gone = {record["id"] for record in rejected}
    assert gone == {"a7", "b6", "b19"}  # the second a7 of two
    alone = tmp_path / "alone"
    alone.mkdir()
    left = [*dict.fromkeys((dump / "a.jsonl").read_text().splitlines(keepends=True))]
    (alone / "a.jsonl").write_text("".join(left))
    lines = gzip.decompress((dump / "b.jsonl.gz").read_bytes()).splitlines(keepends=True)
    kept = b"".join(line for line in lines if json.loads(line)["id"] not in gone)
    (alone / "b.jsonl.gz").write_bytes(gzip.compress(kept))
    run(Job(OFF, tmp_path / "off", form, compression=compression), [str(alone)])
    assert plain(tmp_path / "out/clean") == plain(tmp_path / "off/clean")


def plain(folder: Path) -> dict[str, bytes]:
    """Files without the compression, which may cut members elsewhere."""
    return {
        name: gzip.decompress(raw) if name.endswith(".gz") else raw
        for name, raw in contents(folder).items()
        if not name.endswith(".parquet")
    } | {
        name: str(load_parquet().read_table(folder / name).to_pylist()).encode()
        for name in contents(folder)
        if name.endswith(".parquet")
    }


def records_of(folder: Path) -> list[dict[str, Any]]:
    found = plain(folder).values()
    return [json.loads(line) for raw in found for line in raw.splitlines()]


def test_text_with_a_separator_keeps_its_borders(tmp_path: Path, dump: Path) -> None:
    from cleantext.corpus.streams import ReadOptions  # noqa: PLC0415

    job = Job(CONFIG, tmp_path / "out", "txt", ReadOptions(split="^--$"), separator="==")
    run(job, [str(dump / "2.txt"), str(dump / "3.txt"), str(dump / "e.txt")])
    assert (tmp_path / "out/clean/e.txt").read_text() == f"{article(24)}\n"


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bytes(
    tmp_path: Path, dump: Path, workers: int
) -> None:
    settings = {**SETTINGS, "duplicates": {"similarity": 0.8, "contained": 0.9, "paragraphs": 0.9}}
    run(Job(read(settings), tmp_path / "here"), [str(dump)])
    run(Job(read(settings), tmp_path / "there"), [str(dump)], workers=workers)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


@pytest.mark.parametrize("shard_size", [1000, 256_000_000])
def test_a_run_that_is_broken_off_at_any_step_gives_the_same_bytes(
    tmp_path: Path, dump: Path, shard_size: int
) -> None:
    run(Job(CONFIG, tmp_path / "whole", shard_size=shard_size), [str(dump)])
    job = Job(CONFIG, tmp_path / "broken", shard_size=shard_size)
    for step in range(2, 9):
        with pytest.raises(Broken):
            run(job, [str(dump)], progress=break_off_at(step))
    run(job, [str(dump)])
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def test_killed_at_random_moments_a_run_gives_the_same_bytes(tmp_path: Path, dump: Path) -> None:
    for number in range(300):
        (dump / f"small{number}.txt").write_text(article(number // 2), encoding="utf-8")
    settings = tmp_path / "short.toml"
    settings.write_text('stages = ["spacing", "output"]\n[duplicates]\nsimilarity = 0.8\n')
    start = ("clean", dump, "-c", settings, "--log-json")
    assert call(*start, "-o", tmp_path / "whole").returncode == 3
    chance = random.Random(5)
    for _ in range(4):
        with started(*start, "-o", tmp_path / "killed", "--workers", "2") as process:
            assert process.stderr is not None
            process.stderr.readline()
            with suppress(Exception):
                process.wait(chance.uniform(0, 0.6))
    done = call(*start, "-o", tmp_path / "killed")
    assert done.returncode == 3 or b"holds a finished run" in done.stderr
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_a_later_run_is_told_what_stood_in_an_earlier_one(tmp_path: Path, dump: Path) -> None:
    config = read({**SETTINGS, "duplicates": {"similarity": 0.8, "paragraphs": 0.9}})
    run(Job(config, tmp_path / "monday"), [str(dump / "a.jsonl")])
    later = Job(config, tmp_path / "tuesday", against=(tmp_path / "monday",))
    report = run(later, [str(dump / "b.jsonl.gz")])
    assert report.rejected == {"duplicate": 2}
    (first, _) = records_of(tmp_path / "tuesday/rejected")
    assert first["duplicate_of"] == {"source": "a.jsonl", "id": "a19", "run": "monday"}
    exact = Job(CONFIG, tmp_path / "exact", against=(tmp_path / "monday",))
    assert run(exact, [str(dump / "b.jsonl.gz")]).rejected == {"duplicate": 2}
    size = (tmp_path / "tuesday/duplicates.index").stat().st_size
    assert size < 3 * 1000 + 1000, "it holds the three documents of its own run"


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"exact": True}, {}, r"say under \[duplicates\] what is one"),
        ({}, {"exact": True}, "duplicates.index: cannot be read"),
        ({"exact": True}, {"similarity": 0.8}, "has no signatures"),
        ({"exact": True}, {"paragraphs": 0.8}, "has no paragraphs"),
    ],
)
def test_an_earlier_run_that_does_not_say_what_is_asked_is_refused(
    tmp_path: Path, dump: Path, before: dict[str, Any], now: dict[str, Any], told: str
) -> None:
    run(Job(read({**SETTINGS, "duplicates": before}), tmp_path / "a"), [str(dump / "0.txt")])
    job = Job(read({**SETTINGS, "duplicates": now}), tmp_path / "b", against=(tmp_path / "a",))
    with pytest.raises((ConfigError, DataError), match=told):
        run(job, [str(dump / "0.txt")])
    assert not list((tmp_path / "b").glob("*"))


def test_an_earlier_run_of_another_version_is_refused(tmp_path: Path, dump: Path) -> None:
    run(Job(CONFIG, tmp_path / "a"), [str(dump / "a.jsonl")])
    memory = tmp_path / "a/duplicates.index"
    raw = memory.read_bytes()
    assert raw.count(b'"version":2') == 1  # 1 had other hashes: nothing would be found
    memory.write_bytes(raw.replace(b'"version":2', b'"version":1'))
    with pytest.raises(DataError, match="is of another version; do that run again"):
        run(Job(CONFIG, tmp_path / "b", against=(tmp_path / "a",)), [str(dump / "0.txt")])


def test_a_broken_file_of_an_earlier_run_is_told(tmp_path: Path, dump: Path) -> None:
    run(Job(CONFIG, tmp_path / "a"), [str(dump / "a.jsonl")])
    memory = tmp_path / "a/duplicates.index"
    job = Job(CONFIG, tmp_path / "b", against=(tmp_path / "a",))
    for raw in (memory.read_bytes()[:-5], b"{}\n", b"\x93NUMPY"):
        memory.write_bytes(raw)
        with pytest.raises(DataError, match=r"duplicates\.index"):
            run(job, [str(dump / "0.txt")], overwrite=True)
