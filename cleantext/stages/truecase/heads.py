"""Beginnings of sentences that no full stop parts from what stands before them.

What follows a dateline or a rubric begins a sentence (`Lyon (AFP) - Trois suspects`), and so
does a short cry or question in quotation marks (`il a crié « Au secours ! »`).
"""

import re
from collections.abc import Collection, Iterator

_DASH = re.compile(r" (?:--?|[–—]) (?=\W{0,2}\w)")
_LONGEST_HEAD = 70
"""How many code points a rubric or a dateline has at most."""
_MOST_WORDS = 4
"""How many words a rubric has at most; a dateline's date and agency do not count."""
_SHORTEST_REST = 20
"""What follows has at least so many code points: a pair of teams is no head."""
_ASIDE = 120
"""A second dash within so many code points shows an aside."""
_BRACKET = re.compile(r" ?\(([^()]{2,40})\)\Z")
_AND = re.compile(r" ?[/,&] ?| et | avec ")
_DATE = re.compile(r",? (?:le )?\d{1,2}(?:er)? [^\W\d_]{3,9}\.?(?: \d{4})?\Z")
_NOT_IN_HEAD = re.compile(r"[.:!?;«»\"…\d]")
_FIRST = re.compile(r"[^\W_]+")
_TIME = re.compile(r"\d{1,2} ?[h:] ?\d{2}\Z")
# It begins with the sign alone: a search for a choice of signs is fast, one behind others is not.
_CRY = re.compile(
    r"[«\"“](?:(?<=«)\s?|(?<!«)(?<![^\s(’'].))(?=\w)([^«»\"“”.!?…:\n]{2,50})[!?]+\s?[»\"”]"
)
_CRY_WORDS = 6
"""How many words a cry has at most: longer ones may be a part of the sentence around them."""


def heads(text: str, openers: Collection[str], agencies: frozenset[str]) -> Iterator[int]:
    """Yield the offsets behind datelines and rubrics of one to four words.

    Args:
        text: In lowercase.
        openers: As `segmenter.sentences` wants them; no rubric begins with one.
        agencies: Names of press agencies, in lowercase.

    >>> text = "lyon, 4 mars (reuters) - trois suspects ont parlé"
    >>> [text[at:] for at in heads(text, {"le"}, frozenset({"reuters"}))]
    ['trois suspects ont parlé']
    >>> list(heads("le parti - allié aux verts - a gagné", {"le"}, frozenset({"reuters"})))
    []
    """
    for match in _DASH.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        head = text[start : match.start()]
        if not 1 < len(head) <= _LONGEST_HEAD:
            continue
        rest = text[match.end() : match.end() + _ASIDE].partition("\n")[0]
        if len(rest) >= _SHORTEST_REST and _is_head(head, rest, openers, agencies):
            yield match.end()


def cries(text: str) -> Iterator[int]:
    """Yield the offsets at which short cries and questions in quotation marks begin.

    >>> text = "il a crié « au feu ! » et fui « le feu »"
    >>> [text[at:][:8] for at in cries(text)]
    ['au feu !']
    """
    if "!" in text or "?" in text:
        for match in _CRY.finditer(text):
            if match[1].strip().count(" ") < _CRY_WORDS:
                yield match.start(1)


def _is_head(head: str, rest: str, openers: Collection[str], agencies: frozenset[str]) -> bool:
    """Does a sentence begin behind the head of a line and its dash?"""
    if _TIME.match(head):
        return True
    bracket = _BRACKET.search(head)
    if bracket:
        head = head[: bracket.start()]
        if not agencies.issuperset(_AND.split(bracket[1])):
            return False
    date = _DATE.search(head)
    place = head[: date.start()] if date else head
    count = place.count(" ") + 1
    if count > _MOST_WORDS or _NOT_IN_HEAD.search(place):
        return False
    if bracket or date:
        return True
    if "," in place or _DASH.search(rest) or _opens(place, openers):
        return False
    return count == 1 or _opens(rest, openers)


def _opens(text: str, openers: Collection[str]) -> bool:
    match = _FIRST.search(text)
    word = match[0] if match else ""
    return word in openers or f"({word})" in openers
