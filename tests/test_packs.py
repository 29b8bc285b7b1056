"""Every rule of every language pack, against its own examples."""

from pathlib import Path

import pytest

from cleantext.document import Document
from cleantext.errors import PackError
from cleantext.language import FOLDER
from cleantext.rules import AnyRule, Keep, Line, read_profile, read_table
from cleantext.scanner import Scan

PROFILES = "profiles.toml"
TABLES = sorted(path for path in FOLDER.glob("*/*.toml") if path.name != PROFILES)
RULES = [
    pytest.param(path.parent, rule, id=f"{path.parent.name}:{rule.id}")
    for path in TABLES
    for rule in read_table(path, PackError)
    if not isinstance(rule, Line)
]


def outcome(folder: Path, rule: AnyRule, text: str) -> str:
    signs = read_profile(folder / PROFILES, "imprimerie")
    return Document(text).apply("test", Scan([rule], signs)(Document(text))).text


@pytest.mark.parametrize(("folder", "rule"), RULES)
def test_a_rule_changes_what_it_says(folder: Path, rule: AnyRule) -> None:
    assert [outcome(folder, rule, before) for before, _ in rule.changes] == [
        after for _, after in rule.changes
    ]


@pytest.mark.parametrize(("folder", "rule"), RULES)
def test_a_rule_leaves_alone_what_it_says(folder: Path, rule: AnyRule) -> None:
    assert [outcome(folder, rule, text) for text in rule.leaves] == list(rule.leaves)


@pytest.mark.parametrize(("folder", "rule"), RULES)
def test_a_rule_is_content_with_its_own_work(folder: Path, rule: AnyRule) -> None:
    for _, after in rule.changes:
        assert outcome(folder, rule, after) == after


@pytest.mark.parametrize(
    ("folder", "rule"), [case for case in RULES if isinstance(case.values[1], Keep)]
)
def test_an_exception_covers_each_of_its_examples_from_end_to_end(folder: Path, rule: Keep) -> None:
    for text in rule.leaves:
        assert Scan([rule], {}).kept(text) == [(0, len(text))], folder
