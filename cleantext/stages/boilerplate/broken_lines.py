"""Lines that a converter of HTML broke in the middle of a sentence, at a link or an emphasis.

Such a break shows where a line begins with a mark that closes something or ends in an elided word,
or, in a text that has its capitals, where a line begins with a small letter. What stands alone
between two parts of a sentence is a link. A line that ends in the middle of a phrase proves nothing
by itself: it may be cut off. Nor is a small letter a proof where no sentence ends below. In a text
of short lines it is one behind a name that stands alone, where each line below goes on in lowercase
to the end of the sentence.
"""

import re
from collections.abc import Collection, Iterator, Sequence

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
PHRASE = 2
"""What a name that stands alone goes on with has at least 2 words."""
NAME = 3
"""A name that stands alone has at most 3 words."""

_CLOSING = re.compile(r"(?:[,;)\]’]|[.:!?»](?![.\w])|…(?!\.|\s*\w))[,.)]?\s*(?=[\w«\"'’(]|[.!?]?$)")
_CLOSING_SIGNS = tuple(",;)]’.:!?»…")
"""What `_CLOSING` begins with."""
_OTHER_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS = r"[ \t\u00a0\u2009\u202f]*+"
# Most texts have one kind of line end, which is found much faster than a choice.
_CLOSES, _CLOSES_AT_ANY = (
    re.compile(rf"{end}{_BLANKS}[,;)\]’.:!?»…]") for end in ("\n", f"[\n{_OTHER_ENDS}]")
)
_SMALL, _SMALL_AT_ANY = (
    re.compile(rf"{end}{_BLANKS}[^\W\d_A-Z]") for end in ("\n", f"[\n{_OTHER_ENDS}]")
)
_TIGHT = ",.)]’'…"
_ENDS = '.!?…:»"”;|>'
_FINAL = frozenset('.!?…»"”')
_TIGHT_BEHIND = "'’("
_HALF = re.compile(r"[^\W\d_][-\u00ac\u00ad]")  # what to do with the hyphen, nobody knows here
_INNER = re.compile(r"[^\W\d_]{0,3}?[A-ZÀ-ÖØ-Þ]")  # eBay, iPhone
_ELIDED = re.compile(r"(?<![\w'’-])([^\W\d_]{1,8})['’]\Z")
_ELIDED_END = re.compile("\n(?:(?<=['’]\n)|(?<=['’] \n))")
_ITEM = re.compile(r"[^\w«\"'’(,;.:!?)\]»…]")


def joints(
    document: Document,
    open_words: Collection[str] = frozenset(),
    elisions: Collection[str] = frozenset(),
) -> Iterator[Edit]:
    r"""Yield the edits that put lines together again.

    Args:
        document: Any text.
        open_words: Lowercase function words that begin no sentence; behind a name, a line
            that begins with one of these goes on.
        elisions: Words that no line ends in once they lost their last letter: l', d', qu'.

    >>> document = Document("Le club\nde Brive\na gagné samedi soir la coupe de la ville.")
    >>> list(joints(document))
    []
    >>> document = Document("Le club\nBrivec\na gagné samedi soir la coupe de la ville.")
    >>> document.apply("boilerplate", list(joints(document, {"a"}))).text
    'Le club Brivec a gagné samedi soir la coupe de la ville.'
    """
    text = document.text
    others = any(end in text for end in _OTHER_ENDS)
    closes, smalls = (_CLOSES_AT_ANY, _SMALL_AT_ANY) if others else (_CLOSES, _SMALL)
    if not others and "\n" not in text:
        return
    # Most texts have no line that could go on with the one before.
    elided = bool(elisions) and _ELIDED_END.search(text) is not None
    if not (elided or closes.search(text)) and (text.islower() or not smalls.search(text)):
        return
    spans = document.segments.lines
    pieces = [text[start:end].strip() for start, end in spans]
    counts = [piece.count(" ") + 1 for piece in pieces]
    cased = _is_cased(pieces, counts)
    joined = [False] * (len(pieces) + 1)
    whole = [False] * (len(pieces) + 1)
    around = _around_names(pieces, counts, open_words) if open_words else set[int]()
    # From the last line up: what a line goes on with has to come to its end below.
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        whole[at] = piece[-1:] in _FINAL or (joined[at + 1] and whole[at + 1])
        first = piece[:1]
        doubtful = first in _CLOSING_SIGNS or (cased and first.islower())
        doubtful = first != "" and (doubtful or joined[at + 1] or at in around)
        if at and doubtful and _is_open(pieces[at - 1]) and not _ITEM.match(pieces[at - 1]):
            long = max(counts[at - 1 : at + 1]) >= LONG
            closing = bool(_CLOSING.match(piece)) and (long or whole[at])
            small = cased and begins_small(piece)
            link = joined[at + 1] and counts[at] <= LINK and not _ITEM.match(piece)
            link = link and (counts[at - 1] >= LONG or _is_unfinished(pieces[at - 1], open_words))
            goes_on = elided and (small or joined[at + 1])
            goes_on = goes_on and _is_elided(pieces[at - 1], elisions)
            small = small and counts[at - 1] + counts[at] >= LONG_LINE
            joined[at] = closing or goes_on or ((small or link) and whole[at]) or at in around
    for at in range(1, len(pieces)):
        if joined[at]:
            tight = pieces[at][0] in _TIGHT or pieces[at - 1][-1] in _TIGHT_BEHIND
            before, behind = (trimmed(text, *span) for span in spans[at - 1 : at + 1])
            yield Edit(before.end, behind.start, "" if tight else " ", RULE)


def _around_names(
    pieces: Sequence[str], counts: Sequence[int], open_words: Collection[str]
) -> set[int]:
    """Return the lines that go on with a sentence that was broken at a name."""
    found: set[int] = set()
    for at in range(2, len(pieces)):
        if counts[at] < LONG or counts[at - 1] > NAME:
            continue
        before, name, behind = pieces[at - 2 : at + 1]
        broken = behind.partition(" ")[0] in open_words
        if not (broken and name[:1].isupper() and _is_open(name) and _is_open(before)):
            continue
        if not before[0].isupper() or counts[at - 2] < PHRASE or before[-1] == ",":
            continue
        end = at
        while _is_open(pieces[end]) and pieces[end + 1 : end + 2] and pieces[end + 1][:1].islower():
            end += 1
        if pieces[end][-1:] in _FINAL:
            found.update(range(at - 1, end + 1))
    return found


def begins_small(line: str) -> bool:
    """Return whether a line begins with a word in lowercase; a name such as iPhone is none.

    >>> begins_small("et iPhone"), begins_small("iPhone et")
    (True, False)
    """
    return line[:1].islower() and not _INNER.match(line)


def _is_unfinished(piece: str, open_words: Collection[str]) -> bool:
    """Return whether a line ends in a comma or in a word that another has to follow."""
    return piece[-1] == "," or piece.rpartition(" ")[2].lower() in open_words


def _is_elided(piece: str, elisions: Collection[str]) -> bool:
    """Return whether a line ends in a word that lost its last letter to the next one."""
    word = _ELIDED.search(piece)
    return word is not None and word[1].casefold() in elisions


def _is_open(piece: str) -> bool:
    return bool(piece) and piece[-1] not in _ENDS and not _HALF.fullmatch(piece[-2:])


def _is_cased(pieces: Sequence[str], counts: Sequence[int]) -> bool:
    """Return whether long lines begin with capitals, as they do where there are any."""
    firsts = [
        piece[0]
        for piece, count in zip(pieces, counts, strict=True)
        if count >= LONG_LINE and piece
    ]
    letters = [first for first in firsts if first.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= CASED * len(letters)
