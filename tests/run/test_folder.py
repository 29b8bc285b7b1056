"""The output folder: what may stand in it, and what would share a place."""

import json
import os
import unicodedata
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from folders import contents

from cleantext import DataError
from cleantext.config import read as read_config
from cleantext.run.dump import Progress, run
from cleantext.run.folder import make_aside
from cleantext.run.job import Job
from cleantext.run.lock import HOLDER, LOCK
from cleantext.run.tasks import Share, Task

CONFIG = read_config({})


def test_sources_that_would_share_an_output_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "a.txt.jsonl"):
        (tmp_path / "in" / name).write_text('{"text": "un"}')
    with pytest.raises(DataError, match=r"a.txt and a.txt.jsonl would both be written"):
        run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])


def test_names_that_differ_by_case_alone_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    names = ["A.txt", "a.txt", unicodedata.normalize("NFD", "été.txt"), "été.txt"]
    for name in names:
        (tmp_path / "in" / name).write_text(f"Ceci est {name}.")
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])
    written = {path.name for path in (tmp_path / "out/clean").iterdir()}
    assert report.clean == len({unicodedata.normalize("NFC", n).casefold() for n in written}) == 4
    assert {"A.txt", names[2]} < written
    told = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["inputs"]
    others = {each["name"]: each["written_as"] for each in told if "written_as" in each}
    assert others.keys() == {"a.txt", "été.txt"}
    assert set(others.values()) < written
    run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")], overwrite=True)
    assert {path.name for path in (tmp_path / "out/clean").iterdir()} == written


def test_another_run_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])
    with pytest.raises(DataError, match="holds a finished run"):
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


def test_the_users_own_files_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    for own in ("clean", "removed"):
        (tmp_path / "out" / own).mkdir(parents=True)
        (tmp_path / "out" / own / "mine.txt").write_text("à moi")
    with pytest.raises(DataError, match=r"holds other files \(clean/mine.txt, removed/mine.txt\)"):
        run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.txt")], overwrite=True)
    assert (tmp_path / "out/clean/mine.txt").read_text() == "à moi"


def test_a_refusal_deletes_nothing_of_the_run_before(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])
    (tmp_path / "out/notes.txt").write_text("à moi")
    before = contents(tmp_path / "out")
    with pytest.raises(DataError, match=r"notes\.txt"):
        run(job, [str(tmp_path / "a.txt")], overwrite=True)
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("spelling", ["out", "out/../out", "link"])
@pytest.mark.parametrize("source", ["out/clean/a.txt", "out/clean/*.txt", "link/clean/a.txt"])
def test_a_source_in_the_output_folder_is_refused(
    tmp_path: Path, spelling: str, source: str
) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "a.txt")])
    (tmp_path / "link").symlink_to("out")
    before = contents(tmp_path / "out")
    with pytest.raises(DataError, match="lies in its output folder"):
        run(Job(CONFIG, tmp_path / spelling), [str(tmp_path / source)], overwrite=True)
    assert contents(tmp_path / "out") == before


def test_a_table_in_the_output_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    run(Job(CONFIG, tmp_path / "out", learn="auto"), [str(tmp_path / "a.txt")])
    table = tmp_path / "out/furniture.tsv"
    config = read_config({"boilerplate": {"memory": str(table)}})
    with pytest.raises(DataError, match=r"furniture.tsv: is read by this run"):
        run(Job(config, tmp_path / "out"), [str(tmp_path / "a.txt")], overwrite=True)
    assert table.exists()


def test_links_in_the_output_folder_lead_to_no_loss(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/b.txt").write_text("à moi")
    (tmp_path / "out/clean/link").symlink_to(tmp_path / "kept")
    with pytest.raises(DataError, match="clean/link"):
        run(job, [str(tmp_path / "a.txt")], overwrite=True)
    assert (tmp_path / "kept/b.txt").read_text() == "à moi"


def test_a_run_that_was_broken_off_can_be_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        run(job, [str(tmp_path / "a.txt")], progress=break_off)
    other = Job(CONFIG, tmp_path / "out", changes=True)
    with pytest.raises(DataError, match=r"broken off and had another option \(changes\)"):
        run(other, [str(tmp_path / "a.txt")])
    assert run(other, [str(tmp_path / "a.txt")], overwrite=True).clean == 1


def test_a_late_worker_leaves_nothing_behind(tmp_path: Path) -> None:
    """Spark may do a task twice, and the run is finished before the second try is."""
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    ends = []

    def late() -> None:
        aside = make_aside(job, Task(0, (), whole=True, last=True))
        try:
            for number in range(1_000_000):
                (aside / str(number)).touch()
        except OSError:
            ends.append("nowhere to write")

    threads = [Thread(target=late, daemon=True) for _ in range(3)]

    def begin(now: Progress) -> None:
        if now.done:
            for thread in threads:
                thread.start()

    run(job, [str(tmp_path / "a.txt")], progress=begin)
    for thread in threads:
        thread.join()
    assert ends == 3 * ["nowhere to write"]
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", [".parts/0-late/0.clean", ".parts-gone/0.done"])
def test_what_a_run_left_that_was_killed_at_its_end_is_its_own(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])
    before = contents(job.output)
    (job.output / name).parent.mkdir(parents=True)
    (job.output / name).touch()
    run(job, [str(tmp_path / "a.txt")], overwrite=True)
    assert contents(job.output) == before


@pytest.mark.parametrize("at", range(7))
def test_overwriting_that_was_killed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("un texte.")
    job, sources = Job(CONFIG, tmp_path / "out"), [str(tmp_path / "[abc].txt")]
    run(job, sources)
    before = contents(job.output)
    unlink, deleted = Path.unlink, count()

    def until(path: Path, **options: bool) -> None:
        if path.name not in {LOCK, HOLDER} and next(deleted) == at:
            raise KeyboardInterrupt
        unlink(path, **options)

    monkeypatch.setattr(Path, "unlink", until)
    with pytest.raises(KeyboardInterrupt):
        run(job, sources, overwrite=True)
    run(job, sources, overwrite=True)
    assert contents(job.output) == before


def break_off(now: Progress) -> None:
    if now.done:
        raise KeyboardInterrupt


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.")
    job = Job(CONFIG, tmp_path / "out")

    def second(_now: Progress) -> None:
        holder = rf"another run \(process {os.getpid()} on .+\) writes to this folder"
        with pytest.raises(DataError, match=holder):
            run(job, [str(tmp_path / "a.txt")], overwrite=True)

    assert run(job, [str(tmp_path / "a.txt")], progress=second).clean == 1
    assert not (tmp_path / "out/.lock").exists()


def test_a_run_without_a_corpus_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("un texte.")
    (tmp_path / "in/b.jsonl").write_text("no json\n")
    bad, share = (
        Job(CONFIG, tmp_path / "in/bad"),
        Job(CONFIG, tmp_path / "share", share=Share(1, 1)),
    )
    assert run(bad, [str(tmp_path / "in/b.jsonl")]).failed == 1
    run(share, [str(tmp_path / "in/a.txt")])
    for folder in (bad.output, share.output):
        with pytest.raises(DataError, match="this run has no corpus: nothing was clean, or it is"):
            run(Job(CONFIG, tmp_path / "again"), [str(folder)])
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])
    assert (report.clean, report.failed) == (1, 1)
    assert [path.name for path in (tmp_path / "out/clean").iterdir()] == ["a.txt"]


def test_what_is_passed_over_is_counted_and_named(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "closed").mkdir(parents=True)
    (source / "a.txt").write_text("un texte.")
    (source / "b.pdf").touch()
    (source / ".c.txt").touch()
    (source / "d.txt").symlink_to("nowhere")
    (source / "e").symlink_to(source)
    (tmp_path / "outside.txt").write_text("à moi")
    (source / "f.txt").symlink_to(tmp_path / "outside.txt")
    os.mkfifo(source / "g.txt")
    report = run(Job(CONFIG, tmp_path / "out"), [str(source)])
    assert report.documents == 1
    told = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert {Path(each["name"]).name: each["reason"] for each in told["passed_over"]} == {
        "b.pdf": "has a name of no known format",
        ".c.txt": "is hidden",
        "d.txt": "cannot be opened: No such file or directory",
        "e": "is a link to a folder",
        "f.txt": "is a link out of the folder",
        "g.txt": "is no file",
    }
    assert "6 passed over (1 cannot be opened: No such file" in report.summary()


def test_links_are_followed_if_asked(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/b.txt").write_text("un autre texte.")
    (source / "a.txt").write_text("un texte.")
    (source / "other").symlink_to(tmp_path / "other")
    (tmp_path / "other/back").symlink_to(source)
    report = run(Job(CONFIG, tmp_path / "out", follow_links=True), [str(source)])
    assert report.documents == 2


@pytest.mark.parametrize("source", ["", " "])
def test_a_source_without_a_name_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(DataError, match="has no name"):
        run(Job(CONFIG, tmp_path / "out"), [source])
