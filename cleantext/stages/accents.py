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
from dataclasses import dataclass

from cleantext.accents import WORD, unaccented
from cleantext.document import Document, Edit
from cleantext.language import Language
from cleantext.segmenter import lines
from cleantext.stage import Stage

NAME = "accents"
CAPITALS = "accents.capitals"
EVERYWHERE = "accents.everywhere"
REASONS = {
    CAPITALS: "Capitals take their accents (Académie); this line in capitals has none.",
    EVERYWHERE: "The text has not one accent, and this word is written with one.",
}

LEAST = 5
"""A line in capitals with fewer letters may be an acronym."""

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

    >>> from cleantext.language import load
    >>> build(load("fr"), Options())(Document("LE PROCES S’OUVRE A LYON")).text
    'LE PROCÈS S’OUVRE À LYON'
    """

    def rule(document: Document) -> Iterator[Edit]:
        text = document.text
        if options.everywhere and _letters(text) >= TEXT and _is_bare(text):
            for start, end in lines(text):
                yield from _edits(language, text[start:end], start, EVERYWHERE)
        elif options.capitals and not text.islower():
            for start, end in lines(text):
                line = text[start:end]
                if line.isupper() and _letters(line) >= LEAST and _is_bare(line):
                    yield from _edits(language, line, start, CAPITALS)

    return Stage(NAME, (rule,), language.code, REASONS)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_bare(text: str) -> bool:
    """Whether no letter of a text has an accent."""
    return text.isascii() or unaccented(text) == text


def _edits(language: Language, line: str, offset: int, rule: str) -> Iterator[Edit]:
    """Find what a line has lost; nothing if it has a word of another language."""
    words = map(str.lower, WORD.findall(line))
    if language.foreign_words.isdisjoint(words):
        for start, end, word in language.accents.restored(line):
            yield Edit(offset + start, offset + end, word, rule)
