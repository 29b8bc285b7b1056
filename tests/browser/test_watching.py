"""What the tests of pages rely on: trouble is seen."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from watching import watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><title>x</title>
<script>
console.error("told");
addEventListener("load", () => { throw new Error("thrown") });
</script>
<img alt="" src="beside.png"><img alt="" src="http://127.0.0.1:1/far.png">"""


def test_trouble_is_seen(browser: "Browser", tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    troubles: list[str] = []
    page = browser.new_page()
    watch(page, path.as_uri(), troubles)
    page.goto(path.as_uri())
    page.close()
    assert "console: told" in troubles
    assert "raised: thrown" in troubles
    assert {each.rpartition("/")[2] for each in troubles if each.startswith("elsewhere")} == {
        "beside.png",
        "far.png",
    }
