"""Tags of HTML, shortcodes of WordPress and forums, and remains of scripts, left in prose.

Tags that enclose text go and the text stays; where a block begins or ends, so does a line.
What is no text goes with its tags: scripts, styles, players. A text that speaks of tags is left
alone: there they stand in the middle of a sentence, or in marks, or inside of code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.stages.encoding import look_alikes

TAG, SHORTCODE, SCRIPT = "encoding.tag", "encoding.shortcode", "encoding.script"
REASONS = {
    TAG: "a tag of HTML (WHATWG, Living Standard) is no text; where a block ends, a line ends",
    SHORTCODE: "a shortcode of WordPress or a tag of a forum (BBCode) is no text",
    SCRIPT: "code that serves the page, or minified styles, on a line between lines of text",
}

SIGNS = ("<", "[", "]", "{", ";")
"""One of these stands in every text that has something of all this."""

_BLOCKS = frozenset(
    """address article aside blockquote body br caption dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section
    select summary table tbody tfoot thead tr ul""".split()
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big button center cite code data del dfn em font i ins kbd label
    mark nobr o:p picture q s samp small span strike strong sub sup td th time title tt u
    var""".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source wbr".split())
_NO_TEXT = frozenset("audio head iframe noscript object script style svg template video".split())
_NAMES = _BLOCKS | _INLINE | _VOID | _NO_TEXT
_UNCLOSED = _VOID | frozenset("p li dd dt option td th tr".split())
_CODE = frozenset("code kbd pre samp".split())

_TAG = re.compile(
    r"<(/?)([A-Za-z][\w:-]*)((?:\s[^<>]*)?/?)>|<!--|<!\[CDATA\[|\]\]>|<!DOCTYPE[^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE,
)
_MIDDLE_BEFORE = re.compile(r"[\w,] \Z|[\"'`«“‘(] ?\Z")
_MIDDLE_AFTER = re.compile(r" [^\W\dA-ZÀ-ÖØ-Þ_]|[,.]? ?[\"'`»”’)]")
_LINE_BEGINS = re.compile(r"^[ \t]*<", re.MULTILINE)
"""Markup has a tag at the head of some line; a text that names HTML and has none speaks of it."""

_MOST_MENTIONED = 4
"""One tag in 4, or more, in the middle of a sentence: the text speaks of tags."""

_RAISED = re.compile(r"[+-]?\d{1,3}")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

_SHORTCODE = re.compile(r"\[(/?)([A-Za-z][\w-]*)([\s=][^\[\]\n]*|/)?\](?!\()")
_ATTRIBUTE = re.compile(r"\s[\w-]+=|\shttps?:")
_CAPTIONS = frozenset({"caption", "wp_caption"})
_PICTURES = frozenset(
    """audio caption dailymotion embed gallery googlemaps iframe img instagram playlist soundcloud
    tweet twitter video vimeo wp_caption youtube""".split()
)

_PROGRAM = re.compile(
    r"""
    (?:window\.\w+\s?=\s?window\.\w+\s?\|\| | [!(;]function\s?\( | document\.write\(
      | (?:var\s|window\.)?(?:dataLayer|_gaq|_paq|adsbygoogle|googletag|gtag|fbq|twttr)\b\s?[=.(\[]
      | (?:jQuery|\$)\(document\) | FB\.init\( )
    | (?:[.#@]?[A-Za-z][^{}\n]{0,200}\{[\w-]+:[^\s{}][^{}\n]*\}\s*)+\Z
    | @(?:media|import|font-face|charset)\b[^{;\n]*[{;]
    """,
    re.VERBOSE,
)
_PROGRAM_SIGNS = ("{", ");", "];")
_PROGRAM_ENDS = (";", "}", ")", "{")


class _Tag(NamedTuple):
    """A tag, as it is written."""

    start: int
    end: int
    name: str
    closes: bool
    rest: str


def tags(document: Document) -> Iterator[Edit]:
    r"""Find tags of HTML, in a text that has them for markup.

    >>> text = "<p>Un <b>mot</b>.<br/>Un autre.</p>"
    >>> Document(text).apply("encoding", tags(Document(text))).text
    'Un mot.\nUn autre.'
    >>> list(tags(Document("La balise <b> met en gras.")))
    []
    """
    text = document.text
    if "<" not in text and "]]>" not in text:
        return
    found = _tags(text)
    partners = _partners(found)
    if not found or not _is_markup(text, found, partners):
        return
    pieces = _without_text(found, partners)
    run: list[_Tag] = []
    for tag in pieces:
        if run and text[run[-1].end : tag.start].strip():
            yield from _replaced(text, run)
            run = []
        run.append(tag)
    yield from _replaced(text, run)
    for index, tag in enumerate(found):
        if tag.name == "sup" and partners.get(index) == index + 1:
            end = found[index + 1].start
            raised = text[tag.end : end]
            before = text[tag.start - 1 : tag.start] if tag.start else ""
            if before.isalnum() and _RAISED.fullmatch(raised):
                yield Edit(tag.end, end, raised.translate(_SUPERSCRIPTS), TAG)


def _tags(text: str) -> list[_Tag]:
    """Return the tags of known names, in order, each comment as one."""
    found: list[_Tag] = []
    comment_ends = behind = 0
    for match in _TAG.finditer(text):
        start, end = match.span()
        if start < behind:
            continue
        slash, name, rest = match.groups()
        if name is None:
            if match[0] == "<!--":
                if 0 <= comment_ends < end:
                    comment_ends = text.find("-->", end)
                if comment_ends < 0:
                    continue
                end = behind = comment_ends + len("-->")
            found.append(_Tag(start, end, "", closes=False, rest=""))
        elif name.lower() in _NAMES and (rest in {"", "/", " /"} or "=" in rest or rest.isspace()):
            found.append(_Tag(start, end, name.lower(), bool(slash), rest))
    return found


def _partners(found: Sequence[_Tag]) -> dict[int, int]:
    """Map each tag that has a closing one to it, by index, and back."""
    partners: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for index, tag in enumerate(found):
        if not tag.closes:
            waiting.setdefault(tag.name, []).append(index)
        elif waiting.get(tag.name):
            other = waiting[tag.name].pop()
            partners[index], partners[other] = other, index
    return partners


def _is_markup(text: str, found: Sequence[_Tag], partners: dict[int, int]) -> bool:
    """Whether the tags of a text are markup, and not what it speaks of."""
    if not any(
        index in partners or "=" in tag.rest or tag.name in _UNCLOSED or not tag.name
        for index, tag in enumerate(found)
    ):
        return False
    if any(
        tag.name in _CODE and not tag.closes and partners.get(index, index + 1) > index + 1
        for index, tag in enumerate(found)
    ):
        return False  # code with tags in it
    plain = [tag for tag in found if tag.name and "=" not in tag.rest]
    if (
        len(plain) == len(found)
        and look_alikes.speaks_of_markup(text)
        and not _LINE_BEGINS.search(text)
    ):
        return False
    mentioned = sum(
        bool(
            _MIDDLE_BEFORE.search(text, max(0, tag.start - 2), tag.start)
            and _MIDDLE_AFTER.match(text, tag.end)
        )
        for tag in plain
    )
    return mentioned * _MOST_MENTIONED < len(found)


def _without_text(found: Sequence[_Tag], partners: dict[int, int]) -> Iterator[_Tag]:
    """Pass on the tags; an element that holds no text comes whole, as if it were one tag."""
    behind = 0
    for index, tag in enumerate(found):
        if tag.start < behind:
            continue
        partner = partners.get(index)
        if tag.name in _NO_TEXT and not tag.closes and partner is not None:
            tag = tag._replace(end=found[partner].end)  # noqa: PLW2901
        behind = tag.end
        yield tag


def _replaced(text: str, run: Sequence[_Tag]) -> Iterator[Edit]:
    """Take out tags that have only spaces between them; blocks leave line ends."""
    if not any(tag.name in _BLOCKS for tag in run):
        for tag in run:
            cell = tag.name in {"td", "th"} and tag.closes
            yield Edit(tag.start, tag.end, " " if cell else "", TAG)
        return
    start, end = run[0].start, run[-1].end
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    breaks = sum(tag.name == "br" for tag in run)
    spaces = [text[start : run[0].start], text[run[-1].end : end]]
    spaces += [text[one.end : other.start] for one, other in pairwise(run)]
    lines = max(1, breaks, sum(space.count("\n") for space in spaces))
    inside = start > 0 and end < len(text)
    yield Edit(start, end, "\n" * lines if inside else "", TAG)


def shortcodes(document: Document) -> Iterator[Edit]:
    """Find shortcodes: with attributes, or with one that closes.

    >>> text = '[caption id="a1"]Le port[/caption]Un [b]mot[/b] [sic].'
    >>> Document(text).apply("encoding", shortcodes(Document(text))).text
    'Un mot [sic].'
    """
    text = document.text
    if "[" not in text or ("=" not in text and "[/" not in text):
        return
    found = [
        _Tag(*match.span(), match[2].lower(), bool(match[1]), match[3] or "")
        for match in _SHORTCODE.finditer(text)
    ]
    partners = _partners(found)
    behind = 0
    for index, tag in enumerate(found):
        partner = partners.get(index)
        if tag.start < behind or (partner is None and not _ATTRIBUTE.match(tag.rest)):
            continue
        end = tag.end
        if tag.name in _PICTURES and partner is not None and not tag.closes:
            inside = text[end : found[partner].start].strip()
            if tag.name in _CAPTIONS or " " not in inside:  # an address, and no sentence
                end = found[partner].end
        behind = end
        yield Edit(tag.start, end, "", SHORTCODE)


def scripts(document: Document) -> Iterator[Edit]:
    r"""Find lines of code that serve the page, where half of the lines are none.

    A text with backquotes quotes code and keeps it.

    >>> text = "Un mot.\nwindow.dataLayer = window.dataLayer || [];\nUn autre."
    >>> Document(text).apply("encoding", scripts(Document(text))).text
    'Un mot.\nUn autre.'
    """
    text = document.text
    if "`" in text or not any(sign in text for sign in _PROGRAM_SIGNS):
        return
    programs: list[Edit] = []
    lines = at = 0
    for line in text.split("\n"):
        code = line.strip()
        lines += bool(code)
        if code.endswith(_PROGRAM_ENDS) and _PROGRAM.match(code):
            end = min(at + len(line) + 1, len(text))
            start = at - 1 if end == len(text) and at and not programs else at
            programs.append(Edit(start, end, "", SCRIPT))
        at += len(line) + 1
    if 2 * len(programs) <= lines:
        yield from programs


RULES: tuple[Callable[[Document], Iterable[Edit]], ...] = (tags, shortcodes, scripts)
"""What is found here, in this order."""
