"""Language switchers: the names of a site's languages in a row, often with nothing between.

A switcher is cut into names that are known (`한어Русский языкEnglish` is three of them), so
what is asked is never what a line looks like, but whether names, codes and labels fill it
without a gap. Names are compared folded: without case, marks and look-alike letters.

Text may stand before or behind a switcher. Where the two meet, what could belong to the
text is left to the text: a sentence is worth more than a clean cut.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleantext.document import Span

LABEL = "mul"
"""What a list calls the language of a label such as "Select language" (ISO 639-2)."""
CODES = "zxx"
"""What a list calls the language that codes such as `fr` are written in (ISO 639-2)."""

_ANCHORS = ("English", "english", "Deutsch", "deutsch", "Español", "español", "中文")
_MAJOR = frozenset("en fr de es it pt nl ru pl zh ja ar".split())
# Codes that are words of some language, and so prove little in lowercase.
_WORDS = frozenset(
    "am as br de dan en es est et fin gr in is it la lit no per por so to us".split()
)

_SEPARATORS = frozenset(" |/\\·•∙‧・,;:()[]{}<>‹›-–—_*+#=~▼▾▿◂►▸→←↓⌄✓✔°．")
_STRIP = "".join(_SEPARATORS)
_REGION = re.compile(r" ?\([^()]{1,30}\)")
_BETWEEN = " \t\u00a0\u202f|/·•"
_ENDS = frozenset('.!?…»”"')
_PAIR = 2
_MOST = 0.6
"""A line of which names are more than this share may hold a few words beside them."""
_SURE = 4
"""So many languages in a row are a switcher whatever they are written in."""
_TRIES = 6
"""How many ends of a switcher are weighed before it is given up."""
_GLIMPSE = 48
"""Folded letters that a first look takes at an end of a line."""

_LOOKALIKES = str.maketrans(
    "авекмнорстухіјαβεζηικμνορτυχ",
    "abekmhopctyxijabezhikmnoptyx",
)


class Entry(NamedTuple):
    """What a folded name may mean.

    Attributes:
        languages: The codes of the languages that it names.
        tongues: The codes of the languages that it is written in.
        own: Whether it is what a language calls itself.
    """

    languages: frozenset[str]
    tongues: frozenset[str]
    own: bool

    @property
    def label(self) -> bool:
        """Whether it says what follows, as "Select language" does."""
        return LABEL in self.languages

    @property
    def code(self) -> bool:
        """Whether it is nothing but a code."""
        return self.tongues == {CODES}


class _Token(NamedTuple):
    start: int
    end: int
    entry: Entry

    @property
    def name(self) -> bool:
        return not (self.entry.code or self.entry.label)


class _Chain(NamedTuple):
    """The best way on from a place: how far it leads, at what cost, by which token."""

    reach: int
    cost: int
    token: _Token | None


class _Folded(NamedTuple):
    """Folded text, and for each of its letters the place in the line that it came from."""

    text: str
    at: Sequence[int]


class Switchers:
    """Finds switchers with a list of names.

    Args:
        rows: A name, the language that it names and the language that it is written
            in; `mul` names a label, `zxx` marks a code.
        home: The language of the texts. Names that are written in it are words of
            its sentences too, so they prove less.

    >>> switchers = Switchers([("Deutsch", "de", "de"), ("English", "en", "en")], home="fr")
    >>> switchers.keep("DeutschEnglish")
    Span(start=0, end=0)
    >>> switchers.keep("DeutschEnglishLe train part.")
    Span(start=14, end=28)
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]], home: str) -> None:
        """Fold the names and note their lengths."""
        languages: defaultdict[str, set[str]] = defaultdict(set)
        tongues: defaultdict[str, set[str]] = defaultdict(set)
        own: set[str] = set()
        for name, code, tongue in rows:
            language = code.partition("_")[0]
            folded = fold(name).text.strip()
            for form in {folded, folded.replace(" ", "")}:
                languages[form].add(language)
                tongues[form].add(tongue)
                if language == tongue:
                    own.add(form)
        self._home = home
        self._entries = {
            form: Entry(frozenset(languages[form]), frozenset(tongues[form]), form in own)
            for form in languages
        }
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for form in self._entries:
            lengths[form[:2]].add(len(form))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        self._heads = frozenset(form[:3] for form in self._entries)
        self._tails = frozenset(form[-3:] for form in self._entries)

    def keep(self, line: str) -> Span:
        """Return what is left of a line without the switchers at its ends.

        Returns:
            The whole line where there is no switcher; an empty span at 0 where the
            line is nothing else, or next to nothing.
        """
        if not self._glimpse(line):
            return Span(0, len(line))
        folded = fold(line)
        chains = self._chains(folded.text)
        tokens = _tokens(chains, 0)
        if chains[0].reach == len(folded.text) and self._fills(line, tokens):
            return Span(0, 0)
        kept = Span(self._head(line, folded, tokens), self._tail(line, folded, chains))
        if kept.start >= kept.end or self._little(line, kept, folded, chains):
            return Span(0, 0)
        return kept

    def name(self, line: str) -> bool:
        """Return whether a line is one name of a language, or one label, and no more."""
        if line[:1].isascii() and line[:3].lower() not in self._heads:
            return False
        entry = self._entries.get(fold(line.strip(_BETWEEN)).text)
        return entry is not None and not entry.code

    def _glimpse(self, line: str) -> bool:
        """Say cheaply whether a line can begin or end with a switcher, or be one."""
        return (
            self._glimpse_head(line)
            or self._glimpse_tail(line)
            or any(anchor in line for anchor in _ANCHORS)
        )

    def _glimpse_head(self, line: str) -> bool:
        head = line[:3]
        plain = head.isascii() and head[:1].isalpha() and len(line) > _GLIMPSE
        if plain and head.lower() not in self._heads:
            return False
        text = fold(line[:_GLIMPSE]).text.lstrip(_STRIP)
        if len(line) <= _GLIMPSE and text[:2] in self._entries:
            return True
        for token in self._matches(text, 0):
            rest = text[token.end :].lstrip(_STRIP)
            if not rest or any(self._matches(rest, 0)):
                return True
        return False

    def _glimpse_tail(self, line: str) -> bool:
        tail = line[-3:]
        if tail[-1:] in _ENDS or (tail.isascii() and tail.lower() not in self._tails):
            return False
        text = fold(line[-_GLIMPSE:]).text.rstrip(_STRIP)
        return any(text[-size:] in self._entries for size in range(2, _GLIMPSE))

    def _matches(self, text: str, start: int) -> Iterator[_Token]:
        """Yield the names that begin at a place of folded text, the longest first."""
        for length in self._lengths.get(text[start : start + 2], ()):
            end = start + length
            entry = self._entries.get(text[start:end])
            if entry is None or end > len(text):
                continue
            region = None if entry.code else _REGION.match(text, end)
            if region:
                yield _Token(start, region.end(), entry)
            yield _Token(start, end, entry)

    def _chains(self, text: str) -> list[_Chain]:
        """Return for each place of folded text how far names lead from there."""
        chains = [_Chain(len(text), 0, None)] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            best = _Chain(start, 0, None)
            if text[start] in _SEPARATORS:
                best = chains[start + 1]._replace(token=None)
            for token in self._matches(text, start):
                reach, cost, _ = chains[token.end]
                cost += 3 if token.entry.code else 2
                if (reach, -cost) > (best.reach, -best.cost):
                    best = _Chain(reach, cost, token)
            chains[start] = best
        return chains

    def _prose(self, entry: Entry) -> bool:
        """Say whether a name is a word of sentences in the language of the texts."""
        return self._home in entry.tongues

    def _fills(self, line: str, tokens: Sequence[_Token]) -> bool:
        """Say whether tokens that fill a line make it a switcher."""
        names = [token.entry for token in tokens if token.name]
        if not names:
            return _codes_alone(line, [token for token in tokens if token.entry.code])
        listed = "," in line and all(map(self._prose, names))
        return not listed and _distinct(token.entry for token in tokens) > 1

    def _proves(self, line: str, tokens: Sequence[_Token]) -> bool:
        """Say whether tokens beside other text are a switcher."""
        names = [token.entry for token in tokens if token.name]
        languages = _distinct(names)
        if all(map(self._prose, names)):
            return languages >= _SURE and "," not in line
        return languages > 1 and ("," not in line or languages >= _SURE)

    def _ours(self, token: _Token, tokens: Sequence[_Token]) -> bool:
        """Say whether a token that touches a sentence is of the switcher, not of the sentence."""
        if not self._prose(token.entry):
            return True
        names = [other.entry for other in tokens if other.name]
        return 2 * sum(map(self._prose, names)) > len(names)

    def _head(self, line: str, folded: _Folded, tokens: Sequence[_Token]) -> int:
        """Return where the text begins behind a switcher at the start of the line, or 0."""
        for count in range(len(tokens), max(0, len(tokens) - _TRIES), -1):
            taken, last = tokens[:count], tokens[count - 1]
            end = folded.at[last.end]
            rest = line[end:].lstrip(_BETWEEN)
            start = len(line) - len(rest)
            if not self._proves(line[:start], taken):
                return 0
            if last.entry.code or not self._ours(last, taken):
                continue
            if start > end:
                if rest[:1].islower() and line != line.lower() and count < _SURE:
                    continue
            elif not (_joint(line, end) or (_glued(line, taken[-2:]) and last.entry.own)):
                continue
            return start
        return 0

    def _tail(self, line: str, folded: _Folded, chains: Sequence[_Chain]) -> int:
        """Return where the text ends before a switcher at the end of the line."""
        size = len(folded.text)
        start = next((i for i, chain in enumerate(chains) if chain.reach == size), size)
        tokens = _tokens(chains, start)
        for skipped in range(min(len(tokens), _TRIES)):
            taken, first = tokens[skipped:], tokens[skipped]
            begin = folded.at[first.start]
            rest = line[:begin].rstrip(_BETWEEN)
            if not self._proves(line[begin:], taken):
                break
            if first.entry.code or not (first.entry.label or self._ours(first, taken)):
                continue
            apart = len(rest) < begin or rest[-1:] in _ENDS
            if apart or _joint(line, begin) or (_glued(line, taken[:2]) and first.entry.own):
                return len(rest)
        return len(line)

    def _little(self, line: str, kept: Span, folded: _Folded, chains: Sequence[_Chain]) -> bool:
        """Say whether what is kept of a line is but a few words beside a long switcher."""
        names: list[_Token] = []
        at = 0
        while at < len(folded.text):
            free = not at or _joint(line, folded.at[at])
            if free and chains[at].token:
                names += [token for token in _tokens(chains, at) if token.name]
                at = chains[at].reach
            else:
                at += 1
        prose = sum(self._prose(token.entry) for token in names)
        if len(names) < _SURE or ("," in line and 2 * prose > len(names)):
            return False
        share = sum(token.end - token.start for token in names) / len(folded.text)
        if kept == (0, len(line)):
            return len(names) > _SURE and share > _MOST
        rest = line[slice(*kept)].strip()
        return share > _MOST and rest[-1:] not in _ENDS and len(rest.split()) <= _SURE


def _tokens(chains: Sequence[_Chain], start: int) -> list[_Token]:
    """Return the tokens of the chain that begins at a place."""
    tokens: list[_Token] = []
    reach = chains[start].reach
    while start < reach:
        token = chains[start].token
        if token is None:
            start += 1
        else:
            tokens.append(token)
            start = token.end
    return tokens


def _distinct(entries: Iterable[Entry]) -> int:
    """Count the languages that are named."""
    return len({min(entry.languages) for entry in entries if not entry.label})


def _codes_alone(line: str, codes: Sequence[_Token]) -> bool:
    """Say whether codes that fill a line are a switcher, and not a word or two."""
    languages = {min(code.entry.languages) for code in codes}
    major = len(languages & _MAJOR)
    if len(languages) < _PAIR or not major:
        return False
    if any(before.end == code.start for before, code in pairwise(codes)):
        # "Ende" is a word and "item" another: glued codes need more than to fit.
        return (
            not line.istitle()
            and (major == len(languages) or line != line.lower())
            and (bool(languages & {"en", "fr"}) or len(languages) > _PAIR)
        )
    proofs = sum(not any(language in _WORDS for language in code.entry.languages) for code in codes)
    return proofs > 0 or major > _PAIR or line == line.upper()


def _joint(line: str, at: int) -> bool:
    """Say whether a name can end, and a sentence begin, at a place without a space."""
    before, behind = line[at - 1], line[at]
    if not (before.isalpha() and behind.isalpha()):
        return True
    return behind.isupper() > before.isupper() or _script(before) != _script(behind)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _glued(line: str, tokens: Sequence[_Token]) -> bool:
    """Say whether a line without capitals holds two tokens with nothing between."""
    return len(tokens) == _PAIR and tokens[0].end == tokens[1].start and line == line.lower()


_FOLDS: dict[str, str] = {}


def fold(text: str) -> _Folded:
    """Return text without case, marks and look-alike letters, and where each letter was.

    >>> fold("Češtině").text
    'cestine'
    """
    pieces: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        piece = _FOLDS.get(character)
        if piece is None:
            piece = _FOLDS[character] = _fold(character)
        if piece == " " and pieces and pieces[-1] == " ":
            continue
        pieces.append(piece)
        at.extend([place] * len(piece))
    return _Folded("".join(pieces), [*at, len(text)])


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    letters = unicodedata.normalize("NFKD", character).casefold().translate(_LOOKALIKES)
    return "".join(
        letter
        for letter in letters
        if letter not in "'‘’ʻʼ`´" and unicodedata.category(letter) not in {"Mn", "Cf"}
    )
