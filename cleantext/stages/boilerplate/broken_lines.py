"""Lines that a converter of HTML broke in the middle of a sentence, at a link or an emphasis.

Such a break shows where a line begins with a mark that closes something, or, in a text that has
its capitals, with a small letter. What stands alone between two parts of a sentence is a link.
A line that ends in the middle of a phrase proves nothing by itself: it may be cut off. Nor is a
small letter a proof where no sentence ends below.
"""

import re
from collections.abc import Iterator, Sequence

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.text.lines import trimmed

RULE = "boilerplate.joint"
REASON = "A line that goes on in the middle of a sentence was broken at a tag (HTML 4.01, 9.1)."

LONG = 6
"""One of two parts of a sentence has at least 6 words."""
LINK = 8
"""A link has at most 8 words."""
CASED = 0.5
"""In a text with capitals at least half of the long lines begin with one."""
LONG_LINE = 12
"""A line of 12 words or more is long."""

_CLOSING = re.compile(r"(?:[,;)\]’]|[.:!?»…](?![.\w]))[,.)]?\s*(?=[\w«\"'’(]|[.!?]?$)")
_LINE_END = r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029][ \t\u00a0\u2009\u202f]*+"
_CLOSES = re.compile(_LINE_END + r"[,;)\]’.:!?»…]")
_SMALL = re.compile(_LINE_END + r"[^\W\d_A-Z]")
_TIGHT = ",.)]’'…"
_ENDS = '.!?…:»"”;|>'
_FINAL = frozenset('.!?…»"”')
_TIGHT_BEHIND = "'’("
_ITEM = re.compile(r"[^\w«\"'’(,;.:!?)\]»…]")


def joints(document: Document) -> Iterator[Edit]:
    """Yield the edits that put lines together again."""
    text = document.text
    # Most texts have no line that could go on with the one before.
    if not _CLOSES.search(text) and (text.islower() or not _SMALL.search(text)):
        return
    spans = [trimmed(text, *span) for span in document.segments.lines]
    pieces = [text[start:end] for start, end in spans]
    counts = [piece.count(" ") + 1 for piece in pieces]
    cased = _is_cased(pieces, counts)
    joined = [False] * (len(pieces) + 1)
    whole = [False] * (len(pieces) + 1)
    # From the last line up: what a line goes on with has to come to its end below.
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        whole[at] = piece[-1:] in _FINAL or (joined[at + 1] and whole[at + 1])
        if at and piece and _is_open(pieces[at - 1]) and not _ITEM.match(pieces[at - 1]):
            long = max(counts[at - 1 : at + 1]) >= LONG
            closing = bool(_CLOSING.match(piece)) and (long or whole[at])
            small = cased and piece[0].islower() and counts[at - 1] + counts[at] >= LONG_LINE
            link = joined[at + 1] and counts[at - 1] >= LONG and counts[at] <= LINK
            link = link and not _ITEM.match(piece)
            joined[at] = closing or ((small or link) and whole[at])
    for at in range(1, len(pieces)):
        if joined[at]:
            tight = pieces[at][0] in _TIGHT or pieces[at - 1][-1] in _TIGHT_BEHIND
            yield Edit(spans[at - 1].end, spans[at].start, "" if tight else " ", RULE)


def _is_open(piece: str) -> bool:
    return bool(piece) and piece[-1] not in _ENDS


def _is_cased(pieces: Sequence[str], counts: Sequence[int]) -> bool:
    """Return whether long lines begin with capitals, as they do where there are any."""
    firsts = [
        piece[0]
        for piece, count in zip(pieces, counts, strict=True)
        if count >= LONG_LINE and piece
    ]
    letters = [first for first in firsts if first.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= CASED * len(letters)
