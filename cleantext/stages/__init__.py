"""The stages, by the names that configurations and changes use.

Every stage module has one shape: constants, a frozen dataclass `Options`, the rules,
and `build(language, options) -> Stage`.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cleantext.languages.pack import Language
from cleantext.stage import Stage
from cleantext.stages import output
from cleantext.stages.accents import stage as accents_stage
from cleantext.stages.boilerplate import stage as boilerplate_stage
from cleantext.stages.encoding import stage as encoding_stage
from cleantext.stages.language import stage as language_stage
from cleantext.stages.spacing import stage as spacing_stage
from cleantext.stages.truecase import stage as truecase_stage
from cleantext.stages.truncation import stage as truncation_stage
from cleantext.stages.typography import stage as typography_stage


class StageKind(NamedTuple):
    """How to make a stage: the type of its options, and what builds it from them."""

    options: type[Any]
    build: Callable[[Language, Any], Stage]


STAGES: Mapping[str, StageKind] = {
    "encoding": StageKind(encoding_stage.Options, encoding_stage.build),
    "boilerplate": StageKind(boilerplate_stage.Options, boilerplate_stage.build),
    "language": StageKind(language_stage.Options, language_stage.build),
    "spacing": StageKind(spacing_stage.Options, spacing_stage.build),
    "accents": StageKind(accents_stage.Options, accents_stage.build),
    "truecase": StageKind(truecase_stage.Options, truecase_stage.build),
    "truncation": StageKind(truncation_stage.Options, truncation_stage.build),
    "typography": StageKind(typography_stage.Options, typography_stage.build),
    "output": StageKind(output.Options, output.build),
}
"""All the stages, in the order of the default pipeline."""
