"""The JSON Schema of a configuration, for editors that complete and check TOML."""

import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any

import msgspec

from cleantext.config import DEFAULT, DUPLICATES, Duplicates
from cleantext.languages.text_file import read_toml
from cleantext.rules.style import STYLE, Style
from cleantext.stages import STAGES

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def config_schema() -> dict[str, Any]:
    """Return the schema of all keys, with what each means and its default.

    >>> schema = config_schema()
    >>> schema["properties"]["truecase"]["properties"]["min_confidence"]["type"]
    'number'
    """
    defaults = read_toml(DEFAULT)
    tables = {name: _table(STAGES[name].options, defaults.get(name, {})) for name in STAGES}
    shared: dict[str, Any] = {}
    for table in tables.values():
        for described in table["properties"].values():
            shared |= described.pop("$defs", {})
    language = tables["language"]
    language["properties"] |= {
        "code": {"type": "string", "description": "The code of the language pack."},
        "folder": {"type": "string", "description": "Where a pack of your own lies."},
    }
    tables["language"] = {"anyOf": [{"type": "string"}, language]}
    return {
        "$schema": _DRAFT,
        "title": "cleantext configuration",
        "type": "object",
        "additionalProperties": False,
        "$defs": shared,
        "properties": {
            "stages": {
                "type": "array",
                "items": {"enum": list(STAGES)},
                "uniqueItems": True,
                "minItems": 1,
                "default": defaults["stages"],
                "description": "The stages, in order.",
            },
            "keep": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Patterns of text that no stage may touch.",
            },
            STYLE: _table(Style, defaults.get(STYLE, {})),
            DUPLICATES: _table(Duplicates, defaults[DUPLICATES]),
            **tables,
        },
    }


def _table(options: type[Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a table of options."""
    told = dict(_ATTRIBUTE.findall(inspect.getdoc(options) or ""))
    described: dict[str, Any] = {}
    for field in dataclasses.fields(options):
        found = msgspec.json.schema(field.type, schema_hook=_path)
        schema = msgspec.json.decode(msgspec.json.encode(found))  # with lists for tuples
        if field.name in defaults:
            schema["default"] = defaults[field.name]
        if field.name in told:
            schema["description"] = " ".join(told[field.name].split())
        described[field.name] = schema
    return {"type": "object", "additionalProperties": False, "properties": described}


def _path(kind: type) -> dict[str, Any]:
    """Return the schema of a path, which msgspec does not know."""
    if kind is Path:
        return {"type": "string"}
    raise NotImplementedError
