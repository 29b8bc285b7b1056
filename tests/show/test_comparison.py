"""Two runs side by side."""

import json
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import error_of
from folders import records
from hypothesis import given
from hypothesis import strategies as st
from pages import Page, number

from cleantext.cli import main
from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.show.pairs import paired

TEXTS = {
    "a": 'il dit "oui" à paris.depuis, rien ?',
    "b": "Le pont est ouvert.",
    "c": '<script>alert(1)</script> l\'été, \u202e"non" !',
    "d": "the bridge was opened today and it is said that the mayor was there with his friends",
}


def clean(folder: Path, name: str, profile: str, *, changes: bool = True) -> Path:
    lines = [json.dumps({"id": key, "text": text}) for key, text in TEXTS.items()]
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    accepted = ["fr", "und", "en"] if profile == "plain" else []
    settings = {"style": {"profile": profile}, "output": {"languages": accepted}}
    job = Job(read(settings), folder / name, changes=changes)
    run(job, [str(folder / "news.jsonl")])
    return folder / name


@pytest.mark.parametrize("changes", [True, False])
def test_counts_rules_and_documents_are_those_of_both(tmp_path: Path, *, changes: bool) -> None:
    left = clean(tmp_path, "left", "imprimerie", changes=changes)
    right = clean(tmp_path, "right", "plain", changes=changes)
    target = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["report", str(left), str(right), "-o", str(target)])
    assert (result.exit_code, result.output) == (0, f"{target}\n")
    page = Page(target.read_bytes())
    told = [
        json.loads((each / "report.json").read_text(encoding="utf-8")) for each in (left, right)
    ]
    rules = {row[0]: tuple(map(number, row[1:])) for row in page.tables["by-rule"][1:]}
    counts = [Counter(each["changes"]) for each in told]
    assert rules == {
        rule: (counts[0][rule], counts[1][rule], counts[1][rule] - counts[0][rule])
        for rule in counts[0] | counts[1]
    }
    texts = [
        {one["id"]: one["text"] for one in records(each / "clean/news.jsonl")}
        for each in (left, right)
    ]
    both = texts[0].keys() & texts[1].keys()
    differing = {key for key in both if texts[0][key] != texts[1][key]}
    assert page.figures == [len(both - differing), len(differing), 0, 1]
    shown = {row[0].split()[0].partition("#")[2]: row[0] for row in page.tables["documents"][1:]}
    assert shown.keys() == differing | {"d"}
    assert "in B alone" in shown["d"]
    assert ("typography." in shown["a"]) is changes
    assert page.tags["script"] == 1


def test_the_same_run_twice_differs_in_nothing(tmp_path: Path) -> None:
    left, right = (clean(tmp_path, name, "plain") for name in ("left", "right"))
    target = tmp_path / "page.html"
    assert (
        CliRunner().invoke(main, ["report", str(left), str(right), "-o", str(target)]).exit_code
        == 0
    )
    assert Page(target.read_bytes()).figures == [4, 0, 0, 0]
    assert (
        CliRunner().invoke(main, ["report", str(left), str(right), "-o", str(target)]).exit_code
        == 0
    )


def test_what_is_asked_wrongly_is_told(tmp_path: Path) -> None:
    left = clean(tmp_path, "left", "plain")
    mine = tmp_path / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    assert "no page of ours" in error_of("report", left, left, "-o", mine)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert "holds no run" in error_of("report", left, tmp_path, "-o", tmp_path / "new.html")
    many = CliRunner().invoke(main, ["report", *[str(left)] * 3])
    assert many.exit_code == 2
    one = CliRunner().invoke(main, ["report", str(left), "-o", str(mine)])
    assert one.exit_code == 2


@given(st.lists(st.sampled_from("abcd\ud800")), st.lists(st.sampled_from("abcd\ud800")))
def test_each_item_is_in_one_pair(left: list[str], right: list[str]) -> None:
    pairs = list(paired([(key, at) for at, key in enumerate(left)], list(enumerate_keys(right))))
    met = Counter(key for key, ours, theirs in pairs if ours is not None and theirs is not None)
    assert met == Counter(left) & Counter(right)
    for side, given_side in ((1, left), (2, right)):
        for key in set(given_side):
            found = [pair[side] for pair in pairs if pair[0] == key and pair[side] is not None]
            assert found == sorted(found), "those of one key keep their order"
            assert len(found) == given_side.count(key)


def enumerate_keys(keys: list[str]) -> list[tuple[str, int]]:
    return [(key, at) for at, key in enumerate(keys)]


def test_what_waits_is_not_held_in_memory() -> None:
    size, count = 20_000, 1_000
    left = ((f"l{at}", "x" * size) for at in range(count))
    right = ((f"r{at}", "x" * size) for at in range(count))
    tracemalloc.start()
    found = sum(1 for _ in paired(left, right))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 2 * count
    assert peak < size * count / 10
