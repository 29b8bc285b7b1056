"""Names of languages, found in text that may hold them with nothing between.

Names and text are compared folded, so that `Cestina`, `ČEŠTINA` and `čeština` are one name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleantext.changes import new_tuple
from cleantext.text.folding import folded

LABEL = "mul"
"""What a list calls the language of a label such as "Select language" (ISO 639-2)."""
CODES = "zxx"
"""What a list calls the language that codes such as `fr` are written in (ISO 639-2)."""
OWN = "own"
"""A tongue of every name that its own language writes."""

_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
SEPARATORS = frozenset(" |/\\·•∙‧・,;:()[]{}<>‹›-–—_*+#=~▼▾▿◂►▸→←↓⌄✓✔°．" + _FLAGS)
"""What may stand between two names, flags (two regional indicators each) included."""

_KEY = 2
"""Names are looked up by their first or last 2 letters first."""
_EDGE = 4
"""Whether a name can stand at an end of a text is first asked of 4 of its letters."""
_SIZES = range(_KEY, _EDGE + 1)
_folded_edge = lru_cache(1 << 12)(folded)
_ONLY_CODES = frozenset({CODES})
_CODE_SIZES = (2, 3)
_WHOLE = 5
"""Where a name of 5 letters begins, no code does: `english` is not `en`, `gl` and `is`."""
_NAME, _CODE = 2, 3
"""What a name and a code cost: of two ways to read letters, the one with fewer codes."""
_BEFORE_REGION = (" ", "(")
_REGION = re.compile(r" ?\((?:[^()]|\([^()]{1,20}\)){1,30}\)")
_COUNT = re.compile(r"(?<!\d)\d{1,3} (?=\w)")


class Token(NamedTuple):
    """A name, label or code in folded text.

    Attributes:
        start: Where it begins in the folded text.
        end: Where it ends, behind a region in brackets.
        text: Its letters, folded.
        languages: The languages that it may name.
        tongues: The languages that it may be written in.
    """

    start: int
    end: int
    text: str
    languages: frozenset[str]
    tongues: frozenset[str]

    @property
    def label(self) -> bool:
        """Whether it says what follows, as "Select language" does."""
        return LABEL in self.languages

    @property
    def code(self) -> bool:
        """Whether it can only be a code."""
        return self.tongues == _ONLY_CODES

    @property
    def name(self) -> bool:
        """Whether it is the name of a language."""
        return not (self.label or self.code)


class _Chain(NamedTuple):
    """The best way on from a place: how far it leads, at what cost, by which token."""

    reach: int
    cost: int
    token: Token | None


class _Sets(dict[tuple[str, ...], frozenset[str]]):
    """The set of the members of each tuple, one object for all who ask for it."""

    def __missing__(self, members: tuple[str, ...]) -> frozenset[str]:
        found = self[members] = frozenset(members)
        return found


class LanguageNames:
    """A list of names, labels and codes.

    Args:
        rows: A name, the language that it names and the language that it is written
            in; `mul` names a label, `zxx` marks a code.

    >>> names = LanguageNames([("Deutsch", "de", "de"), ("English", "en", "en")])
    >>> [[token.text for token in run] for run in names.runs("deutsch english! english")]
    [['deutsch', 'english'], ['english']]
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Fold the names."""
        self._entries: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        sets = _Sets()  # there are few, and thousands of names
        for name, code, tongue in rows:
            language = code.partition("_")[0]
            whole = folded(name).strip()
            named = sets[language,]
            tongues = sets[(tongue, OWN) if language == tongue else (tongue,)]
            for form in (whole, whole.replace(" ", "")) if " " in whole else (whole,):
                known = self._entries.get(form)
                self._entries[form] = (
                    (known[0] | named, known[1] | tongues) if known else (named, tongues)
                )
        self._names = frozenset(
            form for form, (_, tongues) in self._entries.items() if tongues != _ONLY_CODES
        )
        self._heads = frozenset(form[:_EDGE] for form in self._names)
        self._tails = frozenset(form[-_EDGE:] for form in self._names)
        self._codes = self._entries.keys() - self._names

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """How long the forms are that begin with each key."""
        return _lengths((form[:_KEY], form) for form in self._entries)

    @cached_property
    def _endings(self) -> dict[str, list[int]]:
        """How long the names are that end with each key."""
        return _lengths((form[-_KEY:], form) for form in self._names)

    def __contains__(self, text: str) -> bool:
        """Return whether folded text is a name or label and nothing else."""
        return text in self._names

    def begin(self, text: str) -> bool:
        """Say cheaply, of text that is not folded, whether a name can stand at its start."""
        edge = text[:_EDGE]
        if edge.isascii():
            return edge.lower() in self._heads
        edge = _folded_edge(edge)
        return any(edge[:size] in self._heads for size in _SIZES)

    def end(self, text: str) -> bool:
        """Say cheaply, of text that is not folded, whether a name can stand at its end."""
        edge = text[-_EDGE:]
        if edge.isascii():
            return edge.lower() in self._tails
        edge = _folded_edge(edge)
        return any(edge[-size:] in self._tails for size in _SIZES)

    def ends(self, text: str) -> bool:
        """Return whether folded text ends with a name or label."""
        lengths = self._endings.get(text[-_KEY:], ())
        return any(text[-length:] in self._names for length in lengths)

    def within(self, text: str) -> bool:
        """Return whether folded text holds a name or label, be it inside of a word."""
        # Half a surrogate pair has no UTF-8.
        return bool(self._automaton.find_matches_as_indexes(text.encode("utf-8", "replace")))

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        names = [name.encode() for name in self._names]
        return BytesAhoCorasick(names, implementation=Implementation.ContiguousNFA)

    def between_codes(self, text: str) -> bool:
        """Return whether folded text begins and ends with a code, be it a part of a word."""
        starts, ends = (text[:size] for size in _CODE_SIZES), (text[-size:] for size in _CODE_SIZES)
        return any(map(self._codes.__contains__, starts)) and any(
            map(self._codes.__contains__, ends)
        )

    def matches(self, text: str, start: int) -> Iterator[Token]:
        """Yield what begins at a place of folded text, the longest first."""
        for length in self._lengths.get(text[start : start + _KEY], ()):
            end = start + length
            form = text[start:end]
            entry = self._entries.get(form)
            if entry is None or end > len(text):
                continue
            token = new_tuple(Token, (start, end, form, *entry))
            region = _REGION.match(text, end) if text[end : end + 1] in _BEFORE_REGION else None
            if region and not token.code:
                yield token._replace(end=region.end())
            yield token
        count = _COUNT.match(text, start) if text[start : start + 1].isdecimal() else None
        if count:
            # "35 languages"
            found = (token for token in self.matches(text, count.end()) if token.label)
            yield from (token._replace(start=start) for token in found)

    def runs(self, text: str) -> Iterator[list[Token]]:
        """Yield the longest rows of tokens in folded text, with but separators between."""
        chains = self._chains(text)
        at = 0
        while at < len(text):
            tokens = _tokens(chains, at)
            if tokens:
                yield tokens
            # Codes are in every word: "hausset" must not hide what begins with its "t".
            word = len(tokens) <= _CODE and all(token.code for token in tokens)
            at = at + 1 if word else chains[at].reach

    def _chains(self, text: str) -> list[_Chain]:
        """Return for each place of folded text how far names lead from there."""
        chains = [_Chain(len(text), 0, None)] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            reach, cost, best = start, 0, None
            if text[start] in SEPARATORS:
                reach, cost, _ = chains[start + 1]
            if text[start : start + _KEY] not in self._lengths and not text[start].isdecimal():
                chains[start] = new_tuple(_Chain, (reach, cost, None))
                continue
            named = False
            for token in self.matches(text, start):  # the longest first
                if named and token.code:
                    continue
                named = named or (token.name and len(token.text) >= _WHOLE)
                far, dear, _ = chains[token.end]
                dear += _CODE if token.code else _NAME
                if far > reach or (far == reach and dear < cost):
                    reach, cost, best = far, dear, token
            chains[start] = _Chain(reach, cost, best)
        return chains


def _lengths(forms: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
    """Return for each key how long the forms are that it stands for, the longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for key, form in forms:
        lengths[key].add(len(form))
    return {key: sorted(found, reverse=True) for key, found in lengths.items()}


def _tokens(chains: Sequence[_Chain], start: int) -> list[Token]:
    """Return the tokens of the chain that begins at a place, if one does."""
    tokens: list[Token] = []
    reach = chains[start].reach if chains[start].token else start
    while start < reach:
        token = chains[start].token
        if token:
            tokens.append(token)
        start = token.end if token else start + 1
    return tokens
