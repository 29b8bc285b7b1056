"""The stage accents: gives back accents to text that has lost all of them.

Headlines in capitals are often written without accents; so is, seldom, a whole text. The
stage comes between spacing, which settles where words are, and truecase, which knows
words by their right spelling: of PROCES it would make a name.

What holds: the stage puts accents on letters and changes nothing else, neither a letter nor
its case nor a length. A line with one accent has kept them and is left alone, so a second
run finds nothing to do. A line with a word of another language is left alone, too. A word
that exists with and without accents (a, ou, sur) gets none without a reason from its
neighbours.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.languages.loading import load_once
from cleantext.languages.pack import Language
from cleantext.stage import Stage
from cleantext.stages.accents.restoration import WORD, Accents, unaccented
from cleantext.text.rubrics import is_rubric

NAME = "accents"
CAPITALS = "accents.capitals"
EVERYWHERE = "accents.everywhere"
REASON_EVERYWHERE = "The text has not one accent, and this word is written with one."

LEAST = 5
"""A line in capitals with fewer letters may be an acronym; a rubric stays as it is."""

TEXT = 40
"""A text with fewer letters may have no accent by chance."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        capitals: Whether to act on lines in capitals without a single accent.
        everywhere: Whether to act on all lines of texts without a single accent.
    """

    capitals: bool = True
    everywhere: bool = False


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        PackError: The language pack is damaged.

    >>> from cleantext.languages.pack import load
    >>> build(load("fr"), Options())(Document("LE PROCES S’OUVRE A LYON")).text
    'LE PROCÈS S’OUVRE À LYON'
    """
    restore = Restore(accents_of(language), language.foreign_words, options)
    reasons = {CAPITALS: language.settings.accents.capitals, EVERYWHERE: REASON_EVERYWHERE}
    return Stage(NAME, (restore,), language.code, reasons)


@load_once
def accents_of(language: Language) -> Accents:
    """Return what gives words of a language their accents back."""
    return Accents(language.accents, language.spellings, language.words)


@dataclass(frozen=True, slots=True)
class Restore:
    """The rule that gives accents back.

    Attributes:
        accents: What words have lost.
        foreign: Lowercase words of other languages: a line with one is left alone.
        options: Which lines to act on.
    """

    accents: Accents
    foreign: AbstractSet[str]
    options: Options

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Find what has lost accents in the lines that have lost them all."""
        text = document.text
        if self.options.everywhere and _letters(text) >= TEXT and _is_bare(text):
            for start, end in document.segments.lines:
                yield from self._edits(text[start:end], start, EVERYWHERE)
        elif self.options.capitals and not text.islower():
            for start, end in document.segments.lines:
                line = text[start:end]
                if not line.isupper() or _letters(line) < LEAST or not _is_bare(line):
                    continue
                if not is_rubric(line):
                    yield from self._edits(line, start, CAPITALS)

    def _edits(self, line: str, offset: int, rule: str) -> Iterator[Edit]:
        """Find what a line has lost; nothing if it has a word of another language."""
        words = map(str.lower, WORD.findall(line))
        if self.foreign.isdisjoint(words):
            for start, end, word in self.accents.restored(line):
                yield Edit(offset + start, offset + end, word, rule)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_bare(text: str) -> bool:
    """Whether no letter of a text has an accent."""
    return text.isascii() or unaccented(text) == text
