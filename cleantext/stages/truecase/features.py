"""What a word and the signs before it look like, as the truecaser sees them.

The trainer and the truecaser must agree on every detail here, so both import it. Words are
runs of letters and digits, always lowercased; the text between two of them is a *gap*.
Hyphens part words, but the parts know that they belong together: a word is identified by
its *key*, which is the word itself or, inside a compound, its place and the compound
(`2-saint-denis`).

A feature is a string; its hash names a row of the model's table. Affixes, letter triples
and the pattern of consonants tell how a name looks; word lists and the related forms of
the word ("patchworks" beside "patchwork") tell what is known of it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import log2
from zlib import crc32

from cleantext.languages.settings import Morphology
from cleantext.stages.truecase.spelling import CAPITAL, LOWER, MIXED

Counts = Callable[[str], int | None]
"""Tells how often a word was seen, see `pack_counts`; None if never."""

TOKEN = re.compile(r"([^\W_]+)")
"""Splits a text into gap, word, gap, word, ..., gap."""

HYPHEN = "-"
BUCKETS = 1 << 16
"""How many rows of the table hashed features share; row 0 is kept for none."""

LEXICON_BITS = 8
"""8 bits tell which lexicons a word is in: 2 a lexicon, in lowercase and with a capital."""

IN_LOWERCASE = 0b01010101
"""The bits of lexicons that have a word in lowercase."""

NAME_BITS = 20
"""20 bits tell which lists of names it is in: 2 a list, alone and as a part of a name."""

VOTE_BITS = 4
"""4 bits tell how most lists of names spell it, see `pack_vote`."""

GAPS = 96
"""How many classes of gaps there are: sign (16) x quote (3) x start of a sentence (2)."""

START = 48
"""Added to the class of a gap where a sentence begins."""

_SIGNS = (
    "none space apostrophe hyphen comma semicolon colon stop mark ellipsis open close dash slash"
    " line other"
).split()
_CLASS = {sign: 3 * index for index, sign in enumerate(_SIGNS)}
LINE_GAP = _CLASS["line"]
HYPHEN_GAP = _CLASS["hyphen"]
SPACE_GAP = _CLASS["space"]
APOSTROPHE_GAP = _CLASS["apostrophe"]
OPEN_GAP = _CLASS["open"]
DASH_GAP = _CLASS["dash"]
OPENING, CLOSING = 1, 2
"""Added to the class of a gap that opens or closes a quotation."""

_FOUND = (
    ("line", "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"),
    ("mark", "?!"),
    ("stop", "."),
    ("colon", ":"),
    ("open", "([{"),
    ("close", ")]}"),
    ("semicolon", ";"),
    ("comma", ","),
    ("dash", "–—-"),
    ("slash", "/"),
)
_SHORTEST_STEM = 3
MOST_PARTS = 12
"""A longer row of words and hyphens is no compound; its keys would be endless, too."""
_RANKS = 500_000
"""A form of this rank is in band 1, one that is twice as common in band 2, and so on."""
_BAND_BITS = 5
_BAND = (1 << _BAND_BITS) - 1
_DIGITS = re.compile(r"\d+")
_LONGEST = 24
"""Of a longer word the first 24 letters are looked at."""


@lru_cache(maxsize=1 << 16)
def classify_gap(gap: str) -> int:
    """Return the class of the text between two words, without the start of a sentence.

    >>> classify_gap(" "), classify_gap(", "), classify_gap(" « ") - classify_gap(" ")
    (3, 12, 1)
    """
    if gap == HYPHEN:
        return HYPHEN_GAP
    bare = gap.strip()
    if not bare and not any(char in gap for char in _FOUND[0][1]):
        return _CLASS["space" if gap else "none"]
    if bare in {"'", "’"}:
        return _CLASS["apostrophe"]
    quote = _quote(gap)
    sign = "space" if quote else "other"
    for name, chars in _FOUND:
        if any(char in gap for char in chars):
            sign = name
            break
    if sign != "line" and ("…" in gap or ".." in gap):
        sign = "ellipsis"
    return _CLASS[sign] + quote


def _quote(gap: str) -> int:
    if any(char in gap for char in "«“„‹"):
        return OPENING
    if any(char in gap for char in "»”›"):
        return CLOSING
    if '"' not in gap:
        return 0
    # A straight quote opens where it touches the word that follows alone.
    return OPENING if gap[-1] == '"' and (gap[0] != '"' or gap == '"') else CLOSING


def find_keys(words: Sequence[str], joined: Sequence[int]) -> list[str]:
    """Return the key of each word.

    Args:
        words: Lowercase.
        joined: The places of the words that only a hyphen parts from the word before.

    >>> find_keys(["à", "saint", "denis", "en", "1998"], [2])
    ['à', '1-saint-denis', '2-saint-denis', 'en', '0000']
    """
    found = list(map(mask_number, words))
    for first, behind in find_compounds(joined):
        compound = HYPHEN.join(words[first:behind])
        for place in range(first, behind):
            found[place] = make_part_key(place - first, compound)
    return found


def make_part_key(index: int, compound: str) -> str:
    """Return the key of a part of a compound, counted from 0.

    >>> make_part_key(1, "saint-denis")
    '2-saint-denis'
    """
    return f"{index + 1}{HYPHEN}{compound}"


def find_compounds(joined: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield for each compound the place of its first word and that behind its last.

    Args:
        joined: See `find_keys`.

    >>> list(find_compounds([2, 3, 7]))
    [(1, 4), (6, 8)]
    """
    index = 0
    while index < len(joined):
        first = joined[index] - 1
        behind = first + 2
        index += 1
        while index < len(joined) and joined[index] == behind:
            behind += 1
            index += 1
        if behind - first <= MOST_PARTS:
            yield first, behind


def mask_number(word: str) -> str:
    """Return the key of a word outside compounds: of a number only its length counts.

    >>> mask_number("1998"), mask_number("mardi")
    ('0000', 'mardi')
    """
    return "0" * len(word) if word.isdigit() else word


def parse_key(key: str) -> tuple[str, int, bool]:
    """Return the word that a key is for, its place in a compound (from 1, or 0), and if it is last.

    >>> parse_key("2-saint-denis"), parse_key("denis")
    (('denis', 2, True), ('denis', 0, False))
    """
    place, hyphen, compound = key.partition(HYPHEN)
    if not hyphen:
        return key, 0, False
    parts = compound.split(HYPHEN)
    return parts[int(place) - 1], int(place), int(place) == len(parts)


def pack_counts(low: int, capital: int) -> int:
    """Pack how often a word was seen, in 8 bits: a power of 2 for each of two forms.

    >>> pack_counts(low=5, capital=0), pack_counts(low=0, capital=5)
    (3, 48)
    """
    return min(low.bit_length(), 15) | min(capital.bit_length(), 15) << 4


def pack_vote(form: int, count: int) -> int:
    """Pack the form that most lists of names have for a word, and how many do, in 4 bits.

    >>> pack_vote(form=2, count=5), unpack_vote(pack_vote(2, 5))
    (11, (2, 3))
    """
    return form << 2 | min(count, 3)


def unpack_vote(packed: int) -> tuple[int, int]:
    """Return the form and how many lists have it, at most 3; 0 where the word is in none."""
    return packed >> 2, packed & 3


def pack_ranks(ranks: Sequence[int | None]) -> int:
    """Pack how common each form of a word is in the language at large, in 16 bits.

    Args:
        ranks: The ranks of its forms, lowercase, Capital, ALL CAPS and mixed, in a list of
            forms by frequency; None for a form that is not in it.

    Returns:
        A band of 1 (rare) to 19 for each of the first three, 0 for none; of the last, if it is.

    >>> unpack_ranks(pack_ranks([7, 41, None, None]))
    (16, 14, 0, 0)
    """
    bands = [0 if rank is None else 1 + int(log2(max(1, _RANKS / (rank + 1)))) for rank in ranks]
    low, capital, upper, other = bands
    return low | capital << _BAND_BITS | upper << 2 * _BAND_BITS | (other > 0) << 3 * _BAND_BITS


def unpack_ranks(packed: int) -> tuple[int, int, int, int]:
    """Return the bands that `pack_ranks` packed."""
    low, capital, upper = (packed >> shift * _BAND_BITS & _BAND for shift in range(3))
    return low, capital, upper, packed >> 3 * _BAND_BITS


def _rank_features(packed: int) -> tuple[str, ...]:
    """Return features of how common the forms of a word are in the language at large."""
    if not packed:
        return ("f",)
    low, capital, upper, other = unpack_ranks(packed)
    if low and capital:
        more = str(max(-6, min(6, capital - low)))
    else:
        more = "l" if low else "c" if capital else ""
    present = f"{low > 0:d}{capital > 0:d}{upper > 0:d}{other}"
    return (f"f{low // 2}.{capital // 2}.{upper // 3}", f"g{more}", f"h{present}")


def _likely_form(ranks: int, lexicons: int, vote: int) -> str:
    """Return the form that most of what is known of a word speaks for, or ""."""
    *bands, other = unpack_ranks(ranks)
    form, count = unpack_vote(vote)
    if any(bands):
        return str(bands.index(max(bands)))
    if other:
        return str(MIXED)
    if lexicons & IN_LOWERCASE:
        return str(LOWER)
    if count:
        return str(form)
    return str(CAPITAL) if lexicons else ""


class _Patterns(dict[int, str]):
    """Vowels, consonants, digits and letters of other alphabets, by code point."""

    def __init__(self, vowels: str) -> None:
        super().__init__()
        self._vowels = frozenset(vowels)

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in self._vowels:
            kind = "v"
        elif char.isdigit():
            kind = "d"
        else:
            kind = "c" if char < "\u0250" else "o"
        self[code] = kind
        return kind


class WordFeatures:
    """Finds the features of words of a language.

    The letter at the head of each tells its kind: p and s beginnings and ends, t letter triples,
    n the length, k the pattern of vowels and consonants, z that of a word with digits, l and m
    lists of names, e how they spell it, x lexicons, o the likeliest of its forms, f, g and h how
    common they are, a, b, r and d how its related forms are written, i its
    place in a compound.

    >>> features = WordFeatures(Morphology(vowels="ao", related=("s",)))
    >>> found = features.extract("vanosc", {"vanoscs": pack_counts(0, 9)}.get, lists=0, ranks=0)
    >>> [feature for feature in found if feature[0] in "pkb"]
    ['pv', 'pva', 'pvan', 'pvano', 'pvanos', 'kcvcvcc', 'b4']
    """

    def __init__(self, morphology: Morphology) -> None:
        """Take how the words of the language are made."""
        self._patterns = _Patterns(morphology.vowels)
        self._endings = morphology.endings
        self._related = ("", *morphology.related)

    def extract(self, key: str, known: Counts, lists: int, ranks: int) -> list[str]:
        """Return the features of a word that do not depend on having seen it.

        Args:
            key: See `find_keys`.
            known: Tells how often words were seen.
            lists: The lists that the word is in as bits: lexicons, names, and their vote.
            ranks: How common its forms are, see `pack_ranks`.
        """
        word, place, last = parse_key(key)
        lexicons = lists & (1 << LEXICON_BITS) - 1
        names = lists >> LEXICON_BITS & (1 << NAME_BITS) - 1
        vote = lists >> LEXICON_BITS + NAME_BITS
        word = mask_number(word)[:_LONGEST]
        size = len(word)
        found = [f"p{word[:length]}" for length in range(1, min(size, 5) + 1)]
        found += [f"s{word[-length:]}" for length in range(1, min(size, 5) + 1)]
        framed = f"^{word}$"
        found += ["t" + framed[index : index + 3] for index in range(1, min(size, 14) - 1)]
        found += (f"n{min(size, 12)}", "k" + word[:9].translate(self._patterns))
        found += [f"l{bit}" for bit in range(names.bit_length()) if names >> bit & 1]
        found += (f"m{names}", f"x{lexicons}", f"e{vote}", *_rank_features(ranks))
        found.append("o" + _likely_form(ranks, lexicons, vote))
        masked = _DIGITS.sub("0", word)
        if masked != word:
            found.append(f"z{masked}")
        low = capital = 0
        for stem in self._stems(word):
            for ending in self._related:
                other = known(stem + ending)
                if other is not None and stem + ending != word:
                    low = max(low, other & 15)
                    capital = max(capital, other >> 4 & 15)
        found += (f"a{min(low, 8)}", f"b{min(capital, 8)}", f"r{(low > capital) - (low < capital)}")
        found.append(f"d{max(-3, min(3, low - capital))}" if low or capital else "d")
        if place:
            found.append(f"i{min(place, 3)}{last:d}")
        return found

    def hash(self, key: str, known: Counts, lists: int, ranks: int) -> list[int]:
        """Return the rows of the table that the features of a word have, 1 to `BUCKETS`."""
        found = self.extract(key, known, lists, ranks)
        return [crc32(feature.encode()) % BUCKETS + 1 for feature in found]

    def _stems(self, word: str) -> list[str]:
        """Return what other forms of a word may begin with: itself, and it without an ending."""
        room = len(word) - _SHORTEST_STEM
        return [word] + [
            word[: -len(ending)]
            for ending in self._endings
            if len(ending) <= room and word.endswith(ending)
        ]
