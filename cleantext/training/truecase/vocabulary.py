"""The words of a corpus as the trainer sees them: which are known, which in doubt, which hidden."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from cleantext.stages.truecase.features import (
    BUCKETS,
    START,
    WordFeatures,
    mask_number,
    pack_counts,
    parse_key,
)
from cleantext.stages.truecase.model import ALWAYS, COMMON, DEPENDS, DOUBT, SURE
from cleantext.stages.truecase.spelling import CAPITAL, FORMS, LOWER
from cleantext.training.truecase.cased_text import NO_FORM, Corpus

_KNOWN_FROM = 4
"""A word that was seen 4 times is known."""
_COMMON_FROM = 20
"""One that was seen 20 times may be part of a known sequence."""
_SURE_FROM, _SURE_SHARE, _DOUBT_SHARE = 50, 0.9995, 0.98
"""Of a word seen 50 times inside sentences: lowercase above the first share is sure, between them
it depends on the neighbours, below the second it is in doubt."""
_ALWAYS_FROM, _ALWAYS_SHARE = 20, 0.99
"""A word with a capital 20 times, and in 99 of 100 places, always has one."""
_HIDDEN, _HIDDEN_COUNT, _NEVER_HIDDEN = 0.6, 4.0, 5000
"""A word is hidden in 4 of its places, but in no more than 6 of 10; beyond 5,000 places never."""


class CasedVocabulary:
    """What is known of each type of word of a corpus.

    Attributes:
        names: The key of each type, see `features.find_keys`.
        words: Known words and parts of compounds, in order.
        places: Where each stands among them.
        known: How often each was seen, by form, see `features.pack_counts`.
        kinds: `SURE`, `DEPENDS`, `DOUBT` or `ALWAYS` for each word, plus `COMMON`.
        total: How often each word and each part of a compound was seen.
        kind: The kind of each type, where `ALWAYS` counts as `DOUBT`.
        common: Whether each type is common enough to be part of word sequences.
        hide: How often each type is to be hidden in training.
        rows: The rows of each type, filled up with 0, and behind them those of each when hidden.
        lists: The lists that a word is in, see `cased_text.read_word_lists`.
        ranks: How common its forms are, see `cased_text.read_ranks`.
    """

    def __init__(
        self,
        corpus: Corpus,
        lists: Mapping[str, int],
        ranks: Mapping[str, int],
        features: WordFeatures,
    ) -> None:
        self.names = corpus.names
        self._features = features
        self.lists = lists
        self.ranks = ranks
        seen = np.bincount(corpus.types, minlength=len(self.names))
        counts = np.zeros((len(self.names), FORMS), np.int64)
        inner = (corpus.forms != NO_FORM) & (corpus.gaps < START)
        np.add.at(counts, (corpus.types[inner], corpus.forms[inner]), 1)
        self._lay_out(seen, counts)
        self._judge(counts)
        self._give_rows()

    def _lay_out(self, seen: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> None:
        """Decide which words the model knows, and what of them."""
        names = self.names
        total: Counter[str] = Counter()
        low: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for name, times, row in zip(names, seen.tolist(), counts.tolist(), strict=True):
            word, place, _ = parse_key(name)
            word = mask_number(word)
            total[word] += times
            low[word] += row[LOWER]
            capital[word] += row[CAPITAL]
            if place:
                total[name] += times
        total.pop("", None)
        self.words = sorted(word for word, count in total.items() if count >= _KNOWN_FROM)
        self.places = {word: place for place, word in enumerate(self.words)}
        self.known = {word: pack_counts(low[word], capital[word]) for word in self.words}
        self.total = total

    def _judge(self, counts: npt.NDArray[np.int64]) -> None:
        """Decide which words are sure, which depend on their neighbours, which are in doubt."""
        counts_by_name = dict(zip(self.names, counts, strict=True))
        self.kinds = np.full(len(self.words), DOUBT, np.uint8)
        for word, at in self.places.items():
            row = counts_by_name.get(word)
            if row is not None and row.sum() >= _SURE_FROM:
                share = row[LOWER] / row.sum()
                if share >= _DOUBT_SHARE:
                    self.kinds[at] = SURE if share >= _SURE_SHARE else DEPENDS
            if row is not None and row[CAPITAL] >= max(_ALWAYS_FROM, _ALWAYS_SHARE * row.sum()):
                self.kinds[at] = ALWAYS
            if self.total[word] >= _COMMON_FROM:
                self.kinds[at] += COMMON

    def rows_of(self, name: str) -> tuple[list[int], list[int]]:
        """Return the rows of a word, without those of its own, and those of its own."""
        word, place, _ = parse_key(name)
        word = mask_number(word)
        if place and name not in self.places and word in self.places:
            # An unknown compound: its words are what they are elsewhere.
            name = word
        own = [1 + BUCKETS + self.places[key] for key in {word, name} & self.places.keys()]
        return self._shape(name, word), sorted(own)

    def find_places(self) -> npt.NDArray[np.int64]:
        """Return the place among the known words of what stands for each type, or -1."""
        found = np.full(len(self.names), -1)
        for index, name in enumerate(self.names):
            own = self.places.get(name)
            found[index] = (
                self.places.get(mask_number(parse_key(name)[0]), -1) if own is None else own
            )
        return found

    def _shape(self, name: str, word: str) -> list[int]:
        """Return the rows of a word that do not depend on having seen it."""
        lists, ranks = self.lists.get(word, 0), self.ranks.get(word, 0)
        return self._features.hash(name, self.known.get, lists, ranks)

    def _give_rows(self) -> None:
        """Work out the rows of every type, in sight and hidden, and how often to hide it."""
        names = self.names
        found: list[list[int]] = [[]]
        hidden: list[list[int]] = [[]]
        self.kind = np.zeros(len(names), np.uint8)
        self.common = np.zeros(len(names), np.bool_)
        self.hide = np.zeros(len(names), np.float32)
        for index, name in enumerate(names[1:], 1):
            word, place, _ = parse_key(name)
            word = mask_number(word)
            at = self.places.get(word)
            self.common[index] = at is not None and bool(self.kinds[at] & COMMON)
            at = self.places.get(name) if place else at
            kind = int(self.kinds[at]) & ~COMMON if at is not None else DOUBT
            # Of a word that always has a capital there is much to learn.
            self.kind[index] = min(kind, DOUBT) if any(map(str.isalpha, word)) else SURE
            shape, own = self.rows_of(name)
            found.append(shape + own)
            hidden.append(self._shape(name, word))
            count = self.total[word]
            if count <= _NEVER_HIDDEN:
                self.hide[index] = min(_HIDDEN, _HIDDEN_COUNT / count)
        widest = max(map(len, found))
        self.rows = np.zeros((2 * len(names), widest), np.int32)
        for index, row in enumerate((*found, *hidden)):
            self.rows[index, : len(row)] = row
