"""What a text is made of, found once: its lines, sentences and words."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from cleantext.changes import Span
from cleantext.text import lines, segmenter

Found = TypeVar("Found")


class Segments:
    r"""The lines, sentences and words of one text, each found when it is first asked for.

    A `Document` holds one for its text and drops it when the text changes, so all stages that
    look at the same text share what they find.

    >>> Segments("un\ndeux").lines
    [Span(start=0, end=2), Span(start=3, end=7)]
    """

    __slots__ = ("_known", "_lines", "_sentences", "_words", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[Hashable, object] = {}
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
