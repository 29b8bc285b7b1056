"""Every rule of every language pack, against its own examples."""

from pathlib import Path

import pytest

from cleantext.document import Document
from cleantext.errors import PackError
from cleantext.languages.pack import CASING, FOLDER, SETTINGS, Language, load
from cleantext.rules.examples import PROFILES, wrong_examples
from cleantext.rules.scan import RuleScan
from cleantext.rules.table import AnyRule, Keep, Line, PersonalData, Threshold, read_table
from cleantext.stages.personal_data.finder import replaced
from cleantext.stages.quality.stage import passed

SHARED = "fr"  # the pack that the tables of all languages are read with
TABLES = sorted(
    path
    for pattern in ("*.toml", "*/*.toml")
    for path in FOLDER.glob(pattern)
    if path.name not in {CASING, PROFILES, SETTINGS}
)
RULES = [
    pytest.param(path, rule, id=f"{path.parent.name}:{rule.id}")
    for path in TABLES
    for rule in read_table(path, PackError)
]
ALONE = {PersonalData: replaced, Threshold: passed}
"""What makes a function of a rule of a kind that only its stage knows."""


def pack(path: Path) -> Language:
    return load(SHARED if path.parent == FOLDER else path.parent.name)


@pytest.mark.parametrize(("path", "rule"), RULES)
def test_a_rule_does_what_its_examples_say(path: Path, rule: AnyRule) -> None:
    assert list(wrong_examples(rule, pack(path), ALONE.get(type(rule)))) == []


@pytest.mark.parametrize(
    ("path", "rule"), [case for case in RULES if not isinstance(case.values[1], Line)]
)
def test_a_rule_is_content_with_its_own_work(path: Path, rule: AnyRule) -> None:
    again = type(rule)(
        **{field: getattr(rule, field) for field in rule.__struct_fields__}
        | {"changes": tuple((after, after) for _, after in rule.changes)}
    )
    assert list(wrong_examples(again, pack(path), ALONE.get(type(rule)))) == []


@pytest.mark.parametrize(
    ("path", "rule"), [case for case in RULES if isinstance(case.values[1], Keep)]
)
def test_an_exception_covers_each_of_its_examples_from_end_to_end(path: Path, rule: Keep) -> None:
    for text in rule.leaves:
        assert RuleScan([rule], {}).kept(Document(text)) == [(0, len(text))], path
