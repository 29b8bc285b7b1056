"""Quotation marks: which open, which close, and which belong together.

Marks are paired within a paragraph, first those of one kind, then what is left over of
different kinds. Then a mark that can only open may have its partner in a later paragraph, if
the next one without a partner can only close. What cannot be paired is told apart, for a guess
would put half a text inside a quotation. All of it is one walk over the marks: linear in the
text.

Most pairs are plain: straight marks with nothing else between them, of which one can only
open and the other only close. Wherever they stand they belong together, and they say nothing
of other marks. So do all marks of a line where each second one can open and each other one
close, with a word right inside and no mark of another kind: there the walk would pair each with
its neighbour. Both are found without the walk (`plain`), which leaves them out.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import Literal, NamedTuple

import regex

from cleantext.changes import Span, new_tuple
from cleantext.rules.lazy_patterns import compile_later
from cleantext.text.places import places

_OTHER_SIGNS = "«»“”"
SIGNS = f'"{_OTHER_SIGNS}'
"""The marks that are nothing else; `<<` and `>>` only count in pairs."""

_ALL_MARKS = compile_later(f"[{SIGNS}]|<<|>>")
_PLAIN = compile_later(
    r"""
    "(?<=(?:\A|[\s(\[{'’—–/*-])")(?=[\p{L}\p{N}])
    [^"«»“”\n]*+
    "(?<=[\p{L}\p{N}.,;:!?…%)]")(?=[\s)\]}.,;:!?…/*]|\Z)
    """,
    regex.VERBOSE,
)
_PRIMED = compile_later(r"\d['’′]\d{1,2}\Z")  # 1'41"11, 48°51'24": seconds
_SOLID = compile_later(r"\s*+\S")
_MOST_PARAGRAPHS = 10
"""Paragraphs of one quotation; a mark that nobody closed may be followed by a stray one."""
_KINDS = {"<<": "«", ">>": "»"}
_OPENERS = {"»": "«", "”": "“"}
_BEFORE_OPENING = frozenset("([{'’«“—–-/*")
_CODE = frozenset("=\\")
_NEVER_CLOSED = _BEFORE_OPENING | _CODE
_AFTER_CLOSING = frozenset(")]}»”.,;:!?…/*")


class Mark(NamedTuple):
    """A quotation mark and what its neighbours say of it.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        sign: The mark as it is written.
        kind: What it can be paired with: its sign, or `loose` for a straight mark with
            a space (or the like) on both sides.
        opens: It can open a quotation.
        closes: It can close one.
    """

    start: int
    end: int
    sign: str
    kind: str
    opens: bool
    closes: bool


class Quote(NamedTuple):
    """A mark and its part in the text.

    Attributes:
        mark: The mark.
        role: It `opens` or `closes` a quotation, `repeats` at the head of a paragraph that
            the quotation goes on, or stands `alone`.
        inner: It was not typed as an outer mark and other marks enclose its pair.
    """

    mark: Mark
    role: Literal["opens", "closes", "repeats", "alone"]
    inner: bool


def plain(text: str, closed: Sequence[Span] = ()) -> list[Span]:
    """Return the plain pairs of straight marks, from before the first to behind the last.

    Args:
        text: Paragraphs, one a line.
        closed: Spans whose marks do not count; where one has any, no pair is plain.

    >>> plain('un "mot" et "un autre", "trois')
    [Span(start=3, end=8), Span(start=12, end=22)]
    """
    if '"' not in text or "<<" in text:
        return []
    if any('"' in text[start:end] for start, end in closed):
        return []
    mixed = any(map(text.__contains__, _OTHER_SIGNS))
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if '"' in line:
            parts = line.split('"')
            if _in_turn(parts) and not (mixed and any(map(line.__contains__, _OTHER_SIGNS))):
                ends = list(accumulate([len(part) + 1 for part in parts[:-1]], initial=start))
                spans = zip(ends[1::2], ends[2::2], strict=True)
                found += [new_tuple(Span, (opening - 1, end)) for opening, end in spans]
            else:
                plain_pairs = _PLAIN.finditer(text, start, start + len(line))
                found += [new_tuple(Span, match.span()) for match in plain_pairs]
        start += len(line) + 1
    return found


def _in_turn(parts: Sequence[str]) -> bool:
    """Whether the straight marks of a line open and close in turn, beyond doubt.

    Args:
        parts: What the marks part: outside, inside, outside and so on.
    """
    if len(parts) % 2 == 0:
        return False
    for outside, inside, behind in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        before, last = outside[-1:], inside[-1:]
        if not inside[:1].isalnum() or (before != " " and (before in _CODE or before.isdigit())):
            return False
        if last.isalpha():  # as most
            continue
        if last in _NEVER_CLOSED or last.isspace():
            return False
        if last.isdigit() and (behind[:1].isdigit() or _PRIMED.search(inside[-4:])):
            return False
    return True


def find(
    text: str, closed: Sequence[Span] = (), passed: Sequence[Span] = (), outer: str = "«"
) -> Iterator[Quote]:
    """Yield the quotation marks of a text, in order, with their parts.

    Args:
        text: Paragraphs, one a line.
        closed: Spans in order whose marks do not count (code, say).
        passed: Spans in order that are not looked into: plain pairs.
        outer: The mark that opens a quotation which no other encloses; where it was typed it
            is meant.

    >>> [(quote.mark.start, quote.role) for quote in find('un "mot" et "un')]
    [(3, 'opens'), (7, 'closes'), (12, 'alone')]
    """
    found: list[Quote] = []
    alone = False
    for marks in _paragraphs(text, closed, passed):
        partners = _partners(text, marks)
        alone = alone or len(partners) < len(marks)
        around: list[bool] = []
        for index, mark in enumerate(marks):
            partner = partners.get(index)
            if partner is None:
                found.append(Quote._make((mark, "alone", False)))
            elif partner > index:
                inner = bool(around) and mark.kind != outer
                around.append(inner)
                found.append(Quote._make((mark, "opens", inner)))
            else:
                found.append(Quote._make((mark, "closes", around.pop())))
    if alone:
        _pair_paragraphs(text, found, passed, outer)
    yield from found


def _pair_paragraphs(text: str, found: list[Quote], passed: Sequence[Span], outer: str) -> None:
    """Pair marks that are left over where one paragraph opens and a later one closes."""
    depth = 0
    last: int | None = None
    for index, (mark, role, _) in enumerate(found):
        if role != "alone":
            depth += 1 if role == "opens" else -1
            continue
        closes = last is not None and _only(mark, "closes") and not is_inch(text, mark)
        if closes and last is not None and depth == 0 and _belong(text, found[last].mark, mark):
            inside = found[last + 1 : index]
            if not _begins_anew(text, found[last].mark, mark, inside, passed):
                found[last] = found[last]._replace(role="opens")
                found[index] = Quote(mark, "closes", inner=False)
                found[last + 1 : index] = _enclosed(inside, outer)
        last = index if depth == 0 and _only(mark, "opens") else None
    heads = {span.start: '"' for span in passed}
    for index in range(len(found) - 1, -1, -1):
        mark, role, _ = found[index]
        if role == "alone" and _only(mark, "opens"):
            head = mark.start == 0 or text[mark.start - 1] == "\n"
            if head and heads.get(_next_head(text, mark.end)) == mark.kind:
                found[index] = found[index]._replace(role="repeats")
        if found[index].role in {"opens", "repeats"}:
            heads[mark.start] = mark.kind


def _begins_anew(
    text: str, first: Mark, last: Mark, inside: Sequence[Quote], passed: Sequence[Span]
) -> bool:
    """Whether a paragraph between two marks begins with a quotation of its own.

    Then the first was likely never closed, and the last never opened.
    """
    heads = [quote.mark.start for quote in inside]
    between = slice(bisect(passed, (first.end,)), bisect(passed, (last.start,)))
    heads += [start for start, _ in passed[between]]
    return any(text[start - 1] == "\n" for start in heads)


def _enclosed(inside: Sequence[Quote], outer: str) -> Iterator[Quote]:
    """Yield the marks of whole pairs as what stands inside a quotation; outer marks stay."""
    around: list[bool] = []
    for quote in inside:
        if quote.role == "opens":
            around.append(quote.inner or quote.mark.kind != outer)
        yield quote._replace(inner=around[-1] if quote.role == "opens" else around.pop())


def _only(mark: Mark, does: Literal["opens", "closes"]) -> bool:
    return mark.kind != "loose" and (mark.opens, mark.closes) == (does == "opens", does == "closes")


def _belong(text: str, first: Mark, last: Mark) -> bool:
    """Whether two marks can enclose a few paragraphs, the first at a head or behind a colon."""
    paragraphs = text.count("\n", first.end, last.start)
    return (
        _OPENERS.get(last.kind, last.kind) == first.kind
        and 0 < paragraphs <= _MOST_PARAGRAPHS
        and text[max(0, first.start - 2) : first.start].rstrip(" \u00a0")[-1:] in {"", "\n", ":"}
    )


def _next_head(text: str, at: int) -> int:
    """Where the next paragraph begins."""
    end = text.find("\n", at)
    while 0 <= end < len(text) and text[end] == "\n":
        end += 1
    return end


def _paragraphs(text: str, closed: Sequence[Span], passed: Sequence[Span]) -> Iterator[list[Mark]]:
    """The marks of each paragraph that has any."""
    marks: list[Mark] = []
    index = 0
    last: Mark | None = None
    for start, sign in _places(text, passed):
        end = start + len(sign)
        if closed:
            while index < len(closed) and closed[index].end <= start:
                index += 1
            if index < len(closed) and closed[index].start <= start:
                continue
        if last and text.find("\n", last.end, start) >= 0:
            yield marks
            marks, last = [], None
        last = _mark(text, start, end, sign, last)
        marks.append(last)
    if marks:
        yield marks


def _places(text: str, passed: Sequence[Span]) -> list[tuple[int, str]]:
    """Return where each mark stands, but for those of some pairs."""
    if "<<" in text:  # there no pair is passed
        return [(match.start(), match[0]) for match in _ALL_MARKS.finditer(text)]
    behind = set(chain.from_iterable((start, end - 1) for start, end in passed))
    return [(at, text[at]) for at in places(text, SIGNS) if at not in behind]


def _mark(text: str, start: int, end: int, sign: str, last: Mark | None) -> Mark:
    """Read from its neighbours whether a mark can open or close a quotation."""
    if sign != '"':
        kind = _KINDS.get(sign, sign)
        return Mark(start, end, sign, kind, kind in _OPENERS.values(), kind in _OPENERS)
    before = text[start - 1] if start else "\n"
    after = text[end : end + 1] or "\n"
    if before in "=\\" or (
        before.isdigit() and (after.isdigit() or _PRIMED.search(text, max(0, start - 4), start))
    ):
        return Mark(start, end, sign, sign, opens=False, closes=False)
    left = before.isspace() or before in _BEFORE_OPENING
    if last and last.end == start:
        left = last.opens and not last.closes
    right = after.isspace() or after in _AFTER_CLOSING
    if left and after in ".…" and text.startswith(("...", "…"), end):
        right = False
    kind = "loose" if left and right else sign
    return Mark._make((start, end, sign, kind, left or not right, right or not left))


def _partners(text: str, marks: Sequence[Mark]) -> dict[int, int]:
    """Return the partner of each mark that has one, both ways, by index."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    count: dict[str, int] = {}
    for index, mark in enumerate(marks):
        kind = _OPENERS.get(mark.kind, mark.kind)
        if mark.closes and count.get(kind):
            other = waiting.pop()
            count[marks[other].kind] -= 1
            while marks[other].kind != kind:
                other = waiting.pop()
                count[marks[other].kind] -= 1
            if _apart(text, marks[other], mark):
                partners[index], partners[other] = other, index
        elif mark.opens:
            waiting.append(index)
            count[mark.kind] = count.get(mark.kind, 0) + 1
    if len(partners) < len(marks):
        _pair_mixed(text, marks, partners)
        _leave_doubtful(marks, partners)
    return partners


def _apart(text: str, first: Mark, last: Mark) -> bool:
    """Whether there is more than space between two marks."""
    if text[first.end].isalnum():
        return first.end < last.start
    found = _SOLID.match(text, first.end)
    return found is not None and found.end() <= last.start


def _pair_mixed(text: str, marks: Sequence[Mark], partners: dict[int, int]) -> None:
    """Pair what is left over where an opening mark meets a closing one of another kind.

    Both must lie in one quotation: a pair is walked into only while no mark waits, and
    no mark that waits inside is looked at outside.
    """
    waiting: list[int] = []
    index = -1
    while (index := index + 1) < len(marks):
        mark = marks[index]
        partner = partners.get(index)
        if partner is not None:
            if partner < index:
                waiting.clear()
            elif waiting:
                index = partner
        elif mark.kind == "loose" or mark.opens == mark.closes:
            continue
        elif mark.opens:
            waiting.append(index)
        elif waiting and not is_inch(text, mark):
            other = waiting.pop()
            if _apart(text, marks[other], mark):
                partners[index], partners[other] = other, index


def _leave_doubtful(marks: Sequence[Mark], partners: dict[int, int]) -> None:
    """Undo the pairs that would be set anew around a mark without a partner.

    Once they were guillemets that mark could pass for their partner.
    """
    alone = 0
    before: list[int] = []
    for index, mark in enumerate(marks):
        partner = partners.get(index)
        if partner is None:
            alone += mark.kind not in {'"', "loose"}
        elif partner > index:
            before.append(alone)
        elif before.pop() != alone and marks[partner].sign + mark.sign != "«»":
            del partners[index], partners[partner]
            alone += (mark.kind != '"') + (marks[partner].kind != '"')


def is_inch(text: str, mark: Mark) -> bool:
    """Whether a straight mark follows a number, where it may stand for inches."""
    return mark.sign == '"' and text[mark.start - 1 : mark.start].isdigit()
