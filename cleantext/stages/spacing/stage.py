"""The stage spacing: apostrophes, and missing, doubled and misplaced spaces.

It settles where words and sentences end, so it comes before capitals are restored and
works on text that is all lowercase. The rules are in the language pack, in
`spacing.toml`; what they may not touch is in `keep.toml`.
"""

import unicodedata
from collections.abc import Iterator

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.rules.scan import scans
from cleantext.rules.style import Style, set_style
from cleantext.stage import Stage
from cleantext.stages.spacing.capitals import InSmallLetters
from cleantext.stages.spacing.hyphens import REASONS as HYPHEN_REASONS
from cleantext.stages.spacing.hyphens import SpacedHyphens
from cleantext.stages.spacing.lost_signs import TYPED, LostSigns

NAME = "spacing"
Options = Style
"""What a user may set: the house style."""
COMPOSED = "spacing.composed-letter"
"""The rule that puts letters and accents together."""
REASONS = {COMPOSED: "A letter and its accent are one sign (Unicode, Annex 15, form NFC)."}

_ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u0327"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_LOOSE = compile_later(rf"(\p{{Latin}})[{_INVISIBLE}]*([{_ACCENTS}]+)")


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The profile or a rule is unknown, or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    rules, signs = set_style(language, NAME, options)
    lost = LostSigns(language, signs.get("apostrophe", TYPED))
    steps = map(InSmallLetters, scans(rules, signs))
    return Stage(
        NAME,
        (_composed, lost.apostrophes, lost.letters, SpacedHyphens(language), *steps),
        language.code,
        {**REASONS, **lost.reasons, **HYPHEN_REASONS, **{rule.id: rule.reason for rule in rules}},
    )


def _composed(document: Document) -> Iterator[Edit]:
    """Put letters and the accents that follow them together."""
    if not any(map(document.text.__contains__, _ACCENTS)):
        return
    for match in _LOOSE.finditer(document.text):
        letter = unicodedata.normalize("NFC", match[1] + match[2])
        if letter != match[0]:
            yield Edit(*match.span(), letter, COMPOSED)
