"""The local page as people use it: by mouse, by keyboard alone, on a telephone, in the dark."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import served

from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.show.serve.answers import LONGEST
from cleantext.show.serve.app import Site
from cleantext.show.serve.browse import RunIndex
from cleantext.show.serve.guard import LARGEST
from cleantext.show.serve.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

    OpenPage = Callable[..., Page]
    CheckAccess = Callable[[Page], None]

pytestmark = pytest.mark.browser

DUMP = Path(__file__).parents[2] / "fixtures" / "dump"
TELEPHONE = {"width": 390, "height": 844}
HOSTILE = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    '[lire](javascript:alert(1)) "><svg onload=alert(1)>',
    "\u202eabc\u2066\u2069\u200f مرحبا بالعالم",
    "{{ 7 * 7 }} </td></table></textarea>",
    "\x00\x1b[31m\ud83d\ufeff",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the fixtures and over a record that would act if it could."""
    folder = tmp_path_factory.mktemp("serve")
    records = [{"id": text, "text": f"à paris, {text} vu .", "source": text} for text in HOSTILE]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (folder / "hostile.jsonl").write_text(lines, encoding="utf-8")
    job = Job(read({}), folder / "corpus", format="jsonl", changes=True)
    run(job, [str(DUMP), str(folder / "hostile.jsonl")])
    return folder / "corpus"


@pytest.fixture(scope="module")
def address(corpus: Path) -> Iterator[str]:
    with served(Site(Settings(None), RunIndex(corpus))) as found:
        yield found


@pytest.fixture
def text_page(address: str, open_page: "OpenPage") -> "Page":
    """The page with the sample in it."""
    page = open_page(f"{address}#set=%7B%7D", locale="en-GB")
    page.get_by_role("button", name="Load the sample").click()
    page.wait_for_selector("#rows tr")
    return page


def result(page: "Page") -> str:
    """What the right side reads."""
    cells = page.locator("#rows td.made").all_inner_texts()
    return "\n".join(filter(None, cells))


def paste(page: "Page", text: str) -> None:
    page.locator("#text").fill(text)
    page.wait_for_function(
        "() => document.querySelector('#rows td') && !document.querySelector('.result').hidden"
    )


class TestText:
    def test_the_sample_is_shown_beside_what_becomes_of_it(
        self, text_page: "Page", check_access: "CheckAccess"
    ) -> None:
        assert "Une boulangerie de Quimper" in result(text_page)
        assert text_page.locator("#rows del.removed").first.inner_text() == "2024-10-04"
        assert "changes" in text_page.locator("#summary").inner_text()
        check_access(text_page)

    def test_a_switch_changes_the_text(self, text_page: "Page") -> None:
        switch = text_page.get_by_role("switch", name="truecase")
        switch.focus()
        text_page.keyboard.press("Space")
        text_page.wait_for_function(
            "() => document.querySelector('#rows').innerText.includes('à quimper depuis 1987')"
            " && !document.querySelector('#rows').innerText.includes('Quimper')"
        )
        assert text_page.locator('[data-count="truecase"]').inner_text() == ""
        assert '"truecase"' not in text_page.locator("#toml").inner_text()
        assert "stages = [" in text_page.locator("#toml").inner_text()
        text_page.get_by_role("button", name="As at first").click()
        text_page.wait_for_function(
            "() => document.querySelector('#rows').innerText.includes('Quimper')"
        )

    def test_an_option_changes_the_text_and_the_configuration(self, text_page: "Page") -> None:
        text_page.get_by_text("House style of spacing and typography").click()
        text_page.locator("#option-style-profile").select_option("plain")
        text_page.wait_for_function(
            "() => document.querySelector('#toml').innerText.includes('plain')"
        )
        assert "from_config" in text_page.locator("#python").inner_text()

    def test_an_option_that_is_wrong_is_said_in_a_line(self, text_page: "Page") -> None:
        text_page.get_by_text("Text that no stage may touch", exact=True).click()
        text_page.locator("#option--keep").fill("(")
        alert = text_page.locator("#trouble:not([hidden])")
        alert.wait_for()
        assert "not a valid pattern" in alert.inner_text()

    def test_hovering_shows_the_reason(self, text_page: "Page") -> None:
        text_page.locator("#rows ins", has_text="’").first.hover()
        card = text_page.locator("#card")
        card.wait_for()
        assert "spacing.apostrophe" in card.inner_text()
        assert text_page.locator("#rows .lit").count() == 2
        text_page.locator("#input-title").hover()
        card.wait_for(state="hidden")

    def test_the_card_covers_no_line_of_its_change(self, text_page: "Page") -> None:
        text_page.set_viewport_size({"width": 1240, "height": 1600})
        mark = text_page.locator("#rows ins", has_text=" Depuis")
        mark.evaluate("it => { it.style.wordSpacing = '40em' }")
        mark.focus()
        card = text_page.locator("#card").bounding_box()
        assert card
        lines = mark.evaluate(
            "it => [...it.getClientRects()].map(({top, bottom}) => [top, bottom])"
        )
        assert len(lines) == 2
        for top, bottom in lines:
            assert bottom <= card["y"] or top >= card["y"] + card["height"]

    def test_all_can_be_done_by_keyboard(self, text_page: "Page") -> None:
        text_page.locator("#next").focus()
        text_page.keyboard.press("Enter")
        assert "2024-10-04" in text_page.locator("#card").inner_text()
        text_page.keyboard.press("ArrowRight")
        assert "boilerplate.switcher" in text_page.locator("#card").inner_text()
        assert text_page.locator("#place").inner_text().startswith("2 / ")
        text_page.keyboard.press("w")
        assert text_page.locator("#rows .is-wrong").count() == 1
        text_page.keyboard.press("Enter")
        text_page.keyboard.press("Tab")
        assert text_page.locator("#card .wrong").evaluate("it => it === document.activeElement")
        text_page.keyboard.press("Escape")
        assert text_page.locator("#rows .is-wrong").evaluate("it => it === document.activeElement")
        assert text_page.locator("#card").is_hidden()

    def test_it_filters_by_rule_and_by_label(self, text_page: "Page") -> None:
        text_page.locator("#shown").select_option("rule:boilerplate.date")
        assert text_page.locator("#rows [role=button]:not(.off)").count() == 1
        text_page.locator("#only").check()
        assert text_page.locator("#rows tr:visible").count() == 1
        text_page.locator("#shown").select_option("label:heading")
        assert text_page.locator("#rows tr:visible").count() == 2

    def test_a_link_brings_text_and_settings_back(
        self, text_page: "Page", open_page: "OpenPage"
    ) -> None:
        paste(text_page, "vu à lyon .")
        text_page.get_by_role("switch", name="spacing").uncheck()
        text_page.wait_for_function("() => location.hash.includes('set=')")
        again = open_page(text_page.url)
        again.wait_for_selector("#rows tr")
        assert again.locator("#text").input_value() == "vu à lyon ."
        assert not again.get_by_role("switch", name="spacing").is_checked()
        assert result(again) == "Vu à Lyon ."

    def test_a_file_is_dropped(self, text_page: "Page") -> None:
        text_page.locator("#file").set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": "vu à nîmes".encode("cp1252")}
        )
        text_page.wait_for_function(
            "() => document.querySelector('#rows').innerText.includes('Vu à Nîmes')"
        )

    @pytest.mark.parametrize(
        ("name", "raw", "said"),
        [
            ("a.jsonl", b'{"text": "un"}\n{"text": "deux"}', "several documents"),
            ("a.txt", b"a" * (LONGEST + 1), "at most"),
            ("a.txt", b"a" * (LARGEST + 1), "too large"),
        ],
    )
    def test_what_is_not_shown_of_a_file_is_said(
        self, text_page: "Page", name: str, raw: bytes, said: str
    ) -> None:
        file = {"name": name, "mimeType": "text/plain", "buffer": raw}
        text_page.locator("#file").set_input_files(file)
        text_page.locator("#trouble", has_text=said).wait_for()
        text_page.wait_for_load_state("networkidle")
        assert said in text_page.locator("#trouble").inner_text()

    def test_a_damaged_link_is_said(self, address: str, open_page: "OpenPage") -> None:
        page = open_page(f"{address}#text=%25")
        page.wait_for_load_state("networkidle")
        assert page.locator("#trouble").inner_text() == "The link is damaged."

    @pytest.mark.parametrize("text", HOSTILE)
    def test_nothing_in_a_text_acts(self, text_page: "Page", text: str) -> None:
        before = text_page.locator("body *").count()
        text_page.evaluate(
            "text => { const area = document.querySelector('#text'); area.value = text;"
            " area.dispatchEvent(new Event('input')); }",
            f"à paris {text} vu .",
        )
        text_page.wait_for_function("() => document.querySelectorAll('#rows tr').length < 4")
        assert text_page.title() == "cleantext: see what it does"
        assert text_page.locator("#rows :is(script, img, svg, a)").count() == 0
        assert text_page.locator("body *").count() < before
        assert not set("\u202e\u2066\u2069\u200f") & set(text_page.locator("#rows").inner_text())


class TestRun:
    def test_documents_are_found_by_rule_label_reason_and_source(
        self, address: str, open_page: "OpenPage", check_access: "CheckAccess"
    ) -> None:
        page = open_page(address)
        page.wait_for_selector("#list a")
        all_found = int(page.locator("#found").inner_text().split()[0])
        check_access(page)
        for name, value in (
            ("rule", "boilerplate.share-bar"),
            ("label", "truncated"),
            ("reason", "language: nl"),
        ):
            page.locator(f"#filters [name={name}]").select_option(value)
            page.wait_for_function(
                f"() => parseInt(document.querySelector('#found').innerText) < {all_found}"
            )
            page.locator("#list a").first.click()
            page.wait_for_function("() => document.querySelector('#list a').ariaCurrent === 'true'")
            page.locator(f"#filters [name={name}]").select_option("")
            page.wait_for_function(
                f"() => parseInt(document.querySelector('#found').innerText) === {all_found}"
            )
        assert "rejected: language: nl" in page.locator("#summary").inner_text()
        page.locator("#filters [name=source]").fill("depeches")
        page.wait_for_function("() => parseInt(document.querySelector('#found').innerText) === 8")

    def test_documents_are_sorted(self, address: str, open_page: "OpenPage") -> None:
        page = open_page(f"{address}#by-source=articles")
        page.locator("#filters [name=order]").select_option("most")
        page.wait_for_function(
            "() => { const told = [...document.querySelectorAll('#list small')];"
            " const counts = told.map((each) => parseInt(each.innerText)).filter(Number.isInteger);"
            " return counts.length > 5 && counts.every((n, at) => !at || counts[at - 1] >= n) }"
        )
        assert "by-order=most" in page.url

    def test_what_is_judged_is_exported(
        self, address: str, open_page: "OpenPage", check_access: "CheckAccess"
    ) -> None:
        page = open_page(f"{address}#by-text=d-001")
        page.locator("#rows ins", has_text="Traversac").click()
        page.locator("#card .wrong").click()
        page.locator("#card .should input").fill("TraverSac")
        page.locator("#card .should input").press("Enter")
        page.locator("#rows ins").last.focus()
        page.keyboard.press("r")
        assert page.locator("#judged-count").inner_text() == "1 right, 1 wrong"
        page.reload()
        page.wait_for_selector("#rows .is-wrong")
        page.get_by_role("button", name="Export").click()
        page.wait_for_selector("#exported:not([hidden])")
        cases = [json.loads(line) for line in page.locator("#cases").inner_text().splitlines()]
        assert any("TraverSac" in case["fixed"] for case in cases)
        assert page.locator("#names").inner_text() == "TraverSac\n"
        assert 'names = "names.txt"' in page.locator("#entries").inner_text()
        check_access(page)
        with page.expect_download() as waiting:
            page.locator('[data-save="cases"]').click()
        assert waiting.value.suggested_filename == "cases.jsonl"

    def test_other_settings_are_tried_on_a_document(
        self, address: str, open_page: "OpenPage"
    ) -> None:
        page = open_page(f"{address}#by-text=d-001")
        page.wait_for_selector("#rows tr")
        page.get_by_role("button", name="Try other settings on it").click()
        page.wait_for_selector("#text")
        assert page.locator("#text").input_value().startswith("2024-10-04")

    def test_nothing_in_a_document_acts(self, address: str, open_page: "OpenPage") -> None:
        page = open_page(f"{address}#by-source=hostile")
        page.wait_for_selector("#list a")
        for each in page.locator("#list a").all():
            each.click()
            page.wait_for_function("() => document.querySelector('#list a[aria-current]')")
        assert page.title() == "cleantext: see what it does"
        assert page.locator(":is(#rows, #list, #facts) :is(script, img, svg)").count() == 0


@pytest.mark.parametrize("view", ["#text", "#documents"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(
    address: str, open_page: "OpenPage", check_access: "CheckAccess", view: str, scheme: str
) -> None:
    page = open_page(
        address + (view if view == "#documents" else "#set=%7B%7D"),
        viewport=TELEPHONE,
        color_scheme=scheme,
    )
    if view == "#text":
        page.get_by_role("button", name="Load the sample").click()
    page.wait_for_selector("#rows tr")
    page.locator("#rows ins").first.click()
    page.locator("#card").wait_for()
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= TELEPHONE["width"]
    box = page.locator("#card").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= TELEPHONE["width"]
    check_access(page)


def test_it_speaks_french_to_whom_does(address: str, open_page: "OpenPage") -> None:
    page = open_page(f"{address}#set=%7B%7D", locale="fr-FR")
    assert page.title() == "cleantext : voir ce qu’il fait"
    page.get_by_role("button", name="Charger l’exemple").click()
    page.wait_for_selector("#rows tr")
    assert "changements" in page.locator("#summary").inner_text()
