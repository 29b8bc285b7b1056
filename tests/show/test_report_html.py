"""The page of a run says what the output folder holds, and nothing in it can act."""

import json
import re
from collections import Counter
from collections.abc import Iterator
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
from cleantext.run.folder import write_json
from cleantext.run.job import Job
from cleantext.run.report import ChangeSample, Report
from cleantext.show.report_html import LARGEST, draw_report

FIXTURES = Path(__file__).parents[2] / "fixtures" / "dump"
HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "]]></style></script>",
    "&lt;b&gt; {{ 7 * 7 }} {% raw %}",
    "\u202eabc\u2066\u2069\u200f",
    "\x00\x1b[31m\ud800\ufeff",
]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run that a user began."""
    folder = tmp_path_factory.mktemp("run") / "out"
    arguments = ["clean", str(FIXTURES), "-o", str(folder), "--format", "jsonl", "--changes"]
    result = CliRunner().invoke(main, [*arguments, "--workers", "1", "--compress", "none"])
    assert result.exit_code == 3, result.output
    return folder


def all_of(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*.jsonl")):
        yield from records(path)


def test_its_numbers_are_those_of_what_was_written(output: Path) -> None:
    page = Page((output / "report.html").read_bytes())
    clean, rejected = list(all_of(output / "clean")), list(all_of(output / "rejected"))
    failed = records(output / "failed.jsonl")
    changes = Counter(change["rule"] for each in clean for change in each["changes"])
    counted = [len(clean), len(rejected), len(failed)]
    assert page.figures[:4] == [sum(counted), *counted]
    assert page.counts("rejected") == Counter(each["reason"] for each in rejected)
    languages = Counter(each["meta"]["language"] for each in clean)
    assert all(page.counts("languages")[code] >= languages[code] for code in languages)
    assert sum(page.counts("languages").values()) == len(clean) + len(rejected)
    rules = {name.split()[0]: count for name, count in page.counts("by-rule").items()}
    assert sum(rules.values()) == page.figures[4] == sum(page.counts("stages").values())
    assert all(rules[rule] >= count for rule, count in changes.items())
    assert [row[0] for row in page.tables["failures"][1:]] == [each["source"] for each in failed]


def test_sources_are_told_by_what_they_lost(output: Path) -> None:
    page = Page((output / "report.html").read_bytes())
    rows = page.tables["sources"][1:]
    shares = [float(row[1].rstrip("% ")) for row in rows]
    assert shares == sorted(shares, reverse=True)
    told = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert len(rows) == len(told["inputs"])
    for name, _, documents, clean, _, characters in rows:
        ids = f"{name.removesuffix('.txt')}"
        written = [each for each in all_of(output / "clean") if each["id"].startswith(ids)]
        assert number(documents) >= number(clean)
        if name.startswith("articles/"):
            assert number(clean) == len(written)
            assert number(characters) == sum(len(each["text"]) for each in written)


def test_a_rule_is_told_with_its_reason_and_samples_in_their_context(output: Path) -> None:
    (told,) = [
        row[0]
        for row in Page((output / "report.html").read_bytes()).tables["by-rule"]
        if row[0].split()[:1] == ["typography.percent"]
    ]
    assert "A no-break space stands between a number and its sign" in told
    assert re.search(r"\d(NNBSP|NBSP)% \w+", told)


def test_it_is_one_file_that_asks_for_nothing(output: Path) -> None:
    page = Page((output / "report.html").read_bytes())
    names = {name for name, _ in page.attributes}
    assert not names & {"src", "style", "srcset", "action", "formaction"}
    assert not any(name.startswith("on") for name in names)
    beside = [value for name, value in page.attributes if name == "href" and value[0] != "#"]
    assert beside == ["timings.html"]
    assert page.tags["script"] == page.tags["style"] == 1
    assert not {"link", "img", "iframe", "object", "form", "base"} & page.tags.keys()
    links = [value[1:] for name, value in page.attributes if name == "href" and value[0] == "#"]
    ids = [value for name, value in page.attributes if name == "id"]
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_header_says_of_what_it_is_one_and_every_table_has_a_name(output: Path) -> None:
    text = (output / "report.html").read_text(encoding="utf-8")
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", text))
    named = re.findall(r'<table aria-labelledby="([\w-]+)"', text)
    assert all(f'id="{name}"' in text for name in named)
    french = re.findall(r'data-fr="([^"]*)"', text)
    assert french
    assert all(french)


def hostile_report(text: str) -> Report:
    counts = Counter({text: 3})
    sample = ChangeSample("00", text, text, text, text, text)
    return Report(
        documents=7,
        clean=3,
        failed=1,
        characters_in=10,
        characters_out=5,
        rejected=counts,
        languages=counts,
        changes=counts,
        labels=counts,
        samples={text: [sample]},
        passed_over=counts,
        fields=counts,
        absent=counts,
        reasons={text: text},
    )


def written(folder: Path, report: Report, failures: list[dict[str, Any]]) -> Path:
    (folder / ".parts").mkdir(parents=True, exist_ok=True)
    write_json(folder / "report.json", report)
    lines = "".join(json.dumps(each) + "\n" for each in failures)
    (folder / "failed.jsonl").write_text(lines, encoding="utf-8")
    return folder


def told_of(*names: str) -> dict[str, Any]:
    facts = {"documents": 20, "clean": 1, "characters_in": 9, "characters_out": 1}
    return {
        "cleantext": names[0],
        "stages": list(names),
        "configuration": names[0],
        "inputs": [{"name": name, **facts} for name in names],
    }


def failure_of(text: str) -> dict[str, Any]:
    where = {"source": text, "position": 0, "rest": False}
    return {**where, "error": text, "stage": text, "rule": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_more_than_text(tmp_path: Path, text: str) -> None:
    plain = draw_report(
        written(tmp_path / "a", hostile_report("x"), [failure_of("x")]), told_of("x")
    )
    folder = written(tmp_path / "b", hostile_report(text), [failure_of(text)])
    page = draw_report(folder, told_of(text))
    expected, found = Page(plain), Page(page)
    signs = page.count(b'<span class="sign"')
    assert found.tags - Counter(span=signs) == expected.tags
    names = Counter(name for name, _ in found.attributes)
    names -= Counter({"class": signs, "title": signs})
    assert names == Counter(name for name, _ in expected.attributes)
    odd = [
        sign for sign in page.decode() if not sign.isprintable() and sign not in "\n\u202f\u00a0"
    ]
    assert not odd
    if text.isprintable():
        assert found.text.count(text) >= 10


def test_a_page_stays_small_whatever_it_tells(tmp_path: Path) -> None:
    names = [f"{number:05}" + "\u202e<😀" * 100 for number in range(300)]
    counts = Counter(dict.fromkeys(names, 1))
    samples = {name: [ChangeSample("0", *[name[:200]] * 3, *[name[:50]] * 2)] * 5 for name in names}
    report = Report(
        documents=900,
        clean=300,
        failed=300,
        characters_in=9,
        rejected=counts,
        languages=counts,
        changes=counts,
        labels=counts,
        samples=samples,
        passed_over=counts,
        fields=counts,
        reasons=dict(zip(names, names, strict=True)),
    )
    folder = written(tmp_path, report, [failure_of(name) for name in names])
    page = draw_report(folder, told_of(*names))
    assert len(page) <= LARGEST
    assert Page(page).figures[:4] == [900, 300, 300, 300]


def test_a_run_of_nothing_has_a_page(tmp_path: Path) -> None:
    page = Page(draw_report(written(tmp_path, Report(), []), told_of("a")))
    assert page.figures == [0, 0, 0, 0, 0]


def test_it_is_made_anew_with_the_same_bytes(output: Path) -> None:
    before = contents(output)
    (output / "report.html").unlink()
    result = CliRunner().invoke(main, ["report", str(output)])
    assert (result.exit_code, result.output.strip()) == (0, str(output / "report.html"))
    assert contents(output) == before


def test_a_run_owns_its_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte.", encoding="utf-8")
    job = Job(read({}), tmp_path / "out")
    run(job, [str(tmp_path / "a.txt")])  # without one
    (tmp_path / "out/report.html").write_text("mine")
    assert "was written by no run" in error_of("report", tmp_path / "out")
    (tmp_path / "out/report.html").unlink()
    assert CliRunner().invoke(main, ["report", str(tmp_path / "out")]).exit_code == 0
    told = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    sizes = {each["name"]: each["bytes"] for each in told["outputs"]}
    assert sizes["report.html"] == (tmp_path / "out/report.html").stat().st_size
    run(job, [str(tmp_path / "a.txt")], overwrite=True)
    assert not (tmp_path / "out/report.html").exists()


def test_what_has_no_page_says_why(tmp_path: Path, output: Path) -> None:
    assert "holds no run" in error_of("report", tmp_path)
    assert "holds no run" in error_of("report", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    for name, raw in contents(output).items():
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / name).write_bytes(raw)
    (tmp_path / "copy/failed.jsonl").unlink()
    assert "do not balance" in error_of("report", tmp_path / "copy")
    (tmp_path / "copy/report.json").write_text("[]")
    assert "is no report of a run" in error_of("report", tmp_path / "copy")
    (tmp_path / "copy/report.json").unlink()
    assert "is missing" in error_of("report", tmp_path / "copy")
    told = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "copy/manifest.json").write_text(json.dumps({**told, "finished": False}))
    assert "is not finished" in error_of("report", tmp_path / "copy")
    (tmp_path / "copy/manifest.json").write_text("{}")
    assert "is no manifest" in error_of("report", tmp_path / "copy")
