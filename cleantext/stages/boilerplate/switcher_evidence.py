"""What proves that names and codes of languages in a row are a switcher, and not text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleantext.stages.boilerplate.language_names import OWN, SEPARATORS, LanguageNames, Token
from cleantext.text.folding import Folded, folded

PAIR = 2
FEW = 3
"""At most 3 words beside a long switcher are as little text as the switcher."""
LONG, LONGER = 5, 7
"""Without capitals, an autonym, or another name, that is glued to a word is as long."""
BETWEEN = " \t\u00a0\u202f|/·•"
ENDS = frozenset('.!?…»”"')

_KNOWN = 0.34
"""At most that part of the words of text in another language is known in the home language."""
_STRIP = "".join(SEPARATORS)
_WORD = re.compile(r"[^\W\d_]+")
_MAJOR = frozenset("en fr de es it pt nl ru pl zh ja ar".split())
# Codes that are words of some language, and so prove little in lowercase.
_WORDS = frozenset(
    "am as br de dan en es est et fin gr in is it la lit no per por so to us".split()
)


class SwitcherLine(NamedTuple):
    """A line, folded, and whether it has capitals."""

    text: str
    folded: Folded
    cased: bool

    def start(self, token: Token) -> int:
        """Return where a token begins in the line."""
        return self.folded.at[token.start]

    def end(self, token: Token) -> int:
        """Return where a token ends in the line."""
        return self.folded.at[token.end]

    def sides(self, run: Sequence[Token]) -> tuple[str, str]:
        """Return the text before and behind tokens; none where it has no letter or digit."""
        left = self.text[: self.start(run[0])].rstrip(BETWEEN)
        right = self.text[self.end(run[-1]) :].lstrip(BETWEEN)
        return (
            left if any(map(str.isalnum, left)) else "",
            right if any(map(str.isalnum, right)) else "",
        )


class Surroundings:
    """Tells words of a menu, and of other languages, from text of the home language.

    Args:
        menu: Words of menus, in any language.
        words: The function words of the home language, in lowercase.
        vocabulary: Its commonest words, in lowercase.

    >>> around = Surroundings(LanguageNames([("fermer", "mul", "mul")]), {"le"}, {"train", "part"})
    >>> around.is_menu("FermerFermer"), around.is_menu("Le train part")
    (True, False)
    >>> around.is_strange("Mein Konto"), around.is_strange("Le train part")
    (True, False)
    """

    def __init__(
        self, menu: LanguageNames, words: Collection[str], vocabulary: Collection[str]
    ) -> None:
        """Keep what is given."""
        self._menu = menu
        self._words = words
        self._vocabulary = vocabulary

    def is_menu(self, text: str) -> bool:
        """Say whether text is words of menus, glued or not, and nothing else."""
        text = folded(text).strip(_STRIP)
        run = next(self._menu.runs(text), None)
        return not text or (run is not None and (run[0].start, run[-1].end) == (0, len(text)))

    def is_strange(self, text: str) -> bool:
        """Say whether text has no function word, and few words, of the home language."""
        words = [word.lower() for word in _WORD.findall(text)]
        known = sum(word in self._vocabulary for word in words)
        return known <= _KNOWN * len(words) and not any(word in self._words for word in words)


def weight(run: Sequence[Token]) -> tuple[int, int, int]:
    """Return by what the longest of several runs is chosen; names come first."""
    return sum(token.name for token in run), sum(token.label for token in run), len(run)


def count_languages(line: SwitcherLine, run: Sequence[Token]) -> int:
    """Count the languages that names, and codes that cannot be words, stand for."""
    twins = any(map(are_twins, pairwise(run)))
    return len(
        {
            min(token.languages)
            for token in run
            if token.name
            or (token.code and (twins or line.text[line.start(token) : line.end(token)].isupper()))
        }
    )


def count_tongues(run: Iterable[Token]) -> Counter[str]:
    """Count the languages that names are written in."""
    return Counter(tongue for token in run if token.name for tongue in token.tongues)


def are_labels(run: Sequence[Token]) -> bool:
    """Say whether one label stands there in two languages, as "Langues • اللغات"."""
    return all(token.label for token in run) and any(
        not one.tongues & other.tongues for one, other in pairwise(run)
    )


def are_twins(pair: Sequence[Token]) -> bool:
    """Say whether a name and a code stand for one language, as in "DE Deutsch"."""
    return sum(token.name for token in pair) == len(pair) - 1 == 1 and bool(
        pair[0].languages & pair[1].languages
    )


def without_loose_codes(line: SwitcherLine, tokens: list[Token]) -> list[Token]:
    """Return the longest part that holds no code which is but the end of a word."""
    if not any(token.name for token in tokens):
        return tokens
    cuts = [
        at
        for at, (before, token) in enumerate(pairwise(tokens), 1)
        if token.code
        and before.end == token.start
        and not line.text[line.start(token)].isupper()
        and not any(map(are_twins, pairwise(tokens[at - 1 : at + 2])))
    ]
    parts = pairwise([-1, *cuts, len(tokens)])
    return max((tokens[start + 1 : end] for start, end in parts), key=weight)


def without_bits(line: SwitcherLine, run: Sequence[Token]) -> Sequence[Token]:
    """Return tokens without the codes at their ends that are bits of words, as in "Cerrar"."""
    while run and run[0].code and line.text[: line.start(run[0])][-1:].isalpha():
        run = run[1:]
    while run and run[-1].code and line.text[line.end(run[-1]) :][:1].isalpha():
        run = run[:-1]
    return run


def stands_out(token: Token, neighbour: Sequence[Token]) -> bool:
    """Say whether a name that is glued to a word, without a capital, is no part of it."""
    glued = any(token.end == other.start or token.start == other.end for other in neighbour)
    long = LONG if OWN in token.tongues else LONGER
    return (glued or long == LONG) and len(token.text) >= long and " " not in token.text


def is_few(text: str) -> bool:
    """Say whether text is a word or three, and no sentence."""
    return len(text.split()) <= FEW and text[-1] not in ENDS


def are_codes(line: str, codes: Sequence[Token]) -> bool:
    """Say whether codes that fill a line are a switcher, and not a word or two."""
    languages = {min(code.languages) for code in codes}
    if len(languages) < PAIR or not languages & _MAJOR:
        return False
    if any(before.end == code.start for before, code in pairwise(codes)):
        # "Ende" is a word and "PLUS" another: glued codes need more than to fit.
        strict = {
            language
            for code in codes
            for language in code.languages & _MAJOR
            if code.text == language or len(code.text) > PAIR
        }
        least = PAIR if "en" in languages else FEW
        return not line.istitle() and (
            len(strict) >= least if strict == languages else len(strict) >= FEW < len(languages)
        )
    proofs = sum(code.text not in _WORDS for code in codes)
    return proofs > 0 or len(languages & _MAJOR) > PAIR or line == line.upper()


def joint(line: str, at: int) -> bool:
    """Say whether a word can end, and another begin, at a place without a space.

    >>> joint("DeutschEnglish", 7), joint("Deutsche", 7)
    (True, False)
    """
    before, behind = line[at - 1], line[at]
    capital = behind.isupper() and (not before.isupper() or line[at + 1 : at + 2].islower())
    letters = before.isalpha() and behind.isalpha()
    return capital or not letters or script(before) != script(behind)


def script(letter: str) -> str:
    """Return the script of a letter, as the Unicode names it.

    >>> script("д")
    'CYRILLIC'
    """
    return unicodedata.name(letter, "").partition(" ")[0]
