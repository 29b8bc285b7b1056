"""Whether the hyphen at the end of a line belongs to the word that the line end broke.

A list of the pack tells what is written with a hyphen: pairs (`sous-préfet`), beginnings
(`vice-`) and endings (`-il`). What the list does not know goes together where that makes a
word of the language.
"""

import re
from collections.abc import Collection, Iterable

_LEFT = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\Z")
_RIGHT = re.compile(r"[^\W\d_]+")


class Hyphens:
    """What is known of hyphens in a language.

    >>> hyphens = Hyphens(["sous-préfet", "-il"], {"municipal", "sous", "préfet"})
    >>> hyphens.belongs("le sous", "préfet"), hyphens.belongs("muni", "cipal")
    (True, False)
    >>> hyphens.belongs("a-t", "il"), hyphens.belongs("Four", "nier"), hyphens.belongs("x", "y")
    (True, False, None)
    """

    def __init__(self, compounds: Iterable[str], words: Collection[str]) -> None:
        """Take the words with a hyphen and the words of the language, all in lowercase."""
        self._compounds = frozenset(compounds)
        self._words = words

    def belongs(self, left: str, right: str) -> bool | None:
        """Say whether a hyphen stands between two parts of a word; None: nobody knows.

        Args:
            left: What ends before the hyphen.
            right: What begins behind the line end.
        """
        before, behind = _LEFT.search(left), _RIGHT.match(right)
        if not before or not behind or behind[0][0].isupper():
            return True  # a number, an acronym, the second name of Saint-Aubin
        first, second = before[0].lower(), behind[0].lower()
        if not self._compounds.isdisjoint((f"{first}-{second}", f"{first}-", f"-{second}")):
            # Some are written both ways, and a beginning may be that of a plain word.
            return f"{first}-{second}" in self._compounds or first + second not in self._words
        if first + second in self._words:
            return False
        if not before[0][0].isupper():
            return None
        # Both parts of a compound name have a capital, but not those inside: -le-Châtel.
        inner = right[behind.end() : behind.end() + 2]
        return inner[:1] == "-" and inner[1:].isupper()

    def are_words(self, left: str, right: str) -> bool:
        """Say whether both parts are words, as those of a compound mostly are."""
        before, behind = _LEFT.search(left), _RIGHT.match(right)
        return bool(
            before
            and behind
            and before[0].lower() in self._words
            and behind[0].lower() in self._words
        )
