"""The page of a run, as a reader opens it: from the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.page import redraw
from cleantext.show.report_html import draw_pages

pytestmark = pytest.mark.browser

DUMP = Path(__file__).parents[2] / "fixtures" / "dump"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of a run over the fixtures."""
    output = tmp_path_factory.mktemp("report") / "corpus"
    run(Job(read({}), output), [str(DUMP)])
    return redraw(output, draw_pages).as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_loads(
    report: str, open_page: Callable[..., Any], check_access: Callable[[Any], None], scheme: str
) -> None:
    page = open_page(report, color_scheme=scheme)
    assert page.title() == "Cleaning report"
    assert page.locator("dl.figures dd").count() == 5
    check_access(page)


def test_it_speaks_french_to_whom_does(report: str, open_page: Callable[..., Any]) -> None:
    page = open_page(report, locale="fr-FR")
    assert page.title() == "Rapport de nettoyage"
