"""Take the pictures of the pages that README and docs show, of the fixtures alone.

    python tools/take_pictures.py [docs/pictures]

Needs the group `pictures` and the system's Chromium. Run it when a page looks different.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.page import redraw
from cleantext.show.report_html import draw_pages
from cleantext.show.serve.app import Site
from cleantext.show.serve.browse import RunIndex
from cleantext.show.serve.settings import Settings

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))
from serving import served  # noqa: E402 - it lies with the tests

DESK = {"width": 1240, "height": 1060}
COLOURS = 96
"""Enough for flat colours, and a third of the size."""
TELEPHONE = {"width": 390, "height": 820}


def main() -> None:
    """Clean the fixtures, serve them, and take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        corpus = Path(home) / "corpus"
        run(Job(read({}), corpus, format="jsonl", changes=True), [str(ROOT / "fixtures" / "dump")])
        report = redraw(corpus, draw_pages)
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        site = Site(Settings(None), RunIndex(corpus))
        site.warm_up()
        with served(site) as address:
            text, document = f"{address}#text", f"{address}#by-text=rugby"
            take(chromium, folder / "serve.png", text, a_text)
            take(chromium, folder / "serve-run.png", document, a_run, dark=True)
            take(chromium, folder / "serve-telephone.png", text, a_text_below, wide=False)
        take(chromium, folder / "report.png", report.as_uri(), lambda _: None)
        chromium.close()


def take(
    browser: Browser,
    path: Path,
    url: str,
    prepare: Callable[[Page], None],
    *,
    dark: bool = False,
    wide: bool = True,
) -> None:
    """Take a picture of a page."""
    context = browser.new_context(
        viewport=DESK if wide else TELEPHONE,
        color_scheme="dark" if dark else "light",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(url)
    prepare(page)
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    context.close()
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def a_text(page: Page) -> None:
    """Show the sample with the card of a change."""
    a_text_alone(page)
    page.locator("#rows ins", has_text="dès").hover()  # low down: the card hides little


def a_text_alone(page: Page) -> None:
    """Show the sample."""
    page.locator("#sample").click()
    page.wait_for_selector("#rows tr")


def a_text_below(page: Page) -> None:
    """Show what became of the sample, and the card of a change."""
    a_text_alone(page)
    page.locator("#facts").evaluate("it => it.scrollIntoView()")
    page.locator("#rows ins", has_text="Quimper").first.click()


def a_run(page: Page) -> None:
    """Show a document of a run, with changes that are judged."""
    page.locator("#rows ins", has_text="Tifaine").click()
    page.keyboard.press("r")
    page.locator("#rows ins", has_text="Tilleuls").focus()
    page.keyboard.press("w")
    page.locator("#card input").fill("tilleuls")


if __name__ == "__main__":
    main()
