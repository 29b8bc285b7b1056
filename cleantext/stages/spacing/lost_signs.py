"""Signs that were lost to a `?` and the like: apostrophes come back, letters cannot.

A text that went through an encoding without ’ has a ? or ¿ in its place ("l?usine"), or a mark
that was typed beside it ("l«usine"), or an apostrophe escaped by another ("l''usine"). Between
an elided word and a known one with a vowel or an h it can be nothing else. A ? within any other
word stands for a letter that nobody knows: such words are labelled as protected, so that no
stage takes the ? for the end of a question.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from cleantext.changes import Edit
from cleantext.document import PROTECTED, Document, Label
from cleantext.languages.pack import Language

APOSTROPHE, LETTER = "spacing.lost-sign", "spacing.lost-letter"
TYPED = "'"
"""The apostrophe where a house style names none."""
REASON_LETTER = "A ? inside a word stands for a letter that is lost; the word stays as it is."

_SIGNS = ("?", "¿", "\ufffd", "«")
_LETTERS = r"[^\W\d_]"
_JOINT = re.compile(
    rf"(?<![\w?¿\ufffd])(?P<head>{_LETTERS}{{1,30}})(?P<sign>[?¿\ufffd«]|'')(?={_LETTERS})"
)
# These begin with the sign, which is rare, and look back from it.
_GLUED = {sign: re.compile(rf"{re.escape(sign)}(?<={_LETTERS}.)(?={_LETTERS})") for sign in _SIGNS}
_TAIL = re.compile(rf"{_LETTERS}+")
_QUOTE_ENDS = re.compile(rf"(?<!')'+(?!'|{_LETTERS})")
_QUOTE = 400  # signs, in which a quotation that opens here would close
_SMALL = r"[^\W\d_A-ZÀ-ÖØ-Þ]"
_INSIDE = re.compile(rf"\?(?:(?<={_LETTERS}\?)(?={_SMALL})|(?<!\S\?)(?={_SMALL}{{2,30}}\?))")
_BETWEEN = re.compile(rf"(?P<head>{_LETTERS}{{0,30}})\?(?=(?P<tail>{_LETTERS}{{1,30}}))")
_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"[/=&@\\_<>{}\[\]]|\.\w")
_WORD = re.compile(rf"(?<!{_LETTERS})(?<!['’-])(?:{_LETTERS}|['’-])*(?:\?(?:{_LETTERS}|['’-])*)+")
_LEAST = 2
"""Letters that two known words have at least if a ? ends a question between them."""


class LostSigns:
    """The rules for one language (see `cleantext.stage.Rule`)."""

    def __init__(self, language: Language, apostrophe: str) -> None:
        """Take the language, whose words are only asked on damage, and the sign to set."""
        self._language = language
        self._told = language.settings.spacing
        self._sign = apostrophe

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why they find what they find, by rule id."""
        return {APOSTROPHE: self._told.elision, LETTER: REASON_LETTER}

    def apostrophes(self, document: Document) -> Iterator[Edit]:
        """Find the signs that stand for the apostrophe of an elision."""
        text = document.text
        if not (
            any(sign in text and glued.search(text) for sign, glued in _GLUED.items())
            or "''" in text
        ):
            return
        for match in _JOINT.finditer(text):
            if self._is_elision(text, match):
                yield Edit(*match.span("sign"), self._sign, APOSTROPHE)

    def letters(self, document: Document) -> Iterator[Label]:
        """Label the words of a damaged text that have a ? for a letter."""
        text = document.text
        if "?" not in text or not _INSIDE.search(text):
            return
        words = [
            (token.start() + word.start(), token.start() + word.end())
            for token in _TOKEN.finditer(text)
            if "?" in token[0] and not _ADDRESS.search(token[0])
            for word in _WORD.finditer(token[0])
            if word[0].strip("?'’-")
        ]
        if any(self._is_damaged(text[start:end]) for start, end in words):
            for start, end in words:
                yield Label(start, end, PROTECTED, "lost-letter", LETTER)

    def _is_elision(self, text: str, match: re.Match[str]) -> bool:
        head, sign = match["head"], match["sign"]
        if head.lower() not in self._language.elisions:
            return False
        line = text[match.end() : match.end() + _QUOTE].partition("\n")[0]
        found = _TAIL.match(line)
        tail = found[0] if found else ""
        if unicodedata.normalize("NFD", tail[0])[0].lower() not in self._told.elided_before:
            return False
        if sign == "«":
            return "»" not in line.partition("«")[0]
        if sign == "''":
            return not _QUOTE_ENDS.search(line)
        if tail[0].isupper():
            return len(tail) > 1
        words, names = self._language.words, self._language.names
        whole = [f"{head.lower()}{letter}{tail}" for letter in self._told.beyond_ascii]
        return tail in words and not any(
            word in words or (head[0].isupper() and word in names) for word in whole
        )

    def _is_damaged(self, word: str) -> bool:
        """Whether a ? in a word is neither between two words nor at its end."""
        words, names = self._language.words, self._language.names
        for match in _BETWEEN.finditer(word):
            head, tail = match["head"].lower(), match["tail"]
            if tail[0].isupper() or not (head or match.start() or word.endswith("?")):
                continue
            asked = head in words or head in names
            if not (asked and tail in words and min(len(head), len(tail)) >= _LEAST):
                return True
        return False
