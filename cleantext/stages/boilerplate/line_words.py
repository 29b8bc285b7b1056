"""The words of the lines of pages: what language they are of, what they tell, and of what part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleantext.stages.boilerplate.page_rows import Numbers
from cleantext.stages.boilerplate.page_words import KINDS, PageWords
from cleantext.text.function_words import FunctionWords

Codes = npt.NDArray[np.uint32]

_MARKS = np.array(sorted(map(ord, "'’.,:;!?…()[]«»“”\"/|·•*")), np.uint32)
"""Signs that part words."""

_PLANE = 1 << 16

_LANGUAGE_WORDS = 10
"""A line of 10 words tells the language of its page."""

_TELLING = 5
"""Words of 5 letters and more tell what a text is about."""

_ENOUGH = 500
"""500 words tell the language of a page."""


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
        self._languages = FunctionWords(self.lists.items())

    def of(self, lines: Iterable[Sequence[str]]) -> PageLanguage:
        """Return what is known of the language that most words of some lines are of.

        Args:
            lines: The words of each, in lowercase; long ones tell, and some tell enough.
        """
        told: list[str] = []
        for words in lines:
            if len(words) >= _LANGUAGE_WORDS:
                told += words
                if len(told) > _ENOUGH:
                    break
        counts = self._languages.counts(told)
        best = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        code = best[0]
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
        found: Those of each line.
        distinct: Each word once.
        ids: The place in `distinct` of each word of all lines.
        owners: The line of each.
        count: How many lines there are.
    """

    def __init__(self, text: str) -> None:
        """Find the words of the lines of a text."""
        codes = codes_of(text.lower()).copy()
        codes[_part_words()[np.minimum(codes, _PLANE)]] = ord(" ")
        self.found = list(map(str.split, text_of(codes).split("\n")))
        self.count = len(self.found)
        self.ids, self.distinct = numbered(chain.from_iterable(self.found))
        self.owners = np.repeat(np.arange(self.count), column(map(len, self.found), self.count))

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
        once = np.unique(self.owners[told] * words + self.ids[told])
        counts = np.bincount(once // words, minlength=self.count)
        starts = np.cumsum(counts) - counts
        many = counts[at]
        owners = np.repeat(np.arange(len(at)), many)
        place = np.arange(len(owners)) - np.repeat(np.cumsum(many) - many, many)
        ids = once[starts[at][owners] + place] % words
        _, distinct = np.unique(page[owners] * words + ids, return_inverse=True)
        return TellingWords(distinct, owners, many)


@cache
def _part_words() -> npt.NDArray[np.bool_]:
    """Whether each code point of the first plane parts words, and all others as one."""
    return np.isin(np.arange(_PLANE + 1, dtype=np.uint32), _MARKS)


def codes_of(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def numbered(texts: Iterable[str]) -> tuple[Numbers, list[str]]:
    """Return a number for each text, the same for the same one, and the texts, each once."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found = np.array(list(map(numbers.__getitem__, texts)), np.int64)
    return found, list(numbers)


def column(values: Iterable[int], count: int) -> Numbers:
    """Return so many values as an array."""
    return np.fromiter(values, dtype=np.int64, count=count)
