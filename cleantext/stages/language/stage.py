"""In which language a document is, and which of its lines are in another.

The words of a line mostly tell at a glance whether it is in the language of the pack: it
knows the commonest words, names that say nothing, and words of the closed classes of
other languages. What is plainly in another language is told by the commonest words of that
one; a detector is asked only in doubt, about a bounded sample, so the stage is
deterministic, never raises and stays fast. Close languages (Occitan, Picard, Walloon)
are kept apart by their words too, for detectors mostly call them French.

The document gets the fact `language` (`und` where nothing can be told); the longest runs
of lines in another language get the label `language`. Text without a label is in the
pack's language, or too short to tell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, NamedTuple

import msgspec

from cleantext.changes import Span
from cleantext.document import LANGUAGE, UNKNOWN, Document, Fact, Finding, Label
from cleantext.languages.pack import Language
from cleantext.stage import Stage
from cleantext.stages.language import detectors

NAME = "language"
BY_WORDS = "language.words"
BY_FUNCTION_WORDS = "language.function-words"
BY_DETECTOR = "language.detector"
REASONS = {
    BY_WORDS: "Enough of its words are of the language, or too few.",
    BY_FUNCTION_WORDS: "Many of its words are among the commonest of that language.",
    BY_DETECTOR: "Its words left doubt, or were of another language; the detector says which.",
}

SAMPLE = 500
"""How many code points of a text are looked at, by us and by a detector."""

SECOND_SAMPLE = slice(SAMPLE, 4 * SAMPLE)
"""Where function words are looked for if the first sample has too few: pages begin with menus."""

BOTH = slice(4 * SAMPLE)
"""Where they are looked for if neither has enough: close languages take more words to part."""

REMEMBERED = 1 << 17
"""As many words have their weights noted, those of the language among them."""

LINE = 200
"""How many code points of a line are looked at; its beginning tells as well as all of it."""

ENOUGH = 50
"""Weight of words from which a line can tell that it is in another language."""

FOREIGN = 0.28
"""Share of words of the language below which such a line does tell."""

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'«[^«»]*(?:»|\Z)|"[^"]*(?:"|\Z)|“[^“”]*(?:”|\Z)')
_LOWERCASE = re.compile(r"\b[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]*")
_TITLE = re.compile(
    r"[A-ZÀ-ÖØ-Þ]\w{0,60}+(?:['’-]\w{1,60}+){0,5}"
    r"(?:[ :&,-]{1,3}(?:[a-z]{1,3} ){0,2}[A-ZÀ-ÖØ-Þ]\w*)+"
)
_PART = re.compile(r"[A-ZÀ-ÖØ-Þ_]|\d[^\W\d_]|[^\W\d_]\d")
"""What has neither capitals nor letters beside digits is all words, and no names."""
_NAMED = 10  # weight of lowercase words from which they tell without the names beside them
_TIED = 2  # different function words that tell the language where another has as many
_WEIGHT = 6  # a word weighs its letters, no more than these


class Guess(NamedTuple):
    """A language code, how likely it is, and the rule that says so."""

    code: str
    score: float
    rule: str = BY_DETECTOR


_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        detector: Who is asked in doubt; all but `langdetect` are extras to install.
        sure: Share of known words from which a text is in the language.
        doubt: Share below which it is not, whatever a detector says; nor is it where
            doubt remains and there is a word of another language.
        certainty: Probability from which a detector's answer makes a label.
    """

    detector: detectors.Name = "langdetect"
    sure: _Share = 0.68
    doubt: _Share = 0.48
    certainty: _Share = 0.8


class _Weights(dict[str, int]):
    """The weights of words, two numbers in one integer so that `sum` adds up both.

    The low bits hold how much a word weighs, the rest how much of that speaks for the
    language.
    """

    BITS = 20

    def __init__(self, language: Language) -> None:
        words = language.words
        both = (1 << self.BITS) + 1
        longest = max(map(len, words), default=0)
        by_length = [min(size, _WEIGHT) * both for size in range(longest + 1)]
        super().__init__(zip(words, map(by_length.__getitem__, map(len, words)), strict=True))
        self.update(dict.fromkeys(language.names, 0))
        against = 1 - (1 << self.BITS)
        self.update((word, _size(word) * against) for word in language.foreign_words)

    def __missing__(self, word: str) -> int:
        weight = _size(word) if word.isalpha() else 0
        if len(self) < REMEMBERED:
            self[word] = weight
        return weight


def _size(word: str) -> int:
    """How much a word weighs."""
    return min(len(word), _WEIGHT)


class Identifier:
    """Tells the language of a piece of text.

    >>> from cleantext.languages.pack import load
    >>> Identifier(load("fr"))("le conseil a voté mardi").code
    'fr'
    """

    def __init__(self, language: Language, options: Options | None = None) -> None:
        """Take the words of a pack; the detector is loaded when it is first needed."""
        self.code = language.code
        self.options = options or Options()
        self._weights = _Weights(language)
        self._foreign = language.foreign_words
        self._function_words = language.function_words

    def share(self, text: str) -> tuple[float, int]:
        """Return the share of words of the language, and the weight of all that tell.

        Names and numbers do not count, words of other languages count against.
        """
        both = sum(map(self._weights.__getitem__, _WORD.findall(text.lower())))
        total = both & ((1 << _Weights.BITS) - 1)
        return (both >> _Weights.BITS) / max(total, 1), total

    def without_names(self, text: str) -> float:
        """Return the share of words of the language among those outside of names.

        Names and titles may be in any language; what they stand in tells. They are words with a
        capital, and foreign ones of at most three letters between them. 0: too few are left,
        too few of them are known, or what is left has no more function words of the language than
        of another. As many do where two are different and all words are of the language.

        >>> from cleantext.languages.pack import load
        >>> identify = Identifier(load("fr"))
        >>> identify.without_names("Le groupe Songs of the Old Sea joue ce soir avec les Red Kites")
        1.0
        >>> identify.without_names("Songs of the Old Sea")
        0.0
        """

        def own_words(title: re.Match[str]) -> str:
            return " ".join(w for w in _LOWERCASE.findall(title[0]) if w not in self._foreign)

        low = " ".join(_LOWERCASE.findall(_TITLE.sub(own_words, text)))
        share, total = self.share(low)
        if total < _NAMED or share < self.options.sure:
            return 0.0
        words = low.split()
        told = self._function_words.counts(words)
        own = told.pop(self.code, 0)
        lead = own - max(told.values(), default=0)
        if lead < 0 or not own:
            return 0.0
        if lead == 0 and (share < 1 or self._function_words.counts(set(words))[self.code] < _TIED):
            return 0.0
        return share

    def __call__(self, text: str) -> Guess:
        """Return the language of `text`, from its beginning."""
        sample = text[:SAMPLE]
        share, total = self.share(sample)
        if not total:
            return Guess(UNKNOWN, 0.0, BY_WORDS)
        if share >= self.options.sure:
            return Guess(self.code, min(share, 1.0), BY_WORDS)
        outside = self.without_names(sample)
        if outside >= self.options.sure:
            return Guess(self.code, min(outside, 1.0), BY_WORDS)
        words = _WORD.findall(sample.lower())
        own = share >= self.options.doubt and self._foreign.isdisjoint(words)
        return self.detected(text, own=own)

    def detected(self, text: str, *, own: bool = False) -> Guess:
        """Return the language of `text` that leaves doubt.

        Its function words tell, else the detector, which is shown at most `SAMPLE` code points.

        Args:
            text: What to look at.
            own: Whether it may be in the language of the pack; where it is not, and is
                taken for that, it is in an unknown one that is close.
        """
        sample = text[:SAMPLE]
        words = _WORD.findall(sample.lower())
        told = self._function_words(words)
        for part in (SECOND_SAMPLE, BOTH):
            if told is None and len(text) > SAMPLE:
                told = self._function_words(_WORD.findall(text[part].lower()))
        if told and told.code != self.code:
            return Guess(*told, BY_FUNCTION_WORDS)
        code, score = detectors.load(self.options.detector)(sample)
        if (code == self.code and not own) or self._function_words.contradict(code, words):
            return Guess(UNKNOWN, 0.0, BY_WORDS)
        return Guess(code, score)


def build(language: Language, options: Options) -> Stage:
    """Return the stage; it looks at text in any language.

    Raises:
        ConfigError: The detector is not installed.
    """
    detectors.require(options.detector)
    return Stage(NAME, (Languages(Identifier(language, options)),), None, REASONS)


@dataclass(frozen=True, slots=True)
class Languages:
    """The rule that tells the language of a document, and of runs of lines in another one.

    Attributes:
        identify: Tells the language of a piece of text.
    """

    identify: Identifier

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the language of the document, and a label for each run in another one."""
        text = document.text
        spans = [span for span in document.segments.lines if text[span.start : span.end].strip()]
        own = [_is_own(self.identify, text[span.start : span.end]) for span in spans]
        if own and all(own):  # as headlines and most articles are
            yield Fact(LANGUAGE, self.identify.code, BY_WORDS)
            return
        runs = list(_runs(self.identify, text, spans, own))
        sizes: dict[Guess, int] = {}
        for first, last, guess in runs:
            sizes[guess] = sizes.get(guess, 0) + spans[last].end - spans[first].start
        whole = max(sizes, key=sizes.__getitem__) if sizes else self.identify(text)
        yield Fact(LANGUAGE, whole.code, whole.rule)
        for first, last, guess in runs:
            if guess.code not in {self.identify.code, UNKNOWN}:
                start, end = spans[first].start, spans[last].end
                yield Label(start, end, LANGUAGE, guess.code, guess.rule, round(guess.score, 3))


def _runs(
    identify: Identifier, text: str, spans: Sequence[Span], own: Sequence[bool | None]
) -> Iterator[tuple[int, int, Guess]]:
    """Part the lines into runs in the pack's language and in others: first, last, language.

    A line that cannot tell goes with its surroundings, and with the pack's language
    where they differ. There are no runs where no line can tell.
    """
    before, behind = _carried(own), _carried(own[::-1])[::-1]
    settled = [
        a if b is None else b if a is None else a or b for a, b in zip(before, behind, strict=True)
    ]
    for is_own, members in groupby(range(len(spans)), key=settled.__getitem__):
        if is_own is None:
            return
        run = list(members)
        if is_own:
            yield run[0], run[-1], Guess(identify.code, 1.0, BY_WORDS)
            continue
        guess = identify.detected(text[spans[run[0]].start : spans[run[-1]].end])
        sure = guess.score >= identify.options.certainty
        yield run[0], run[-1], guess if sure else Guess(UNKNOWN, guess.score)


def _is_own(identify: Identifier, line: str) -> bool | None:
    """Is a line in the language of the pack? None: it cannot tell."""
    line = line[:LINE]
    share, total = identify.share(line)
    if share < identify.options.sure and any(sign in line for sign in '«"“'):
        outside = identify.share(_QUOTED.sub(" ", line))
        # A title that is quoted may be in any language; what it stands in tells.
        if outside[1] >= ENOUGH // 2:
            share, total = outside
    if share >= identify.options.sure:
        return True
    if (
        share < FOREIGN
        and _PART.search(line)
        and identify.without_names(line) >= identify.options.sure
    ):
        return True
    return False if share < FOREIGN and total >= ENOUGH else None


def _carried(own: Sequence[bool | None]) -> list[bool | None]:
    """Give a line that cannot tell what the last one before it that can has."""
    carried: list[bool | None] = []
    for is_own in own:
        carried.append(carried[-1] if is_own is None and carried else is_own)
    return carried
