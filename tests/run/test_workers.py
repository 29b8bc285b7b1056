"""Documents that kill their process or never end cost themselves alone."""

import json
from pathlib import Path

import pytest
from deadly import DIE, EAT, HANG, deadly
from folders import contents, records

from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job

CONFIG = read({"stages": ["spacing", "output"]})


def sentence(number: int) -> str:
    return f"Voici le texte numéro {number} ."


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    texts = [sentence(number) for number in range(9)]
    texts[2], texts[5], texts[7] = DIE, HANG, EAT
    lines = [json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts)]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "b.txt").write_text(DIE)
    (folder / "c.txt").write_text(sentence(9))
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_what_kills_or_hangs_is_named_and_all_else_is_clean(
    tmp_path: Path, dump: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(deadly(CONFIG, monkeypatch), tmp_path / "out")
    report = run(job, [str(dump)], workers=workers, timeout=3)
    assert (report.documents, report.clean, report.failed) == (11, 7, 4)
    failed = records(tmp_path / "out/failed.jsonl")
    lines = (dump / "a.jsonl").read_bytes().splitlines(keepends=True)
    assert [(f["source"], f["position"], f["error"]) for f in failed] == [
        (
            "a.jsonl",
            len(b"".join(lines[:2])),
            "the worker process was killed by SIGKILL (out of memory?)",
        ),
        ("a.jsonl", len(b"".join(lines[:5])), "took more than 3 s"),
        ("a.jsonl", len(b"".join(lines[:7])), "MemoryError: "),
        ("b.txt", 0, "the worker process was killed by SIGKILL (out of memory?)"),
    ]
    clean = {record["id"] for record in records(tmp_path / "out/clean/a.jsonl")}
    assert clean == {"0", "1", "3", "4", "6", "8"}
    assert (tmp_path / "out/clean/c.txt").read_text() == "Voici le texte numéro 9.\n"
    assert not (tmp_path / "out/.parts").exists()


def test_what_failed_is_run_again_from_the_list_of_it(
    tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Job(deadly(CONFIG, monkeypatch), tmp_path / "out"), [str(dump)], workers=1, timeout=3)
    report = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (report.documents, report.clean) == (4, 4)
    again = {record["id"]: record["text"] for record in records(tmp_path / "again/clean/a.jsonl")}
    assert again.keys() == {"2", "5", "7"}
    assert (tmp_path / "again/clean/b.txt").read_text().lower().startswith(DIE)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, workers: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(230):  # three bundles
        (folder / f"{number}.txt").write_text(sentence(number))
    run(Job(CONFIG, tmp_path / "here"), [str(folder)])
    run(Job(CONFIG, tmp_path / "there"), [str(folder)], workers=workers)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
