"""Quotation marks of other languages, of TeX and of wikis, found in plain pairs.

‘mot’, „mot“, ‹mot›, »mot«, ``mot'' and ''mot'' are each quotations of one shape, but each of
their signs may be something else (an apostrophe, a closing mark, seconds). So a pair counts
only in one line, with the outside of a word on its outer sides and a word inside, and
where no other sign of its kind could be its partner as well. `quotes` pairs the rest.
"""

from collections.abc import Iterator

from cleantext.changes import Span
from cleantext.rules.lazy_patterns import compile_later

_OPENS = r"(?<![^\s(\[{«“\"’'—–-])"
_CLOSES = r"(?=[\s)\]}»”\".,;:!?…—–-]|\Z)"
_FORMS = (
    # No mark inside, and none behind in the line that could close it as well.
    (
        "‘",
        (
            rf"(?<![\p{{L}}\p{{N}}])(?<!‘)‘(?=[\p{{L}}«“])"
            rf"(?:[^‘’\n]|’(?=\p{{L}})){{1,400}}+(?<=[\p{{L}}\p{{N}}]{{2}}|[.!?…)%]|[!?]\h)’{_CLOSES}"
            rf"(?![^‘’\n]*+(?:’\p{{L}}[^‘’\n]*+)*+’(?!\p{{L}}))"
        ),
    ),
    ("„", rf"{_OPENS}„(?=\h?[\p{{L}}\p{{N}}])[^„“”\n]{{1,400}}+[“”]{_CLOSES}"),
    ("‚", rf"{_OPENS}‚(?=[\p{{L}}\p{{N}}])[^‚‘’\n]{{1,400}}+[‘’]{_CLOSES}"),
    ("”", rf"{_OPENS}(?<!”)”(?=[\p{{L}}\p{{N}}])[^“”„\n]{{1,400}}+(?<=\S)”{_CLOSES}"),
    ("‹", rf"{_OPENS}‹\h?(?=[\p{{L}}\p{{N}}])[^‹›\n]{{1,400}}+›{_CLOSES}"),
    ("``", rf"{_OPENS}``(?=[\p{{L}}\p{{N}}])(?:[^`'\n]|'(?!')){{1,400}}+''{_CLOSES}"),
    ("''", rf"{_OPENS}(?<!')''(?=[\p{{L}}\p{{N}}])(?:[^'\n]|'(?=\p{{L}})){{1,400}}+''{_CLOSES}"),
)
SIGNS = ("‘", "„", "‚", "”", "‹", "`", "'", "»")
"""One of these stands in every text that has such a pair."""

_FOUND = tuple((sign, compile_later(pattern)) for sign, pattern in _FORMS)
# With spaces on all sides these close one quotation and open another: oui », dit-il. « Non.
# So does one with a no-break space inside, where `typography` has set it.
_TURNED = compile_later(
    rf"{_OPENS}(?<![\u00a0\u202f])»(?=(?P<apart>\h)?[\p{{L}}\p{{N}}])"
    rf"[^«»\n]{{1,400}}+(?(apart)(?<=\S))«(?![\u00a0\u202f]){_CLOSES}"
)
_ALL_TURNED = compile_later(r"[^«»]*+(?:»[^«»]*+«[^«»]*+)++")
_WIDTHS = {"``": 2, "''": 2}


def pairs(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield the opening and the closing mark of each pair.

    >>> [text[a.start : b.end] for text in ["le ‘mot’ d’un"] for a, b in pairs(text)]
    ['‘mot’']
    >>> list(pairs("l’adresse ''sans fin"))
    []
    """
    behind = 0
    found: list[tuple[Span, Span]] = []
    for sign, pattern in _FOUND:
        if sign in text:
            width = _WIDTHS.get(sign, 1)
            closing = 2 if sign in _WIDTHS else 1
            for match in pattern.finditer(text):
                start, end = match.span()
                found.append((Span(start, start + width), Span(end - closing, end)))
    if -1 < text.find("»") < text.find("«") and _ALL_TURNED.fullmatch(text):
        found += [
            (Span(match.start(), match.start() + 1), Span(match.end() - 1, match.end()))
            for match in _TURNED.finditer(text)
        ]
    for opening, closing_mark in sorted(found):
        if opening.start >= behind:
            yield opening, closing_mark
            behind = closing_mark.end
