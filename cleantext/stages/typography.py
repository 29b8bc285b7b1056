"""The stage typography: quotation marks, no-break spaces, signs, ligatures and accents.

It comes after casing, when names and sentences are known. Most rules are in the language
pack, in `typography.toml`; quotation marks are paired here, because a table cannot count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import regex

from cleantext.document import Document, Edit, Finding, Label
from cleantext.language import Language
from cleantext.rules import read_profile, read_tables
from cleantext.scanner import Scan
from cleantext.stage import Stage

PAIRED = "typography.quotes"
"""The rule that sets quotation marks, and the spaces inside and outside of them."""
UNPAIRED = "typography.unpaired-quote"
"""The rule that labels a quotation mark without a partner in its paragraph."""
REASONS = {
    PAIRED: "Quotations stand in guillemets with no-break spaces inside (Lexique), and those"
    " inside a quotation in “ ” (OQLF); marks are paired within a paragraph.",
    UNPAIRED: "A quotation mark without a partner in its paragraph is labelled, not guessed.",
}

_MARKS = regex.compile('["«»“”„\n]')
_BLANKS_AFTER = regex.compile(r"\h*(?=\S)")
_BLANKS_BEFORE = regex.compile(r"(?<=\S(?<at>\h*))")
_CLOSES = {'"': '"', "»": "«", "”": "“"}
_BEFORE_OPENING = frozenset("([{'’«“„—–-/*")
_AFTER_CLOSING = frozenset(")]}»”.,;:!?…-–—/*")


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        profile: The house style, one of the language pack's.
        tables: A user's own tables; their rules come before ours.
    """

    profile: str = "imprimerie"
    tables: tuple[Path, ...] = ()


class _Mark(NamedTuple):
    at: int
    sign: str
    opens: bool
    closes: bool


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The profile is unknown or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    folder = language.folder
    rules = read_tables(options.tables, (folder / "keep.toml", folder / "typography.toml"))
    signs = read_profile(folder / "profiles.toml", options.profile)

    def quotes(document: Document) -> Iterator[Finding]:
        return _quotes(document.text, signs)

    return Stage(
        "typography",
        (quotes, Scan(rules, signs)),
        language.code,
        {**REASONS, **{rule.id: rule.reason for rule in rules}},
    )


def _quotes(text: str, signs: Mapping[str, str]) -> Iterator[Finding]:
    """Pair the quotation marks of each paragraph, and set or label them."""
    for marks in _paragraphs(text):
        partners = _pair(text, marks)
        ends: list[int] = []
        for index, mark in enumerate(marks):
            while ends and ends[-1] < index:
                ends.pop()
            partner = partners.get(index)
            if partner is None:
                yield from _alone(text, mark, signs)
            elif partner > index:
                nested = bool(ends)
                ends.append(partner)
                yield from _set_pair(text, mark, marks[partner], signs, nested=nested)


def _paragraphs(text: str) -> Iterator[list[_Mark]]:
    """The quotation marks of each paragraph that has any."""
    marks: list[_Mark] = []
    for match in _MARKS.finditer(text):
        sign, at = match[0], match.start()
        if sign != "\n":
            marks.append(_mark(text, at, sign))
        elif marks:
            yield marks
            marks = []
    if marks:
        yield marks


def _mark(text: str, at: int, sign: str) -> _Mark:
    """Read from its neighbours whether a mark can open or close a quotation."""
    if sign != '"':
        return _Mark(at, sign, opens=sign in "«“„", closes=sign in "»”")
    before = text[at - 1 : at] or "\n"
    after = text[at + 1 : at + 2] or "\n"
    if before in "=\\":
        return _Mark(at, sign, opens=False, closes=False)
    left = before.isspace() or before in _BEFORE_OPENING
    right = after.isspace() or after in _AFTER_CLOSING
    if left == right:
        return _Mark(at, sign, opens=True, closes=True)
    return _Mark(at, sign, opens=left, closes=right)


def _pair(text: str, marks: list[_Mark]) -> dict[int, int]:
    """Return the partner of each mark that has one, both ways, by index."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    count = dict.fromkeys('"«“„', 0)
    for index, mark in enumerate(marks):
        opener = _CLOSES.get(mark.sign, "")
        if mark.closes and count.get(opener):
            other = waiting.pop()
            while marks[other].sign != opener:
                count[marks[other].sign] -= 1
                other = waiting.pop()
            count[opener] -= 1
            if text[marks[other].at + 1 : mark.at].strip():
                partners[index] = other
                partners[other] = index
        elif mark.opens:
            waiting.append(index)
            count[mark.sign] += 1
    return partners


def _set_pair(
    text: str, first: _Mark, last: _Mark, signs: Mapping[str, str], *, nested: bool
) -> Iterator[Edit]:
    """Set a pair in guillemets, or in the inner marks when it was typed inside a quotation."""
    inner = nested and first.sign != "«"
    opening, closing = (
        (signs["inner-open"], signs["inner-close"]) if inner else (signs["open"], signs["close"])
    )
    start, end = first.at, last.at + 1
    if start and (text[start - 1].isalnum() or text[start - 1] in ",;:.!?…)»"):
        opening = " " + opening
    if end < len(text) and (text[end].isalnum() or text[end] == "("):
        closing += " "
    inside = text[start + 1 : last.at]
    yield Edit(start, last.at - len(inside.lstrip()), opening, PAIRED)
    yield Edit(start + 1 + len(inside.rstrip()), end, closing, PAIRED)


def _alone(text: str, mark: _Mark, signs: Mapping[str, str]) -> Iterator[Finding]:
    """Label a mark without a partner; a guillemet gets its space all the same."""
    at, sign = mark.at, mark.sign
    if sign == '"' and text[at - 1 : at].isdigit():
        return  # inches
    yield Label(at, at + 1, "unbalanced-quote", sign, UNPAIRED)
    if sign == "«":
        inside = _BLANKS_AFTER.match(text, at + 1)
        if inside:
            yield Edit(*inside.span(), signs["open"][1:], PAIRED)
    elif sign == "»":
        inside = _BLANKS_BEFORE.match(text, at)
        if inside:
            yield Edit(*inside.span("at"), signs["close"][:-1], PAIRED)
