"""Beginnings of sentences that no full stop parts from what stands before them.

What follows a dateline or a rubric begins a sentence (`Lyon (AFP) - Trois suspects`), so does the
second half of a headline (`Budget 2025 | Les élus s'inquiètent`), what stands behind a subhead
between dashes (`- Un long silence - Pendant des mois`), and a short cry or question in quotation
marks (`il a crié « Au secours ! »`).
"""

import re
from collections.abc import Collection, Iterator

from cleantext.languages.pack import Language

_DASH = re.compile(r" (?:--?|[–—|]) (?=\W{0,2}\w)")
_SLASH = re.compile(r"(?m)^([^/\n]{2,40}?)(?:-| [–—-] )(\w{2,12}) ?/ ?(?=\w)")
_SUBHEAD = re.compile(r"(?:--?|[–—]) (?=\S)")
_LONGEST_HEADLINE = 140
"""How many code points a headline has at most."""
_STOPS = frozenset('.!?…»"”:')
_LONGEST_HEAD = 70
"""How many code points a rubric or a dateline has at most."""
_MOST_WORDS = 4
"""How many words a rubric has at most; a dateline's date and agency do not count."""
_SHORTEST_REST = 20
"""What follows has at least 20 code points: a pair of teams is no head."""
_ASIDE = 120
"""A second dash within 120 code points shows an aside."""
_BRACKET = re.compile(r" ?\(([^()]{2,40})\)\Z")
_NOT_IN_HEAD = re.compile(r"[.:!?;«»\"…\d]")
_NOT_IN_HEADLINE = re.compile(r"[.;…(]")
_FIRST = re.compile(r"[^\W_]+")
_CRY = re.compile(
    r"[«\"“](?:(?<=«)\s?|(?<!«)(?<![^\s(’'].))(?=\w)([^«»\"“”.!?…:\n]{2,50})[!?]+\s?[»\"”]"
)
_OPENING, _MARKS = '«"“', (re.compile("!"), re.compile(r"\?"))
_REACH = 60
"""A cry and its opening sign have fewer than 60 code points."""
_CRY_WORDS = 6
"""How many words a cry has at most: longer ones may be a part of the sentence around them."""


class LineHeads:
    """Finds datelines and rubrics of one to four words, as a language writes them.

    >>> from cleantext.languages.pack import load
    >>> heads = LineHeads(load("fr"))
    >>> text = "lyon, 4 mars (reuters) - trois suspects ont parlé"
    >>> [text[at:] for at in heads.find(text)]
    ['trois suspects ont parlé']
    >>> list(heads.find("le parti - allié aux verts - a gagné"))
    []
    """

    def __init__(self, language: Language) -> None:
        """Take the words that open sentences, the agencies, and how dates are written."""
        self._openers = language.openers
        self._agencies = language.agencies
        self._calendar = language.calendar
        between = map(re.escape, language.settings.datelines.between_agencies)
        self._between = re.compile("|".join([" ?[/,&] ?", *(f" {word} " for word in between)]))

    def find(self, text: str) -> Iterator[int]:
        """Yield the offsets behind the heads of the lines of a text in lowercase."""
        for match in _DASH.finditer(text):
            start = text.rfind("\n", 0, match.start()) + 1
            head = text[start : match.start()]
            if not 1 < len(head) <= _LONGEST_HEAD:
                continue
            rest = text[match.end() : match.end() + _ASIDE].partition("\n")[0]
            if len(rest) < _SHORTEST_REST:
                continue
            if _SUBHEAD.match(head):
                begins = not _DASH.search(rest) and not _DASH.search(head)
            else:
                plain = "|" not in match[0] and self._is_head(head, rest)
                begins = plain or self._is_headline(text, start, head, rest)
            if begins:
                yield match.end()
        for match in _SLASH.finditer(text) if "/" in text else ():
            if match[2] in self._agencies:
                yield match.end()

    def _is_headline(self, text: str, start: int, head: str, rest: str) -> bool:
        """Is a line a headline of two halves that one dash parts, or one upright stroke?"""
        if start and text[:start].rstrip(" \n")[-1:] not in _STOPS and text[start - 2] != "\n":
            return False
        end = text.find("\n", start, start + _LONGEST_HEADLINE + 1)
        line = text[start:end] if end >= 0 else text[start : start + _LONGEST_HEADLINE + 1]
        line = line.rstrip()
        if len(line) > _LONGEST_HEADLINE or line[-1] in ".…,;" or _DASH.search(rest):
            return False
        if _opens(head, self._openers) or _NOT_IN_HEADLINE.search(head) or _DASH.search(head):
            return False
        if head.count(" ") < _MOST_WORDS:
            match = _FIRST.match(rest)
            word = match[0] if match else ""
            return not {f"({word})", f"…{word}"} & self._openers
        return _opens(rest, self._openers)

    def _is_head(self, head: str, rest: str) -> bool:
        """Does a sentence begin behind the head of a line and its dash?"""
        if self._calendar.clock.match(head):
            return True
        bracket = _BRACKET.search(head)
        if bracket:
            head = head[: bracket.start()]
            if not self._agencies.issuperset(self._between.split(bracket[1])):
                return False
        date = self._calendar.ending.search(head)
        place = head[: date.start()] if date else head
        count = place.count(" ") + 1
        if count > _MOST_WORDS or _NOT_IN_HEAD.search(place):
            return False
        if bracket or date:
            return True
        if "," in place or _DASH.search(rest) or _opens(place, self._openers):
            return False
        return count == 1 or _opens(rest, self._openers)


def cries(text: str) -> Iterator[int]:
    """Yield the offsets at which short cries and questions in quotation marks begin.

    >>> text = "il a crié « au feu ! » et fui « le feu »"
    >>> [text[at:][:8] for at in cries(text)]
    ['au feu !']
    """
    end = 0
    if "!" not in text and "?" not in text:
        return
    for at in sorted(match.start() for mark in _MARKS for match in mark.finditer(text)):
        # What it begins with is the last such sign before: there is none inside.
        start = max(text.rfind(sign, max(end, at - _REACH), at) for sign in _OPENING)
        match = _CRY.match(text, start) if start >= 0 else None
        if match:
            end = match.end()
            if match[1].strip().count(" ") < _CRY_WORDS:
                yield match.start(1)


def _opens(text: str, openers: Collection[str]) -> bool:
    match = _FIRST.search(text)
    word = match[0] if match else ""
    return word in openers or f"({word})" in openers
