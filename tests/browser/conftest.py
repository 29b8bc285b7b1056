"""Pages in a real browser: the system's Chromium, steered by Playwright.

A page may write nothing to its console but what a reader of the page caused, raise no error, and
ask for nothing but what its own origin serves; a page that is a file asks for nothing but itself.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from watching import watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
DESK = {"width": 1280, "height": 860}
TELEPHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The browser, for all tests; CLEANTEXT_BROWSER names another than the system's Chromium."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CLEANTEXT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), "")
    assert found, f"no browser: install one of {', '.join(NAMES)}, or set CLEANTEXT_BROWSER"
    # The sandbox of Chromium refuses to be run by root, as whom containers run.
    flags = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[OpenPage]:
    """Open a page, with options of `Browser.new_context` such as `locale` and `color_scheme`.

    The test fails in the end if a page wrote an error to its console, raised one, or asked for
    anything from elsewhere.
    """
    troubles: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(url: str, **options: object) -> "Page":
        context = browser.new_context(**{"locale": "en-GB", "viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch(page, url, troubles)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not troubles, troubles


@pytest.fixture
def check_access() -> Callable[["Page"], None]:
    """See that axe finds nothing serious on a page that shuts people out."""

    def checked(page: "Page") -> None:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page).response["violations"]
        serious = [
            f"{each['id']}: {node['html'][:200]}: {node['failureSummary']}"
            for each in found
            if each["impact"] in {"serious", "critical"}
            for node in each["nodes"]
        ]
        assert not serious, "\n".join(serious)

    return checked
