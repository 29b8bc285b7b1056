"""The stages, by the names that configurations and changes use.

Every stage module has one shape: constants, among them its `NAME`, a frozen dataclass
`Options`, the rules, and `build(language, options) -> Stage`.
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
    module.NAME: StageKind(module.Options, module.build)
    for module in (
        encoding_stage,
        boilerplate_stage,
        language_stage,
        spacing_stage,
        accents_stage,
        truecase_stage,
        truncation_stage,
        typography_stage,
        output,
    )
}
"""All the stages, in the order of the default pipeline."""
