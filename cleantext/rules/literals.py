"""The literals that rules ask for, all looked for in one pass before any pattern is."""

from collections.abc import Collection, Container, Iterable
from functools import cached_property

import ahocorasick_rs

from cleantext.changes import Scan

ALWAYS = 1
"""The bit of a rule that needs no literal."""

_RARE_BLANK = 2
"""The bit of a blank that few texts have."""

_BLANKS = "\t\u00a0\u202f"
"""What `\\h` matches besides the space."""
_RARE_BLANKS = "\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u205f\u3000"
_APOSTROPHE = "’"
"""It is looked for as the straight one: most edits of a text change one into the other."""
_ALIKE = frozenset({("'", "’"), ("’", "'")})
"""What edits change without a change of what is looked for, but for the signs by themselves."""
_DIGITS = bytes.maketrans(b"123456789", b"000000000")

_STANDS_FOR_OTHERS = frozenset(f" 0123456789\n'{_APOSTROPHE}{_BLANKS}{_RARE_BLANKS}")
_FEW = 3
"""More literals than 3 are faster looked for all together."""

_READ_MEANWHILE = 150
"""As many code points of a whole text are read in the time that one edit takes."""

_BY_THEMSELVES = frozenset(".,:'’-()0123456789" + _BLANKS + _RARE_BLANKS)
"""Signs that `in` looks for: nearly all texts have them, and it stops at the first; or they stand
for others."""


class Literals:
    r"""The triggers of a table, looked for in one pass over a text.

    An automaton (Aho and Corasick, 1975) looks for all together: 1,500 of them in 4 ms a megabyte.
    In a literal of several signs a space stands for any blank but a line end, a digit for any of
    0 to 9, either apostrophe for both, and there is a line end before the text and one behind it.

    A set of literals is a whole number with a bit for each.

    >>> literals = Literals([["...", "!"], ["1 h"], ["\na"]])
    >>> [bool(literals.find("à 20 h...") & literals.bits(some)) for some in (["!"], ["1 h"])]
    [False, True]
    """

    def __init__(self, triggers: Iterable[Collection[str]]) -> None:
        """Take the triggers of rules; the automaton is made when a text first needs it."""
        literals = dict.fromkeys(literal for trigger in triggers for literal in trigger)
        self._bits = {literal: 2 * _RARE_BLANK << place for place, literal in enumerate(literals)}
        self._signs = [(sign, bit) for sign, bit in self._bits.items() if sign in _BY_THEMSELVES]
        self._reach = max(map(len, self._bits), default=1)

    def bits(self, trigger: Collection[str]) -> int:
        """Return the number of a set of literals; that of no literals is `ALWAYS`."""
        number = 0 if trigger else ALWAYS
        for literal in trigger:
            number |= self._bits[literal]
        return number

    def few(self, literals: Collection[str]) -> list[tuple[str, int]] | None:
        """Return some of the literals with their bits where `in` finds them faster; else None."""
        plain = all(one in _BY_THEMSELVES or _STANDS_FOR_OTHERS.isdisjoint(one) for one in literals)
        few = len(literals) <= _FEW and plain
        return [(literal, self._bits[literal]) for literal in literals] if few else None

    @cached_property
    def _automaton(self) -> tuple[ahocorasick_rs.BytesAhoCorasick, list[int]]:
        """Finds literals in the plain form of a text; the bits of each that it looks for."""
        bits = {blank.encode(): _RARE_BLANK for blank in _RARE_BLANKS}
        for literal, bit in self._bits.items():
            if literal not in _BY_THEMSELVES:
                form = _plain(literal, _BLANKS + _RARE_BLANKS)
                bits[form] = bits.get(form, 0) | bit
        kind = ahocorasick_rs.Implementation.DFA  # thrice as fast as the others
        return ahocorasick_rs.BytesAhoCorasick(bits, implementation=kind), list(bits.values())

    def find(self, text: str) -> int:
        """Return the number of those that a text holds, and `ALWAYS`."""
        return self._found(f"\n{text}\n")

    def after(self, present: int, text: str, scan: Scan) -> int:
        """Return the number of those that a text holds, or held before a scan.

        Args:
            present: That of the text before the scan.
            text: The text after it; it is read only where it says something else.
            scan: What changed.
        """
        if set(zip(scan.befores, scan.afters, strict=True)) <= _ALIKE:
            return present | self._signs_in(set(scan.afters))
        if _READ_MEANWHILE * len(scan.starts) > len(text):
            return self.find(text)
        reach = self._reach
        text = f"\n{text}\n"
        places = zip(scan.starts_after(), map(len, scan.afters), strict=True)
        seen = [text[max(0, at - reach) : at + length + reach] for at, length in places]
        return present | self._found("\0".join(seen))

    def _found(self, text: str) -> int:
        number = self._found_plain(_plain(text, _BLANKS))
        if number & _RARE_BLANK:
            number = self._found_plain(_plain(text, _BLANKS + _RARE_BLANKS))
        return number | self._signs_in(text)

    def _signs_in(self, text: Container[str]) -> int:
        return sum([bit for sign, bit in self._signs if sign in text])

    def _found_plain(self, plain: bytes) -> int:
        number = ALWAYS
        automaton, bits = self._automaton
        for literal, _, _ in automaton.find_matches_as_indexes(plain, overlapping=True):
            number |= bits[literal]
        return number


def _plain(text: str, blanks: str) -> bytes:
    """Return a text with one sign for all blanks, one for apostrophes and one for all digits."""
    if _APOSTROPHE in text:
        text = text.replace(_APOSTROPHE, "'")
    for blank in blanks:
        if blank in text:
            text = text.replace(blank, " ")
    return text.encode("utf-8", "surrogatepass").translate(_DIGITS)
