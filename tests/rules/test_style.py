"""The house style: set once, for spacing and typography."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cleantext import ConfigError, Pipeline
from cleantext.config import read
from cleantext.rules.style import STYLED

TEXT = "Quoi? l'été..."
FINE = "Quoi\u202f? l’été…"
PLAIN = "Quoi ? l'été…"


def styled(text: str, tables: Mapping[str, Any]) -> str:
    return Pipeline.of(*STYLED, options=tables)(text).text


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({}, FINE),
        ({"style": {}}, FINE),
        ({"style": {"profile": "plain"}}, PLAIN),
        ({"typography": {"profile": "plain"}}, PLAIN),
        ({"spacing": {"profile": "plain"}}, PLAIN),
        ({"style": {"profile": "plain"}, "typography": {"profile": "plain"}}, PLAIN),
        ({"style": {"profile": "plain", "apostrophe": "’"}}, "Quoi ? l’été…"),
        ({"style": {"profile": "plain"}, "spacing": {"apostrophe": "’"}}, "Quoi ? l’été…"),
        ({"style": {"ellipsis": "..."}}, "Quoi\u202f? l’été..."),
        ({"style": {"off": ["spacing.apostrophe"]}}, "Quoi\u202f? l'été…"),
        ({"style": {"off": ["typography.high-sign"]}}, "Quoi? l’été…"),
        ({"style": {"off": ["typography.high-sign", "spacing.apostrophe"]}}, "Quoi? l'été…"),
        (
            {
                "style": {"off": ["spacing.apostrophe"]},
                "typography": {"off": ["typography.ellipsis"]},
            },
            "Quoi\u202f? l'été...",
        ),
    ],
)
def test_a_style_holds_for_both_stages_wherever_it_stands(
    tables: dict[str, Any], expected: str
) -> None:
    assert styled(TEXT, tables) == expected


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"style": {"profile": "plain"}, "typography": {"profile": "canada"}},
            "'plain' under `.style.` and 'canada' under `.typography.`; set it once, under",
        ),
        (
            {"spacing": {"profile": "plain"}, "typography": {"profile": "canada"}},
            "'plain' under `.spacing.` and 'canada' under `.typography.`",
        ),
        (
            {"style": {"apostrophe": "'"}, "spacing": {"apostrophe": "’"}},
            '`apostrophe` is "\'" under',
        ),
        (
            {"style": {"on": ["spacing.apostrophe"]}, "spacing": {"off": ["spacing.apostrophe"]}},
            "'spacing.apostrophe' is both `on` and `off`",
        ),
        ({"style": {"off": ["spacing.apostrofe"]}}, "no rule is called 'spacing.apostrofe'"),
        ({"style": {"on": ["boilerplate.share"]}}, "no rule is called 'boilerplate.share'"),
        ({"spacing": {"off": ["typography.colon"]}}, "no rule is called 'typography.colon'"),
        ({"style": {"profile": "imprimeri"}}, "no profile 'imprimeri'; there are: imprimerie"),
        ({"style": {"profil": "plain"}}, "unknown option of `style` 'profil'; did you mean"),
        ({"style": {"on": "spacing.apostrophe"}}, "`style`: Expected `array`"),
        ({"style": "plain"}, "`style` must be a table of options"),
    ],
)
def test_a_style_that_is_wrong_says_so(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        styled(TEXT, tables)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rule = (
        '[[rule]]\nkind = "words"\nid = "{id}"\nreason = "How we spell it."\n'
        'words = {{ "{wrong}" = "{right}" }}\n'
        'changes = [["{wrong}", "{right}"]]\nleaves = ["mot"]\n'
    )
    rules = [
        rule.format(id="ours.key", wrong="clef", right="clé"),
        rule.format(id="spacing.shop", wrong="magazin", right="magasin"),
        rule.format(id="typography.lily", wrong="nénufar", right="nénuphar"),
        rule.format(id="typography.onion", wrong="ognon", right="oignon") + "off = true\n",
    ]
    path = tmp_path / "ours.toml"
    path.write_text("\n".join(rules), encoding="utf-8")
    return path


def test_each_stage_applies_its_own_rules_of_a_table_of_the_style(table: Path) -> None:
    options = {"style": {"tables": [table], "on": ["typography.onion"]}}
    document = Pipeline.of(*STYLED, options=options)("clef magazin nénufar ognon")
    assert document.text == "clé magasin nénuphar oignon"
    assert {change.rule: change.stage for change in document.changes} == {
        "ours.key": "spacing",
        "spacing.shop": "spacing",
        "typography.lily": "typography",
        "typography.onion": "typography",
    }


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("spacing", "clé magasin nénufar"), ("typography", "clé magazin nénuphar")],
)
def test_one_stage_alone_applies_what_is_its_own(table: Path, stage: str, expected: str) -> None:
    pipeline = Pipeline.of(stage, options={"style": {"tables": [table]}})
    assert pipeline("clef magazin nénufar").text == expected


def test_a_table_of_a_stage_is_of_that_stage_alone(table: Path) -> None:
    options = {"typography": {"tables": [table], "off": ["ours.key"]}}
    assert Pipeline.of("spacing", options=options)("clef magazin").text == "clef magazin"
    assert Pipeline.of("typography", options=options)("clef nénufar").text == "clef nénuphar"


def test_tables_of_a_style_are_relative_to_the_file(table: Path) -> None:
    path = table.parent / "my.toml"
    path.write_text('[style]\ntables = ["ours.toml"]\n')
    assert [read(path).options[name].tables for name in STYLED] == [(table,), (table,)]


def test_the_digest_does_not_ask_where_a_style_stands() -> None:
    once = read({"style": {"profile": "plain"}})
    assert once == read({"typography": {"profile": "plain"}})
    assert once.digest == read({"spacing": {"profile": "plain"}}).digest != read({}).digest
