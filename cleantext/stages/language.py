"""In which language a document is, and which of its lines are in another.

The words of a line mostly tell at a glance whether it is in the pack's language: closed
classes make up four words in ten of running French. A detector is asked only where they
do not, about a bounded sample, so the stage is deterministic, never raises and stays fast.

The document gets the fact `language` (`und` where nothing can be told); the longest runs
of lines in another language get the label `language`. Text without a label is in the
pack's language, or too short to tell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from cleantext import detectors
from cleantext.detectors import UNKNOWN
from cleantext.document import Document, Fact, Finding, Label, Span
from cleantext.language import Language
from cleantext.segmenter import lines
from cleantext.stage import Stage

NAME = "language"
BY_WORDS = "language.words"
BY_DETECTOR = "language.detector"
REASONS = {
    BY_WORDS: "Enough of its words are function words of the language.",
    BY_DETECTOR: "Its words left doubt, and the detector was sure enough.",
}

SAMPLE = 1000
"""How many code points a detector is shown; more makes it slower, not better."""


class Guess(NamedTuple):
    """A language code, how likely it is, and the rule that says so."""

    code: str
    score: float
    rule: str = BY_DETECTOR


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        detector: Who is asked in doubt; all but `langdetect` are extras to install.
        share: Share of function words from which a line is taken for the language.
        letters: A line with fewer letters takes the language of its surroundings.
        certainty: Probability from which a detector is believed.
    """

    detector: detectors.Name = "langdetect"
    share: float = 0.3
    letters: int = 40
    certainty: float = 0.9


class Identifier:
    """Tells the language of a piece of text."""

    def __init__(self, language: Language, options: Options | None = None) -> None:
        """Take the words of a pack; the detector is loaded when it is first needed."""
        self.code = language.code
        self.options = options or Options()
        self._function_words = language.function_words

    def by_words(self, text: str) -> Guess | None:
        """Decide by function words alone; None where they leave doubt."""
        words = _WORD.findall(text.lower())
        hits = sum(map(self._function_words.__contains__, words))
        share = hits / max(len(words), 1)
        if hits >= MIN_HITS and share >= self.options.share:
            return Guess(self.code, min(1.0, 0.5 + share), BY_WORDS)
        return None

    def __call__(self, text: str) -> Guess:
        """Return the language of `text`, from at most `SAMPLE` code points of it."""
        text = text[:SAMPLE]
        guess = self.by_words(text)
        if guess:
            return guess
        if not any(map(str.isalpha, text)):
            return Guess(UNKNOWN, 0.0)
        guess = Guess(*detectors.load(self.options.detector)(text))
        return guess if guess.score >= self.options.certainty else Guess(UNKNOWN, guess.score)


MIN_HITS = 3
_WORD = re.compile(r"[^\W\d_]+")


def build(language: Language, options: Options) -> Stage:
    """Return the stage; it looks at text in any language."""
    identify = Identifier(language, options)

    def rule(document: Document) -> Iterator[Finding]:
        text = document.text
        spans = [span for span in lines(text) if text[span.start : span.end].strip()]
        guesses = [_of_line(identify, text[span.start : span.end]) for span in spans]
        whole = _of_document(identify, text, spans, guesses)
        yield Fact("language", whole.code, whole.rule)
        yield from _labels(spans, guesses, identify.code)

    return Stage(NAME, (rule,), None, REASONS)


def _of_line(identify: Identifier, line: str) -> Guess | None:
    """The language of a line; None where it is to take that of its surroundings."""
    guess = identify.by_words(line[:SAMPLE])
    if guess:
        return guess
    if sum(map(str.isalpha, line[:SAMPLE])) < identify.options.letters:
        return None
    guess = identify(line)
    return None if guess.code == UNKNOWN else guess


def _of_document(
    identify: Identifier, text: str, spans: Sequence[Span], guesses: Sequence[Guess | None]
) -> Guess:
    """The language of most of the text; where no line tells, that of a sample of all."""
    sizes: dict[str, int] = {}
    first: dict[str, Guess] = {}
    for span, guess in zip(spans, guesses, strict=True):
        if guess:
            sizes[guess.code] = sizes.get(guess.code, 0) + span.end - span.start
            first.setdefault(guess.code, guess)
    if not sizes:
        return identify(text)
    return first[max(sizes, key=lambda code: (sizes[code], code))]


def _labels(spans: Sequence[Span], guesses: Sequence[Guess | None], code: str) -> Iterator[Label]:
    """Label the longest runs of lines in one other language."""
    before = _carried(guesses)
    behind = _carried(guesses[::-1])[::-1]

    def settled(index: int) -> str:
        # An undecided line between two languages stays with the pack's.
        around = {guess.code for guess in (before[index], behind[index]) if guess}
        return around.pop() if len(around) == 1 else code

    for found, run in groupby(range(len(spans)), key=settled):
        if found == code:
            continue
        members = list(run)
        best = max((guess for i in members if (guess := guesses[i])), key=lambda guess: guess.score)
        start, end = spans[members[0]].start, spans[members[-1]].end
        yield Label(start, end, "language", found, best.rule, round(best.score, 3))


def _carried(guesses: Sequence[Guess | None]) -> list[Guess | None]:
    """Give an undecided line what the last decided line before it has."""
    carried: list[Guess | None] = []
    for guess in guesses:
        carried.append(guess or (carried[-1] if carried else None))
    return carried
