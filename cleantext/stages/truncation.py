"""Which sentences are cut off, and which lines are headings.

A feed or a paywall cuts an article anywhere: "les investisseurs dans". A missing final
point says little, for headings have none; what a line ends in says most: a determiner, a
preposition or an auxiliary wants another word. The stage only labels; the stage `output`
decides what becomes of a cut sentence.

Labels: `truncated` on the cut sentence, with the value `end` or `start`, and `heading` on
a line that stands alone before a longer one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleantext.document import Document, Finding, Label, Span
from cleantext.language import Language
from cleantext.segmenter import lines, sentences
from cleantext.stage import Stage

NAME = "truncation"
OPEN_WORD = "truncation.open-word"
MARKER = "truncation.marker"
HEADING = "truncation.heading"
REASONS = {
    OPEN_WORD: "It ends in a word that wants another: a determiner, a preposition, an auxiliary.",
    MARKER: "It ends in a marker of something left out, such as […].",
    HEADING: "A short line with no final mark stands alone before a longer one.",
}

HEADING_LENGTH = 150
"""How many code points a heading has at most."""

_TAIL = 60
_LAST_WORD = re.compile(r"([^\W_]+)(['’]?)\s*\Z")
_MARKER = re.compile(
    r"(?:[\[(](?:…|\.{3})[\])]|\[\+\d+ chars\]|\w…|\w\.{3}|lire la suite)\s*\Z", re.IGNORECASE
)
_FINAL = ".!?…:;»”\"')]"


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        threshold: Score from which a sentence is labelled as cut, 0 to 1.
    """

    threshold: float = 0.5


def build(language: Language, options: Options) -> Stage:
    """Return the stage for text in the language of the pack."""
    open_words = language.open_words

    def cut(line: str) -> tuple[str, float] | None:
        tail = line[-_TAIL:]
        if _MARKER.search(tail):
            return MARKER, 0.9
        match = _LAST_WORD.search(tail)
        if match and (match[2] or match[1].lower() in open_words):
            return OPEN_WORD, 0.95
        return None

    def rule(document: Document) -> Iterator[Finding]:
        text = document.text
        spans = [span for span in lines(text) if text[span.start : span.end].strip()]
        for index, span in enumerate(spans):
            line = text[span.start : span.end]
            start = span.start + len(line) - len(line.lstrip())
            line = line.strip()
            found = cut(line)
            if found and found[1] >= options.threshold:
                last = sentences(line, language.abbreviations, language.openers)[-1]
                yield Label(start + last.start, start + last.end, "truncated", "end", *found)
            elif _is_heading(line, spans[index + 1 :][:1]):
                yield Label(start, start + len(line), "heading", "", HEADING)

    return Stage(NAME, (rule,), language.code, REASONS)


def _is_heading(line: str, following: list[Span]) -> bool:
    """Is a line that is not cut a heading of the line that follows?"""
    return (
        bool(following)
        and len(line) <= HEADING_LENGTH
        and line[-1] not in _FINAL
        and any(map(str.isalpha, line))
        and following[0].end - following[0].start > len(line)
    )
