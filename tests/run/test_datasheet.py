"""The datasheet of a corpus: what it counts, what it shows of hostile values, whose file it is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from folders import contents
from hypothesis import given
from hypothesis import strategies as st
from runs import Broken, break_off_at, text

from cleantext import DataError
from cleantext.config import read
from cleantext.document import Document
from cleantext.run import provenance
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.provenance import OTHERS, Origin, Provenance, origin_of

SETTINGS = {"stages": ["spacing", "output"], "output": {"split": {"by": "id", "dev": 0.3}}}


def dump_of(folder: Path, *more: dict[str, Any], count: int = 20) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [{"id": str(number), "text": text(number)} for number in range(count)]
    lines = "\n".join(json.dumps(row) for row in (*rows, *more))
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    return folder


def sheet_of(tmp_path: Path, dump: Path, settings: dict[str, Any], form: str | None = None) -> str:
    job = Job(read(settings), tmp_path / "out", form)
    run(job, [str(dump)], workers=0)
    return (tmp_path / "out/README.md").read_text(encoding="utf-8")


def test_it_counts_what_is_in_the_corpus(tmp_path: Path) -> None:
    more = [
        {"id": "x", "text": text(0), "url": "https://a.example/1", "license": "CC BY-SA 4.0"},
        {"id": "y", "text": text(99), "url": "https://a.example/1", "license": ["a", "b"]},
        {"id": "z", "text": " ", "license": "mit"},
    ]
    dump = dump_of(tmp_path / "dump", *more)
    sheet = sheet_of(tmp_path, dump, {**SETTINGS, "duplicates": {"exact": True}})
    assert "| in the corpus | 21 |" in sheet
    assert "| a.jsonl | 21 |" in sheet  # `url` is no source
    assert "| not given | 20 |" in sheet
    assert r'| \["a","b"\] | 1 |' in sheet
    assert "CC BY-SA" not in sheet
    assert "| duplicate | 1 |" in sheet
    assert "| empty | 1 |" in sheet
    assert "license:\n- other\n- unknown\n" in sheet
    counts = dict(re.findall(r"^\| documents in (\w+) \| (\d+) \|$", sheet, re.MULTILINE))
    assert sum(map(int, counts.values())) == 21


def test_it_says_why_lines_were_taken_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{text(1)}\nPartager sur Facebook\n", encoding="utf-8")
    sheet = sheet_of(tmp_path, tmp_path / "a.txt", {"stages": ["boilerplate", "output"]})
    (row,) = re.findall(r"^\| boilerplate\..* \| 1 \| (.+) \|$", sheet, re.MULTILINE)
    assert len(row) > 10
    assert re.search(r"^\| lines\.model \| .* \| [0-9a-f]{64} \|$", sheet, re.MULTILINE)


def test_hostile_values_are_cells(tmp_path: Path) -> None:
    hostile = "|\n---\n# x <script> [a](b) `\x00\u202e"
    row = {"id": "h", "text": text(50), "license": hostile}
    sheet = sheet_of(tmp_path, dump_of(tmp_path / "dump", row), SETTINGS)
    (line,) = (line for line in sheet.splitlines() if "script" in line)
    assert line.startswith(r"| \| --- \# x \<script\> \[a\](b) \`")
    assert "\x00" not in sheet
    assert "\u202e" not in sheet
    assert len(re.findall(r"^---$", sheet, re.MULTILINE)) == 2
    assert re.findall(r"^# .*", sheet, re.MULTILINE) == ["# Corpus"]


def test_it_shows_no_personal_data(tmp_path: Path) -> None:
    row = {"id": "p", "text": text(50), "license": "écrire à l.martin@example.org"}
    cut = row | {"id": "q", "text": text(51), "license": f"{'a ' * 44}l.martin@example.org"}
    dump = dump_of(tmp_path / "dump", row, cut)
    settings = {
        "stages": ["encoding", "personal-data", "output"],
        "personal-data": {"action": "mark"},
    }
    sheet = sheet_of(tmp_path, dump, settings)
    assert r"écrire à \[courriel\]" in sheet
    written = contents(tmp_path / "out")
    assert not any(b"l.martin" in written[name] for name in ("report.json", "README.md"))


def test_a_run_that_goes_on_writes_the_same(tmp_path: Path) -> None:
    dump = dump_of(tmp_path / "dump")
    jobs = [Job(read(SETTINGS), tmp_path / name) for name in ("one", "two")]
    run(jobs[0], [str(dump)], workers=1)
    with pytest.raises(Broken):
        run(jobs[1], [str(dump)], workers=0, progress=break_off_at(1))
    run(jobs[1], [str(dump)], workers=0)
    assert contents(jobs[0].output) == contents(jobs[1].output)


def test_a_readme_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    dump = dump_of(tmp_path / "dump")
    job = Job(read(SETTINGS), tmp_path / "out")
    job.output.mkdir()
    readme = job.output / "README.md"
    readme.write_text("Mine.")
    for overwrite in (False, True):
        with pytest.raises(DataError, match=r"holds other files \(README\.md\)"):
            run(job, [str(dump)], workers=0, overwrite=overwrite)
    assert readme.read_text() == "Mine."
    readme.unlink()
    run(job, [str(dump)], workers=0)
    sheet = readme.read_bytes()
    run(job, [str(dump)], workers=0, overwrite=True)
    assert readme.read_bytes() == sheet
    readme.write_bytes(sheet + b"And mine.")
    for overwrite in (False, True):
        with pytest.raises(DataError, match=r"README\.md: was edited, .*; move it away, and"):
            run(job, [str(dump)], workers=0, overwrite=overwrite)
    assert readme.read_bytes() == sheet + b"And mine."
    readme.rename(tmp_path / "mine.md")
    run(job, [str(dump)], workers=0, overwrite=True)
    assert readme.read_bytes() == sheet


def test_one_that_comes_while_a_run_lasts_is_not_overwritten(tmp_path: Path) -> None:
    dump = dump_of(tmp_path / "dump")
    job = Job(read(SETTINGS), tmp_path / "out")
    readme = job.output / "README.md"
    with pytest.raises(DataError, match="was written by no run"):
        run(job, [str(dump)], workers=0, progress=lambda _: (readme.write_text("Mine."), None)[1])
    for overwrite in (False, True):
        with pytest.raises(DataError, match=r"README\.md: was edited, or is by somebody else"):
            run(job, [str(dump)], workers=0, overwrite=overwrite)
    assert readme.read_text() == "Mine."
    readme.unlink()
    run(job, [str(dump)], workers=0)
    assert "# Corpus" in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "end"),
    [("jsonl", ".jsonl"), ("sentences", ".jsonl"), ("parquet", ".parquet")],
)
def test_its_front_matter_names_the_files(tmp_path: Path, form: str, end: str) -> None:
    sheet = sheet_of(tmp_path, dump_of(tmp_path / "dump"), SETTINGS, form)
    front = sheet.split("---\n")[1]
    assert f'- split: dev\n    path:\n    - "clean/dev/**/*{end}"\n' in front
    assert "size_categories:\n- n<1K\n" in front


def test_it_says_how_to_load_what_no_name_tells(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, dump_of(tmp_path / "dump"), {"stages": ["output"]}, "csv")
    assert "configs:" not in sheet
    assert """load_dataset("csv", data_files={'train': ['clean/**/*.csv']})""" in sheet


@pytest.mark.parametrize("form", ["vertical", "conllu"])
def test_there_is_nothing_to_load_of_text_for_concordancers(tmp_path: Path, form: str) -> None:
    sheet = sheet_of(tmp_path, dump_of(tmp_path / "dump"), SETTINGS, form)
    assert "configs:" not in sheet
    assert "| sentences in the corpus | " in sheet


counts = st.builds(
    Provenance.of,
    st.dictionaries(
        st.builds(
            Origin,
            st.just("fr"),
            st.sampled_from("abc"),
            st.sampled_from(["", "x"]),
            st.sampled_from(["", "dev"]),
        ),
        st.integers(1, 3),
    ),
    st.integers(0, 3),
)


@given(st.lists(counts), st.lists(counts))
def test_counts_add_up_and_can_be_taken_away(
    some: list[Provenance], more: list[Provenance]
) -> None:
    def all_of(given: list[Provenance]) -> Provenance:
        whole = Provenance()
        for each in given:
            whole.add(each)
        return whole

    both = all_of([*some, *more])
    assert both.without(all_of(more)) == all_of(some)


def test_the_memory_of_counts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "MOST", 3)
    whole = Provenance()
    for number in range(9):
        whole.add(Provenance.of({Origin("fr", str(number), "", ""): 1}))
    assert whole.sources == {"0": 1, "1": 1, "2": 1, OTHERS: 6}
    left = whole.without(Provenance.of({Origin("fr", "8", "", ""): 1}))
    assert left.sources[OTHERS] == 5


def test_a_long_source_is_counted_by_its_beginning() -> None:
    facts = origin_of(Document("", meta={"source": "x " * 10**6, "rights": {"a": ["b"]}}), "")
    assert facts.sources == "x " * 50
    assert facts.licences == '{"a":["b"]}'
