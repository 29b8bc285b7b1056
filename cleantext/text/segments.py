"""What a text is made of, found once: its lines, sentences and words."""

from collections.abc import Callable, Hashable, Mapping
from typing import Protocol, TypeVar, cast

from cleantext.changes import Scan, Span
from cleantext.text import lines, segmenter

Found = TypeVar("Found")


class TextFinder(Protocol):
    """Finds something in a text, and faster in one that few edits made of it."""

    def find(self, text: str) -> int:
        """Return what is found in a text."""

    def after(self, found: int, text: str, scan: Scan) -> int:
        """Return what is found in the text after a scan, from what was found before it."""


class Segments:
    r"""The lines, sentences and words of one text, each found when it is first asked for.

    A `Document` holds one for its text, so all stages that look at the same text share what they
    find. When the text changes, only what a `TextFinder` found is moved along.

    >>> Segments("un\ndeux").lines
    [Span(start=0, end=2), Span(start=3, end=7)]
    """

    __slots__ = ("_before", "_known", "_lines", "_moved", "_sentences", "_words", "text")

    def __init__(
        self, text: str, before: tuple[Mapping[TextFinder, int], Scan] | None = None
    ) -> None:
        """Take a text.

        Args:
            text: The text.
            before: What finders found in the text of which this one was made, and how.
        """
        self.text = text
        self._before = before
        self._known: dict[Hashable, object] = {}
        self._moved: dict[TextFinder, int] = {}
        self._lines: list[Span] | None = None
        self._words: list[Span] | None = None
        self._sentences: tuple[segmenter.SentenceVocabulary, list[Span]] | None = None

    @property
    def lines(self) -> list[Span]:
        """Every line without its line end, also empty ones; see `lines.lines`."""
        if self._lines is None:
            self._lines = lines.lines(self.text)
        return self._lines

    @property
    def words(self) -> list[Span]:
        """The runs of letters and digits; see `lines.words`."""
        if self._words is None:
            self._words = lines.words(self.text)
        return self._words

    def sentences(self, vocabulary: segmenter.SentenceVocabulary) -> list[Span]:
        """The sentences by the vocabulary of a language; see `segmenter.sentences`."""
        known = self._sentences
        if known is None or known[0] is not vocabulary:
            found = segmenter.sentences(self.text, vocabulary, self.lines)
            known = self._sentences = (vocabulary, found)
        return known[1]

    def known(self, key: Hashable, find: Callable[[str], Found]) -> Found:
        """Return what a function finds in the text, found once for each key.

        >>> Segments("un").known("length", len)
        2
        """
        if key not in self._known:
            self._known[key] = find(self.text)
        return cast(Found, self._known[key])

    def moved(self, finder: TextFinder) -> int:
        """Return what a finder finds in the text, found once or told from the text before."""
        found = self._moved.get(finder)
        if found is None:
            known, scan = self._before or ({}, None)
            if scan and finder in known:
                found = finder.after(known[finder], self.text, scan)
            else:
                found = finder.find(self.text)
            self._moved[finder] = found
        return found

    def after(self, text: str, scan: Scan) -> "Segments | None":
        """Return what is known of the text that a scan left; None where it is nothing."""
        return Segments(text, (self._moved, scan)) if self._moved else None
