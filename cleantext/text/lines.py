"""Lines and words as spans, whatever their case."""

import re
from itertools import accumulate

from cleantext.changes import Span, new_tuple

_WORD = re.compile(r"[^\W_]+")
_LINE_END = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def lines(text: str) -> list[Span]:
    r"""Return every line, without its line end; empty lines count.

    Lines end where `str.splitlines` says that they do.

    >>> lines("un\n\ndeux")
    [Span(start=0, end=2), Span(start=3, end=3), Span(start=4, end=8)]
    """
    whole = text.splitlines(keepends=True)
    ended = len(whole) - (text[-1:] not in _LINE_END)
    if text.count("\n") == ended and "\r" not in text:  # as most: no line ends otherwise
        ends = accumulate(map(len, whole))
        return [
            new_tuple(Span, (end - len(line), end - (line[-1] == "\n")))
            for line, end in zip(whole, ends, strict=True)
        ]
    found: list[Span] = []
    start = 0
    for line in whole:
        end = start + len(line)
        bare = line.rstrip(_LINE_END) if line[-1:].isspace() else line
        found.append(Span(start, start + len(bare)))
        start = end
    return found


def words(text: str) -> list[Span]:
    """Return the runs of letters and digits; apostrophes and hyphens part words.

    >>> [text[start:end] for text in ["l'après-midi"] for start, end in words(text)]
    ['l', 'après', 'midi']
    """
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the white space around it; of blank text nothing is left, at its end.

    >>> trimmed("un mot ", 2, 7)
    Span(start=3, end=6)
    """
    piece = text[start:end]
    bare = piece.strip()
    if len(bare) < len(piece):
        start += len(piece) - len(piece.lstrip())
    return new_tuple(Span, (start, start + len(bare)))
