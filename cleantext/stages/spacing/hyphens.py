"""Hyphens with a space on one side: `celui -ci`, `muni- cipal`.

Tokenizers leave spaces about the hyphens of compounds; a text whose lines were joined keeps
the hyphens that broke its words. The lists of the language pack decide: what they know with a
hyphen keeps it; what is a word only without it was broken at a line end. All else stays, as
`sous- et surévaluation`, or a subhead of an agency (`la crise -Le maire`).
"""

import re
from collections.abc import Iterator

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.languages.pack import Language

COMPOUND, BROKEN = "spacing.in-compound", "spacing.broken-word"
REASONS = {
    COMPOUND: "No space stands about the hyphen of a compound (Lexique).",
    BROKEN: "A hyphen at the end of a line goes with the line end; no word is written with it.",
}

_LETTER = r"[^\W\d_]"
# It begins with a literal, which is fast to look for.
_SPACED = re.compile(rf"-(?:(?<={_LETTER}-) (?={_LETTER})|(?<={_LETTER} -)(?={_LETTER}))")
_GLUED = re.compile(rf"-(?<={_LETTER}-)(?={_LETTER})")
_LEFT = re.compile(r"(?<![\w-])[^\W\d_]{1,30}\Z")
_RIGHT = re.compile(r"[^\W\d_]{2,30}(?![\w-])")
_REACH = 32
"""How many code points on either side are looked at for a part of a word."""


class SpacedHyphens:
    """The rule for one language (see `cleantext.stage.Rule`).

    >>> from cleantext.languages.pack import load
    >>> text = "Celui -ci vote le bud- get, sous- et surévalué"
    >>> Document(text).apply("spacing", SpacedHyphens(load("fr"))(Document(text))).text
    'Celui-ci vote le budget, sous- et surévalué'
    """

    def __init__(self, language: Language) -> None:
        """Take the language, whose lists are only asked where a hyphen has a space."""
        self._language = language

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Find the hyphens with a space on one side that stand inside a word."""
        text = document.text
        if "-" not in text:
            return
        broken = False
        for match in _SPACED.finditer(text):
            behind = match[0] == "- "
            first, second = self._parts(text, match.start() - (not behind), match.end())
            if not first or not second:
                continue
            start, end = match.span()
            if f"{first}-{second}".lower() in self._language.compounds:
                space = start + 1 if behind else start - 1
                yield Edit(space, space + 1, "", COMPOUND)
            elif behind and second.islower() and self._is_broken(first, second):
                broken = True
                yield Edit(start, end, "", BROKEN)
        # Where lines were joined so, some lost the space, too.
        for match in _GLUED.finditer(text) if broken else ():
            first, second = self._parts(text, *match.span())
            unknown = self._language.words.isdisjoint((first.lower(), second.lower()))
            if first and second.islower() and unknown and self._is_broken(first, second):
                yield Edit(*match.span(), "", BROKEN)

    @staticmethod
    def _parts(text: str, start: int, end: int) -> tuple[str, str]:
        """Return the words on both sides of a hyphen; empty where there is none."""
        left = _LEFT.search(text, max(0, start - _REACH), start)
        right = _RIGHT.match(text, end, end + _REACH)
        return left[0] if left else "", right[0] if right else ""

    def _is_broken(self, first: str, second: str) -> bool:
        """Whether two parts make a word of the language, and not both are words alone."""
        words, names = self._language.words, self._language.names
        first, second = first.lower(), second.lower()
        both_words = (first in words or first in names) and second in words
        return first + second in words and not both_words
