"""Gives back their capitals to texts that have lost them.

The stage acts on lines that are all in lowercase or all in capitals, and leaves the rest
alone. It judges the whole document as if it were in lowercase, whatever its lines look
like, so a second run judges as the first did (with `mixed`, a line may come to count as one
in capitals). It changes nothing but case.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

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
from cleantext.stages.truecase.decision import (
    CAPITALS,
    CLIP,
    GUESS,
    KNOWN,
    RULES,
    SAME,
    START,
    Decision,
    Weighed,
    agree,
    agree_few,
    decide,
    decide_one,
)
from cleantext.stages.truecase.explained_acronyms import explained
from cleantext.stages.truecase.features import DASH_GAP
from cleantext.stages.truecase.foreign_passages import ForeignPassages
from cleantext.stages.truecase.heads import LineHeads
from cleantext.stages.truecase.known_names import KnownNames
from cleantext.stages.truecase.lost_case import Lost, lost_parts
from cleantext.stages.truecase.points import Notation, settle
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, UPPER
from cleantext.stages.truecase.starts import sentence_starts
from cleantext.stages.truecase.truecaser import Truecaser
from cleantext.stages.truecase.words import BETWEEN, TextWords, code_points, lower, pieces

NAME = "truecase"
REASONS = {
    START: "A sentence begins with a capital.",
    KNOWN: "The word is known as a name here, or as one that is written so.",
    GUESS: "The word is not known, but looks and stands like a name.",
    SAME: "The same word is surely a name elsewhere in the document.",
    CAPITALS: "The line was all in capitals, and this word is none that keeps them.",
}

_SPELT = 3
"""An acronym of at most 3 letters is spelt, and written in capitals."""

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Names = dict[int, str]
"""How words are spelt that are part of known names, by their places."""


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
        if found.words and cased == found.text and _is_whole(lost[0], len(cased)):
            return [self._few_edits(found)]
        low = _in_lowercase(found, cased)
        acting = _acting_words(found, low, lost, map(len, texts))
        if not acting.any():
            return [Edits()] * len(texts)
        verdict, names = self._judge(found, low, acting)
        begins, ends = found.begins[verdict.places], found.ends[verdict.places]
        words = found.among(begins, ends)
        in_text = found.in_text[verdict.places]
        origins = found.origins[in_text]
        edits = Edits(
            (begins - origins).tolist(),
            (ends - origins).tolist(),
            self._spelt(words, verdict.places.tolist(), verdict.forms.tolist(), names),
            list(map(RULES.__getitem__, verdict.rules.tolist())),
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

    def _judge(self, found: TextWords, low: Flags, acting: Flags) -> tuple[Decision, Names]:
        """Decide which words are to be written in another case, and why."""
        starts = sentence_starts(found, self._language, self._heads)
        prediction = self._truecaser.predict(found, starts)
        weighed = agree(prediction, starts, found.in_text)
        forms = weighed.forms
        forms[starts] = prediction.capitals[starts]
        names = self._settle(found, weighed, starts.tolist())
        wanted = forms != LOWER
        if not low.all():
            wanted |= ~low
        wanted[list(names)] = True
        wanted &= acting
        verdict = decide(weighed, starts, wanted.nonzero()[0], names)
        if self._options.min_confidence > 0:
            sure = verdict.scores >= self._options.min_confidence
            places, forms, rules, scores = verdict
            verdict = Decision(places[sure], forms[sure], rules[sure], scores[sure])
        return verdict, names

    def _settle(self, found: TextWords, weighed: Weighed, starts: Sequence[int]) -> Names:
        """Write what conventions say over the forms of words; return how names are spelt."""
        forms, begins = weighed.forms, frozenset(starts)
        for place in starts:
            # "justice : ce que l'on sait": a plain word is no acronym for standing alone.
            if (
                forms[place] == UPPER
                and (weighed.own[place] <= 0 or _dash_behind(found, place))
                and found.word(place) in self._language.words
            ):
                forms[place] = CAPITAL
        for place in _explained(found):
            # A longer one may be known as a word: Otan, Unesco.
            named_so = (
                found.ends[place] - found.begins[place] > _SPELT
                and forms[place]
                and weighed.margins[place] > 0
            )
            if not named_so:
                forms[place], weighed.margins[place], weighed.same[place] = UPPER, CLIP, True
        for place, closed in self._foreign.find(found):
            word = found.word(place)
            known = weighed.known[place] or self._truecaser.is_plain(word)
            if closed or (known and word not in self._language.names):
                forms[place] = CAPITAL if place in begins else LOWER
        settle(found, begins, forms, self._notation)
        names = self._conventions.spell(found, forms) | self._names.find(found)
        lowered = [place for place, name in names.items() if name == found.word(place)]
        for place in lowered:
            if place not in begins:
                forms[place] = LOWER
            del names[place]
        return names

    def _few_edits(self, found: TextWords) -> Edits:
        """Find what to write in another case in a short text in lowercase, word by word."""
        starts = sentence_starts(found, self._language, self._heads).tolist()
        weighed = agree_few(self._truecaser.predict_few(found, starts), starts)
        names = self._settle(found, weighed, starts)
        left = {place for span in addresses(found.text) for place in range(*found.places_at(span))}
        begins = frozenset(starts)
        places, forms, rules, scores = [], [], [], []
        for place, form in enumerate(weighed.forms.tolist()):
            if (form == LOWER and place not in names) or place in left:
                continue
            rule, score = decide_one(weighed, place, begins=place in begins, named=place in names)
            if score >= self._options.min_confidence:
                places.append(place)
                forms.append(form)
                rules.append(rule)
                scores.append(score)
        words = [found.words[place] for place in places]
        spelt = self._spelt(words, places, forms, names)
        offsets = found.begins[places].tolist(), found.ends[places].tolist()
        return Edits(*offsets, spelt, rules, scores)

    def _spelt(
        self, words: Sequence[str], places: Sequence[int], forms: Sequence[int], names: Names
    ) -> list[str]:
        """Spell words in their forms, and names as they are spelt."""
        spelt = self._truecaser.spell(words, forms)
        if names:
            for index, place in enumerate(places):
                spelt[index] = names.get(place, spelt[index])
        return spelt


def _is_whole(parts: Sequence[Lost], size: int) -> bool:
    """Whether a text of some code points has lost its case from end to end, all in lowercase."""
    return len(parts) == 1 and parts[0] == (0, size, False)


def _acting_words(
    found: TextWords, low: Flags, lost: Sequence[Sequence[Lost]], sizes: Iterable[int]
) -> Flags:
    """Return for each word whether it may be changed.

    Args:
        found: The words of texts.
        low: Whether each stands in lowercase.
        lost: The parts of each text that have lost their case.
        sizes: How many code points each has.
    """
    if all(map(_is_whole, lost, sizes)):  # as headlines and most articles are
        acting = low.copy()
    else:
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
