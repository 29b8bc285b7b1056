"""Which parts of a text have lost their case.

A short line in lowercase among lines that kept their case may be meant so, or be the second
half of a sentence; it counts as lost if it holds the start of a sentence that another one
precedes, is a whole sentence, or holds names in lowercase; but an item of a list may be meant so,
whatever it is. A text whose sentences alone begin with capitals has lost the others if names stand
in it in lowercase. A last sentence that may be cut off does not save the case of its line.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.stages.truecase.features import TOKEN
from cleantext.stages.truecase.words import lower
from cleantext.text.rubrics import is_rubric
from cleantext.text.segmenter import sentences

_LOST_SHARE = 0.5
"""With more than half of its letters in lines without case, a document has lost its case."""
_WHOLE_SENTENCE = 5
"""In a document that kept its case, a line of fewer than 5 words may be meant in lowercase."""
_VERSE = 60
"""A longer line, in code points, is no verse, and none follows it, unless it ends openly."""
_LONG_CAPITALS = 12
"""A line in capitals with fewer than 12 letters may well be a row of acronyms."""
_LINE_NAMES, _TEXT_NAMES = 2, 3
"""2 different names in lowercase show that a line, 3 that a text has lost its capitals."""
_LINE_WORDS = 6
"""In a document that kept its case, fewer than 6 words with such names may be a signature."""
# Names of accounts and addresses keep their case when all else is lowered.
_ADDRESS = re.compile(r"(?:[@#]|://|www\.)\S*")
_ADDRESS_SIGNS = ("@", "#", "://", "www.")
_INNER_CAPITAL = compile_later(r"[\p{L}\p{N}][,;)»\"]?[ '’-]\p{Lu}")
_FINAL, _OPEN = ".!?…", ":,;"
_ASCII_CAPITAL = re.compile(r"[A-Z]")
_ENDS = re.compile(r"[.!?…][»\"”)\s]*\s")
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
    whole = text.splitlines(keepends=True)
    lines = whole if text.islower() else [_without_tail(line) for line in whole]
    if _is_lower_in_ascii(text) or "".join(lines).islower():
        return [Lost(0, len(text), capitals=False)] if lowercase else []
    if not mixed:
        if lowercase and not _has_inner_capital(text) and _names(text, language) >= _TEXT_NAMES:
            return [Lost(0, len(text), capitals=False)]
        if not any(line.islower() or line.isupper() for line in lines):
            return []
    everywhere = _lost_everywhere(lines, language)
    found: list[Lost] = []
    end = 0
    before = ""
    for line, full in zip(lines, whole, strict=True):
        end += len(full)
        if line.islower():
            fresh = not before or before in _FINAL
            acts = lowercase and (everywhere or _stands_alone(line, language, fresh=fresh))
        elif line.isupper():
            long = sum(map(str.isalpha, line)) >= _LONG_CAPITALS
            acts = capitals and long and not is_rubric(line)
        else:
            acts = mixed
        if acts:
            found.append(Lost(end - len(full), end, line.isupper()))
        before = full.rstrip()[-1:]
    return found


def _is_lower_in_ascii(text: str) -> bool:
    """Whether a text begins in lowercase and has no capital but accented ones: `l’État a dit`.

    A tool that knows only ASCII lowers all others (`tr A-Z a-z`).
    """
    return text[:1].islower() and not _ASCII_CAPITAL.search(text)


def _without_tail(line: str) -> str:
    """Return a line in lowercase without a last sentence that has capitals inside and no end.

    Such a sentence may be dropped as cut off, and the next cleaning would see the rest alone.
    """
    bare = line.rstrip()
    if bare[-1:] in _FINAL or not line[:1].islower() or line.islower():
        return line
    end = max((match.end() for match in _ENDS.finditer(line)), default=0)
    head = line[:end]
    return head if head.islower() and line[end].islower() else line


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
    spans = sentences(line, language.sentence_vocabulary)
    return sum(bool(TOKEN.search(line, *span)) for span in spans) > 1


def _has_inner_capital(text: str) -> bool:
    """Does a capital stand behind a word of its sentence?"""
    return bool(_INNER_CAPITAL.search(text))


def _names(text: str, language: Language) -> int:
    """Count the different words in lowercase that are mostly written with a capital."""
    return len(language.names.intersection(TOKEN.findall(text)))
