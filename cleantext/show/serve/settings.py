"""What the page may set of a configuration, and the pipeline of what it has set."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from pprint import pformat
from typing import Any, NamedTuple

import tomli_w

from cleantext.config import Config, parse
from cleantext.errors import ConfigError
from cleantext.languages.pack import Language, load
from cleantext.languages.text_file import read_toml
from cleantext.pipeline import Pipeline
from cleantext.rules.examples import PROFILES
from cleantext.rules.protect import Protect
from cleantext.rules.style import STYLE, STYLED, read_rules
from cleantext.show.schema import config_schema
from cleantext.stage import Stage
from cleantext.stages import STAGES

KEEP = "keep"
_CONCEALED = {("language", "code"), ("language", "folder"), (STYLE, "tables")}
_KINDS = {"boolean": "switch", "number": "number", "integer": "number", "string": "text"}


class Control(NamedTuple):
    """An option that the page has a field for.

    Attributes:
        table: The table of the configuration.
        name: The option in it.
        kind: `switch`, `choice`, `number`, `text` or `list` (of texts, one a line).
        value: What holds if nothing else is said.
        choices: Of a `choice`.
        least: Of a `number`, or None.
        most: The same.
        about: What the option means.
    """

    table: str
    name: str
    kind: str
    value: Any
    choices: Sequence[str]
    least: float | None
    most: float | None
    about: str


class Settings:
    r"""A configuration that a page sets options against.

    Options that name files stay as the configuration has them: a page opens no file.

    Args:
        path: The TOML file; None: the default configuration.

    Raises:
        ConfigError: It is wrong.
        PackError: Its language pack is.

    >>> Settings(None).toml({"stages": ["spacing"]})
    'stages = [\n    "spacing",\n]\n'
    """

    def __init__(self, path: Path | None) -> None:
        self._data: Mapping[str, Any] = read_toml(path) if path else {}
        self._folder = path.parent if path else Path()
        self.config = parse(self._data, self._folder)
        self.controls = tuple(_controls(self.config, self._data))
        self._known = {(control.table, control.name) for control in self.controls}

    @property
    def switchable(self) -> frozenset[str]:
        """The rules that `[style]` can switch off."""
        found = (
            read_rules(self.config.pack, stage, self.config.options[stage].tables)
            for stage in STYLED
        )
        return frozenset(rule.id for rules in found for rule in rules)

    @property
    def stages(self) -> list[str]:
        """The names of all stages in the order in which they can run."""
        names = [name for name in STAGES if name not in self.config.stages]
        order = list(self.config.stages)
        for name in names:
            # What conceals stands before all that takes text out, what measures behind it.
            order.insert(1 if name == "personal-data" else max(0, len(order) - 1), name)
        return [name for name in order if name not in self.config.pack.settings.lacks]

    def merged(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the configuration with what a page has set.

        Raises:
            ConfigError: The page sets what it may not.
        """
        merged = dict(self._data)
        for key, value in given.items():
            if key in {"stages", KEEP}:
                merged[key] = value
                continue
            if not isinstance(value, Mapping):
                raise ConfigError(f"`{key}` must be a table of options")
            for name in value:
                if (key, name) not in self._known:
                    raise ConfigError(f"`{key}.{name}` cannot be set on the page")
            before = merged.get(key, {})
            merged[key] = {**({"code": before} if isinstance(before, str) else before), **value}
        return merged

    def pipeline(self, given: Mapping[str, Any]) -> Pipeline:
        """Return the pipeline of the configuration with what a page has set.

        Its stages are those of the pipelines before it, as far as their options are the same.

        Raises:
            ConfigError: The page sets what it may not, or what is wrong.
            PackError: The language pack lacks a stage.
        """
        config = parse(self.merged(given), self._folder)
        stages = [
            _stage(config.language, config.folder, name, config.options[name])
            for name in config.stages
        ]
        if config.keep:
            stages.insert(0, Stage(KEEP, (Protect(config.keep),)))
        return Pipeline(tuple(stages), config)

    def toml(self, given: Mapping[str, Any]) -> str:
        """Return the configuration with what a page has set, as a file of one's own holds it."""
        return tomli_w.dumps(self.merged(given))

    def python(self, given: Mapping[str, Any]) -> str:
        """Return Python code that makes the same pipeline."""
        merged = self.merged(given)
        made = "Pipeline.default()"
        if merged:
            told = pformat(merged, sort_dicts=False, width=84)
            made = f"Pipeline.from_config(\n    {told.replace(chr(10), chr(10) + '    ')}\n)"
        return f"import cleantext\n\npipeline = cleantext.{made}\nprint(pipeline(text).text)\n"


@lru_cache(64)
def _stage(code: str, folder: Path | None, name: str, options: Any) -> Stage:  # noqa: ANN401 - of any stage
    """Return a stage with its options."""
    return STAGES[name].build(load(code, folder), options)


def _controls(config: Config, data: Mapping[str, Any]) -> Iterator[Control]:
    schema = config_schema()["properties"]
    yield Control("", KEEP, "list", config.keep, (), None, None, schema[KEEP]["description"])
    for table in (STYLE, *STAGES):
        if table in STYLED:
            continue  # the page sets one style for both
        found = schema[table]
        if table == "language":
            found = found["anyOf"][1]
        values = data.get(STYLE, {}) if table == STYLE else config.options[table]
        for name, told in found["properties"].items():
            value = values.get(name, "") if table == STYLE else getattr(values, name, None)
            control = _control(config.pack, table, name, told, value)
            if control:
                yield control


def _control(
    pack: Language,
    table: str,
    name: str,
    told: Mapping[str, Any],
    value: Any,  # noqa: ANN401 - of any option
) -> Control | None:
    """Return the control of an option, or None if the page has none for its kind."""
    if (table, name) in _CONCEALED or _names_files(table, name):
        return None
    choices: Sequence[str] = told.get("enum", ())
    if (table, name) == (STYLE, "profile"):
        choices = ("", *read_toml(pack.folder / PROFILES))
    kind = "choice" if choices else _KINDS.get(told.get("type", ""), "")
    if told.get("type") == "array" and told["items"].get("type") == "string":
        kind, value = "list", tuple(value or ())
    if not kind:
        return None
    least, most = told.get("minimum"), told.get("maximum")
    return Control(table, name, kind, value, choices, least, most, told.get("description", ""))


def _names_files(table: str, name: str) -> bool:
    """Whether an option of a stage names files."""
    if table == STYLE:
        return False
    fields = {field.name: field.type for field in dataclasses.fields(STAGES[table].options)}
    return "Path" in str(fields.get(name, ""))
