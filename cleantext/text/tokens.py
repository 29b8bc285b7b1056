"""Tokens of a sentence: words and signs, as concordancers count them.

No letter of a language stands here: what an apostrophe elides, which pronouns a hyphen glues behind
a verb and which words stay whole is said by the language pack.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

import regex

from cleantext.changes import Span, new_tuple
from cleantext.text.segmenter import SentenceVocabulary

_TOKEN = regex.compile(
    r"""(?x)
    (?:https?://|www\.)[^\s<>«»"]+(?<![.,;:!?…)\]'’])  # the address of a page
    |[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}    # an address of mail
    |(?:(?<!\w)\p{L}\.){2,}                              # U.S.A.
    |\d+(?:[.,:]\d+)+(?!\w)                             # 3,5
    |\w+(?:[-‐‑'’]\w+){0,12}+
    |([.!?…=*\#~-])\1*+                                  # ...
    |\S"""
)
_HYPHENS = "-‐‑"
_CHUNK = re.compile(r"\S+")
_POINT = "."
_KNOWN = 1 << 15
"""Chunks between spaces whose tokens are remembered: most of a text were there before."""
_SHORT = 32
"""Code points of the longest of them."""


class TokenVocabulary:
    """What a language says of its tokens.

    Args:
        sentences: What it says of its sentences; a point behind an abbreviation is a part of it.
        elisions: Lowercase words that lost a letter before an apostrophe: l, qu.
        enclitics: Lowercase pronouns that a hyphen glues behind a verb: il, vous.
        whole: Lowercase words that stay whole, with a hyphen or a straight apostrophe in them.
        linking: The letter between a verb and a pronoun so that two vowels do not meet: a-t-il.
    """

    __slots__ = ("_elisions", "_enclitics", "_linking", "_parts", "_sentences", "_whole")

    def __init__(
        self,
        sentences: SentenceVocabulary,
        elisions: Collection[str] = (),
        enclitics: Collection[str] = (),
        whole: Collection[str] = (),
        linking: str = "",
    ) -> None:
        self._sentences = sentences
        self._elisions = frozenset(elisions)
        self._enclitics = frozenset(enclitics)
        self._whole = frozenset(whole)
        self._parts = lru_cache(_KNOWN)(self._found)
        self._linking = tuple(f"{sign}{linking}" for sign in _HYPHENS) if linking else ()

    def tokens(self, sentence: str) -> list[Span]:
        """Return the tokens of a sentence: all of it but its white space.

        The point that ends a sentence is a token, also behind an abbreviation that may end one.

        >>> words = TokenVocabulary(SentenceVocabulary({"m"}), {"l", "d", "aujourd"}, {"il"},
        ...                         {"aujourd'hui"}, "t")
        >>> sentence = "M. Roy a-t-il vu l’eau d’aujourd’hui (3,5 m)..."
        >>> print(*(sentence[start:end] for start, end in words.tokens(sentence)))
        M. Roy a -t-il vu l’ eau d’ aujourd’hui ( 3,5 m ) ...
        """
        found: list[Span] = []
        for match in _CHUNK.finditer(sentence):
            at, behind = match.span()
            find = self._parts if behind - at <= _SHORT else self._found
            parts = find(match[0], behind == len(sentence))
            found += [new_tuple(Span, (at + start, at + end)) for start, end in parts]
        return found

    def _found(self, chunk: str, last: bool) -> list[Span]:  # noqa: FBT001 - as `lru_cache` keys it
        """Return the tokens of what no space parts, the last of a sentence or not."""
        found: list[Span] = []
        at = 0
        while match := _TOKEN.search(chunk, at):
            start, end = match.span()
            if chunk[start].isalnum():
                found += self._parted(chunk, start, end, last=last)
                end = found[-1].end
            else:
                found.append(Span(start, end))
            at = end
        return found

    def _parted(self, chunk: str, start: int, end: int, *, last: bool) -> Iterator[Span]:
        """Yield what an apostrophe elides, or the parts of what neither space nor sign parts."""
        word = chunk[start:end].lower().replace("’", "'")
        elided, sign, _ = word.partition("'")
        if sign and word not in self._whole and elided in self._elisions:
            yield Span(start, start + len(elided) + 1)
            return  # what follows is looked at again
        cut = 0 if word in self._whole else self._enclitic_at(chunk[start:end])
        if cut:
            yield Span(start, start + cut)
            start += cut
        yield Span(start, self._pointed_end(chunk, start, end, last=last))

    def _enclitic_at(self, word: str) -> int:
        """Return where a pronoun begins that a hyphen glues to a word; 0: nowhere."""
        at = max(map(word.rfind, _HYPHENS))
        if at < 1 or word[at + 1 :].lower() not in self._enclitics:
            return 0
        linked = word[:at].lower()
        length = next((len(each) for each in self._linking if linked.endswith(each)), 0)
        return at - length if length < at else at

    def _pointed_end(self, chunk: str, start: int, end: int, *, last: bool) -> int:
        """Return where an abbreviation ends, with its point; of others where they end."""
        if chunk[end : end + 2] == ".." or chunk[end : end + 1] != _POINT:
            return end
        word = chunk[start:end].lower()
        if word in self._sentences.abbreviations:
            return end + 1
        ends = last and end + 1 == len(chunk)
        return end + 1 if f"{word}." in self._sentences.abbreviations and not ends else end
