"""Words that clash with the one before them, as where a machine has put others in their place.

In some languages a word tells something of the next: French writes "l’eau" and "le pont", "les
ponts" and "un pont". Writers keep to it, and whoever exchanges words one by one does not. What
tells what of the next word is said by the language pack.

Words that go on behind a sign (ami·e·s, tee-shirts) do not count. What is no plural where one
should be may be a verb (les voir), so it counts only where another word clashes.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from cleantext.languages.settings import QualitySettings

_FEW = 15
"""Pairs from which a share of them says something."""
_CHANCE = 2
"""Clashes that a short text may have: verbs behind a pronoun, words in another language."""
_SHORT = 2
"""Letters of a word that tells nothing."""
_OPENING = "(«“\"['"
_CLOSING = ".,;:!?…)]»”\"'"


class Clashes:
    """Counts the words that clash with the one before.

    >>> french = QualitySettings(full=("le",), elided=("l",), vowels="aeo", plurals=("les",),
    ...                          plural_endings="s")
    >>> clashes = Clashes(french)
    >>> clashes("le pont, l’eau, les ponts " * 5), clashes("le eau, l’pont, les eau, le pont " * 5)
    (0.0, 0.75)
    """

    def __init__(self, told: QualitySettings) -> None:
        """Take what the language pack says."""
        self._told = told
        self._full = _written(told.full)
        self._elided = _written(told.elided)
        self._plurals = _written(told.plurals)
        self._passed = frozenset(told.passed)

    def __call__(self, text: str) -> float:
        """Return their share among the words of which the one before tells something."""
        told = self._told
        chunks = text.replace("’", "'").split()
        behind_full = self._words(two for one, two in pairwise(chunks) if one in self._full)
        behind_plural = self._words(two for one, two in pairwise(chunks) if one in self._plurals)
        parts = (chunk.partition("'") for chunk in chunks if "'" in chunk)
        elided = self._words(
            word for head, _, word in parts if head.lstrip(_OPENING) in self._elided
        )
        clashing = sum(word[0] in told.vowels for word in behind_full)
        clashing += sum(word[0] not in told.vowels + told.either for word in elided)
        if not clashing:  # what is behind a plural may be a verb: les voir
            return 0.0
        clashing += sum(word[-1] not in told.plural_endings for word in behind_plural)
        count = len(behind_full) + len(behind_plural) + len(elided)
        return clashing / count if count >= _FEW and clashing > _CHANCE else 0.0

    def _words(self, chunks: Iterable[str]) -> list[str]:
        """Return what are whole lowercase words, and tell something."""
        words = (chunk.rstrip(_CLOSING) for chunk in chunks)
        return [
            word
            for word in words
            if len(word) > _SHORT and word.isalpha() and word.islower() and word not in self._passed
        ]


def _written(words: Collection[str]) -> frozenset[str]:
    """Return words in all cases in which they are written."""

    def forms() -> Iterator[str]:
        for word in words:
            yield from (word, word.capitalize(), word.upper())

    return frozenset(forms())
