"""Every rule of a table is tried on its own examples, as `cleantext check` and the tests do."""

from collections.abc import Callable, Iterator

from cleantext.document import Document
from cleantext.languages.pack import Language
from cleantext.rules.lines import LineTable
from cleantext.rules.scan import RuleScan
from cleantext.rules.table import AnyRule, Line, read_profile

PROFILES = "profiles.toml"

Alone = Callable[[AnyRule, Language], Callable[[str], str]]
"""Makes a function from text to text of one rule."""


def wrong_examples(rule: AnyRule, language: Language, alone: Alone | None = None) -> Iterator[str]:
    """Say which examples of a rule do not come out as the rule says.

    Args:
        rule: Applied alone, in the default profile.
        language: The pack that the rule is for.
        alone: Makes a function of a rule of a kind that only its stage knows.
    """
    applied = (alone or _alone)(rule, language)
    for before, after in (*rule.changes, *((text, text) for text in rule.leaves)):
        outcome = applied(before)
        if outcome != after:
            yield f"{rule.id}: {before!r} becomes {outcome!r}, and should be {after!r}"


def _alone(rule: AnyRule, language: Language) -> Callable[[str], str]:
    """Make a function of one rule."""
    if isinstance(rule, Line):
        return LineTable([rule], language.calendar).kept
    scan = RuleScan([rule], read_profile(language.folder / PROFILES, language.style.profile))

    def applied(text: str) -> str:
        document = Document(text)
        return document.apply("check", scan(document)).text

    return applied
