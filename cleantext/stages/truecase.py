"""To be written."""

from dataclasses import dataclass

from cleantext.language import Language
from cleantext.stage import Stage


@dataclass(frozen=True, slots=True)
class Options:
    """None yet."""


def build(language: Language, options: Options) -> Stage:  # noqa: ARG001
    """Build the stage."""
    return Stage("truecase", ())
