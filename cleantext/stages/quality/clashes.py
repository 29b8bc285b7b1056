"""Words that clash with the one before them, as where a machine has put others in their place.

In some languages a word tells something of the next: French writes "l’eau" and "le pont", "les
ponts" and "un pont". Writers keep to it, and whoever exchanges words one by one does not. What
tells what of the next word is said by the language pack. Words that go on behind a sign (ami·e·s,
tee-shirts) do not count.
"""

import regex

from cleantext.languages.settings import QualitySettings

_FEW = 15
"""Pairs from which a share of them says something."""


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
        self._full = _behind(told.full, r"[\ \u00a0]")
        self._elided = _behind(told.elided, "['’]")
        self._plural = _behind(told.plurals, r"[\ \u00a0]")
        self._passed = frozenset(told.passed)

    def __call__(self, text: str) -> float:
        """Return their share among the words of which the one before tells something."""
        told = self._told
        count = clashing = 0
        for pattern, clashes in (
            (self._full, lambda word: word[0] in told.vowels),
            (self._elided, lambda word: word[0] not in told.vowels + told.either),
            (self._plural, lambda word: word[-1] not in told.plural_endings),
        ):
            if pattern is None:
                continue
            words = [word for word in pattern.findall(text) if word not in self._passed]
            count += len(words)
            clashing += sum(map(clashes, words))
        return clashing / count if count >= _FEW else 0.0


def _behind(words: tuple[str, ...], between: str) -> "regex.Pattern[str] | None":
    """Return what finds the lowercase words of more than two letters behind some words."""
    if not words:
        return None
    some = "|".join(map(regex.escape, words))
    return regex.compile(rf"\b(?i:{some}){between}(\p{{Ll}}{{3,}}+)(?![\w(]|[·•‧.’'-]\w)")
