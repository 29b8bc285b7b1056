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
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, NamedTuple

import msgspec
import regex

from cleantext.changes import Span
from cleantext.document import CAPTION, TRUNCATED, Document, Label
from cleantext.document import HEADING as HEADING_LABEL
from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.stage import Stage
from cleantext.stages.truncation.line_ends import LineEnds, Verdict, line_ends_of
from cleantext.stages.truncation.neighbours import (
    find_going_on,
    find_verse,
    is_cased,
    stands_before_longer,
    weigh_neighbours,
)
from cleantext.text.lines import lines, trimmed
from cleantext.text.segmenter import sentences

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
    HEADING: "A short line with no final mark, or between hyphens, stands before a longer one.",
}


LEAST = 0.05
"""The score under which a sentence is taken for whole, without its final mark."""

BY_COLON = 0.6
"""The score of a last line that ends in a colon."""

BY_BEGINNING = 0.8
"""The score of a line that begins in the middle of a sentence."""

UNSURE = 0.8
"""The highest score where writers end whole sentences so too, and these must stay: before
bare dots, of a few words that end in no open word, of a title of two sentences, and where
a sentence may go on below, behind a comma or a dash."""

SURE = 0.85
"""The score from which the default output drops a cut sentence. What stands before a line that
goes so is judged once more, as what it will be: it may be the new end."""

ROUNDS = 4
"""How often, at most."""

FEW_WORDS = 3
"""3 words may be a whole line, unless the last is an open one."""

SHORT_SENTENCE = 6
"""6 words, ending in a preposition that may stand alone, may be whole: they voted for."""


_TAIL = 60  # enough for any final mark with what closes behind it
_CLOSE = r"[\s\"'»”’)\]]*"
_LEFT_OUT = r"[\[(]\s?(?:…|\.{3})\s?[\])]"
_CHARS = r"\[\+\d+ chars\]"  # what some feeds put behind the beginning of an article
_BORDER = re.compile(r"[.!?…»\"]")
_DOTS = re.compile(rf"(?:…|\.{{3}}){_CLOSE}\Z")
_FINAL = re.compile(rf"[.!?:;…]{_CLOSE}\Z")
_ADDRESS = re.compile(r"(?:://|www\.|@|\.\w+/)\S*\Z")  # a sentence may end in a link with no point
_HOUR = re.compile(r"\d\s?[hH](?:\s?\d\d)?\Z")  # a programme, a kick-off: nothing has to follow
_FRAME_END = compile_later(r"\n(?<= [-–—*•][^\S\n]*\n)")
_FRAMED = re.compile(r"[-–—*•].*\s[-–—*•]\Z", re.DOTALL)  # - a heading of an agency -
_BULLET = re.compile(
    r"(?:[-–—*•▪◦●■►→✓]|\d{1,3}[.)]|[a-z]\)|(?:[a-h]|i{1,3}|iv|vi{1,3})\.)\s|\|", re.IGNORECASE
)
_ANNOUNCED = re.compile(rf"\w\W*:{_CLOSE}\Z")
_BEGINNING = re.compile(r"[,;)\]»”%]|[.!?:] ?(?!(?:net|fr|com|org)\b)\w")
_LOWERCASE_START = compile_later(r"(?=[^.!?…]*\p{Lu})(\p{Ll}+)[’'\s,]")
_LEFT_OUT_BEFORE = re.compile(rf"(?:{_LEFT_OUT}|…|\.{{3}})")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        threshold: Probability from which a line with no final mark is text and no heading,
            and so labelled as cut; the score of the label says how surely it is cut, and
            is low for what may be a whole sentence that lacks its mark.
    """

    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5


class _Marks:
    """What tells by itself, in a language, that a line is cut off."""

    def __init__(self, language: Language) -> None:
        told = language.settings.truncation
        marks = [_LEFT_OUT, _CHARS]
        if told.read_more:
            marks.append(rf"(?:\A|{_BORDER.pattern}\s*)(?:{told.read_more})\s*(?:[…»>]|\.{{3}})*")
        self.marker = compile_later(rf"(?:{'|'.join(marks)})\Z", regex.IGNORECASE)
        self.beginning = compile_later(told.beginnings or "(?!)")
        self.open_endings = told.open_endings
        self.open_words = language.open_words
        self.may_end = told.may_end

    def left_out(self, tail: str) -> bool:
        """Return whether the end of a line is a marker of something left out."""
        # But for brackets, a marker is all that is looked at, or stands behind one of few signs.
        inside = tail[-1:] in "])" or _BORDER.search(tail)
        return bool(self.marker.search(tail) if inside else self.marker.match(tail))

    def opens(self, word: str) -> bool:
        """Return whether no sentence ends in a lowercase word."""
        return word.endswith(self.open_endings) or word in self.open_words


def build(language: Language, options: Options) -> Stage:
    """Return the stage for text in the language of the pack.

    Raises:
        PackError: The model of the pack is missing or damaged.
    """
    # A damaged model is an error here, not at the first text.
    cuts = CutLines(line_ends_of(language), _Marks(language), language, options.threshold)
    return Stage(NAME, (cuts, _framed_headings), language.code, REASONS)


class _Lines(NamedTuple):
    """The lines of a text, but blank ones and captions, and what is known of each.

    Attributes:
        text: The text.
        spans: The lines, without the white space around them.
        goes_on: Whether the next one goes on with the sentence of each.
        verse: Whether each is short among short ones.
        words: Words with which no line of a text with capitals begins in lowercase.
    """

    text: str
    spans: list[Span]
    goes_on: list[bool]
    verse: list[bool]
    words: Collection[str]


@dataclass(frozen=True, slots=True)
class CutLines:
    """The rule that labels cut sentences, and headings that stand before a longer line.

    Attributes:
        ends: The model of how lines end.
        marks: What tells by itself that a line is cut.
        language: The language pack.
        threshold: See `Options`.
    """

    ends: LineEnds
    marks: _Marks
    language: Language
    threshold: float

    def __call__(self, document: Document) -> Iterable[Label]:
        """Return the labels of each line in turn."""
        text = document.text
        captions = {label.start for label in document.labels if label.name == CAPTION}
        spans = [trimmed(text, *span) for span in document.segments.lines]
        spans = [span for span in spans if span.start < span.end and span.start not in captions]
        gone: list[Label] = []
        labels = list(self._labels(self._lines(text, spans)))
        for _ in range(ROUNDS):
            cut = _surely_cut(labels, spans)
            if not cut:
                break
            rest = [span for span in spans if span.start not in cut]
            again = list(self._labels(self._lines(text, rest)))
            if len(_surely_cut(again, rest)) == len(rest):  # something has to stay
                break
            gone += [label for label in labels if label.start in cut]
            spans, labels = rest, again
        return gone + labels

    def _labels(self, found: _Lines) -> Iterator[Label]:
        """Yield the labels of each of the lines in turn."""
        before, line = "", ""
        for place, (start, stop) in enumerate(found.spans):
            before, line = line, found.text[start:stop]
            fresh = place == 0 or not found.goes_on[place - 1]
            begins = _beginning(self.marks, line, before, found.words) if fresh else None
            if not begins and (found.goes_on[place] or _ends_plainly(line)):
                continue
            end = self._end(found, place, line)
            if end:
                yield end
            if begins and not (end and end.name == HEADING_LABEL):
                # A marker may stand there like a sentence of its own.
                pieces = self._sentences(line)
                first = next((one for one in pieces if _has_words(line, one)), pieces[0])
                yield Label(start, start + first.end, TRUNCATED, "start", *begins)

    def _lines(self, text: str, spans: list[Span]) -> _Lines:
        cased = is_cased(text, spans)
        goes_on = find_going_on(text, spans, cased=cased)
        words = self.language.words if cased else frozenset[str]()
        return _Lines(text, spans, goes_on, find_verse(spans), words)

    def _end(self, found: _Lines, place: int, line: str) -> Label | None:
        """Return the label of a line by how it ends: cut, a heading, or nothing."""
        if found.goes_on[place]:
            return None
        start, stop = found.spans[place]
        followed = place + 1 < len(found.spans)
        odds = partial(weigh_neighbours, found.spans, place, partial(self._sentences, line))
        told = _end(self.marks, self.ends.judge, line, odds, last=not followed)
        if told is None:
            return None
        rule, verdict = told
        if verdict.text >= self.threshold:
            if verdict.cut < LEAST:
                return None
            last = self._sentences(line)[-1]
            doubtful = self._doubts(found, place, line, last)
            score = min(verdict.cut, UNSURE) if doubtful else verdict.cut
            return Label(start + last.start, start + last.end, TRUNCATED, "end", rule, score)
        if rule == ENDING and stands_before_longer(found.spans, place):
            return Label(start, stop, HEADING_LABEL, "", HEADING, round(1 - verdict.text, 3))
        return None

    def _doubts(self, found: _Lines, place: int, line: str, last: Span) -> bool:
        """Say whether a line may be whole for what it stands among or begins with."""
        followed = place + 1 < len(found.spans)
        # A first line may be a title of two sentences.
        titled = place == 0 and followed and last.start > 0
        return (
            found.verse[place]
            or _may_go_on(line, last, followed=followed)
            or (titled and not self.marks.opens(_last_word(line)))
        )

    def _sentences(self, line: str) -> list[Span]:
        return sentences(line, self.language.sentence_vocabulary, [Span(0, len(line))])


def _surely_cut(labels: Iterable[Label], spans: Sequence[Span]) -> set[int]:
    """Return the starts of the lines that are cut sentences as a whole, and surely so."""
    whole = {
        (label.start, label.end)
        for label in labels
        if label.name == TRUNCATED and label.score >= SURE
    }
    return {start for start, _ in whole.intersection(spans)} if whole else set()


def _framed_headings(document: Document) -> Iterator[Label]:
    """Label the headings of agencies, which stand between hyphens: - Retour -."""
    text = document.text
    if not _FRAME_END.search(text):
        return
    spans = [trimmed(text, *span) for span in lines(text)]
    spans = [span for span in spans if span.start < span.end]
    for place, (start, stop) in enumerate(spans):
        if _FRAMED.match(text[start:stop]) and stands_before_longer(spans, place):
            yield Label(start, stop, HEADING_LABEL, "", HEADING)


def _end(
    marks: _Marks,
    judge: Callable[[str, float], Verdict],
    line: str,
    odds: Callable[[], float],
    *,
    last: bool,
) -> tuple[str, Verdict] | None:
    """Say by which rule a line may be cut off at its end, and what it is then.

    Args:
        marks: Of the language.
        judge: The model.
        line: What may be cut.
        odds: What its neighbours say, as the natural logarithm of the odds.
        last: Whether no line follows.
    """
    tail = line[-_TAIL:]
    if marks.left_out(tail):
        return MARKER, Verdict(1.0, 1.0)
    dots = _DOTS.search(tail)
    if dots:
        bare = line[: len(line) - len(tail) + dots.start()]
        text, cut = judge(bare, odds())
        return MARKER, Verdict(text, min(cut, UNSURE))
    if last and _ANNOUNCED.search(tail):
        return COLON, Verdict(1.0, BY_COLON)
    whole = _FINAL.search(tail) or _ADDRESS.search(tail) or _FRAMED.match(line)
    if whole or not any(map(str.isalpha, tail)):
        return None
    word = _last_word(line)
    text, cut = judge(line, odds())
    is_acronym = len(word) > 1 and line.endswith(word.upper()) and not line.isupper()
    if (is_acronym and marks.opens(word)) or _may_be_whole(line, word, marks):
        cut = min(cut, UNSURE)
    return ENDING, Verdict(text, cut)


def _may_be_whole(line: str, word: str, marks: _Marks) -> bool:
    """Can a line be whole, whatever the model says of it?

    Args:
        line: The line.
        word: Its last word, in lowercase.
        marks: Of the language.
    """
    if _BULLET.match(line) or _HOUR.search(line, max(0, len(line) - len("00 h 00"))):
        return True
    words = len(line.split(maxsplit=SHORT_SENTENCE + 1))
    if word in marks.may_end:
        return words <= SHORT_SENTENCE
    return words <= FEW_WORDS and not marks.opens(word)


def _may_go_on(line: str, last: Span, *, followed: bool) -> bool:
    """Can a line go on below, or end in something that stands behind its last sentence?

    Args:
        line: The line.
        last: Its last sentence.
        followed: Whether a line follows.
    """
    return (
        line[-1] in "-–—"
        or (followed and line[-1] == ",")
        or (last.start > 0 and _BULLET.match(line, last.start) is not None)
    )


def _last_word(line: str) -> str:
    """Return what stands behind the last space of a line, in lowercase."""
    return line[line.rfind(" ") + 1 :].lower()


def _ends_plainly(line: str) -> bool:
    """Does a line end as most do? Says at a glance what the patterns would say too."""
    return line[-1] in ".!?" and line[-2:-1].isalnum()


def _has_words(text: str, span: Span) -> bool:
    return any(map(str.isalnum, text[span.start : span.end]))


def _beginning(
    marks: _Marks, line: str, before: str, words: Collection[str]
) -> tuple[str, float] | None:
    """Say by which rule a line begins in the middle of a sentence, and how surely.

    Args:
        marks: Of the language.
        line: What may begin so.
        before: The line before it.
        words: A line with capitals of its own that begins with one of these in lowercase
            goes on, unless it is an item of a list; none where lines begin in lowercase.
    """
    with_sign = not line[0].isalnum()  # else neither pattern that begins with one is asked
    if with_sign and _LEFT_OUT_BEFORE.match(line):
        return MARKER, BY_BEGINNING
    lowered = line.lower() if line.isupper() else line
    if (with_sign and _BEGINNING.match(lowered)) or marks.beginning.match(lowered):
        return BEGINNING, BY_BEGINNING
    word = _LOWERCASE_START.match(line) if words else None
    if word and word[1] in words and not before.endswith((":", ";", ",")):
        return BEGINNING, BY_BEGINNING
    return None
