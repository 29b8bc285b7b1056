"""Gives back their capitals to texts that have lost them.

The stage acts on lines that are all in lowercase or all in capitals, and leaves the rest
alone. It judges the whole document as if it were in lowercase, whatever its lines look
like, so a second run judges as the first did (with `mixed`, a line may come to count as one
in capitals). It changes nothing but case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from cleantext.changes import Edits
from cleantext.document import Document
from cleantext.errors import ConfigError, PackError
from cleantext.languages.lists import read_list
from cleantext.languages.loading import load_once
from cleantext.languages.pack import Language
from cleantext.stage import Stage
from cleantext.stages.truecase.addresses import addresses
from cleantext.stages.truecase.conventions import Conventions
from cleantext.stages.truecase.explained_acronyms import explained
from cleantext.stages.truecase.features import DASH_GAP
from cleantext.stages.truecase.foreign_passages import ForeignPassages
from cleantext.stages.truecase.heads import LineHeads
from cleantext.stages.truecase.known_names import KnownNames
from cleantext.stages.truecase.lost_case import Lost, lost_parts
from cleantext.stages.truecase.points import Notation, settle
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER, UPPER
from cleantext.stages.truecase.starts import sentence_starts
from cleantext.stages.truecase.truecaser import UNIT, Prediction, Truecaser
from cleantext.stages.truecase.words import BETWEEN, TextWords, code_points, lower, pieces

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

_SPELT = 3
"""An acronym of at most 3 letters is spelt, and written in capitals."""
_CLIP = 4 * UNIT
"""One place of a word votes with at most 4 nats for all of them."""
_RULES = (START, KNOWN, GUESS, SAME, CAPITALS)
_START, _KNOWN, _GUESS, _SAME, _CAPITALS = range(len(_RULES))
_SUREST = 16 * UNIT
# The probability that each margin stands for, up to the surest.
_CHANCES = np.round(1 / (1 + np.exp(-np.arange(_SUREST + 1) / UNIT)), 4)

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        lowercase: Whether to act on lines that have no capital.
        capitals: Whether to act on lines that are all in capitals.
        mixed: Whether to give capitals to lowercase words of the other lines.
        min_confidence: An edit less probable than this is left out, 0 to 1.
        names: A file with a user's own names, one a line, spelt as they should be.
        style: The house style for what is written in two ways, one of the language pack's:
            `press` or `lexique`; empty: as most of the texts have it that the model learnt from.
    """

    lowercase: bool = True
    capitals: bool = True
    mixed: bool = False
    min_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    names: Path | None = None
    style: str = ""


class _Verdict(NamedTuple):
    """The words that are to be written in another case.

    Attributes:
        places: Where they stand among the words of the texts.
        forms: The form of each.
        rules: The rule that decided, as a place in `_RULES`.
        scores: How probable each form is.
        named: The spelling of each word, by its place, that is part of a known name.
    """

    places: Ints
    forms: Bytes
    rules: Ints
    scores: npt.NDArray[np.float64]
    named: Mapping[int, str]


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The user's names cannot be read, or the pack has no such style.
        PackError: The language pack has no truecaser, or a damaged one.
    """
    truecaser = load_model(language)
    if truecaser.model.language != language.code:
        raise PackError(f"the truecaser of {language.code!r} was trained for another language")
    notation = Notation.of(language)
    names = [*language.spellings, *_styled(language, options.style), *notation.addresses()]
    names += read_list(options.names) if options.names else []
    rule = _Truecase(truecaser, KnownNames(names), notation, language, options)
    return Stage(NAME, (rule,), language.code, REASONS)


def _styled(language: Language, style: str) -> Iterator[str]:
    """Yield what a house style writes in its own way.

    Raises:
        ConfigError: The pack has no such style.
    """
    styles = language.casing.styles
    if style and style not in styles:
        known = ", ".join(sorted(styles)) or "none"
        raise ConfigError(f"truecase.style: no style {style!r}; there are: {known}")
    for forms in styles.get(style, {}).values():
        yield from forms.spellings


class _Truecase:
    """The one rule of the stage."""

    def __init__(
        self,
        truecaser: Truecaser,
        names: KnownNames,
        notation: Notation,
        language: Language,
        options: Options,
    ) -> None:
        self._truecaser = truecaser
        self._names = names
        self._language = language
        self._notation = notation
        self._heads = LineHeads(language)
        self._conventions = Conventions(language, options.style)
        self._foreign = ForeignPassages(language)
        self._options = options

    def __call__(self, document: Document) -> Edits:
        """Find the words that are to be written in another case."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[Edits]:
        """Find them in many documents: the truecaser judges all words at once."""
        texts = [document.text for document in documents]
        lost = [self._lost(text) for text in texts]
        judged = [at for at, parts in enumerate(lost) if parts]
        found = [Edits()] * len(texts)
        if judged:
            edits = self._edits([texts[at] for at in judged], [lost[at] for at in judged])
            for at, one in zip(judged, edits, strict=True):
                found[at] = one
        return found

    def _lost(self, text: str) -> list[Lost]:
        options = self._options
        if options.lowercase and text.islower():  # most often, and no line is to be weighed
            return [Lost(0, len(text), capitals=False)]
        return lost_parts(
            text,
            self._language,
            lowercase=options.lowercase,
            capitals=options.capitals,
            mixed=options.mixed,
        )

    def _edits(self, texts: Sequence[str], lost: Sequence[Sequence[Lost]]) -> list[Edits]:
        """Find for each text what to write in another case."""
        found = TextWords.of(*map(lower, texts))
        cased = BETWEEN.join(texts)
        low = _in_lowercase(found, cased)
        acting = _acting_words(found, low, lost)
        if not acting.any():
            return [Edits()] * len(texts)
        verdict = self._judge(found, low, acting)
        begins, ends = found.begins[verdict.places], found.ends[verdict.places]
        words = found.among(begins, ends)
        in_text = found.in_text[verdict.places]
        origins = found.origins[in_text]
        edits = Edits(
            (begins - origins).tolist(),
            (ends - origins).tolist(),
            self._spelt(words, verdict),
            list(map(_RULES.__getitem__, verdict.rules.tolist())),
            verdict.scores.tolist(),
        )
        if not low.all():
            # A letter such as ς depends on what follows it.
            befores = pieces(cased, begins, ends)
            same = [
                before == word or after.lower() == before.lower()
                for word, before, after in zip(words, befores, edits.afters, strict=True)
            ]
            edits, in_text = edits.where(same), in_text[same]
        cuts = np.searchsorted(in_text, np.arange(len(texts) + 1)).tolist()
        return [edits.between(first, behind) for first, behind in pairwise(cuts)]

    def _judge(self, found: TextWords, low: Flags, acting: Flags) -> _Verdict:
        """Decide which words are to be written in another case, and why."""
        starts = sentence_starts(found, self._language, self._heads)
        prediction = self._truecaser.predict(found, starts)
        forms, margins, same = _agreed(prediction, starts, found.in_text)
        forms[starts] = prediction.capitals[starts]
        begins = frozenset(starts.tolist())
        for place in starts[forms[starts] == UPPER].tolist():
            # "justice : ce que l'on sait": a plain word is no acronym for standing alone.
            alone = prediction.margins[place] <= 0 or _dash_behind(found, place)
            if alone and found.word(place) in self._language.words:
                forms[place] = CAPITAL
        for place in _explained(found):
            # A longer one may be known as a word: Otan, Unesco.
            named_so = (
                found.ends[place] - found.begins[place] > _SPELT
                and forms[place]
                and margins[place] > 0
            )
            if not named_so:
                forms[place], margins[place], same[place] = UPPER, _CLIP, True
        for place, closed in self._foreign.find(found):
            word = found.word(place)
            known = prediction.known[place] or self._truecaser.is_plain(word)
            if closed or (known and word not in self._language.names):
                forms[place] = CAPITAL if place in begins else LOWER
        settle(found, starts, forms, self._notation)
        names = self._conventions.spell(found, forms) | self._names.find(found)
        lowered = [place for place, name in names.items() if name == found.word(place)]
        for place in lowered:
            if place not in begins:
                forms[place] = LOWER
            del names[place]
        wanted = forms != LOWER
        if not low.all():
            wanted |= ~low
        named = np.zeros(len(forms), np.bool_)
        named[list(names)] = True
        wanted |= named
        wanted &= acting
        verdict = _ruled(prediction, forms, margins, same, starts, wanted.nonzero()[0])
        return self._confident(verdict, named, names)

    def _confident(self, verdict: _Verdict, named: Flags, names: Mapping[int, str]) -> _Verdict:
        """Put known names into a verdict, and leave out what is less sure than is wanted."""
        places, forms, rules, scores, _ = verdict
        if names:
            at = named[places]
            rules[at], scores[at] = _KNOWN, 1.0
        if self._options.min_confidence > 0:
            sure = scores >= self._options.min_confidence
            places, forms, rules, scores = places[sure], forms[sure], rules[sure], scores[sure]
        return _Verdict(places, forms, rules, scores, names)

    def _spelt(self, words: Sequence[str], verdict: _Verdict) -> list[str]:
        """Spell the words of a verdict."""
        spelt = self._truecaser.spell(words, verdict.forms.tolist())
        if verdict.named:
            for index, place in enumerate(verdict.places.tolist()):
                spelt[index] = verdict.named.get(place, spelt[index])
        return spelt


def _ruled(
    prediction: Prediction, forms: Bytes, margins: Ints, same: Flags, starts: Ints, places: Ints
) -> _Verdict:
    """Say which rule decides words, and how sure it is.

    Args:
        prediction: What the truecaser makes of each word of all texts.
        forms: The form that each is to have.
        margins: How far it is above lowercase.
        same: Whether the other places of a word decided it.
        starts: The places of the words that sentences begin with.
        places: Those of the words to be judged.
    """
    forms = forms[places]
    rules = np.where(same[places], _SAME, np.where(prediction.known[places], _KNOWN, _GUESS))
    begins = np.zeros(len(same), np.bool_)
    begins[starts] = True
    rules[begins[places] & (forms == CAPITAL)] = _START
    rules[forms == LOWER] = _CAPITALS
    scores = _CHANCES[np.minimum(np.abs(margins[places]), _SUREST)]
    scores[rules == _START] = 1.0
    return _Verdict(places, forms, rules, scores, {})


def _acting_words(found: TextWords, low: Flags, lost: Sequence[Sequence[Lost]]) -> Flags:
    """Return for each word whether it may be changed."""
    acting = np.zeros(len(found.begins), np.bool_)
    for origin, parts in zip(found.origins.tolist(), lost, strict=True):
        for part in parts:
            words = _between(found, origin + part.start, origin + part.end)
            acting[words] = part.capitals | low[words]
    for span in addresses(found.text):
        acting[_between(found, *span)] = False
    return acting


def _dash_behind(found: TextWords, place: int) -> bool:
    """Return whether a dash parts a word from the next one: météo - les orages."""
    return place + 1 < len(found.gaps) and bool(found.gaps[place + 1] == DASH_GAP)


def _between(found: TextWords, start: int, end: int) -> slice:
    """Return the places of the words that begin between two offsets."""
    return slice(*np.searchsorted(found.begins, (start, end)).tolist())


def _in_lowercase(found: TextWords, cased: str) -> Flags:
    """Return for each word whether it stands in lowercase in the text as it is."""
    if cased == found.text:
        return np.ones(len(found.begins), np.bool_)
    differ = np.cumsum(code_points(cased) != found.codes)
    before = np.where(found.begins > 0, differ[found.begins - 1], 0)
    low: Flags = differ[found.ends - 1] == before
    return low


@load_once
def load_model(language: Language) -> Truecaser:
    """Return the truecaser of a language.

    Raises:
        PackError: The language pack has none, or a damaged one.
    """
    return Truecaser.load(language.folder / "truecase.model", language.settings.truecase)


def _explained(found: TextWords) -> Iterator[int]:
    """Yield all places of the words that their text explains as acronyms."""
    acronyms: dict[int, set[str]] = {}
    for place in explained(found):
        acronyms.setdefault(int(found.in_text[place]), set()).add(found.word(place))
    yield from found.places_of(acronyms)


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
    at = (~prediction.known).nonzero()[0]
    if len(at) <= 1:
        return forms, margins, same
    words = prediction.types[at] * (texts[-1] + 1) + texts[at]
    if len(set(words.tolist())) == len(words):
        return forms, margins, same
    unique, places = np.unique(words, return_inverse=True)
    # The capital of a sentence's first word says nothing of the word.
    begins = np.zeros(len(forms), np.bool_)
    begins[starts] = True
    voters = ~begins[at]
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
