"""Sentences of another language, quoted in a text: their words are no French ones.

A model of one language gives capitals to words that it knows from titles: "We Have to Go". In a
sentence of another language only names have them.
"""

import re
from collections.abc import Iterator

import numpy as np

from cleantext.languages.pack import Language
from cleantext.stages.truecase.features import TOKEN
from cleantext.stages.truecase.words import TextWords

_EDGE = re.compile(r"[«»\"“”\n.!?…:;()]")
_FEWEST = 6
"""What has fewer than 6 words may be a title, which has capitals of its own."""
_SHARE = 0.5
"""At least half of the words of a sentence are of the closed classes; in titles there are fewer."""
_REACH = 400
"""How many code points of a sentence are looked at, before and behind a word."""


class ForeignPassages:
    """Finds sentences of other languages.

    >>> from cleantext.languages.pack import load
    >>> found = TextWords.of("il a dit : « we have to look at all of the numbers » hier")
    >>> [found.word(place) for place, closed in ForeignPassages(load("fr")).find(found) if closed]
    ['we', 'have', 'to', 'at', 'all', 'of', 'the']
    """

    def __init__(self, language: Language) -> None:
        self._code = language.code
        self._marks = [f" {mark} " for mark in language.casing.foreign.marks]
        self._words = frozenset(word for mark in self._marks for word in TOKEN.findall(mark)[:1])
        self._language = language

    def find(self, found: TextWords) -> Iterator[tuple[int, bool]]:
        """Yield the places of the words of such sentences, and if each is of a closed class."""
        if found.lacks(self._words):
            return
        text, end = found.text, 0
        for at in sorted(self._marked(text)):
            if at < end:
                continue
            low = max(0, at - _REACH)
            start = max((match.end() for match in _EDGE.finditer(text, low, at)), default=low)
            edge = _EDGE.search(text, at, at + _REACH)
            end = edge.start() if edge else min(len(text), at + _REACH)
            first, behind = np.searchsorted(found.begins, (start, end)).tolist()
            words = found.among(found.begins[first:behind], found.ends[first:behind])
            if self._is_foreign(words):
                for place, word in enumerate(words, first):
                    yield (
                        place,
                        len(word) > 1 and bool(self._language.function_words.counts([word])),
                    )

    def _marked(self, text: str) -> Iterator[int]:
        """Yield the offsets of words that are frequent in other languages."""
        for mark in self._marks:
            at = text.find(mark)
            while at >= 0:
                yield at + 1
                at = text.find(mark, at + 1)

    def _is_foreign(self, words: list[str]) -> bool:
        if len(words) < _FEWEST:
            return False
        counts = self._language.function_words.counts(words)
        own = counts.pop(self._code, 0)
        most = max(counts.values(), default=0)
        return most >= _SHARE * len(words) and most > 2 * own
