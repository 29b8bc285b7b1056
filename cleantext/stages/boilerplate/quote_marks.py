"""Marks that mail sets before each line of what it quotes: `> the text`.

Lines of other kinds begin with the same sign: links, teasers, steps of a menu. What is quoted
by mail is wrapped: of the lines that end no sentence most are full, and go on with a small letter.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleantext.changes import Edit, Span
from cleantext.document import Document
from cleantext.stages.boilerplate.broken_lines import begins_small
from cleantext.text.lines import trimmed

RULE = "boilerplate.quote-mark"
REASON = "The sign before each line that mail quotes is no part of the text (RFC 3676, 4.5)."

NARROWEST = 28
"""Mail is wrapped at 28 columns or more."""
BREAKS = 2
"""In a text without capitals, 2 full lines show that it is wrapped."""

_MARK = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FINAL = tuple('.!?…:»"”')


def quote_marks(document: Document) -> Iterator[Edit]:
    r"""Yield the edits that take away the marks before lines that mail quoted.

    >>> text = "> Le pont de la gare sera fermé dès\n> lundi pour trois mois de travaux."
    >>> Document(text).apply("boilerplate", list(quote_marks(Document(text)))).text
    'Le pont de la gare sera fermé dès\nlundi pour trois mois de travaux.'
    >>> list(quote_marks(Document("> Le pont de la gare\n> Le port de plaisance")))
    []
    """
    text = document.text
    if ">" not in text or "\n>" not in text:
        return
    cased = not text.islower()
    block: list[Span] = []
    for start, end in (*document.segments.lines, Span(len(text), len(text))):
        mark = _MARK.match(text, start, end)
        if mark:
            block.append(Span(*mark.span()))
            continue
        if len(block) > 1 and _is_wrapped(_quoted(text, block, start), cased=cased):
            yield from (Edit(*span, "", RULE) for span in block)
        block = []


def _quoted(text: str, block: Sequence[Span], end: int) -> list[str]:
    """Return what stands behind the marks of the lines that lie before `end`."""
    starts = [mark.end for mark in block]
    ends = [*(mark.start for mark in block[1:]), end]
    spans = map(trimmed, [text] * len(starts), starts, ends)
    return [text[at:stop] for at, stop in spans]


def _is_wrapped(pieces: Sequence[str], *, cased: bool) -> bool:
    """Say whether lines that end no sentence had no room for the next word."""
    width = max(map(len, pieces))
    inside = [
        (upper, lower)
        for upper, lower in pairwise(pieces)
        if upper and lower and not upper.endswith(_FINAL)
    ]
    full = [
        lower for upper, lower in inside if len(upper) + 1 + len(lower.partition(" ")[0]) > width
    ]
    small = sum(map(begins_small, full))
    # Greetings and signatures are not full.
    least = max(1 if cased else BREAKS, len(inside) - len(full))
    return width >= NARROWEST and small >= least
