"""Stages of other distributions, which name them by entry points.

    [project.entry-points."cleantext.stages"]
    quieter = "my_package:quieter"

gives the stage `quieter` to configurations. It is a `Stage`, or a function as `Stage.of` takes it,
whose keyword-only parameters are the options of the stage: each with an annotation, by which
values are checked. Nothing is looked for before a configuration has a name that is not built in.
"""

import hashlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import field, make_dataclass, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, get_type_hints

from cleantext.errors import ConfigError
from cleantext.languages.pack import Language
from cleantext.stage import Stage, taken_by

GROUP = "cleantext.stages"
"""The group of entry points."""

Build = Callable[[Language, Any], Stage]


def names() -> list[str]:
    """Return the names that installed distributions give, in order."""
    return sorted({point.name for point in entry_points(group=GROUP)})


@cache
def options_and_build(name: str) -> tuple[type[Any], Build]:
    """Return the type of the options of a stage, and what makes it from them.

    Raises:
        KeyError: No distribution gives it.
        ConfigError: Two do, or what they give cannot be used.
    """
    point, found = _load(name)
    if isinstance(found, Stage):
        stage = replace(found, name=name)
        return _options_type(name, {}, []), lambda _language, _options: stage
    try:
        taken_by(found)
        kind = _options_type(name, get_type_hints(_called(found)), _parameters(found))
    except (TypeError, NameError) as reason:
        raise ConfigError(f"the stage {name!r} ({point.value}): {reason}") from reason
    told = [each.name for each in _parameters(found)]

    def build(_language: Language, options: Any) -> Stage:  # noqa: ANN401 - any frozen dataclass
        return Stage.of(found, name, **{each: getattr(options, each) for each in told})

    return kind, build


def identity(name: str) -> str:
    """Return what tells a stage from another version of it: its distribution, and its code."""
    point, _ = _load(name)
    by = f"{point.dist.name} {point.dist.version}" if point.dist else ""
    path = getattr(sys.modules.get(point.module), "__file__", None)
    code = hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    return f"{by} {point.value} {code}"


def _load(name: str) -> tuple[EntryPoint, Any]:
    """Return the entry point of a name, and what it names."""
    points = {point.value: point for point in entry_points(group=GROUP, name=name)}
    if not points:
        raise KeyError(name)
    if len(points) > 1:
        told = " and ".join(sorted(points))
        raise ConfigError(f"the stage {name!r} is given twice: {told}; uninstall one of them")
    (point,) = points.values()
    try:
        return point, point.load()
    except Exception as reason:
        raise ConfigError(
            f"the stage {name!r} ({point.value}) cannot be imported: "
            f"{type(reason).__name__}: {reason}"
        ) from reason


def _called(function: Any) -> Any:  # noqa: ANN401 - anything that can be called
    return function if inspect.isroutine(function) else type(function).__call__


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the parameters of a function that are options."""
    _, *others = inspect.signature(function).parameters.values()
    for each in others:
        if each.kind is not each.KEYWORD_ONLY:
            raise TypeError(f"`{each.name}` must be given by keyword alone: put `*` before it")
        if each.annotation is each.empty:
            raise TypeError(f"`{each.name}` must be annotated, so that its value can be checked")
    return others


def _options_type(
    name: str, hints: dict[str, Any], parameters: list[inspect.Parameter]
) -> type[Any]:
    """Return a frozen dataclass, as the modules of built-in stages have it."""

    def reduce(options: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an instance of the class below
        return _unpickled, (name, {each.name: getattr(options, each.name) for each in parameters})

    def digest(options: Any) -> int:  # noqa: ANN401 - the same
        return hash(repr(options))  # an option may be a list

    fields = [
        (each.name, hints[each.name])
        if each.default is each.empty
        else (each.name, hints[each.name], _default(each.default))
        for each in sorted(parameters, key=lambda each: each.default is not each.empty)
    ]
    special = {"__reduce__": reduce, "__hash__": digest, "__doc__": f"What {name} may be told."}
    return make_dataclass("Options", fields, namespace=special, frozen=True)


def _default(value: object) -> Any:  # noqa: ANN401 - what a field of a dataclass takes
    return field(default_factory=lambda: value)


def _unpickled(name: str, values: dict[str, Any]) -> object:
    kind, _ = options_and_build(name)
    return kind(**values)
