"""The stages, by the names that configurations and changes use.

Every stage module has one shape: constants, among them its `NAME`, a frozen dataclass
`Options`, the rules, and `build(language, options) -> Stage`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from cleantext.languages.pack import Language
from cleantext.stage import Stage

_MODULES = {
    "encoding": "encoding.stage",
    "boilerplate": "boilerplate.stage",
    "language": "language.stage",
    "spacing": "spacing.stage",
    "accents": "accents.stage",
    "truecase": "truecase.stage",
    "truncation": "truncation.stage",
    "typography": "typography.stage",
    "personal-data": "personal_data.stage",
    "quality": "quality.stage",
    "output": "output",
}


class StageKind(NamedTuple):
    """How to make a stage.

    Attributes:
        options: The type of its options.
        build: Makes it from them.
        load_model: Loads what takes so long that it is begun before the stages are built; `build`
            finds it loaded, or raises what is wrong with it.
    """

    options: type[Any]
    build: Callable[[Language, Any], Stage]
    load_model: Callable[[Language], object] | None = None


class _Stages(Mapping[str, StageKind]):
    """The stages by name; a stage is imported when it is first asked for, for some are heavy.

    One of another distribution is given when it is asked for by name, but not counted here.
    """

    def __getitem__(self, name: str) -> StageKind:
        if name not in _MODULES:
            return own_kind(name)
        return _kind(_MODULES[name])

    def __contains__(self, name: object) -> bool:
        return name in _MODULES

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@cache
def _kind(module: str) -> StageKind:
    stage: Any = import_module(f"{__name__}.{module}")
    return StageKind(stage.Options, stage.build, getattr(stage, "load_model", None))


def own_names() -> list[str]:
    """Return the names of stages that other distributions give, by `cleantext.stages.own.GROUP`."""
    from cleantext.stages import own  # noqa: PLC0415 - few configurations name one

    return own.names()


def own_kind(name: str) -> StageKind:
    """Return how to make a stage that another distribution gives.

    Raises:
        KeyError: None does.
        ConfigError: Two do, or what they give cannot be used.
    """
    from cleantext.stages import own  # noqa: PLC0415 - the same

    return StageKind(*own.options_and_build(name))


def own_identity(name: str) -> str:
    """Return what tells a stage of another distribution from another version of it."""
    from cleantext.stages import own  # noqa: PLC0415 - the same

    return own.identity(name)


STAGES: Mapping[str, StageKind] = _Stages()
"""All the stages: those of the default pipeline in its order, and those that are off by default."""
