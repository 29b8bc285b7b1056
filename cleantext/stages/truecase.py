"""Gives back their capitals to texts that have lost them.

The stage acts on lines that are all in lowercase or all in capitals, and leaves the rest
alone. It judges the whole document as if it were in lowercase, whatever its lines look
like, so a second run judges as the first did. It changes nothing but case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import or_
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.casing.addresses import addresses
from cleantext.casing.features import TOKEN
from cleantext.casing.sigles import explained
from cleantext.casing.truecaser import CAPITAL, FORMS, LOWER, UNIT, UPPER, Prediction, Truecaser
from cleantext.casing.words import Words
from cleantext.document import Document, Edit
from cleantext.errors import PackError
from cleantext.language import Language
from cleantext.rules import read_list
from cleantext.segmenter import sentences
from cleantext.stage import Stage

NAME = "truecase"
START = "truecase.sentence-start"
KNOWN = "truecase.known-name"
GUESS = "truecase.guess"
SAME = "truecase.same-name"
CAPITALS = "truecase.capitals"
REASONS = {
    START: "A sentence begins with a capital.",
    KNOWN: "The word is known as a name here, or as one that is written so.",
    GUESS: "The word is not known, but looks and stands like a name.",
    SAME: "The same word is surely a name elsewhere in the document.",
    CAPITALS: "The line was all in capitals, and this word is none that keeps them.",
}

_LOST_SHARE = 0.5
"""A document with so large a share of its letters in lines without case has lost its case."""
_WHOLE_SENTENCE = 5
"""In a document that kept its case, a shorter line in lowercase may be meant to be so."""
_LONG_CAPITALS = 12
"""A line in capitals with fewer letters may well be a row of acronyms."""
_FINAL = ".!?…"
_SPELT = 3
"""A sigle of so few letters is spelt, and written in capitals."""
_CLIP = 4 * UNIT


_RULES = (START, KNOWN, GUESS, SAME, CAPITALS)
_START, _KNOWN, _GUESS, _SAME, _CAPITALS = range(len(_RULES))
_SUREST = 16 * UNIT
# The probability that each margin stands for, up to the surest.
_CHANCES = np.round(1 / (1 + np.exp(-np.arange(_SUREST + 1) / UNIT)), 4)

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Known = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        lowercase: Whether to act on lines that have no capital.
        capitals: Whether to act on lines that are all in capitals.
        mixed: Whether to give capitals to lowercase words of the other lines.
        min_confidence: An edit less probable than this is left out, 0 to 1.
        names: A file with a user's own names, one a line, spelt as they should be.
    """

    lowercase: bool = True
    capitals: bool = True
    mixed: bool = False
    min_confidence: float = 0.0
    names: Path | None = None


class _Case(NamedTuple):
    """A text that has lost its case, at least in part.

    Attributes:
        text: The text.
        found: Its words.
        starts: The places of the words that begin sentences.
        acting: For each word, whether it may be changed.
        low: For each word, whether it stands in lowercase.
        sigles: Words that the text explains as sigles.
        named: The spelling of each word that is part of a name with a spelling of its own.
    """

    text: str
    found: Words
    starts: Ints
    acting: Flags
    low: Flags
    sigles: frozenset[str]
    named: Mapping[int, str]


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The user's names cannot be read.
        PackError: The language pack has no truecaser, or a damaged one.
    """
    truecaser = _truecaser(language.folder / "truecase.model")
    if truecaser.model.language != language.code:
        raise PackError(f"the truecaser of {language.code!r} was trained for another language")
    names = read_list(language.folder / "spellings.txt", PackError)
    names += read_list(options.names) if options.names else []
    rule = _Truecase(truecaser, known_forms(names), language, options)
    return Stage(NAME, (rule,), language.code, REASONS)


class _Truecase:
    """The one rule of the stage."""

    def __init__(
        self, truecaser: Truecaser, names: Known, language: Language, options: Options
    ) -> None:
        self._truecaser = truecaser
        self._names = names
        self._language = language
        self._options = options

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Find the words that are to be written in another case."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[Sequence[Edit]]:
        """Find them in many documents: the truecaser judges all words at once."""
        cases = [self._case(document.text) for document in documents]
        found = iter(self._edits([case for case in cases if case]))
        return [next(found) if case else () for case in cases]

    def _case(self, text: str) -> _Case | None:
        """Find the words of a text, and which of them to judge; None where there are none."""
        # Where nothing is left of its case, there is no line to weigh.
        whole = text.islower()
        lines = [] if whole else text.splitlines(keepends=True)
        if not (whole or self._options.mixed or any(map(_uniform, lines))):
            return None
        lowered = lower(text)
        found = Words.of(lowered)
        if not found.words:
            return None
        starts = _starts(lowered, found, self._language)
        low = acting = np.ones(len(found.words), np.bool_)
        if whole:
            acting = acting & self._options.lowercase
        else:
            acting = _lost(lines, found, starts, self._options)
            at = zip(found.words, found.begins.tolist(), strict=True)
            low = np.fromiter((text.startswith(word, start) for word, start in at), np.bool_)
            high = np.fromiter((line.isupper() for line in lines), np.bool_, len(lines))
            acting &= low | high[_line_of(lines, found.begins)]
        for span in addresses(lowered):
            first, behind = np.searchsorted(found.begins, span)
            acting[first:behind] = False
        if not acting.any():
            return None
        sigles = explained(found, lowered) if "(" in lowered else frozenset()
        return _Case(text, found, starts, acting, low, sigles, _named(found, self._names))

    def _edits(self, cases: Sequence[_Case]) -> list[list[Edit]]:
        """Find for each text what to write in another case."""
        if not cases:
            return []
        found = Words.joined([case.found for case in cases])
        sizes = [len(case.found.words) for case in cases]
        firsts = np.cumsum([0, *sizes])
        texts = np.repeat(np.arange(len(cases)), sizes)
        starts = np.concatenate(
            [case.starts + first for case, first in zip(cases, firsts.tolist(), strict=False)]
        )
        acting = np.concatenate([case.acting for case in cases])
        low = np.concatenate([case.low for case in cases])
        named = {
            first + index: after
            for case, first in zip(cases, firsts.tolist(), strict=False)
            for index, after in case.named.items()
        }
        prediction = self._truecaser.predict(found, starts)
        forms, margins, same = _agreed(prediction, starts, texts)
        forms[starts] = prediction.capitals[starts]
        for case, first in zip(cases, firsts.tolist(), strict=False):
            for index, word in enumerate(case.found.words if case.sigles else (), first):
                # A longer one may be known as a word: Otan, Unesco.
                named_so = len(word) > _SPELT and forms[index] != LOWER and margins[index] > 0
                if word in case.sigles and not named_so:
                    forms[index], margins[index], same[index] = UPPER, _CLIP, True
        rules = np.where(same, _SAME, np.where(prediction.known, _KNOWN, _GUESS))
        rules[starts] = np.where(forms[starts] == CAPITAL, _START, rules[starts])
        rules[forms == LOWER] = _CAPITALS
        scores = np.where(rules == _START, 1.0, _CHANCES[np.minimum(np.abs(margins), _SUREST)])
        wanted = acting & ((forms != LOWER) | ~low) & (scores >= self._options.min_confidence)
        if named:
            at = np.fromiter(named, np.int64)
            wanted[at], rules[at], scores[at] = acting[at], _KNOWN, 1.0
        at = np.flatnonzero(wanted)
        spell = self._truecaser.spell
        edits: list[list[Edit]] = [[] for _ in cases]
        for index, text, start, end, form, rule, score in zip(
            at.tolist(),
            texts[at].tolist(),
            found.begins[at].tolist(),
            found.ends[at].tolist(),
            forms[at].tolist(),
            rules[at].tolist(),
            scores[at].tolist(),
            strict=True,
        ):
            word = found.words[index]
            after = named[index] if index in named else spell(word, form)
            before = cases[text].text[start:end]
            # tél. and dim. are no sigles where their point follows.
            point = form == UPPER and cases[text].text[end : end + 1] == "."
            if point and f"{word}." in self._language.abbreviations:
                continue
            # A letter such as ς depends on what follows it.
            if after == before or (before != word and after.lower() != before.lower()):
                continue
            edits[text].append(Edit(start, end, after, _RULES[rule], score))
        return edits


def _uniform(line: str) -> bool:
    """Whether a line is all in lowercase or all in capitals."""
    return line.islower() or line.isupper()


def lower(text: str) -> str:
    """Return the text in lowercase, as long as it was.

    >>> lower("L'ÉTÉ à İZMİR")
    "l'été à İzmİr"
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def known_forms(names: Sequence[str]) -> Known:
    """Return names by their first word in lowercase, the longest first.

    >>> known_forms(["OpenAI"])["openai"]
    [(('openai',), ('OpenAI',))]
    """
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for name in names:
        forms = tuple(TOKEN.findall(name))
        words = tuple(map(lower, forms))
        if words:
            found.setdefault(words[0], []).append((words, forms))
    for entries in found.values():
        # Of two spellings of one name the later counts, and a user's come last.
        entries.reverse()
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


def _named(found: Words, known: Known) -> dict[int, str]:
    """Return the spelling of each word that is part of a known name."""
    spelt: dict[int, str] = {}
    words = found.words
    for index in [index for index, word in enumerate(words) if word in known]:
        if index in spelt:
            continue
        for sequence, forms in known[words[index]]:
            end = index + len(sequence)
            # One sign is between its words, no more.
            if (
                tuple(words[index:end]) == sequence
                and (found.begins[index + 1 : end] - found.ends[index : end - 1] == 1).all()
            ):
                spelt.update(zip(range(index, end), forms, strict=True))
                break
    return spelt


@cache
def _truecaser(path: Path) -> Truecaser:
    return Truecaser.load(path)


def _line_of(lines: Sequence[str], offsets: Ints) -> Ints:
    """Return the line that each offset is in."""
    ends = np.fromiter(accumulate(map(len, lines)), np.int64, len(lines))
    return np.searchsorted(ends, offsets, side="right")


def _starts(lowered: str, found: Words, language: Language) -> Ints:
    """Return the places of the words that sentences begin with."""
    spans = sentences(lowered, language.abbreviations, language.openers)
    # A span without a word begins where the next one does, or behind the last word.
    starts = np.unique(np.searchsorted(found.begins, [span.start for span in spans]))
    return starts[starts < len(found.words)]


def _lost(lines: Sequence[str], found: Words, sentence_starts: Ints, options: Options) -> Flags:
    """Return for each word whether its line has lost its case, and is to get it back.

    A short line in lowercase among lines that kept their case may be meant so, or be the
    second half of a sentence; it counts as lost if it holds the start of a sentence that
    another one precedes, or is a whole sentence.
    """
    low = [line.islower() for line in lines]
    high = [line.isupper() for line in lines]
    lost = cased = 0
    for line, uniform in zip(lines, map(or_, low, high), strict=True):
        lost += len(line) * uniform
        cased += len(line) * (uniform or line.lower() != line.upper())
    everywhere = lost > _LOST_SHARE * cased
    of_words = _line_of(lines, found.begins)
    words = np.bincount(of_words, minlength=len(lines)).tolist()
    starts = np.bincount(of_words[sentence_starts], minlength=len(lines)).tolist()
    acting = np.zeros(len(lines), np.bool_)
    for index, line in enumerate(lines):
        if low[index]:
            whole = words[index] >= _WHOLE_SENTENCE and line.rstrip()[-1:] in _FINAL
            before = lines[index - 1].rstrip()[-1:] if index else ""
            fresh = not before or before in _FINAL
            acting[index] = options.lowercase and (
                everywhere or starts[index] > 1 or (whole and fresh)
            )
        elif high[index]:
            letters = sum(map(str.isalpha, line))
            acting[index] = options.capitals and letters >= _LONG_CAPITALS
        else:
            acting[index] = options.mixed
    return acting[of_words]


def _agreed(prediction: Prediction, starts: Ints, texts: Ints) -> tuple[Bytes, Ints, Flags]:
    """Let all places of a word in a text decide together, if it is not known.

    Args:
        prediction: What the truecaser makes of each word of all texts.
        starts: The places of the words that begin sentences.
        texts: The text that each word is in.

    Returns:
        The forms, the margins, and for each word whether the others decided it.
    """
    forms, margins = prediction.forms.copy(), prediction.margins.copy()
    same = np.zeros(len(forms), np.bool_)
    at = np.flatnonzero(~prediction.known)
    words = prediction.types[at] * (texts[-1] + 1) + texts[at]
    if len(set(words.tolist())) == len(words):
        return forms, margins, same
    unique, places = np.unique(words, return_inverse=True)
    # The capital of a sentence's first word says nothing of the word.
    voters = ~np.isin(at, starts)
    votes = np.where(voters, np.clip(margins[at], -_CLIP, _CLIP), 0)
    sums = np.bincount(places, votes, len(unique)).astype(np.int64)
    ballots = np.bincount(
        places * FORMS + prediction.capitals[at], np.maximum(votes, 0) + 1, len(unique) * FORMS
    ).reshape(-1, FORMS)
    verdict = np.where(sums > 0, ballots.argmax(1), LOWER)[places]
    counted = np.bincount(places, voters, len(unique))[places] > 0
    changed = counted & (verdict != forms[at])
    same[at[changed]] = True
    margins[at[changed]] = np.minimum(np.abs(sums[places[changed]]), 2 * _CLIP)
    forms[at[changed]] = verdict[changed]
    return forms, margins, same
