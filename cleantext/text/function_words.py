"""Languages told by the commonest words of their closed classes.

A few hundred words tell most texts in a language of Europe from all others, at a small part
of what a detector costs (Grefenstette 1995, "Comparing two language identification schemes").
Where two of the listed languages are as likely, or a text is short, nothing is said; a language
that is not listed may pass for a near one that is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LEAST = 4
"""How many words of a language a text needs."""

SHARE = 0.25
"""How much of a text has to be words of the language."""

AHEAD = 0.2
"""How far the next language has to be behind, as a part of the first one's words."""

SURE = 0.99
"""How likely an answer is: so often it was right on sentences of eleven languages."""


class Told(NamedTuple):
    """A language code, and how likely it is."""

    code: str
    score: float


class FunctionWords:
    """Says in which of a few languages a text is, or nothing.

    >>> words = FunctionWords([("en", "the of and to in".split()), ("nl", "de het van in".split())])
    >>> words("the end of the war and the beginning of peace".split())
    Told(code='en', score=0.99)
    >>> words("in paris".split())
    """

    def __init__(self, lists: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take the words of each language, in lowercase; a word may be in several.

        A name such as `und:br` has what is said of a text before the colon.
        """
        self._languages: dict[str, list[str]] = {}
        for code, words in lists:
            for word in set(words):
                self._languages.setdefault(word, []).append(code)

    def counts(self, words: Iterable[str]) -> Counter[str]:
        """Count the words of each language among lowercase words."""
        often = Counter(words)
        counts: Counter[str] = Counter()
        for word in often.keys() & self._languages.keys():
            for code in self._languages[word]:
                counts[code] += often[word]
        return counts

    def __call__(self, words: Sequence[str]) -> Told | None:
        """Say in which language lowercase words are; None where it is not plain."""
        counts = self.counts(words)
        (code, first), (_, second), *_ = (*counts.most_common(2), ("", 0), ("", 0))
        plain = first >= max(LEAST, SHARE * len(words)) and first - second >= AHEAD * first
        return Told(code.partition(":")[0], SURE) if plain else None

    def contradict(self, code: str, words: Sequence[str]) -> bool:
        """Say whether lowercase words speak for another language than `code`.

        That is so where the list of another has at least `LEAST` of them, a seventh of all and
        more than the list of `code`. What speaks for an unknown language contradicts one
        without a list, too: detectors take what they do not know for one that they do.

        >>> words = FunctionWords([("und:br", "ar an ha gant evit".split()), ("sl", ["je"])])
        >>> words.contradict("sl", "ar skol ha gant an dud evit".split())
        True
        """
        counts = self.counts(words)
        own = counts.pop(code, 0)
        name, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        listed = name.startswith("und:") or own
        return bool(listed) and most >= max(LEAST, len(words) / 7) and most > own
