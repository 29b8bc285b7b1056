"""Which parts of a text have lost their case.

A short line in lowercase among lines that kept their case may be meant so, or be the second
half of a sentence; it counts as lost if it holds the start of a sentence that another one
precedes, is a whole sentence, or holds names in lowercase; but an item of a list may be meant so,
whatever it is. A text whose sentences alone begin with capitals has lost the others if names stand
in it in lowercase.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleantext.languages.pack import Language
from cleantext.stages.truecase.features import TOKEN
from cleantext.stages.truecase.words import lower
from cleantext.text.segmenter import sentences

_LOST_SHARE = 0.5
"""A document with so large a share of its letters in lines without case has lost its case."""
_WHOLE_SENTENCE = 5
"""In a document that kept its case, a shorter line in lowercase may be meant to be so."""
_VERSE = 60
"""A longer line, in code points, is no verse, and none follows it, unless it ends openly."""
_LONG_CAPITALS = 12
"""A line in capitals with fewer letters may well be a row of acronyms."""
_LINE_NAMES, _TEXT_NAMES = 2, 3
"""So many different names in lowercase show that a line, or a text, has lost its capitals."""
_LINE_WORDS = 6
"""In a document that kept its case, fewer words with such names may be a signature."""
# Names of accounts and addresses keep their case when all else is lowered.
_ADDRESS = re.compile(r"(?:[@#]|://|www\.)\S*")
_ADDRESS_SIGNS = ("@", "#", "://", "www.")
_INNER_CAPITAL = re.compile(r"[^\W_][,;)»\"]?[ '’-](?=[^\W\d_a-zà-öø-ÿœ])")
_FINAL, _OPEN = ".!?…", ":,;"
_ITEM = re.compile(r"\s*(?:[-–—•*▪◦●■►→✓·]|\d{1,3}[.)]|[a-z]\))\s")


class Lost(NamedTuple):
    """A part of a text that has lost its case.

    Attributes:
        start: Where it begins.
        end: The offset behind it.
        capitals: Whether words that are not in lowercase may be changed, too.
    """

    start: int
    end: int
    capitals: bool


def lost_parts(
    text: str, language: Language, *, lowercase: bool, capitals: bool, mixed: bool
) -> list[Lost]:
    """Return the parts of a text that have lost their case, and are to get it back.

    Args:
        text: Any text.
        language: Its language.
        lowercase: Whether lines without a capital are to get them back.
        capitals: Whether lines in capitals are to lose them.
        mixed: Whether the other lines are taken for lost, too.
    """
    # Where nothing is left of its case, there is no line to weigh.
    if not text.islower() and any(sign in text for sign in _ADDRESS_SIGNS):
        text = _ADDRESS.sub(lambda address: lower(address[0]), text)
    if text.islower():
        return [Lost(0, len(text), capitals=False)] if lowercase else []
    lines = text.splitlines(keepends=True)
    if not (mixed or any(line.islower() or line.isupper() for line in lines)):
        lost = lowercase and not _has_inner_capital(text) and _names(text, language) >= _TEXT_NAMES
        return [Lost(0, len(text), capitals=False)] if lost else []
    everywhere = _lost_everywhere(lines, language)
    found: list[Lost] = []
    end = 0
    before = ""
    for line in lines:
        end += len(line)
        if line.islower():
            fresh = not before or before in _FINAL
            acts = lowercase and (everywhere or _stands_alone(line, language, fresh=fresh))
        elif line.isupper():
            acts = capitals and sum(map(str.isalpha, line)) >= _LONG_CAPITALS
        else:
            acts = mixed
        if acts:
            found.append(Lost(end - len(line), end, line.isupper()))
        before = line.rstrip()[-1:]
    return found


def _lost_everywhere(lines: Sequence[str], language: Language) -> bool:
    """Whether most of a text has lost its case.

    An item of a list, and a verse or the like, which holds no start of a sentence, say nothing
    of the others.
    """
    lost = cased = 0
    before = ""
    for line in lines:
        if line.islower():
            verse = len(line) <= _VERSE and (len(before) <= _VERSE or before[-1] in _OPEN)
            fresh = not before or before[-1] in _FINAL or not verse
            if (fresh and not _is_item(line)) or _holds_start(line, language):
                lost += len(line)
                cased += len(line)
        else:
            lost += len(line) * line.isupper()
            cased += len(line) * (line.lower() != line.upper())
        before = line.rstrip()
    return lost > _LOST_SHARE * cased


def _stands_alone(line: str, language: Language, *, fresh: bool) -> bool:
    """Whether a line is a whole sentence, or holds the start of one behind another.

    Args:
        line: In lowercase.
        language: Its language.
        fresh: Whether the line before ends with the end of a sentence.
    """
    fresh = fresh and not _is_item(line)
    if fresh and line.rstrip()[-1:] in _FINAL and len(TOKEN.findall(line)) >= _WHOLE_SENTENCE:
        return True
    long = len(TOKEN.findall(line)) >= _LINE_WORDS and not _is_item(line)
    if long and _names(line, language) >= _LINE_NAMES:
        return True
    return _holds_start(line, language)


def _is_item(line: str) -> bool:
    """Whether a line is a short item of a list; a long one is a sentence like any other."""
    return len(line) <= _VERSE and bool(_ITEM.match(line))


def _holds_start(line: str, language: Language) -> bool:
    """Whether a sentence begins in a line, behind another."""
    spans = sentences(line, language.abbreviations, language.openers)
    return sum(bool(TOKEN.search(line, *span)) for span in spans) > 1


def _has_inner_capital(text: str) -> bool:
    """Does a capital stand behind a word of its sentence?"""
    found = _INNER_CAPITAL.finditer(text)
    return any(text[match.end()].isupper() for match in found)


def _names(text: str, language: Language) -> int:
    """Count the different words in lowercase that are mostly written with a capital."""
    return len(language.names.intersection(TOKEN.findall(text)))
