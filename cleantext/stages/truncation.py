"""Which sentences are cut off, and which lines are headings.

A feed or a paywall cuts an article anywhere: "les investisseurs dans". A missing final
mark says little, for headings have none; a small model looks at what a line ends in, its
length and its shape, and its neighbours move the odds: a heading stands before a longer
line, the last line of an article is none. The stage only labels; the stage `output` decides
what becomes of a cut sentence.

Labels: `truncated` on the cut sentence, with the value `end` or `start`, and `heading` on
a line that stands before a longer one. A caption, which `boilerplate` labels, is neither.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cleantext.document import Document, Finding, Label, Span
from cleantext.endings import Verdict
from cleantext.language import Language
from cleantext.segmenter import lines, sentences
from cleantext.stage import Stage

NAME = "truncation"
ENDING = "truncation.ending"
MARKER = "truncation.marker"
COLON = "truncation.colon"
BEGINNING = "truncation.beginning"
HEADING = "truncation.heading"
REASONS = {
    ENDING: "What it ends in, its length and its shape make it likelier cut off than whole.",
    MARKER: "It ends or begins with a marker of something left out, such as […].",
    COLON: "It announces something, and nothing follows.",
    BEGINNING: "It begins with what can only go on from something before it.",
    HEADING: "A short line with no final mark stands before a longer one.",
}

HEADING_LENGTH = 120
"""How many code points a heading has at most."""

AS_TITLE, AS_HEADING, AS_TEXT = -2.0, -1.3, 1.0
"""What its neighbours say of a line's being cut, in log odds: a short line at the top, one
before a longer line, and one that is long or the last. Measured on articles in which a
sentence was cut at random."""

LEAST = 0.05
"""The score under which a sentence is taken for whole, without its final mark."""

BY_COLON = 0.6
"""The score of a last line that ends in a colon."""

BY_BEGINNING = 0.8
"""The score of a line that begins in the middle of a sentence."""

UNSURE = 0.8
"""The highest score where writers end whole sentences so too, and these must stay: before
bare dots, and of a few words that end in no open word."""

FEW_WORDS = 3
_ELIDED = ("'", "’")

_TAIL = 60  # enough for any final mark with what closes behind it
_CLOSE = r"[\s\"'»”’)\]]*"
_LEFT_OUT = r"[\[(]\s?(?:…|\.{3})\s?[\])]"
_MARKER = re.compile(
    rf"(?:{_LEFT_OUT}|\[\+\d+ chars\]|\b(?:lire|voir) (?:la suite|plus)[\s.…»>]*)\Z", re.IGNORECASE
)
_GOES_ON = ("suite", "plus")  # how a marker made of words ends
_DOTS = re.compile(rf"(?:…|\.{{3}}){_CLOSE}\Z")
_FINAL = re.compile(rf"[.!?:;…]{_CLOSE}\Z")
_ADDRESS = re.compile(r"(?:/|@|www\.)\S*\Z")  # a sentence may end in a link with no point
_FRAMED = re.compile(r"[-–—*•].*\s[-–—*•]\Z", re.DOTALL)  # - a heading of an agency -
_ANNOUNCED = re.compile(rf"\w\W*:{_CLOSE}\Z")
_BEGINNING = re.compile(
    r"[,;)\]»”%]|[.!?:] ?\w|(?:et (?:a|n['’]a) |(?:et )?(?:n['’])?(?:ont|avait|avaient) )"
    r"|et (?:est|sont|était|étaient)\b(?!-)|dont "
    r"|(?:(?:a|ont)-(?:t-)?(?:ils?|elles?|on)|affirme|ajoute|assure|explique|précise)\b[^?]*\Z",
    re.IGNORECASE,
)
_LOWERCASE_START = re.compile(r"(?=[^.!?…]*[A-ZÀ-ÖØ-Þ])([a-zà-öø-ÿœ]+)[’'\s,]")
_LEFT_OUT_BEFORE = re.compile(rf"(?:{_LEFT_OUT}|…|\.{{3}})")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        threshold: Probability from which a line with no final mark is text and no heading,
            and so labelled as cut; the score of the label says how surely it is cut, and
            is low for what may be a whole sentence that lacks its mark.
    """

    threshold: float = 0.5


def build(language: Language, options: Options) -> Stage:
    """Return the stage for text in the language of the pack.

    Raises:
        PackError: The model of the pack is missing or damaged.
    """
    _ = language.endings  # a damaged model is an error here, not at the first text

    def pieces(line: str) -> list[Span]:
        return sentences(line, language.abbreviations, language.openers)

    def rule(document: Document) -> Iterator[Finding]:
        text = document.text
        captions = {label.start for label in document.labels if label.name == "caption"}
        spans = [_bare(text, span) for span in lines(text)]
        spans = [span for span in spans if span.start < span.end and span.start not in captions]
        before = ""
        for place, (start, stop) in enumerate(spans):
            line = text[start:stop]
            begins = _beginning(line, before, language.words)
            ends = _end(language, line, _odds(spans, place), last=place + 1 == len(spans))
            before = line
            if ends and ends[1].text >= options.threshold and ends[1].cut >= LEAST:
                last = pieces(line)[-1]
                cut = start + last.start, start + last.end
                yield Label(*cut, "truncated", "end", ends[0], ends[1].cut)
            elif ends and ends[0] == ENDING and _before_longer(spans, place):
                yield Label(start, stop, "heading", "", HEADING, round(1 - ends[1].text, 3))
                continue
            if begins:
                # A marker may stand there like a sentence of its own.
                first = next(
                    (one for one in pieces(line) if _has_words(line, one)), pieces(line)[0]
                )
                yield Label(start, start + first.end, "truncated", "start", *begins)

    return Stage(NAME, (rule,), language.code, REASONS)


def _end(language: Language, line: str, odds: float, *, last: bool) -> tuple[str, Verdict] | None:
    """Say by which rule a line may be cut off at its end, and what it is then.

    Args:
        language: Its model, and its open words.
        line: What may be cut.
        odds: What its neighbours say, as the natural logarithm of the odds.
        last: Whether no line follows.
    """
    if _ends_plainly(line):
        return None
    tail = line[-_TAIL:]
    if _MARKER.search(tail):
        return MARKER, Verdict(1.0, 1.0)
    dots = _DOTS.search(tail)
    if dots:
        bare = line[: len(line) - len(tail) + dots.start()]
        text, cut = language.endings.judge(bare, odds)
        return MARKER, Verdict(text, min(cut, UNSURE))
    if last and _ANNOUNCED.search(tail):
        return COLON, Verdict(1.0, BY_COLON)
    whole = _FINAL.search(tail) or _ADDRESS.search(tail) or _FRAMED.match(line)
    if whole or not any(map(str.isalpha, tail)):
        return None
    text, cut = language.endings.judge(line, odds)
    *before, word = line.rsplit(maxsplit=FEW_WORDS)
    is_open = word.endswith(_ELIDED) or word.lower() in language.open_words
    if len(before) < FEW_WORDS and not is_open:
        cut = min(cut, UNSURE)
    return ENDING, Verdict(text, cut)


def _ends_plainly(line: str) -> bool:
    """Does a line end as most do? Says at a glance what the patterns would say too."""
    if line[-1] not in ".!?" or not line[-2:-1].isalnum():
        return False
    return not line[-6:-1].lower().endswith(_GOES_ON)


def _bare(text: str, span: Span) -> Span:
    """Leave out the white space around a line."""
    line = text[span.start : span.end]
    bare = line.strip()
    if len(bare) == len(line):
        return span
    start = span.start + len(line) - len(line.lstrip())
    return Span(start, start + len(bare))


def _has_words(text: str, span: Span) -> bool:
    return any(map(str.isalnum, text[span.start : span.end]))


def _beginning(line: str, before: str, words: Collection[str]) -> tuple[str, float] | None:
    """Say by which rule a line begins in the middle of a sentence, and how surely.

    Args:
        line: What may begin so.
        before: The line before it.
        words: A line with capitals of its own that begins with one of these in lowercase
            goes on, unless it is an item of a list.
    """
    if _LEFT_OUT_BEFORE.match(line):
        return MARKER, BY_BEGINNING
    if _BEGINNING.match(line):
        return BEGINNING, BY_BEGINNING
    word = None if line.islower() else _LOWERCASE_START.match(line)
    if word and word[1] in words and not before.endswith((":", ";", ",")):
        return BEGINNING, BY_BEGINNING
    return None


def _before_longer(spans: Sequence[Span], place: int) -> bool:
    """Is a line short, and the next one longer?"""
    length = spans[place].end - spans[place].start
    if length > HEADING_LENGTH or place + 1 == len(spans):
        return False
    return spans[place + 1].end - spans[place + 1].start > length


def _odds(spans: Sequence[Span], place: int) -> float:
    """What its neighbours say of a line's being cut; nothing where it has none."""
    if len(spans) == 1:
        return 0.0
    if spans[place].end - spans[place].start > HEADING_LENGTH or place + 1 == len(spans):
        return AS_TEXT
    if place == 0:
        return AS_TITLE
    return AS_HEADING if _before_longer(spans, place) else 0.0
