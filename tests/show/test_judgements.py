"""What was judged comes back as cases, and as a configuration that does what was wanted."""

import json
import tomllib
from pathlib import Path

import pytest

from cleantext.errors import DataError
from cleantext.pipeline import Pipeline
from cleantext.show.serve.judgements import Altered, Export, Judgement, export, read_judgements
from cleantext.show.serve.settings import Settings
from cleantext.show.side_by_side import side_by_side


def judged(text: str, *, wrong: str, should: str = "", right: bool = False) -> Judgement:
    """The judgement of the change in a line whose result holds a text."""
    hunks = side_by_side(Pipeline.default()(text), {}).hunks
    changes = tuple(
        Altered(h.start, h.before, h.after, tuple(c.rule for c in h.changes)) for h in hunks
    )
    index = next(at for at, each in enumerate(changes) if wrong in (each.after or each.before))
    return Judgement("d", text, changes, index, right, should)


def cleaned_with(made: Export, text: str, folder: Path) -> str:
    """What becomes of a text with a configuration that was exported."""
    (folder / "names.txt").write_text(made.names, encoding="utf-8")
    (folder / "judged.toml").write_text(made.toml, encoding="utf-8")
    return Pipeline.from_config(folder / "judged.toml")(text).text


WRONG = [
    ("le vélo de marie coûte cher , dit-elle.", "Marie", ""),
    ("il a vu le tgv de paris.", "TGV", "Tgv"),
    ("un prix de 12 km par jour, dit-il.", "\u00a0", ""),
    ("il attend.\n© 2024 le courrier", "© 2024", ""),
    ("il vit à lyon.depuis, il attend.", "Depuis", ""),
]


@pytest.mark.parametrize(("text", "wrong", "should"), WRONG)
def test_what_was_wrong_does_not_happen_again(
    text: str, wrong: str, should: str, tmp_path: Path
) -> None:
    judgement = judged(text, wrong=wrong, should=should)
    made = export([judgement])
    (case,) = map(json.loads, made.cases.splitlines())
    assert case["original"] == text
    assert cleaned_with(made, text, tmp_path) == case["fixed"]
    assert case["fixed"] != Pipeline.default()(text).text


def test_what_was_right_asks_for_nothing() -> None:
    text = "il vit à lyon."
    made = export([judged(text, wrong="Lyon", right=True)])
    assert (made.toml, made.names) == ("", "")
    (case,) = map(json.loads, made.cases.splitlines())
    assert case["fixed"] == "Il vit à Lyon."
    assert (case["judged"][0]["right"], case["unjudged"]) == (True, 1)


def test_a_rule_that_is_wrong_twice_and_never_right_is_switched_off(tmp_path: Path) -> None:
    texts = ["Un prix de 12 km.", "Une route de 30 km."]
    wrong = [judged(text, wrong="\u00a0") for text in texts]
    switchable = Settings(None).switchable
    made = export(wrong, switchable)
    assert tomllib.loads(made.toml) == {"style": {"off": [wrong[0].judged.rules[0]]}}
    assert cleaned_with(made, texts[0], tmp_path) == texts[0]
    right = judged("Un lac de 5 km.", wrong="\u00a0", right=True)
    assert "off" not in export([*wrong, right], switchable).toml
    assert "off" not in export(wrong).toml


def test_verdicts_on_one_line_make_one_case() -> None:
    text = "il vit à lyon avec marie."
    made = export([judged(text, wrong="Lyon"), judged(text, wrong="Il", right=True)])
    (case,) = map(json.loads, made.cases.splitlines())
    assert case["fixed"] == "Il vit à lyon avec Marie."


@pytest.mark.parametrize(
    "given",
    [
        None,
        [{"document": "d"}],
        [{"document": "d", "line": "a", "changes": [], "index": 0, "right": True}],
        [
            {
                "document": "d",
                "line": "a",
                "changes": [{"start": 0, "before": "b", "after": "", "rules": []}],
                "index": 0,
                "right": True,
            }
        ],
    ],
)
def test_what_is_no_judgement_is_refused(given: object) -> None:
    with pytest.raises(DataError):
        read_judgements(given)
