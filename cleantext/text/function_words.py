"""Languages told by the commonest words of their closed classes.

A few hundred words tell most texts in a language of Europe from all others, at a small part
of what a detector costs (Grefenstette 1995, "Comparing two language identification schemes").
Where two of the listed languages are as likely, or a text is short, nothing is said; a language
that is not listed may pass for a near one that is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

LEAST = 4
"""How many words of a language a text needs."""

SHARE = 0.2
"""How much of a text has to be words of the language."""

AHEAD = 0.2
"""How far another language has to be behind, as a part of the first one's words."""

OWN, OWN_TIMES = 2, 4
"""Or else a text has at least 2 words that only the first of the two has, and 4 times as many as
such words of the other: close languages share most of their function words."""

MANY, MANY_TIMES, FEWER = 10, 2, 0.14
"""10 words tell as well if they are twice as many as the other's, and a seventh of the text: chance
weighs less the more there are."""

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
        return self._added_up(Counter(words))

    def _added_up(self, often: Mapping[str, int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word in often.keys() & self._languages.keys():
            for code in self._languages[word]:
                counts[code] += often[word]
        return counts

    def __call__(self, words: Sequence[str]) -> Told | None:
        """Say in which language lowercase words are; None where it is not plain."""
        often = Counter(words)
        counts = self._added_up(often)
        code, first = max(counts.items(), key=itemgetter(1), default=("", 0))
        most = max((count for name, count in counts.items() if name != code), default=0)
        few = first < MANY or first < MANY_TIMES * most
        if first < max(LEAST, (SHARE if few else FEWER) * len(words)):
            return None
        near = [name for name, count in counts.items() if first - count < AHEAD * first]
        plain = all(self._apart(often, code, other) for other in near if other != code)
        return Told(code.partition(":")[0], SURE) if plain else None

    def _apart(self, often: Mapping[str, int], code: str, other: str) -> bool:
        """Say whether the words that only one of two languages has are nearly all the first's."""
        own = others = 0
        for word in often.keys() & self._languages.keys():
            codes = self._languages[word]
            if code in codes and other not in codes:
                own += often[word]
            elif other in codes and code not in codes:
                others += often[word]
        return own >= max(OWN, OWN_TIMES * others) or own >= max(MANY, MANY_TIMES * others)

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
