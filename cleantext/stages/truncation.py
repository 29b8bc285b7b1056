"""Which sentences are cut off, and which lines are headings.

A feed or a paywall cuts an article anywhere: "les investisseurs dans". A missing final
mark says little, for headings have none; a small model looks at what a line ends in, its
length and its shape. The stage only labels; the stage `output` decides what becomes of a
cut sentence.

Labels: `truncated` on the cut sentence, with the value `end` or `start`, and `heading` on
a line that stands before a longer one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleantext.document import Document, Finding, Label, Span
from cleantext.language import Language
from cleantext.segmenter import lines, sentences
from cleantext.stage import Stage

NAME = "truncation"
ENDING = "truncation.ending"
MARKER = "truncation.marker"
BEGINNING = "truncation.beginning"
HEADING = "truncation.heading"
REASONS = {
    ENDING: "What it ends in, its length and its shape make it likelier cut off than whole.",
    MARKER: "It ends or begins with a marker of something left out, such as […].",
    BEGINNING: "It begins with what can only go on from something before it.",
    HEADING: "A short line with no final mark stands before a longer one.",
}

HEADING_LENGTH = 120
"""How many code points a heading has at most."""

BEFORE_LONGER = 0.8
"""The score that a short line before a longer one needs to be cut, and no heading."""

_TAIL = 60  # enough for any final mark with what closes behind it
_CLOSE = r"[\s\"'»”’)\]]*"
_LEFT_OUT = r"[\[(]\s?(?:…|\.{3})\s?[\])]"
DOTS = 0.9
"""The highest score before bare dots: writers end sentences so too, and these must stay."""

_MARKER = re.compile(
    rf"(?:{_LEFT_OUT}|\[\+\d+ chars\]|\b(?:lire|voir) (?:la suite|plus)[\s.…»>]*)\Z", re.IGNORECASE
)
_DOTS = re.compile(rf"(?:…|\.{{3}}){_CLOSE}\Z")
_FINAL = re.compile(rf"[.!?:;…]{_CLOSE}\Z")
_FRAMED = re.compile(r"[-–—*•].*\s[-–—*•]\Z", re.DOTALL)  # - a heading of an agency -
_BEGINNING = re.compile(
    r"[,;)\]»”]|et (?:a|ont|est|sont|était|étaient|avait|avaient|n'a|n'ont)\b(?!-)", re.IGNORECASE
)
_LEFT_OUT_BEFORE = re.compile(rf"(?:{_LEFT_OUT}|…|\.{{3}})")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        threshold: Score from which a sentence is labelled as cut, 0 to 1.
    """

    threshold: float = 0.5


def build(language: Language, options: Options) -> Stage:
    """Return the stage for text in the language of the pack.

    Raises:
        PackError: The model of the pack is missing or damaged.
    """
    score = language.endings.score

    def end(line: str) -> tuple[str, float] | None:
        """Say by which rule a line is cut off at its end, and how surely."""
        tail = line[-_TAIL:]
        if _MARKER.search(tail):
            return MARKER, 1.0
        dots = _DOTS.search(tail)
        if dots:
            bare = line[: len(line) - len(tail) + dots.start()]
            return MARKER, min(score(bare), DOTS)
        whole = _FINAL.search(tail) or _FRAMED.match(line)
        return None if whole or not _has_words(tail, Span(0, _TAIL)) else (ENDING, score(line))

    def rule(document: Document) -> Iterator[Finding]:
        text = document.text
        spans = [_bare(text, span) for span in lines(text)]
        spans = [span for span in spans if span.start < span.end]
        for place, span in enumerate(spans):
            line = text[span.start : span.end]
            begins = _beginning(line)
            found = end(line)
            heading = _before_longer(spans, place)
            if found and found[1] >= (BEFORE_LONGER if heading else options.threshold):
                last = sentences(line, language.abbreviations, language.openers)[-1]
                start, stop = span.start + last.start, span.start + last.end
                yield Label(start, stop, "truncated", "end", *found)
            elif found and found[0] == ENDING and heading and any(map(str.isalpha, line)):
                yield Label(span.start, span.end, "heading", "", HEADING)
                continue
            if begins:
                pieces = sentences(line, language.abbreviations, language.openers)
                # A marker may stand there like a sentence of its own.
                first = next((one for one in pieces if _has_words(line, one)), pieces[0])
                yield Label(span.start, span.start + first.end, "truncated", "start", *begins)

    return Stage(NAME, (rule,), language.code, REASONS)


def _bare(text: str, span: Span) -> Span:
    """Leave out the white space around a line."""
    line = text[span.start : span.end]
    start = span.start + len(line) - len(line.lstrip())
    return Span(start, max(start, span.start + len(line.rstrip())))


def _has_words(text: str, span: Span) -> bool:
    return any(map(str.isalnum, text[span.start : span.end]))


def _beginning(line: str) -> tuple[str, float] | None:
    """Say by which rule a line begins in the middle of a sentence, and how surely."""
    if _LEFT_OUT_BEFORE.match(line):
        return MARKER, 0.8
    return (BEGINNING, 0.8) if _BEGINNING.match(line) else None


def _before_longer(spans: Sequence[Span], place: int) -> bool:
    """Is a line short, and the next one longer?"""
    length = spans[place].end - spans[place].start
    if length > HEADING_LENGTH or place + 1 == len(spans):
        return False
    return spans[place + 1].end - spans[place + 1].start > length
