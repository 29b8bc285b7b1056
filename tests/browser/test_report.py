"""The pages of runs, as a reader opens them: from the disk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import TELEPHONE
from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.show.comparison import draw_comparison
from cleantext.show.report_html import draw_pages

pytestmark = pytest.mark.browser

DUMP = Path(__file__).parents[2] / "fixtures" / "dump"
OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over the fixtures, with a date in the future."""
    folder = tmp_path_factory.mktemp("report")
    late = {"id": "<b>late</b>", "text": "Le pont est ouvert.", "date": "9999-01-01"}
    (folder / "late.jsonl").write_text(json.dumps(late), encoding="utf-8")
    job = Job(read({"output": {"languages": ["fr", "und", "en"]}}), folder / "corpus", changes=True)
    run(job, [str(DUMP), str(folder / "late.jsonl")], draw=draw_pages)
    return folder / "corpus"


@pytest.fixture(scope="module")
def report(output: Path) -> str:
    """The address of its page."""
    return (output / "report.html").as_uri()


def first_cells(page: Any, table: str) -> list[str]:  # noqa: ANN401 - Playwright's
    """What the rows of a table that are shown begin with."""
    rows = page.locator(f"table[aria-labelledby={table}] > tbody > tr:visible")
    return [text.split("\n")[0] for text in rows.locator("> :first-child").all_inner_texts()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report.html", "timings.html"])
def test_it_loads(
    output: Path,
    open_page: OpenPage,
    check_access: Callable[[Any], None],
    scheme: str,
    name: str,
) -> None:
    page = open_page((output / name).as_uri(), color_scheme=scheme)
    assert page.locator("dl.figures dd").count() >= 4
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark is (scheme == "dark")
    check_access(page)


def test_it_speaks_french_to_whom_does(report: str, open_page: OpenPage) -> None:
    assert open_page(report).title() == "Cleaning report"
    page = open_page(report, locale="fr-FR")
    assert page.title() == "Rapport de nettoyage"
    assert page.get_attribute("html", "lang") == "fr"
    told = page.locator("header, h2, th, summary").all_inner_texts()
    assert not {"Sources", "Edits", "Lengths, before and after", "Stage"} & set(told) - {"Sources"}
    assert "&nbsp;" not in page.inner_text("body")


def test_a_table_sorts_and_filters_and_has_pages_without_a_mouse(
    report: str, open_page: OpenPage
) -> None:
    page = open_page(report)
    shown = first_cells(page, "by-rule")
    assert len(shown) == 25
    head = page.locator("table[aria-labelledby=by-rule] thead button").first
    head.focus()
    page.keyboard.press("Enter")
    rising = first_cells(page, "by-rule")
    assert rising == sorted(rising)
    page.keyboard.press("Enter")
    falling = first_cells(page, "by-rule")
    assert falling == sorted(falling, reverse=True)
    region = page.locator("section", has=page.locator("#rules"))
    following = region.get_by_role("button", name="Next page")
    following.focus()
    page.keyboard.press("Space")
    second = first_cells(page, "by-rule")
    assert second
    assert not set(second) & set(falling)
    region.get_by_label("Filter").last.focus()
    page.keyboard.type("accent capital")
    found = first_cells(page, "by-rule")
    assert found
    assert all("capital" in name or "accent" in name for name in found)


def test_all_can_be_reached_with_the_tab_key(report: str, open_page: OpenPage) -> None:
    page = open_page(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    kinds = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        kinds.add(page.evaluate("document.activeElement.localName"))
    assert {"a", "button", "summary", "input", "div"} <= kinds


def test_a_removed_line_leads_to_the_reason_of_its_rule(report: str, open_page: OpenPage) -> None:
    page = open_page(report)
    link = page.locator("table[aria-labelledby=lines] tbody a:visible").last
    rule = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr:focus")
    assert row.locator("code").first.inner_text() == rule
    assert row.locator(".reason").is_visible()


def test_dates_in_the_future_are_told_by_the_day_of_the_reader(
    report: str, open_page: OpenPage
) -> None:
    told = open_page(report).locator(".warnings .future").inner_text()
    assert "9999-01-01" in told
    assert "<b>late</b>" in told
    assert "2024" not in told


@pytest.mark.parametrize("name", ["report.html", "timings.html"])
def test_a_telephone_shows_it_without_scrolling_sideways(
    output: Path, open_page: OpenPage, name: str
) -> None:
    page = open_page((output / name).as_uri(), viewport=TELEPHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    sizes = page.evaluate(
        "[...document.querySelectorAll('.pages button')].filter(b => b.offsetParent)"
        ".map(b => Math.min(b.offsetWidth, b.offsetHeight))"
    )
    assert all(size >= 44 for size in sizes)


def test_on_paper_all_rows_and_samples_stand(report: str, open_page: OpenPage) -> None:
    page = open_page(report)
    rows = page.locator("table[aria-labelledby=by-rule] > tbody > tr")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(row.is_visible() for row in rows.all())
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("nav").is_hidden()


def test_two_runs_are_compared(
    output: Path, tmp_path: Path, open_page: OpenPage, check_access: Callable[[Any], None]
) -> None:
    job = Job(read({"style": {"profile": "plain"}}), tmp_path / "plain", changes=True)
    run(job, [str(DUMP), str(output.parent / "late.jsonl")])
    (tmp_path / "page.html").write_bytes(draw_comparison(output, tmp_path / "plain"))
    page = open_page((tmp_path / "page.html").as_uri())
    row = page.locator("table[aria-labelledby=documents] > tbody > tr", has=page.locator("summary"))
    row.locator("summary").first.press("Enter")
    assert row.locator("del").first.is_visible()
    check_access(page)
