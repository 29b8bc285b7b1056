"""What the page of a run shows besides its counts is what the output folder holds."""

import json
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from commands import error_of
from folders import contents, records
from pages import Page, number

from cleantext.cli import main
from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.survey import EDGES, Frequent
from cleantext.show.report_html import draw_pages

MENU = (
    "menu|les plus lus|voir le direct|nos offres du jour|météo du jour : soleil|rejoignez le club|"
    "inscription gratuite ici|nos podcasts|le kiosque|vos jeux"
).split("|")
TEXT = (
    "le maire de lyon, paul martin, a annoncé hier que les travaux du pont reprendront avant "
    "l'hiver. {} habitants attendent une réponse du conseil sur le prix des repas à la cantine.\n"
    "la région doit voter son budget pour deux ans, a-t-il dit à marseille devant les élus et les"
)
TABLE = """[[rule]]
kind = "line"
id = "boilerplate.mine"
reason = "Mine, to be removed."
lines = ["abonnez-vous au club"]
changes = [["abonnez-vous au club", ""]]
leaves = ["autre"]
"""


def documents() -> list[dict[str, Any]]:
    found = []
    for count in range(40):
        text = TEXT.format(f"les {count * 37}")
        site = "menus.example" if count % 2 else "textes.example"
        if count % 2:
            text = "\n".join([*MENU * 8, text])
        date = "9999-12-31" if count == 7 else f"2024-{count % 12 + 1:02}-01"
        record = {"id": f"d{count}", "url": f"https://{site}/{count}", "date": date, "text": text}
        found += [record, {**record, "id": f"again-{count}"}] if count % 4 == 0 else [record]
    return found


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over two sites, with duplicates and a rule that finds nothing."""
    folder = tmp_path_factory.mktemp("sections")
    lines = "".join(f"{json.dumps(each)}\n" for each in documents())
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    (folder / "mine.toml").write_text(TABLE, encoding="utf-8")
    settings = {"boilerplate": {"tables": [folder / "mine.toml"]}, "duplicates": {"exact": True}}
    job = Job(read(settings), folder / "out", format="jsonl", changes=True)
    run(job, [str(folder / "news.jsonl")], draw=draw_pages)
    return folder / "out"


@pytest.fixture(scope="module")
def page(output: Path) -> Page:
    """Its page."""
    return Page((output / "report.html").read_bytes())


def rows(page: Page, table: str, which: int = 0) -> list[list[str]]:
    """The rows of a table below its heads; charts have a table of the name of their section."""
    found = [row for row in page.tables[table] if row]
    return found[1:][which:]


def test_lengths_are_those_of_what_was_read_and_written(output: Path, page: Page) -> None:
    lengths = Counter(EDGES[bisect_right(EDGES, len(each["text"])) - 1] for each in documents())
    clean = records(output / "clean/news.jsonl")
    kept = Counter(EDGES[bisect_right(EDGES, len(each["text"])) - 1] for each in clean)
    shown = {row[1]: row[2] for row in rows(page, "lengths")}
    assert sum(map(number, shown)) == len(documents())
    told = json.loads((output / "report.json").read_text(encoding="utf-8"))["overview"]
    assert told["lengths_in"] == {str(edge): count for edge, count in lengths.items()}
    assert told["lengths_out"] == {str(edge): count for edge, count in kept.items()}


def test_lines_are_those_that_were_removed_most(output: Path, page: Page) -> None:
    names = {each["id"]: each["url"].split("/")[2] for each in documents()}
    removed = Counter(
        (each["text"].strip(), names[each["id"]], each["rule"])
        for each in records(output / "removed/news.jsonl")
    )
    shown = {tuple(row[:3]): number(row[3]) for row in rows(page, "lines")}
    assert shown
    assert shown == {key: removed[key] for key in shown}
    assert max(shown.values()) == max(removed.values())


def test_sites_are_told_by_what_they_lost_and_to_whom(output: Path, page: Page) -> None:
    shown = {row[0]: row for row in rows(page, "sites")}
    assert set(shown) == {"menus.example", "textes.example"}
    lines = [each["text"].count("\n") + 1 for each in documents() if "menus" in each["url"]]
    removed = records(output / "removed/news.jsonl")
    of_model = sum(
        each["text"].strip().count("\n") + 1
        for each in removed
        if each["rule"] == "boilerplate.line" and int(each["id"].rpartition("-")[2].strip("d")) % 2
    )
    row = shown["menus.example"]
    assert number(row[4]) == sum(lines)
    assert float(row[6].rstrip("% ")) == round(100 * of_model / sum(lines), 1)


def test_confidence_is_that_of_the_changes(output: Path) -> None:
    told = json.loads((output / "report.json").read_text(encoding="utf-8"))
    overview, changes = told["overview"], told["changes"]
    casing = sum(count for rule, count in changes.items() if rule.startswith("truecase."))
    assert sum(overview["casing"].values()) == casing
    cuts = sum(count for name, count in told["labels"].items() if name.startswith("truncated="))
    assert sum(overview["cuts"].values()) == cuts > 0


def test_duplicates_and_what_they_repeat_are_told(output: Path, page: Page) -> None:
    twins = [each for each in records(output / "rejected/news.jsonl") if "duplicate_of" in each]
    assert page.counts("twins") == Counter(each["reason"] for each in twins)
    repeated = Counter(each["duplicate_of"]["id"] for each in twins)
    assert {row[0]: number(row[2]) for row in rows(page, "repeated")} == repeated


def test_what_looks_odd_is_told(output: Path) -> None:
    text = (output / "report.html").read_text(encoding="utf-8")
    warnings = text[text.index('class="warnings"') : text.index('id="flow"')]
    assert "boilerplate.mine" in warnings  # it never found anything
    assert "<b>menus.example</b>" in warnings  # it lost most of its text, and that to the model
    assert 'data-day="9999-12-31"' in warnings  # the reader's day decides
    assert "textes.example" not in warnings


def test_a_page_without_worries_tells_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un texte sans histoire.", encoding="utf-8")
    run(Job(read({}), tmp_path / "out"), [str(tmp_path / "a.txt")], draw=draw_pages)
    assert 'class="warnings"' not in (tmp_path / "out/report.html").read_text(encoding="utf-8")


def test_time_stands_apart_and_the_rest_is_the_same(output: Path, tmp_path: Path) -> None:
    settings = {
        "boilerplate": {"tables": [output.parent / "mine.toml"]},
        "duplicates": {"exact": True},
    }
    job = Job(read(settings), tmp_path / "out", format="jsonl", changes=True)
    run(job, [str(output.parent / "news.jsonl")], workers=2, draw=draw_pages)
    assert contents(tmp_path / "out") == contents(output)
    timings = json.loads((output / "timings.json").read_text(encoding="utf-8"))
    assert timings["documents"] == len(documents())
    assert timings["characters"] == sum(len(each["text"]) for each in documents())
    assert 0 < sum(timings["stages"].values()) <= timings["seconds"]
    timed = Page((output / "timings.html").read_bytes())
    assert [row[0] for row in timed.tables["stages"][1:-1]] == list(read({}).stages)
    assert len(timed.tables["slowest"]) == len(timings["slowest"]) + 1
    slow = sum(each[0] for each in timings["slowest"])
    assert slow <= sum(timings["stages"].values()) * 1.001


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"inputs": None}, "inputs"),
        ({"stages": 3}, "stages"),
        ({"outputs": [{"bytes": 3}]}, "name"),
        ({"inputs": [{"name": "a", "documents": "many"}]}, "documents"),
    ],
)
def test_a_manifest_that_says_less_is_told_in_a_line(
    output: Path, tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
    line = error_of("report", tmp_path)
    assert told in line
    assert "do the run again" in line
    for key in change:
        del manifest[key]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "does not tell what a report needs" in error_of("report", tmp_path)


def test_the_report_of_a_version_that_said_less_has_its_page(output: Path, tmp_path: Path) -> None:
    for name in ("manifest.json", "report.json"):
        told = json.loads((output / name).read_text(encoding="utf-8"))
        told.pop("overview", None)
        (tmp_path / name).write_text(json.dumps(told), encoding="utf-8")
    assert CliRunner().invoke(main, ["report", str(tmp_path)]).exit_code == 0
    assert "lengths" not in Page((tmp_path / "report.html").read_bytes()).tables


def test_what_is_frequent_is_counted_however_much_there_is() -> None:
    frequent = Frequent(held=100)
    for count in range(20_000):
        frequent.add((f"rare {count}",))
        frequent.add(("often",))
    ((most, times),) = frequent.most(1)
    assert most == ("often",)
    assert 20_000 - frequent.missed <= times <= 20_000
    assert len(frequent.counts) <= 100
