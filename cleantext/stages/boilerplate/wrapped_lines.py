"""Lines that mail, an agency or a page of print broke at a width, put together again.

Whether a text is wrapped is judged by all its lines: they are about as long, or the next word
would not have fitted, and they end anywhere in a sentence: in an article, in a preposition,
in half of a word. A paragraph ends at a blank line, before an item of a list, and in a line
that ends a sentence and would have had room for the next word. Verse, lists, tables, subheads
and addresses end their lines before the width, and never in the middle of a phrase.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.stages.boilerplate.broken_lines import begins_small
from cleantext.stages.boilerplate.hyphens import Hyphens
from cleantext.text.lines import lines, trimmed

RULE = "boilerplate.wrapped"
REASON = "Lines as long as a page is wide are no paragraphs (RFC 3676: lines flow together)."

NARROWEST, WIDEST = 28, 110
"""Text is wrapped at 30 to 100 columns, more or less."""
VERSE = 32
"""Lines that are narrower may be verse, unless a phrase is broken."""
LONG = 0.55
"""A line of 55 % of the width may be broken there, even if the right edge is ragged."""
SHORT, RAGGED = 0.7, 0.8
"""A line that ends a paragraph and a sentence is less long than this part of the width, which
is more where the right edge is ragged; and so is a line before a name that ends neither."""
EXACT = 0.92
"""92 % of the lines had no room for another word where the right edge is exact."""
SHORT_EXACT, SHORT_RAGGED = 1, 0.5
"""For each line that is broken at the width, at most one (exact) or half a line (ragged edge) is
shorter and ends no sentence."""
OUTLIERS = 20
"""One in 20 lines may be longer than the width."""
BOUND = 0.2
"""At least 20 % of the lines of prose end in a word that another has to follow."""
FEW, MANY = 3, 6
"""3 lines prove little, and 6 much, where none of them ends in such a word."""

_HYPHENS = "-\u2010\u00ac\u00ad"
_BROKEN = re.compile(rf"[^\W\d_][{_HYPHENS}]\Z")
_SIGNS = ("\u00ac", "\u00ad")
_CLOSING = " \u00a0\u202f\"'»”’)]"
_FINAL = ".!?…"
_KEPT = re.compile(r"[^\W_]-\Z")
_ITEM = re.compile(r"[-–—•*▪◦●■►→✓·|]|[+>]\s|\d{1,3}[.)]\s|[a-z]\)\s", re.IGNORECASE)
_INNER = re.compile(r"\w{3}[.!?…] \w")
_DASHES = "-–—"
_FIRST = re.compile(r"\S+")
_LAST = re.compile(r"[^\W\d_]+\Z")


class _Line(NamedTuple):
    """A line that is not blank.

    Attributes:
        start: Where it begins, without the white space around it.
        end: Where it ends.
        text: What stands there.
        width: How many columns it has, its indentation included.
        indent: How many of them are indentation.
        apart: Whether it begins a paragraph by the blank lines or the indentation before it.
        item: Whether it looks like an item of a list or a speech in a dialogue.
    """

    start: int
    end: int
    text: str
    width: int
    indent: int
    apart: bool
    item: bool


class _Break(NamedTuple):
    """What the end of a line and the beginning of the next one look like.

    Attributes:
        final: The line ends a sentence.
        full: It had no room for the next word.
        tight: It had hardly any.
        long: It is long enough to be broken there.
        broken: It ends in the middle of a word, which goes on in lowercase.
        kept: It ends in a hyphen that stays, whatever the word.
        bound: It ends in a word that another has to follow.
        small: The next line begins with a small letter.
        comma: The line ends in a comma.
    """

    final: bool
    full: bool
    tight: bool
    long: bool
    broken: bool
    kept: bool
    bound: bool
    small: bool
    comma: bool


class _Layout(NamedTuple):
    """How a text is wrapped.

    Attributes:
        width: At how many columns.
        exact: Whether each line holds all words that it had room for.
        cased: Whether the text has capitals.
        parted: Whether blank lines or indentations part its paragraphs.
    """

    width: int
    exact: bool
    cased: bool
    parted: bool


@dataclass(frozen=True, slots=True)
class WrappedLines:
    """The rule that puts wrapped lines together.

    Attributes:
        hyphens: Says which hyphens belong to words.
        open_words: No sentence ends in these.
        furniture: Whether a line is furniture for sure, which no sentence goes on in.
    """

    hyphens: Hyphens
    open_words: Collection[str]
    furniture: Callable[[str], bool]

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Yield the edits that join the lines of each paragraph."""
        text = document.text
        signed = any(sign in text and f"{sign}\n" in text for sign in _SIGNS)
        narrow = _is_narrow(text)
        if not (signed or narrow):
            return
        given = _lines(text)
        width = _width(given)
        cased = not text.islower()
        breaks = [
            None if lower.apart else self._break(upper, lower, width)
            for upper, lower in pairwise(given)
        ]
        layout = self._layout(given, breaks, width, cased=cased) if narrow else None
        doubtful = _doubtful(breaks) if cased else set[int]()
        joined = [
            at
            for at in range(len(breaks))
            if at not in doubtful and self._joins(given, breaks, at, layout)
        ]
        yield from self._edits(given, breaks, joined)

    def _break(self, upper: _Line, lower: _Line, width: int) -> _Break:
        line = upper.text
        first = _FIRST.match(lower.text)
        room = width - upper.width - 1 - len(first[0] if first else "")
        broken = bool(_BROKEN.search(line)) and lower.text[0].isalpha()
        broken = broken and (line[-1] in _SIGNS or lower.text[0].islower())
        # A capital or a figure behind a hyphen: Saint-Aubin, Covid-19.
        kept = bool(_KEPT.search(line)) and lower.text[0].isalnum()
        word = _LAST.search(line)
        bare = line.rstrip(_CLOSING)
        return _Break(
            final=not broken and bare[-1:] in _FINAL and bare != "",
            full=broken or room < 0,
            tight=broken or room < 2,  # noqa: PLR2004 - as where quotes were longer
            long=broken or kept or room < 0 or upper.width >= LONG * width,
            broken=broken,
            kept=kept,
            bound=broken or kept or bool(word and word[0].lower() in self.open_words),
            small=begins_small(lower.text),
            comma=line[-1] == ",",
        )

    def _layout(
        self,
        given: Sequence[_Line],
        breaks: Sequence[_Break | None],
        width: int,
        *,
        cased: bool,
    ) -> _Layout | None:
        """Say how a text is wrapped; None: it is not, or nothing proves it."""
        found = [
            (each, upper)
            for each, upper, lower in zip(breaks, given, given[1:], strict=False)
            if each and not lower.item
        ]
        inside = [each for each, _ in found if each.long and not each.final]
        ends = sum(each.final for each, _ in found)
        count = len(inside)
        if not NARROWEST <= width <= WIDEST or not count or 2 * count < ends:
            return None
        bound = sum(each.bound for each in inside)
        small = sum(each.small or each.bound for each in inside) if cased else count
        # Lines of a list or a table between the paragraphs say nothing of the right edge.
        sure = [each for each in inside if each.bound or (cased and each.small)] or inside
        exact = sum(each.full for each in sure) >= EXACT * len(sure)
        if 2 * small < count or not self._is_proven(inside, given, width, cased=cased):
            return None
        short = [upper.text for each, upper in found if not (each.long or each.final)]
        most = count * (SHORT_EXACT if exact and bound >= BOUND * count else SHORT_RAGGED)
        if len(short) > most and sum(not self.furniture(line) for line in short) > most:
            return None
        return _Layout(width, exact, cased, any(line.apart for line in given))

    def _is_proven(
        self, inside: Sequence[_Break], given: Sequence[_Line], width: int, *, cased: bool
    ) -> bool:
        """Say whether what lines end in, or how they fit, is more than chance."""
        count = len(inside)
        bound = sum(each.bound for each in inside)
        full = all(each.full for each in inside)
        # An open word before a capital alone is the end of a sentence that was cut off.
        small = cased and all(each.small or each.bound for each in inside)
        small = small and any(each.small for each in inside)
        if bound >= max(2, BOUND * count) or (bound and count <= MANY and (small or full)):
            return True
        if width < VERSE or given[-1].text[-1] in ",;:":
            return False
        if full and count >= FEW and any(_INNER.search(line.text) for line in given):
            return True
        if full and count >= MANY:
            return True
        tight = all(each.tight for each in inside)
        commas = sum(each.comma for each in inside)
        return small and tight and count >= FEW and 2 * commas < count

    def _joins(
        self,
        given: Sequence[_Line],
        breaks: Sequence[_Break | None],
        at: int,
        layout: _Layout | None,
    ) -> bool:
        """Say whether a line goes on in the next one."""
        each, upper, lower = breaks[at], given[at], given[at + 1]
        if each is None:
            return False
        if layout is None:
            return each.broken and upper.text[-1] in _SIGNS
        if lower.item and (upper.item or each.final or not _goes_on_in_dash(upper, lower, each)):
            return False
        if not self._is_inside(given, breaks, at):
            return False
        if each.broken or each.kept:
            return True
        if each.final:
            following = breaks[at + 1] if at + 1 < len(breaks) else None
            return _goes_on_behind(upper, each, following, layout)
        if each.full or upper.text[-1] == ":":
            return each.full
        if layout.exact:
            likely = each.small if layout.cased else each.bound
        else:
            likely = each.bound or each.small or upper.width >= SHORT * layout.width
        return each.long and likely

    def _is_inside(self, given: Sequence[_Line], breaks: Sequence[_Break | None], at: int) -> bool:
        """Say whether neither of two lines is furniture; a full line between others never is."""
        return not any(
            self.furniture(given[place].text)
            and not (place and (before := breaks[place - 1]) and before.full and not before.final)
            for place in (at, at + 1)
        )

    def _edits(
        self, given: Sequence[_Line], breaks: Sequence[_Break | None], joined: Sequence[int]
    ) -> Iterator[Edit]:
        """Yield an edit for each line end that goes, with the hyphen that goes with it."""
        stays: dict[int, bool | None] = {}
        for at in joined:
            each, line, following = breaks[at], given[at].text, given[at + 1].text
            if each and each.broken:
                sign = line[-1] in _SIGNS
                stays[at] = False if sign else self.hyphens.belongs(line[:-1], following)
        parts = any(stay is False for stay in stays.values())
        for at in joined:
            upper, lower = given[at], given[at + 1]
            if at not in stays:
                glued = upper.text[-1] in "'’" or ((each := breaks[at]) and each.kept)
                yield Edit(upper.end, lower.start, "" if glued else " ", RULE)
                continue
            stay = stays[at]
            if stay is None:
                # Where other words are parted, this one is, too.
                stay = not parts and self.hyphens.are_words(upper.text[:-1], lower.text)
            yield Edit(upper.end - (not stay), lower.start, "", RULE)


def _is_narrow(text: str) -> bool:
    """Say at a glance whether a text may be wrapped.

    Most of it stands in lines that are no longer than a page is wide, and of these no more
    than two in three are short and end no sentence, as those of menus do.
    """
    count = text.count("\n")
    if not count or len(text) > (WIDEST + 1) * (count + 1):
        return False
    pieces = text.split("\n")
    narrow = [line for line in pieces if 0 < len(line) <= WIDEST]
    if 2 * sum(map(len, narrow)) < len(text) - count or not narrow:
        return False
    widths = sorted(map(len, narrow), reverse=True)
    least = LONG * widths[len(widths) // OUTLIERS]
    short = sum(len(line) < least and line[-1] not in _FINAL for line in narrow)
    return short <= 2 * (len(narrow) - short) + 1


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank."""
    spans = lines(text)
    bare = [trimmed(text, *span) for span in spans]
    filled = [at for at, (start, end) in enumerate(bare) if start < end]
    blanks = [after - at - 1 for at, after in pairwise(filled)]
    # Where a blank line follows each line, two of them part paragraphs.
    spaced = 10 * blanks.count(0) < len(blanks)
    found: list[_Line] = []
    for at, blank in zip(filled, (0, *blanks), strict=False):
        start, end = bare[at]
        piece = text[start:end]
        indent = start - spans[at].start
        apart = bool(found) and (blank > spaced or indent > found[-1].indent + 1)
        item = bool(_ITEM.match(piece))
        found.append(_Line(start, end, piece, indent + end - start, indent, apart, item))
    return found


def _doubtful(breaks: Sequence[_Break | None]) -> set[int]:
    """Return the breaks in blocks where each line begins with a capital, but had not to.

    They are lists or verse between the paragraphs of a text that has its capitals.
    """
    found: set[int] = set()
    block: list[int] = []
    for at, each in enumerate((*breaks, None)):
        if each:
            block.append(at)
            continue
        inside = [one for place in block if (one := breaks[place]) and not one.final]
        sure = any(one.bound or one.small for one in inside)
        if len(inside) > 1 and not sure and not all(one.full for one in inside):
            found.update(block)
        block = []
    return found


def _width(given: Sequence[_Line]) -> int:
    """Return the width that a text is wrapped at, if it is: few lines are longer."""
    widths = sorted((line.width for line in given if line.width <= WIDEST), reverse=True)
    return widths[len(widths) // OUTLIERS] if widths else 0


def _goes_on_behind(upper: _Line, each: _Break, following: _Break | None, layout: _Layout) -> bool:
    """Say whether a paragraph goes on behind a line that ends a sentence."""
    if following and not following.long and not following.final:
        return False  # a subhead
    if layout.exact:
        return each.full and upper.width >= SHORT * layout.width
    return upper.width >= (LONG if layout.parted else RAGGED) * layout.width


def _goes_on_in_dash(upper: _Line, lower: _Line, each: _Break) -> bool:
    """Say whether a dash at the beginning of a line is one inside a sentence."""
    return lower.text[0] in _DASHES and each.full and upper.text[-1] not in ":;,"
