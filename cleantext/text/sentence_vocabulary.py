"""The words and patterns by which a language says where its sentences end."""

from collections.abc import Collection

import regex

# What may stand before an inverted verb: « Viens ! » lui lance-t-il.
_SHORT_WORDS = r"(?:[^\W\d_]{1,5}['’]|[^\W\d_]{1,5} ){0,2}"


class SentenceVocabulary:
    """What a language says of where its sentences end.

    Args:
        abbreviations: In lowercase: `m` for a word whose point never ends a sentence,
            `etc.` for one whose point may, `.trice` for what a point glues to a word.
        openers: Lowercase words that often begin a sentence; they decide where an
            abbreviation or a name and the end of a sentence look alike. `(en)` stands for a
            word that rather goes on behind a dotted acronym, an abbreviation or a quotation,
            `…et` for one that goes on behind an ellipsis.
        letters: Lowercase words of one letter, beside those that an apostrophe elides.
        speech: A pattern of what goes on with a sentence behind the quotation that it holds,
            in any case; empty where nothing tells.
    """

    __slots__ = ("abbreviations", "letters", "openers", "speech", "speech_soon")

    def __init__(
        self,
        abbreviations: Collection[str] = frozenset(),
        openers: Collection[str] = frozenset(),
        letters: Collection[str] = frozenset(),
        speech: str = "",
    ) -> None:
        self.abbreviations = abbreviations
        self.openers = openers
        self.letters = letters
        speech = speech or "(?!)"
        self.speech = regex.compile(speech, regex.IGNORECASE)
        self.speech_soon = regex.compile(f"{_SHORT_WORDS}(?:{speech})", regex.IGNORECASE)
