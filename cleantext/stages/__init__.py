"""The stages, by the names that configurations and changes use.

Every stage module has one shape: constants, a frozen dataclass `Options`, the rules,
and `build(language, options) -> Stage`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cleantext.language import Language
from cleantext.stage import Stage
from cleantext.stages import (
    accents,
    boilerplate,
    encoding,
    language,
    output,
    spacing,
    truecase,
    truncation,
    typography,
)


class StageKind(NamedTuple):
    """How to make a stage: the type of its options, and what builds it from them."""

    options: type[Any]
    build: Callable[[Language, Any], Stage]


STAGES: Mapping[str, StageKind] = {
    "encoding": StageKind(encoding.Options, encoding.build),
    "boilerplate": StageKind(boilerplate.Options, boilerplate.build),
    "language": StageKind(language.Options, language.build),
    "spacing": StageKind(spacing.Options, spacing.build),
    "accents": StageKind(accents.Options, accents.build),
    "truecase": StageKind(truecase.Options, truecase.build),
    "truncation": StageKind(truncation.Options, truncation.build),
    "typography": StageKind(typography.Options, typography.build),
    "output": StageKind(output.Options, output.build),
}
"""All the stages, in the order of the default pipeline."""
