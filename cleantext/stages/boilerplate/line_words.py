"""The words of the lines of pages: what language they are of, what they tell, and of what part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import count, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.languages.products import one_thread
from cleantext.stages.boilerplate.page_rows import Numbers, PageRows, ranges
from cleantext.stages.boilerplate.page_words import KINDS, PageWords

Codes = npt.NDArray[np.uint32]

_MARKS = np.array(sorted(map(ord, "'’.,:;!?…()[]«»“”\"/|·•*")), np.uint32)
"""Signs that part words."""

_PLANE = 1 << 16
_SPACE, _LINE_END = np.uint32(ord(" ")), np.uint32(ord("\n"))

_LANGUAGE_WORDS = 10
"""A line of 10 words tells the language of its page."""

_TELLING = 5
"""Words of 5 letters and more tell what a text is about."""

_ENOUGH = 500
"""500 words tell the language of a page."""

_NO_WORD = -2
"""The number of the first word of a line without any; outside the page it is -1."""


class PageLanguage(NamedTuple):
    """What is known of the words of a page's language.

    Attributes:
        function: Its function words.
        parts: The numbers of the kinds of `PageWords` that each word is of.
    """

    function: frozenset[str]
    parts: Mapping[str, tuple[int, ...]]


class LineVocabulary:
    """The function words of some languages, and the words by which sites label their parts."""

    def __init__(
        self, lists: Iterable[tuple[str, Sequence[str]]], parts: PageWords | None = None
    ) -> None:
        """Take the words of each language, in lowercase."""
        self.parts = parts or PageWords({})
        self._known: dict[str, PageLanguage] = {}
        self._sets = {code: frozenset(words) for code, words in lists}
        self.lists = {code: tuple(sorted(self._sets[code])) for code in sorted(self._sets)}
        self._codes = list(self.lists)
        words = sorted(frozenset().union(*self._sets.values()))
        self._places = {word: place for place, word in enumerate(words, 1)}
        self._spoken = np.zeros((len(words) + 1, len(self._codes)))
        for number, own in enumerate(self.lists.values()):
            self._spoken[[self._places[word] for word in own], number] = 1

    def languages(
        self, words: Sequence[str], ids: Numbers, pages: Numbers, count: int
    ) -> list[PageLanguage]:
        """Return what is known of the language of each page, by its words.

        Args:
            words: Lowercase words, each once.
            ids: The place in `words` of each word of the pages that tells.
            pages: The page of each.
            count: How many pages there are.
        """
        places = column(map(self._places.get, words, repeat(0)), len(words))[ids]
        known = len(self._spoken)
        found = np.bincount(pages * known + places, minlength=count * known)
        with one_thread():
            spoken = found.reshape(count, known) @ self._spoken
        return list(map(self._of, spoken))

    def _of(self, counts: npt.NDArray[np.float64]) -> PageLanguage:
        """Return what is known of the language of which there are most function words."""
        # Of two that have as many, the last one.
        best = len(counts) - 1 - int(counts[::-1].argmax()) if counts.any() else None
        code = "" if best is None else self._codes[best]
        if code not in self._known:
            known = PageLanguage(self._sets.get(code, frozenset()), self.parts.of(code))
            self._known[code] = known
        return self._known[code]


class TellingWords(NamedTuple):
    """The words of lines that tell what a text is about, one behind the other.

    Attributes:
        ids: A number for each word, another one on each page.
        owners: The place of the line that it is of.
        counts: How many each line has.
    """

    ids: Numbers
    owners: Numbers
    counts: Numbers

    def shared(self, marks: Numbers) -> Numbers:
        """Count the words of each line that marked lines of its page have, other than itself.

        A title and a caption have them in common with their article, and a link has not.

        Args:
            marks: 1 for a marked line, 0 for another.
        """
        own = marks[self.owners]
        lines = np.bincount(self.ids[own > 0], minlength=int(self.ids.max(initial=-1)) + 1)
        there = lines[self.ids] > own
        return np.bincount(self.owners[there], minlength=len(marks))


class LineWords:
    """The words of lines, in lowercase, parted by spaces, apostrophes and marks.

    Attributes:
        distinct: Each word once.
        ids: The place in `distinct` of each word of all lines.
        counts: How many each line has.
        owners: The line of each word.
        count: How many lines there are.
    """

    def __init__(self, text: str) -> None:
        """Find the words of the lines of a text."""
        codes = codes_of(text.lower())
        apart = _apart().take(codes, mode="clip")
        begins = ~apart
        begins[1:] &= apart[:-1]
        ends = np.append(np.flatnonzero(codes == _LINE_END), len(codes))
        total = np.concatenate(([0], np.cumsum(begins, dtype=np.int32)))
        self.count = len(ends)
        self.counts: Numbers = np.diff(total[ends], prepend=0).astype(np.int64)
        self.owners = np.repeat(np.arange(self.count), self.counts)
        self.ids, self.distinct = numbered(text_of(np.where(apart, _SPACE, codes)).split())

    @property
    def starts(self) -> Numbers:
        """A number for the first word of each line, below 0 where it has none."""
        starts = np.full(self.count, _NO_WORD)
        some = self.counts > 0
        starts[some] = self.ids[(np.cumsum(self.counts) - self.counts)[some]]
        return starts

    def languages(
        self, at: Numbers, pages: PageRows, vocabulary: LineVocabulary
    ) -> list[PageLanguage]:
        """Return what is known of the language of each page: long lines tell, and some are enough.

        Args:
            at: The lines, one page behind the other; a line may be on several.
            pages: Where the pages begin and end.
            vocabulary: Function words.
        """
        words = self.counts[at]
        words[words < _LANGUAGE_WORDS] = 0
        words[pages.before(words) > _ENOUGH] = 0
        page = np.repeat(pages.spread(np.arange(len(pages.sizes))), words)
        told = ranges((np.cumsum(self.counts) - self.counts)[at], words)
        return vocabulary.languages(self.distinct, self.ids[told], page, len(pages.sizes))

    def counted(self, language: PageLanguage) -> tuple[Numbers, Numbers]:
        """Count function words, and words of each kind that tells parts of pages, a line a row."""
        function = np.fromiter(
            map(language.function.__contains__, self.distinct), bool, len(self.distinct)
        )
        of_kind = np.zeros((len(self.distinct), len(KINDS)), bool)
        for place, kinds in enumerate(map(language.parts.get, self.distinct)):
            if kinds:
                of_kind[place, kinds] = True
        of_any = np.any(of_kind, axis=1)
        hits = np.flatnonzero(of_any[self.ids])
        entry, kind = np.nonzero(of_kind[self.ids[hits]])
        cells = self.owners[hits[entry]] * len(KINDS) + kind
        by_kind = np.bincount(cells, minlength=self.count * len(KINDS))
        return (
            np.bincount(self.owners[function[self.ids]], minlength=self.count),
            by_kind.reshape(self.count, len(KINDS)),
        )

    def telling(self, at: Numbers, page: Numbers) -> TellingWords:
        """Return the words that tell what lines are about, each once a line.

        Args:
            at: The lines, one page behind the other; a line may be on several.
            page: The number of the page of each.
        """
        longer = column(map(len, self.distinct), len(self.distinct)) >= _TELLING
        told = longer[self.ids]
        words = max(len(self.distinct), 1)
        keys = np.sort(self.owners[told] * words + self.ids[told])
        once = keys[np.diff(keys, prepend=-1) > 0]
        counts = np.bincount(once // words, minlength=self.count)
        many = counts[at]
        owners = np.repeat(np.arange(len(at)), many)
        ids = once[ranges((np.cumsum(counts) - counts)[at], many)] % words
        _, distinct = np.unique(page[owners] * words + ids, return_inverse=True)
        return TellingWords(distinct, owners, many)


@cache
def _apart() -> npt.NDArray[np.bool_]:
    """Whether each code point of the first plane parts words, and all others as one."""
    space = [chr(code).isspace() for code in range(_PLANE)]
    apart = np.array([*space, False])
    apart[_MARKS] = True
    return apart


def codes_of(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def numbered(texts: Iterable[str]) -> tuple[Numbers, list[str]]:
    """Return a number for each text, the same for the same one, and the texts, each once."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found = np.fromiter(map(numbers.__getitem__, texts), np.int64)
    return found, list(numbers)


def column(values: Iterable[int], count: int) -> Numbers:
    """Return so many values as an array."""
    return np.fromiter(values, dtype=np.int64, count=count)
