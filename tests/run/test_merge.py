"""Shares of a run, put together, are the folder of one run, byte for byte."""

import gzip
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from commands import run as call
from folders import contents
from runs import Broken, break_off_at, text

from cleantext import DataError
from cleantext.config import Config, read
from cleantext.corpus import shards
from cleantext.run import merge as merging
from cleantext.run import tasks
from cleantext.run.counts import count_share, merge_counts
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.merge import merge
from cleantext.run.page import read_manifest
from cleantext.run.tasks import Share

SETTINGS: dict[str, Any] = {
    "stages": ["encoding", "boilerplate", "spacing", "output"],
    "duplicates": {"exact": True},
}
CONFIG = read(SETTINGS)
SHARES = [Share(number, 3) for number in (1, 2, 3)]


def page(number: int) -> str:
    return f"Le phare du soir\n{text(number)}\nLire aussi nos dossiers du moment"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "RANGE", 4000)
    monkeypatch.setattr(tasks, "BUNDLE_FILES", 2)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of many kinds, parts of one, what repeats, what fails and what is passed over."""
    folder = tmp_path_factory.mktemp("dump") / "in"
    folder.mkdir()

    def lines(*numbers: int) -> bytes:
        told = [{"id": str(n), "text": page(n), "site": "phare"} for n in numbers]
        return b"".join(json.dumps(each).encode() + b"\n" for each in told)

    for number in range(8):
        (folder / f"{number}.txt").write_text(page(number), encoding="utf-8")
    (folder / "a.jsonl").write_bytes(lines(*range(8, 40), 3, 9) + b"no json\n")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines(*range(35, 50))))
    (folder / "empty.txt").write_text("")
    (folder / "picture.png").write_bytes(b"PNG")
    return folder


def clean_shares(
    folder: Path,
    dump: Path,
    config: Config = CONFIG,
    **options: Any,  # noqa: ANN401 - those of a job
) -> list[Path]:
    """Clean each share into a folder of its own, and return these."""
    homes = []
    for share in SHARES:
        home = folder / f"share-{share.number}"
        run(Job(config, home, share=share, **options), [str(dump)])
        homes.append(home)
    return homes


@pytest.mark.parametrize("shard_size", [1000, 256_000_000])
@pytest.mark.parametrize("linked", [True, False])
def test_the_merged_folder_is_that_of_one_run(
    tmp_path: Path,
    dump: Path,
    shard_size: int,
    linked: bool,  # noqa: FBT001 - a parameter
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not linked:

        def link(*_: object) -> None:
            raise OSError("another disk")

        monkeypatch.setattr(os, "link", link)
    whole = run(Job(CONFIG, tmp_path / "one", shard_size=shard_size), [str(dump)])
    assert (whole.failed, whole.rejected["duplicate"], whole.passed_over.total()) == (1, 7, 1)
    homes = clean_shares(tmp_path, dump, shard_size=shard_size)
    before = [contents(home) for home in homes]
    report = merge([homes[2], homes[0], homes[1]], tmp_path / "merged")
    assert report == whole
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")
    assert [contents(home) for home in homes] == before


def test_splits_and_the_datasheet_are_those_of_one_run(tmp_path: Path, dump: Path) -> None:
    output = {"split": {"by": "id", "dev": 0.3, "test": 0.2}, "format": "sentences"}
    config = read(SETTINGS | {"output": output})
    run(Job(config, tmp_path / "one"), [str(dump)])
    merge(clean_shares(tmp_path, dump, config), tmp_path / "merged")
    one = contents(tmp_path / "one")
    assert contents(tmp_path / "merged") == one
    assert {name.split("/")[1] for name in one if name.startswith("clean/")} == {
        "dev",
        "test",
        "train",
    }
    assert "split by id" in (tmp_path / "merged" / "README.md").read_text(encoding="utf-8")


def test_with_learnt_furniture_in_two_phases(tmp_path: Path, dump: Path) -> None:
    job = Job(CONFIG, tmp_path / "one", learn="auto")
    run(job, [str(dump)])
    counts = [tmp_path / f"{share.number}.counts" for share in SHARES]
    for share, path in zip(SHARES, counts, strict=True):
        count_share(replace(job, output=path), share, [str(dump)])
    table = tmp_path / "table.tsv"
    assert merge_counts(counts, table) == 4
    assert table.read_bytes() == (tmp_path / "one/furniture.tsv").read_bytes()
    homes = clean_shares(tmp_path, dump, learn="auto", learnt=table)
    merge(homes, tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")
    # One run may be given the table, too.
    run(replace(job, output=tmp_path / "given", learnt=table), [str(dump)])
    assert contents(tmp_path / "given") == contents(tmp_path / "one")


def test_against_earlier_runs(tmp_path: Path, dump: Path) -> None:
    earlier = tmp_path / "earlier"
    run(Job(CONFIG, earlier), [str(dump / "a.jsonl")])
    run(Job(CONFIG, tmp_path / "one", against=(earlier,)), [str(dump)])
    homes = clean_shares(tmp_path, dump, against=(earlier,))
    merge(homes, tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")
    (earlier / "duplicates.index").write_bytes((earlier / "duplicates.index").read_bytes()[:-3])
    with pytest.raises(DataError, match="is not as it was"):
        merge(homes, tmp_path / "again")


def test_a_share_and_a_merge_that_are_broken_off_go_on(
    tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Job(CONFIG, tmp_path / "one"), [str(dump)])
    first = Job(CONFIG, tmp_path / "share-1", share=SHARES[0])
    with pytest.raises(Broken):
        run(first, [str(dump)], progress=break_off_at(2))
    with pytest.raises(DataError, match="share 1/3 is not finished; the same command goes on"):
        merge([tmp_path / "share-1"], tmp_path / "merged")
    homes = clean_shares(tmp_path, dump)
    assert run(first, [str(dump)]).documents > 0  # done already, and told again
    assembly, added = merging.Assembly, []

    class Breaks(assembly):  # type: ignore[misc, valid-type]
        def add(self, task: tasks.Task) -> None:
            super().add(task)
            added.append(task)
            if len(added) in {3, 8}:
                raise Broken

    monkeypatch.setattr(merging, "Assembly", Breaks)
    for _ in range(2):
        with pytest.raises(Broken):
            merge(homes, tmp_path / "merged")
    merge(homes, tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")


def test_a_merge_that_was_killed_when_all_was_written_is_done(
    tmp_path: Path, cleaned: Path
) -> None:
    homes, merged = sorted(cleaned.iterdir()), tmp_path / "merged"
    merge(homes, merged)
    before = contents(merged)
    copytree(homes[0] / ".parts", merged / ".parts")
    assert merge(homes, merged).documents > 0
    assert contents(merged) == before


@pytest.mark.parametrize(
    "mend",
    [
        lambda merged: (merged / "rejected/a.jsonl").unlink(),
        lambda merged: (merged / "manifest.json").write_text('{"cleantext": "1"}'),
        lambda merged: edit(merged / "manifest.json", '"format": null', '"format": "txt"'),
        lambda merged: edit(merged / "manifest.json", '"name": "0.txt"', '"name": "x.txt"'),
    ],
)
def test_a_folder_of_another_run_or_less_than_all_is_not_taken_for_done(
    tmp_path: Path, cleaned: Path, mend: Callable[[Path], None]
) -> None:
    homes, merged = sorted(cleaned.iterdir()), tmp_path / "merged"
    merge(homes, merged)
    mend(merged)
    with pytest.raises(DataError, match="merged: holds"):
        merge(homes, merged)
    merged.rename(tmp_path / "aside")
    assert merge(homes, merged).documents > 0


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory, dump: Path) -> Path:
    """A folder of shares, to be copied."""
    folder = tmp_path_factory.mktemp("cleaned")
    clean_shares(folder, dump)
    return folder


def changed_plan(change: Callable[[dict[str, Any]], None]) -> Callable[[list[Path]], list[Path]]:
    def mend(homes: list[Path]) -> list[Path]:
        path = homes[1] / ".parts/plan.json"
        plan = json.loads(path.read_bytes())
        change(plan)
        path.write_text(json.dumps(plan))
        return homes

    return mend


def everywhere(name: str, version: str) -> Callable[[list[Path]], list[Path]]:
    def mend(homes: list[Path]) -> list[Path]:
        for home in homes:
            path = home / ".parts/plan.json"
            plan = json.loads(path.read_bytes())
            plan["versions"][name] = version
            path.write_text(json.dumps(plan))
        return homes

    return mend


@pytest.mark.parametrize(
    ("mend", "told"),
    [
        (lambda homes: homes[1:], "1 of 3 shares missing: 1; do them"),
        (lambda homes: [*homes, homes[0]], "holds share 1/3, as .*share-1 does; leave one out"),
        (lambda homes: [*homes, homes[0].parent], "holds no share of a run"),
        (
            changed_plan(lambda plan: plan["options"].update(format="txt")),
            r"share-2: is of another run than .*share-1, with another option \(format\)",
        ),
        (
            changed_plan(lambda plan: plan.update(configuration="another")),
            "share-2: is of another run than .*share-1, with another configuration",
        ),
        (
            changed_plan(lambda plan: plan["versions"].update(cleantext="0.0.1")),
            r"share-2: .*with another version \(cleantext\)",
        ),
        (
            changed_plan(lambda plan: plan["inputs"].pop()),
            r"share-2: .*with other inputs \(empty.txt\)",
        ),
        (
            changed_plan(lambda plan: plan["options"].update(share="2/4")),
            "shares of different numbers: .*share-1 of 3 and .*share-2 of 4",
        ),
        (everywhere("numpy", "0.1"), "were done with numpy 0.1, and here is .*; merge where"),
    ],
)
def test_what_does_not_go_together_is_refused(
    tmp_path: Path, cleaned: Path, mend: Callable[[list[Path]], list[Path]], told: str
) -> None:
    copytree(cleaned, tmp_path, dirs_exist_ok=True)
    homes = mend(sorted(tmp_path.iterdir()))
    with pytest.raises(DataError, match=told):
        merge(homes, tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_shares_that_had_other_tables_are_refused(tmp_path: Path, dump: Path) -> None:
    tables = []
    for at, share in enumerate(SHARES):
        tables.append(tmp_path / f"{at}.tsv")
        tables[at].write_text("cleantext-furniture\t1\tauto\n" + "phare\t9\t\n" * (at > 1))
        job = Job(CONFIG, tmp_path / f"{at}", learn="auto", learnt=tables[at], share=share)
        run(job, [str(dump)])
    with pytest.raises(DataError, match="/2: had another table of furniture than"):
        merge([tmp_path / f"{at}" for at in range(3)], tmp_path / "merged")


def test_the_folder_of_a_share_takes_no_other(tmp_path: Path, dump: Path) -> None:
    homes = clean_shares(tmp_path, dump)
    for share in (SHARES[1], None):
        with pytest.raises(DataError, match=r"another option \(share\)"):
            run(Job(CONFIG, homes[0], share=share), [str(dump)])
    with pytest.raises(DataError, match="lies in its output folder"):
        merge(homes, homes[0], overwrite=True)
    before = contents(homes[1])
    with pytest.raises(DataError, match=r"merged: lies in the share .*share-2; choose"):
        merge(homes, homes[1] / "merged")
    assert contents(homes[1]) == before
    with pytest.raises(DataError, match=r"holds a share of a run, .* `cleantext merge`"):
        read_manifest(homes[0])


def test_more_shares_than_tasks(tmp_path: Path, dump: Path) -> None:
    run(Job(CONFIG, tmp_path / "one"), [str(dump / "0.txt")])
    homes = []
    for number in (1, 2):
        homes.append(tmp_path / str(number))
        run(Job(CONFIG, homes[-1], share=Share(number, 2)), [str(dump / "0.txt")])
    merge(homes, tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")


def test_learning_is_suggested_by_the_merge_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    menu = "menu\nles plus lus\nvoir le direct\nnos offres du jour\nle kiosque\nvos jeux\n"
    for name in "ab":
        pages = [{"site": "phare", "text": menu * 5 + text(n)} for n in range(6)]
        lines = "".join(f"{json.dumps(each)}\n" for each in pages)
        (tmp_path / f"in/{name}.jsonl").write_text(lines * 4)
    homes = [tmp_path / "1", tmp_path / "2"]
    for number, home in enumerate(homes, 1):
        report = run(Job(CONFIG, home, share=Share(number, 2)), [str(tmp_path / "in")])
        assert report.documents >= 20
        assert "--learn" not in report.summary()
    assert "--learn would find more" in merge(homes, tmp_path / "merged").summary()


@pytest.mark.parametrize("of", [1, 2, 5, 40])
def test_shares_hold_everything_once_and_about_as_much(dump: Path, of: int) -> None:
    works = tasks.tasks_of(shards.find([str(dump)]).shards)
    chosen = [Share(number, of).choose(works) for number in range(1, of + 1)]
    assert sorted(task for share in chosen for task in share) == works
    loads = [sum(task.size for task in share) for share in chosen]
    assert max(loads) - min(loads) <= max(task.size for task in works)


def test_counts_that_are_no_counts_or_incomplete_are_refused(tmp_path: Path, dump: Path) -> None:
    job = Job(CONFIG, tmp_path / "1", learn="auto")
    count_share(job, SHARES[0], [str(dump)])
    with pytest.raises(DataError, match="2 of 3 shares missing: 2, 3"):
        merge_counts([tmp_path / "1"], tmp_path / "t.tsv")
    (tmp_path / "2").write_text("phare\n")
    with pytest.raises(DataError, match="2: holds no counts"):
        merge_counts([tmp_path / "1", tmp_path / "2"], tmp_path / "t.tsv")
    assert not (tmp_path / "t.tsv").exists()


def test_the_commands(tmp_path: Path, dump: Path) -> None:
    settings = tmp_path / "short.toml"
    settings.write_text('stages = ["encoding", "boilerplate", "spacing", "output"]\n')
    common = (dump, "-c", settings)
    for number in "12":
        share = ("--shard-of", f"{number}/2")
        assert call("learn", *common, "-o", tmp_path / f"c{number}", *share).returncode == 0
    table = tmp_path / "t.tsv"
    done = call("merge", tmp_path / "c1", tmp_path / "c2", "-o", table)
    assert (done.returncode, done.stderr.decode()) == (0, f"4 lines are furniture. See {table}\n")
    for number in "12":
        share = ("--shard-of", f"{number}/2", "--learnt", table)
        done = call("clean", *common, "-o", tmp_path / f"s{number}", *share)
        assert done.returncode in {0, 3}, done.stderr
        assert f"Share {number}/2 is done: " in done.stderr.decode()
    done = call("merge", tmp_path / "s1", tmp_path / "s2", "-o", tmp_path / "merged")
    assert done.returncode == 3
    assert b"1 failed" in done.stderr
    assert call("clean", *common, "-o", tmp_path / "one", "--learn").returncode == 3
    assert contents(tmp_path / "merged") == contents(tmp_path / "one")
    assert (tmp_path / "merged/report.html").is_file()
    before = contents(tmp_path / "merged")
    again = call("merge", tmp_path / "s2", tmp_path / "s1", "-o", tmp_path / "merged")
    assert "a.jsonl: byte " in done.stderr.decode()
    told = done.stderr.decode().replace("See", "These shares were put together before, see")
    assert (again.returncode, again.stderr.decode()) == (3, told)
    assert contents(tmp_path / "merged") == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--shard-of", "4/3"), "'4/3' is no share; say which of how many"),
        (("--shard-of", "1/3", "--learn"), "--learn looks over a whole dump"),
        (("--learnt", "t.tsv", "--learn"), "--learnt goes without --learn"),
        (("--shard-of", "1/3", "--dry-run"), "look over a whole dump: leave out --shard-of"),
        (("--shard-of", "1/3", "--sample", "2"), "look over a whole dump: leave out --shard-of"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, arguments: tuple[str], told: str) -> None:
    (tmp_path / "t.tsv").write_text("cleantext-furniture\t1\tauto\n")
    done = call("clean", tmp_path, "-o", tmp_path / "out", *arguments)
    assert done.returncode in {1, 2}
    assert told in " ".join(done.stderr.decode().replace("│", " ").split())
