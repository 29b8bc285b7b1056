"""Patterns that users write: each stands for itself, and none takes for ever."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleantext import Pipeline
from cleantext.cli import main
from cleantext.document import PROTECTED, Document
from cleantext.rules.patterns import find_runaway

RUNAWAY = r"(a|aa)+$x"
LATE = r"(qr|qrqr)+$x"
"""It takes for ever over no text that a look at it tries."""


def kept(text: str, *patterns: str) -> list[str]:
    """Return the stretches of a text that a configuration protects."""
    pipeline = Pipeline.from_config({"stages": ["spacing"], "keep": list(patterns)})
    labels = pipeline(Document(text)).labels
    return [text[label.start : label.end] for label in labels if label.name == PROTECTED]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["(?x) phare # a light", "port"], ["phare", "port"]),
        (["(?P<a>phare)", "(?P<a>port)"], ["phare", "port"]),
        (["(z)z", r"(r)\w\1", "(?i)PORT"], ["port"]),
        (["phare du", "du port"], ["phare du port"]),
        (["x*"], []),
    ],
)
def test_each_pattern_stands_for_itself(patterns: list[str], found: list[str]) -> None:
    assert kept("le phare du port", *patterns) == found


@pytest.mark.parametrize("pattern", [RUNAWAY, r"(\w+\s?)+\d$", "(x+x+)+y"])
def test_patterns_that_take_for_ever_are_found(pattern: str) -> None:
    assert find_runaway(pattern)


@pytest.mark.parametrize("pattern", ["^-----$", ".*", r"\b\d{2}/\d{2}\b.*", "(?x) a # b", "é+è"])
def test_patterns_that_end_are_not(pattern: str) -> None:
    assert find_runaway(pattern) is None


def call(folder: Path, pattern: str, *arguments: str) -> Result:
    (folder / "c.toml").write_text(f"keep = ['{pattern}']\nstages = ['spacing', 'output']")
    return CliRunner().invoke(main, [*arguments, "-c", str(folder / "c.toml")])


def test_check_tells_of_a_pattern_that_takes_for_ever(tmp_path: Path) -> None:
    result = call(tmp_path, RUNAWAY, "check")
    assert result.exit_code == 1
    assert "`keep`: '(a|aa)+$x' takes for ever" in result.stderr


def test_a_pattern_that_takes_for_ever_fails_the_document_and_no_other(tmp_path: Path) -> None:
    for name, text in (("a", "qr" * 200), ("b", "un phare")):
        (tmp_path / f"{name}.txt").write_text(text)
    sources = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    result = call(tmp_path, LATE, "clean", *sources, "-o", str(tmp_path / "out"))
    assert result.exit_code == 3
    assert "`keep`" in (tmp_path / "out/failed.jsonl").read_text()
    assert (tmp_path / "out/clean/b.txt").exists()


def split(folder: Path, text: str, pattern: str) -> tuple[int, str]:
    """Clean a text that a pattern cuts; return the exit code and what is said of failures."""
    (folder / "a.txt").write_text(text)
    arguments = ["clean", str(folder / "a.txt"), "-o", str(folder / "out"), "--split", pattern]
    result = CliRunner().invoke(main, arguments)
    failed = folder / "out/failed.jsonl"
    return result.exit_code, failed.read_text() if failed.exists() else result.stderr


def test_a_split_that_takes_every_line_away_is_a_failure(tmp_path: Path) -> None:
    code, told = split(tmp_path, "un phare\nun port\n", ".*")
    assert code == 3
    assert "--split takes every line for a border" in told


def test_a_split_that_takes_for_ever_is_refused_where_it_shows(tmp_path: Path) -> None:
    code, told = split(tmp_path, "un phare\n", RUNAWAY)
    assert code == 2
    assert "takes for ever" in told


def test_a_split_that_takes_for_ever_is_a_failure_where_it_does(tmp_path: Path) -> None:
    code, told = split(tmp_path, "un phare\n" + "qr" * 200, LATE)
    assert code == 3
    assert "--split takes more than 5 s over a line" in told
