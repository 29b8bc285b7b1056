"""What other projects rely on, beside the API: it changes only with a line in the changelog.

`python -m tests.test_public`, run in the root of the project, writes `public.json` anew.
"""

import dataclasses
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import cleantext
from cleantext import Pipeline
from cleantext.config import DEFAULT, Duplicates, read
from cleantext.document import LABELS, LANGUAGE, UNKNOWN
from cleantext.languages.pack import CASING, SETTINGS, load
from cleantext.rules.examples import PROFILES
from cleantext.rules.lines import FACTS
from cleantext.rules.style import Style
from cleantext.rules.table import Line, read_table
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.stages import STAGES

FILE = Path(__file__).with_name("public.json")
DUMP = Path(__file__).parents[1] / "fixtures" / "dump"
NO_RULES = {CASING, PROFILES, SETTINGS}
TABLES = [path for path in sorted(load("fr").folder.glob("*.toml")) if path.name not in NO_RULES]
RULES = {path.name: read_table(path) for path in TABLES}
CHANGED = (
    "`{}` is public: other projects rely on it. If it has to change, change it with a line in the "
    "changelog, and write the list anew: python -m tests.test_public"
)


def rule_ids() -> dict[str, list[str]]:
    """Ids by table of the French pack, and by stage those of all other rules."""
    ids = {name: sorted(rule.id for rule in rules) for name, rules in RULES.items()}
    listed = {rule for rules in ids.values() for rule in rules}
    for stage in Pipeline.of(*STAGES).stages:
        ids[stage.name] = sorted(stage.reasons.keys() - listed)
    return ids


def configuration() -> dict[str, Any]:
    """Keys and defaults by table."""
    default = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
    top = {key: value for key, value in default.items() if not isinstance(value, dict)}
    kinds: dict[str, type[Any]] = {
        "style": Style,
        **{name: kind.options for name, kind in STAGES.items()},
        "duplicates": Duplicates,
    }
    tables = {name: dataclasses.asdict(kind()) for name, kind in kinds.items()}
    return top | {name: table | default.get(name, {}) for name, table in tables.items()}


def paths(value: object, at: str = "") -> Iterator[str]:
    """The places in a JSON value and the type at each; a table inside a record is by name."""
    if isinstance(value, list):
        for item in value:
            yield from paths(item, f"{at}[]")
        if not value:
            yield f"{at}[]"
    elif isinstance(value, dict):
        for key, inner in value.items():
            place = f"{at}.{key}" if at else key
            if isinstance(inner, dict):
                for item in inner.values():
                    yield from paths(item, f"{place}.*")
            else:
                yield from paths(inner, place)
    else:
        yield f"{at}: {'null' if value is None else type(value).__name__}"


def files() -> dict[str, list[str]]:
    """What the files of a run hold."""
    with TemporaryDirectory() as folder:
        output = Path(folder) / "out"
        job = Job(read({}), output, format="jsonl", changes=True, by_sentence=True)
        run(job, [str(DUMP / name) for name in ("articles", "depeches.jsonl")])
        found: dict[str, set[str]] = {}
        for path in output.rglob("*.json*"):
            text = path.read_text(encoding="utf-8")
            parts = text.splitlines() if path.suffix == ".jsonl" else [text]
            kind = path.relative_to(output).parts[0]
            found.setdefault(kind, set()).update(*(paths(json.loads(part)) for part in parts))
    return {kind: sorted(places) for kind, places in found.items()}


PARTS: dict[str, Callable[[], object]] = {
    "exports": lambda: sorted(cleantext.__all__),
    "labels": lambda: sorted(LABELS),
    "unknown language": lambda: UNKNOWN,
    "rules": rule_ids,
    "configuration": configuration,
    "meta": lambda: sorted({*FACTS, LANGUAGE}),
    "files": files,
}


def public(part: str) -> object:
    """One part, as JSON has it."""
    found: object = json.loads(json.dumps(PARTS[part](), default=str))
    return found


@pytest.mark.parametrize("part", PARTS)
def test_what_is_public_is_as_it_was(part: str) -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert public(part) == kept[part], CHANGED.format(part)


def test_tables_of_the_language_pack_give_no_labels_but_those_that_are_listed() -> None:
    given = {rule.label for rules in RULES.values() for rule in rules if isinstance(rule, Line)}
    assert given - {""} <= set(LABELS)


if __name__ == "__main__":
    told = {part: public(part) for part in PARTS}
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
