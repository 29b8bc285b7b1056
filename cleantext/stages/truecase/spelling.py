"""The forms that a word may have, and how it is spelt in each."""

import re
from collections.abc import Mapping

LOWER, CAPITAL, UPPER, MIXED = range(4)
FORMS = 4

_CENTURY = re.compile(r"(x{0,3}(?:ix|iv|v?i{0,3}))(e|ème)|(i)(er|re|ère)")
_SHORTEST_MC = 5


class Spelt(dict[str, str]):
    """Words in one form, spelt when they are first asked for."""

    def __init__(self, form: int, spellings: Mapping[str, str]) -> None:
        super().__init__()
        self._form = form
        self._spellings = spellings

    def __missing__(self, word: str) -> str:
        if self._form == MIXED:
            spelt = self._spellings.get(word) or spell_mixed(word)
        elif self._form == LOWER:
            spelt = word
        else:
            spelt = word.upper() if self._form == UPPER else word[0].upper() + word[1:]
        same = len(spelt) == len(word) and spelt.lower() == word
        self[word] = spelt if same else word
        return self[word]


def spell_mixed(word: str) -> str:
    """Return how a word that follows a pattern is written with capitals inside, or "".

    >>> spell_mixed("xxe"), spell_mixed("mcdonald"), spell_mixed("maison")
    ('XXe', 'McDonald', '')
    """
    match = _CENTURY.fullmatch(word)
    if match:
        numeral = match[1] or match[3] or ""
        # "e" and "ie" are no numbers: one is first, 1er.
        alone = match[3] is None and numeral in {"", "i"}
        return "" if alone else numeral.upper() + word[len(numeral) :]
    if word.startswith("mc") and len(word) >= _SHORTEST_MC and word.isalpha():
        return "Mc" + word[2].upper() + word[3:]
    return ""
