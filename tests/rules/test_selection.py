"""Selection: which documents make the corpus, and which part of it they belong to."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from folders import contents, records
from hypothesis import given
from hypothesis import strategies as st

from cleantext import ConfigError, Document, Pipeline
from cleantext.cli import main
from cleantext.config import read
from cleantext.document import Label
from cleantext.rules.selection import Condition, Split, is_sampled
from cleantext.stages import output

DOCUMENT = Document(
    "Le pont est ouvert.",
    "a",
    {
        "date": "2020-05-17T08:00",
        "source": "journal.example",
        "pages": 3,
        "free": True,
        "tags": ["pont", "budget", 12],
        "authors": [],
        "quality": {"stop-words": 4, "symbols": 0.1},
    },
    (Label(0, 2, "truncated", "end", "x.y"), Label(3, 7, "truncated", "end", "x.y")),
)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"of": "characters", "least": 19}, True),
        ({"of": "characters", "least": 20}, False),
        ({"of": "meta.date", "least": "2020", "most": "2020-05-17"}, True),
        ({"of": "meta.date", "least": "2020-05-18"}, False),
        ({"of": "meta.date", "most": "2019"}, False),
        ({"of": "meta.source", "among": ["journal.example"]}, True),
        ({"of": "meta.source", "among": ["other.example"]}, False),
        ({"of": "meta.source", "without": ["journal.example"]}, False),
        ({"of": "meta.pages", "least": 3, "most": 3}, True),
        ({"of": "meta.pages", "among": ["3"]}, True),
        ({"of": "meta.source", "least": 3}, False),
        ({"of": "meta.author", "without": ["x"]}, False),
        ({"of": "meta.free", "among": ["true"]}, True),
        ({"of": "meta.tags", "among": ["budget", "sport"]}, True),
        ({"of": "meta.tags", "among": ["sport"]}, False),
        ({"of": "meta.tags", "among": ["['pont', 'budget', 12]"]}, False),
        ({"of": "meta.tags", "without": ["pont"]}, False),
        ({"of": "meta.tags", "without": ["sport"]}, True),
        ({"of": "meta.tags", "among": ["budget"], "without": ["pont"]}, False),
        ({"of": "meta.tags", "least": 10, "most": 12}, True),
        ({"of": "meta.tags", "least": 13}, False),
        ({"of": "meta.authors", "without": ["x"]}, False),
        ({"of": "quality.stop-words", "least": 4}, True),
        ({"of": "quality.symbols", "most": 0.05}, False),
        ({"of": "labels.truncated", "most": 2}, True),
        ({"of": "labels.truncated", "most": 1}, False),
        ({"of": "labels.caption", "most": 0}, True),
    ],
)
def test_a_condition_is_met_or_is_the_reason(condition: dict[str, Any], met: bool) -> None:  # noqa: FBT001
    settings = {"stages": ["quality", "output"], "output": {"where": [condition]}}
    options = read(settings).options["output"]
    reason = output.rejection(DOCUMENT, "fr", options)
    assert reason == (None if met else f"where: {condition['of']}")


def test_a_number_that_is_too_large_is_beyond_any_bound() -> None:
    assert not Condition(of="meta.pages", most=3).met(Document("", meta={"pages": 10**400}))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"where": [{"of": "date", "least": "2020"}]},
            "'date' is nothing to select by; there are:",
        ),
        ({"where": [{"of": "meta.", "least": "2020"}]}, "nothing to select by"),
        ({"where": [{"of": "meta.date"}]}, "needs `least`, `most`, `among` or `without`"),
        ({"where": [{"of": "characters", "least": "200"}]}, "without quotation marks"),
        ({"where": [{"of": "quality.words", "least": 200}]}, "needs the stage 'quality'"),
        ({"where": [{"of": "labels.truncate", "most": 1}]}, "did you mean 'truncated'?"),
        ({"where": [{"off": "meta.date"}]}, "`output`"),
        ({"sample": 0}, "`output`"),
        ({"sample": 1.5}, "`output`"),
        ({"split": {"by": "author"}}, "`output`"),
        ({"split": {}, "stages": ["spacing"]}, "`split` needs the stage 'output'"),
        ({"split": {"dev": 0.6, "test": 0.6}}, "`dev` and `test` are 1.2 together"),
    ],
)
def test_what_cannot_be_selected_by_is_an_error(table: dict[str, Any], message: str) -> None:
    stages = {"stages": table["stages"]} if "stages" in table else {}
    with pytest.raises(ConfigError) as caught:
        read({"output": {key: table[key] for key in table if key != "stages"}, **stages})
    assert message in str(caught.value)


def test_an_unknown_number_is_an_error() -> None:
    settings = {"stages": ["quality", "output"]}
    where = [{"of": "quality.stop-word", "least": 1}]
    with pytest.raises(ConfigError, match="did you mean 'stop-words'"):
        read({**settings, "output": {"where": where}})


def test_a_sample_has_its_share_and_a_larger_one_holds_it() -> None:
    documents = [Document("x", str(number)) for number in range(2000)]
    tenth = {each.id for each in documents if is_sampled(each, 0.1)}
    third = {each.id for each in documents if is_sampled(each, 0.3)}
    assert tenth < third
    assert 150 < len(tenth) < 250
    assert all(is_sampled(each, 1) for each in documents)


def test_splits_have_their_shares() -> None:
    split = Split(by="id", dev=0.2, test=0.1)
    counts = Counter(split.of(Document("x", str(number))) for number in range(2000))
    assert 1300 < counts["train"] < 1500
    assert 340 < counts["dev"] < 460
    assert 140 < counts["test"] < 260


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["source", "date"]))
def test_what_is_of_one_source_or_day_is_in_one_split(one: str, other: str, by: str) -> None:
    split = Split(by=by, dev=0.3, test=0.3)  # type: ignore[arg-type]
    meta = {"source": "https://a.example/x", "date": "2020-05-17"}
    later = {"source": "https://a.example/y", "date": "2020-05-17T23:00"}
    assert split.of(Document(one, one, meta)) == split.of(Document(other, other, later))


def test_the_split_stands_in_meta_unless_the_document_has_one() -> None:
    pipeline = Pipeline.of("output", options={"output": {"split": {"dev": 1, "test": 0}}})
    assert pipeline("Oui.").meta["split"] == "dev"
    assert pipeline(Document("Oui.", meta={"split": "gold"})).meta["split"] == "gold"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    lines = (
        json.dumps({"id": str(at), "text": f"Le pont {at} est ouvert.", "date": f"20{at:02}-01-01"})
        for at in range(60)
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "c.toml").write_text(
        'stages = ["output"]\n[output]\nsample = 0.5\nsplit = { by = "date", dev = 0.3 }\n'
        'where = [{ of = "meta.date", least = "2010", most = "2049" }]\n'
    )
    return tmp_path


def clean(folder: Path, name: str, workers: int) -> Path:
    arguments = [
        "clean",
        str(folder / "a.jsonl"),
        "-o",
        str(folder / name),
        "--workers",
        str(workers),
    ]
    result = CliRunner().invoke(main, [*arguments, "-c", str(folder / "c.toml")])
    assert result.exit_code == 0, result.stderr
    return folder / name


def test_a_run_selects_and_says_why(dump: Path) -> None:
    folder = clean(dump, "one", 1)
    kept = [each for path in folder.glob("clean/*/a.jsonl") for each in records(path)]
    assert all("2010" <= each["meta"]["date"] < "2050" for each in kept)
    assert {"train", "dev"} <= {each["meta"]["split"] for each in kept} <= {"train", "dev", "test"}
    reasons = Counter(each["reason"] for each in records(folder / "rejected/a.jsonl"))
    assert reasons["where: meta.date"] == 20
    assert reasons["sample"] == 40 - len(kept)
    assert contents(folder / "clean") == contents(clean(dump, "two", 2) / "clean")


def test_check_shows_what_is_selected(dump: Path) -> None:
    result = CliRunner().invoke(main, ["check", "-c", str(dump / "c.toml")])
    assert result.exit_code == 0
    assert "where     meta.date 2010 to 2049" in result.stdout
    assert "sample    50 % of the documents, by hash" in result.stdout
    assert "split     by date: 65 % train, 30 % dev, 5 % test" in result.stdout


def test_a_document_that_was_not_measured_has_no_number() -> None:
    assert not Condition(of="quality.words", least=1).met(Document("x"))
