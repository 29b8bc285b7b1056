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
    """The stages by name; a stage is imported when it is first asked for, for some are heavy."""

    def __getitem__(self, name: str) -> StageKind:
        return _kind(_MODULES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@cache
def _kind(module: str) -> StageKind:
    stage: Any = import_module(f"{__name__}.{module}")
    return StageKind(stage.Options, stage.build, getattr(stage, "load_model", None))


STAGES: Mapping[str, StageKind] = _Stages()
"""All the stages: those of the default pipeline in its order, and those that are off by default."""
