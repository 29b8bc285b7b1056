"""Encoding: mojibake, entities, escapes, tags, control and invisible characters, NFC.

ftfy does the hard part. Its settings here keep French typography: quotes are not
uncurled, and `&lt;` is always an entity, as "auto" depends on the lines before. No
space is touched: typography knows which no-break spaces are right.

Every fixer works on one line, and a line is repaired until nothing changes any more.
Most lines are made of plain characters alone and are passed over: `suspect` tells.

What was escaped or marked up is judged over the whole text, by rules that find nothing in most
texts. What one of them lays bare may be work for another, so they take turns until all rest.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import regex

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.stage import Rule, Stage
from cleantext.stages.encoding import escapes, light_markup, look_alikes, markup, misreadings
from cleantext.stages.encoding.composition import composed
from cleantext.stages.encoding.guard import LOWER, ODD, OTHER, PAIR, QUIET, suspects
from cleantext.text.differing import differing_words

NAME = "encoding"

REASONS = {
    "encoding.line-ends": "Unicode newline guidelines (UAX #14): a text has one kind of line end",
    "encoding.html-entity": "HTML5 named and numbered character references in plain text",
    "encoding.mojibake": "UTF-8 that was read as another encoding, as ftfy finds it",
    "encoding.presentation": "ligatures, full-width and styled forms stand for plain letters",
    "encoding.surrogate": "half a UTF-16 pair is no character and cannot be written as UTF-8",
    "encoding.control": "control characters and byte-order marks do not belong in a text",
    "encoding.invisible": "zero-width characters, soft hyphens and direction marks hide in words",
    "encoding.nfc": "Unicode normalisation form C (UAX #15): one spelling for each letter",
    **misreadings.REASONS,
    **escapes.REASONS,
    **markup.REASONS,
    **light_markup.REASONS,
}

SIGNS = (*escapes.SIGNS, *markup.SIGNS, *misreadings.SIGNS)
"""A text without any of these holds nothing for the rules that take turns, but light markup."""

ROUNDS = 8
"""What still changes after 8 rounds, a line or a text, is not damaged but a trap: it stays."""

REMEMBERED, LONGEST_KNOWN = 1 << 12, 200
"""What became of 4,096 lines of at most 200 code points is remembered: pages share their menus."""

_FEW_ODD, _BESIDE = 8, 8
"""With fewer than 8 odd signs, 8 code points on both sides of each are looked at."""
# Forms of letters are all beyond Latin-1; most of what else is there needs no other look.
_PRESENTED = re.compile(f"[^\x00-\xff{LOWER}{OTHER}{QUIET}]")

_LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_LINE_END_SIGNS = "\r\x0b\x0c\u2028\u2029"


def _lowered(lead: int, trails: bytes) -> dict[str, str]:
    """Map pairs of bytes, as they look once read as windows-1252 and lowercased."""
    pairs = {}
    for trail in trails:
        seen = bytes([lead, trail]).decode("cp1252", "ignore").lower()
        pairs[seen] = bytes([lead, trail]).decode().lower()
    return {seen: meant for seen, meant in pairs.items() if len(seen) > 1}


# Where two letters look the same, the later wins: Ê before Ú, Î before Þ.
_LOWERED = _lowered(0xC3, bytes(range(0xBF, 0x7F, -1)))
_LOWERED |= _lowered(0xC2, "«»°\u00a0".encode("latin-1")) | _lowered(0xC5, b"\x92\x93")
_LOWERED_SEEN = re.compile("ã[¢§¨©ª®´¹‰]|å“u")  # é, è, ç …, œu: no language writes these
_LOWERED_PAIR = re.compile("ã (?= )|ã(?= )|" + "|".join(map(re.escape, _LOWERED)))

# ftfy takes a no-break space before damage for a part of it, so such text goes in parts.
_PARTS = re.compile("((?<![ÂÃâð€\x80-\x9f])\u00a0)")
_OE = re.compile("Å[“’](?=[uU])")  # ftfy wants more damage beside it

# ’ of which the second and third byte were lost; no French word has â before a vowel.
_HALF = re.compile(r"(?<=\b[LlDdNnCcSsJjMmTt])â(?=[AEIOUYÀÂÉÈÊÎÔaeiouyàâéèêîô]\w)")

_C1 = re.compile("[\x80-\x9f]")
_OBJECT = "\ufffc"
"""The one sign of those that `_control`, `_invisible` and the like change that is printable."""
_INVISIBLE = compile_later(
    r"""
    # A soft hyphen at a line end parts a word that goes on in the next line.
    (?!(?<=\p{L})\u00ad\s*\Z)[\u00ad\u2060-\u2064]+
    |
    # A zero-width space parts words in scripts that write no spaces.
    (?<![\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}])\u200b+
    |
    # Joiners are part of emoji, of Arabic and of the scripts of India.
    (?<![\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}[\p{L}--[\p{Latin}\p{Greek}\p{Cyrillic}]]])
    [\u200c\u200d]+
    """,
    regex.VERBOSE | regex.V1,
)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Sorting a long run of combining marks takes quadratic time (UAX #15 allows 30).
_MARKS = compile_later(r"\p{M}{31}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        marks: The kinds of light markup to take out, `markdown` or `wiki`.
    """

    marks: tuple[str, ...] = ()


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: There is no such kind of marks.
    """
    for kind in options.marks:
        if kind not in light_markup.MARKS:
            known = ", ".join(light_markup.MARKS)
            raise ConfigError(f"`encoding.marks`: unknown kind {kind!r}; there are: {known}")
    misread = misreadings.Misreadings(language)
    turns: tuple[Rule, ...] = (
        misread,
        escapes.escapes,
        *markup.RULES,
        *light_markup.rules(options.marks),
    )
    # Marks are no signs of damage: where they are to go, every text is looked at.
    unwrapping = Unwrapping(turns, () if options.marks else SIGNS)
    return Stage(NAME, (misread, line_ends, characters, unwrapping), reasons=REASONS)


@dataclass(frozen=True, slots=True)
class Unwrapping:
    """What rules find that take turns with those of characters until nothing changes.

    Attributes:
        rules: They judge a text as a whole: how it was escaped or marked up.
        signs: One of these stands in a text that they could change; none: it may be any text.
    """

    rules: tuple[Rule, ...]
    signs: tuple[str, ...]

    def __call__(self, document: Document) -> list[Edit]:
        """Find what all of them do, as one scan."""
        edits: list[Edit] = []
        if self.signs and not any(map(document.text.__contains__, self.signs)):
            return edits
        for _ in range(ROUNDS):
            before = document
            for rule in self.rules:
                document, edits = _taken(document, rule, edits)
            if document is before:
                return edits
            for rule in (line_ends, characters):
                document, edits = _taken(document, rule, edits)
        return []


def _taken(document: Document, rule: Rule, edits: list[Edit]) -> tuple[Document, list[Edit]]:
    """Let a rule have its turn after some edits; return the document and all edits as one scan."""
    found = [finding for finding in rule(document) if isinstance(finding, Edit)]
    if not found:
        return document, edits
    after = document.apply(NAME, found)
    return (after, composed(edits, found, after.text)) if after is not document else (after, edits)


def line_ends(document: Document) -> Iterator[Edit]:
    """Find the line ends that are not a line feed."""
    if any(map(document.text.__contains__, _LINE_END_SIGNS)):
        for match in _LINE_END.finditer(document.text):
            yield Edit(match.start(), match.end(), "\n", "encoding.line-ends")


def characters(document: Document) -> Iterator[Edit]:
    """Find what is wrong with the characters of each line."""
    for start, end in suspects(document.text):
        line = document.text[start:end]
        repaired = _known_repair(line) if len(line) <= LONGEST_KNOWN else repair(line)
        if repaired != line:
            yield from _edits(start, line, repaired)


def repair(line: str) -> str:
    """Return a line with all fixers applied until nothing changes.

    An entity can stand for a line end, so that one line may become several.

    >>> repair("lâ€™entreprise R&amp;D Ã  Paris")
    'l’entreprise R&D à Paris'
    """
    text = line
    for _ in range(ROUNDS):
        before = text
        text = "\n".join([_fixed(part) for part in text.split("\n")])
        if text == before:
            return text
    return line


_known_repair = lru_cache(REMEMBERED)(repair)


def _fixed(text: str) -> str:
    for _, fix in FIXERS:
        text = fix(text)
    return text


def _mojibake(text: str) -> str:
    """Undo mojibake, also where the text was lowercased after the damage ("ã©" for "é")."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if _LOWERED_SEEN.search(text):
        text = _LOWERED_PAIR.sub(lambda pair: _LOWERED.get(pair.group(), "à"), text)
    if _may_be_misread(text):
        text = fix_encoding(text)
    if "\u00a0" in text and _may_be_misread(text) and is_bad(text):
        text = "".join(map(fix_encoding, _PARTS.split(text)))
    if "â" in text:
        text = _HALF.sub("’", text)
    return _OE.sub(lambda pair: pair.group().encode("cp1252").decode(), text)


def _may_be_misread(text: str) -> bool:
    """Whether ftfy may find mojibake in a text: only at odd signs, or at a pair of others.

    What it looks for at one place has at most 6 signs, and it looks slowly.
    """
    from ftfy.badness import is_bad

    odd = [match.start() for match in islice(ODD.finditer(text), _FEW_ODD)]
    if len(odd) == _FEW_ODD or PAIR.search(text):
        return True
    return any(is_bad(text[max(0, at - _BESIDE) : at + _BESIDE]) for at in odd)


def _presentation(text: str) -> str:
    if not _PRESENTED.search(text):
        return text
    from ftfy import fixes

    text = fixes.fix_character_width(fixes.fix_latin_ligatures(text)).replace("ſ", "s")
    return look_alikes.plain(text)


def _entities(text: str) -> str:
    from ftfy import fixes

    if look_alikes.mentions_entity(text):
        return text
    return fixes.unescape_html(look_alikes.entities_ended(text))


def _line_ends(text: str) -> str:
    return text if text.isprintable() else _LINE_END.sub("\n", text)


def _surrogates(text: str) -> str:
    if text.isprintable():
        return text
    from ftfy import fixes

    return fixes.fix_surrogates(text)


def _control(text: str) -> str:
    if text.isprintable() and _OBJECT not in text:
        return text
    from ftfy import fixes

    return _C1.sub("", fixes.remove_control_chars(fixes.remove_terminal_escapes(text)))


def _invisible(text: str) -> str:
    if text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    return text if _RIGHT_TO_LEFT.search(text) else _DIRECTION.sub("", text)


def _nfc(text: str) -> str:
    return text if _MARKS.search(text) else unicodedata.normalize("NFC", text)


FIXERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("encoding.html-entity", _entities),
    ("encoding.mojibake", _mojibake),
    ("encoding.presentation", _presentation),
    ("encoding.line-ends", _line_ends),
    ("encoding.surrogate", _surrogates),
    ("encoding.control", _control),
    ("encoding.invisible", _invisible),
    ("encoding.nfc", _nfc),
)
"""The fixers in the order of one round, each under the id of the rule that it is."""


def _edits(start: int, before: str, after: str) -> Iterator[Edit]:
    """Say in edits of whole words how a line that begins at `start` changed."""
    for (first, end), added in differing_words(before, after):
        yield Edit(start + first, start + end, added, _rule(before[first:end]))


def _rule(removed: str) -> str:
    """Name the first fixer that has something to do in the words that went away."""
    for rule, fix in FIXERS:
        if fix(removed) != removed:
            return rule
    return "encoding.mojibake"  # seen only beside the rest of the line
