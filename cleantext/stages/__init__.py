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
    """How to make a stage: the type of its options, and what builds it from them."""

    options: type[Any]
    build: Callable[[Language, Any], Stage]


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
    return StageKind(stage.Options, stage.build)


STAGES: Mapping[str, StageKind] = _Stages()
"""All the stages: those of the default pipeline in its order, and those that are off by default."""
