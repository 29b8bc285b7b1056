"""The schema says of a configuration what reading it says."""

import json
from typing import Any

import jsonschema
import pytest

from cleantext import ConfigError, config
from cleantext.languages.text_file import read_toml
from cleantext.show.schema import config_schema

SCHEMA = config_schema()


def test_it_is_a_schema_of_json() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize(
    "given",
    [
        read_toml(config.DEFAULT),
        {"language": "fr"},
        {"language": {"code": "fr"}, "stages": ["spacing"]},
        {"style": {"profile": "plain", "off": ["typography.aside"]}},
    ],
)
def test_what_can_be_read_is_valid(given: dict[str, Any]) -> None:
    config.read(given)
    jsonschema.validate(given, SCHEMA)


@pytest.mark.parametrize(
    "given",
    [
        {"truecas": {}},
        {"stages": []},
        {"stages": ["spacing", "spacing"]},
        {"stages": ["space"]},
        {"style": {"of": []}},
        {"truecase": {"min_confidence": "high"}},
        {"keep": "a"},
    ],
)
def test_what_cannot_be_read_is_not(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        config.read(given)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(given, SCHEMA)


def test_every_option_is_described() -> None:
    tables = dict(SCHEMA["properties"])
    tables["language"] = tables["language"]["anyOf"][1]
    bare = [
        f"{name}.{option}"
        for name, table in tables.items()
        for option, schema in table.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert bare == []
