"""The stage typography: quotation marks, no-break spaces, signs, ligatures and accents.

It comes after casing, when names and sentences are known. Most rules are in the language
pack, in `typography.toml`; quotation marks are paired here, because a table cannot count.
"""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from cleantext.changes import Edit, new_tuple
from cleantext.document import Document, Finding, Label
from cleantext.languages.pack import Language
from cleantext.rules.scan import Scan, scans
from cleantext.rules.table import in_force, read_profile, read_tables
from cleantext.stage import Stage
from cleantext.stages.typography import quote_forms, quotes

PAIRED = "typography.quotes"
"""The rule that sets quotation marks, and the spaces inside and outside of them."""
UNPAIRED = "typography.unpaired-quote"
"""The rule that labels a quotation mark without a partner in its paragraph."""
FORM = "typography.quote-form"
"""The rule that makes plain pairs of other marks the common ones, to be set with them."""
REASONS = {
    FORM: "‘mot’, „mot“, ‹mot›, »mot«, ``mot'' and ''mot'' are quotations, set as any (Lexique).",
    PAIRED: "A quotation stands in guillemets with no-break spaces inside (Lexique), one inside"
    " it in “ ” (OQLF); marks are paired within a paragraph, then over a few.",
    UNPAIRED: "A quotation mark without a partner in its paragraph is labelled, not guessed.",
}

_BLANKS = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_INSIDE = regex.compile(rf"[{_BLANKS}]*(?=[^\s»])")
_GLUED = frozenset(",;:.!?…)")


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        profile: The house style, one of the language pack's.
        ellipsis: The sign to set, … or three points; empty: the one of the profile.
        on: Rules to switch on that are off by default, by id.
        off: Rules to switch off.
        tables: A user's own tables; their rules come before ours.
    """

    profile: str = "imprimerie"
    ellipsis: str = ""
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The profile or a rule is unknown, or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    folder = language.folder
    rules = read_tables(options.tables, (folder / "keep.toml", folder / "typography.toml"))
    rules = in_force(rules, options.profile, options.on, options.off)
    signs = read_profile(folder / "profiles.toml", options.profile)
    if options.ellipsis:
        signs["ellipsis"] = options.ellipsis
    steps = scans(rules, signs)

    def set_forms(document: Document) -> Iterator[Finding]:
        return _forms(document.text, steps[0])

    def set_quotes(document: Document) -> Iterator[Finding]:
        return _quotes(document.text, steps[0], signs)

    return Stage(
        "typography",
        (set_forms, set_quotes, *steps),
        language.code,
        {**REASONS, **{rule.id: rule.reason for rule in rules}},
    )


def _forms(text: str, scan: Scan) -> Iterator[Finding]:
    """Make curly marks of pairs in other forms; those that stay are set as any by `_quotes`."""
    if not any(sign in text for sign in quote_forms.SIGNS):
        return
    kept = scan.kept(text)
    for opening, closing in quote_forms.pairs(text):
        closed = kept
        if text[opening.start] == "`":  # marks of TeX look like those of code
            closed = [span for span in kept if text[span.start] != "`"]
        if not any(span.start < closing.end and opening.start < span.end for span in closed):
            yield Edit(*opening, "“", FORM)
            yield Edit(*closing, "”", FORM)


def _quotes(text: str, scan: Scan, signs: Mapping[str, str]) -> Iterator[Finding]:
    """Set the quotation marks that have a partner, and label the others.

    A guillemet without a partner gets its spaces all the same.
    """
    marks = sum(map(text.count, quotes.SIGNS))
    doubled = "<" in text and "<<" in text
    if not marks and not doubled:
        return
    outer, inmost = ((signs[f"{kind}open"], signs[f"{kind}close"]) for kind in ("", "inner-"))
    closed = scan.kept(text)
    plain = quotes.plain(text, closed)
    others: list[quotes.Quote] = []
    if marks > 2 * len(plain) or doubled:
        others = list(quotes.find(text, closed, plain))
        yield from _set_in_turn(text, others, outer, inmost)
    borders = _borders(others)
    for start, end in plain:
        opening, closing = inmost if bisect(borders, start) % 2 else outer
        yield new_tuple(Edit, (start, start + 1, opening, PAIRED, 1.0))
        yield new_tuple(Edit, (end - 1, end, closing, PAIRED, 1.0))


def _set_in_turn(
    text: str, found: Sequence[quotes.Quote], outer: tuple[str, str], inmost: tuple[str, str]
) -> Iterator[Finding]:
    """Set or label marks that are not in plain pairs."""
    behind = closed_at = 0
    for mark, role, inner in found:
        edit: Edit | None = None
        if role == "alone" and mark.sign in quotes.SIGNS and not quotes.is_inch(text, mark):
            yield Label(mark.start, mark.end, "unbalanced-quote", mark.sign, UNPAIRED)
        opening, closing = inmost if inner else outer
        if role in {"opens", "repeats"} or (role == "alone" and mark.sign == "«"):
            edit = _opening(text, mark, opening, glued=0 < mark.start == closed_at)
        elif role == "closes" or (mark.sign == "»" and text[mark.start - 1] != "«"):
            edit = _closing(text, mark, closing, behind)
            closed_at = mark.end
        if edit:
            behind = edit.end
            yield edit


def _borders(found: Sequence[quotes.Quote]) -> list[int]:
    """Where quotations that no other encloses open, close, open, and so on."""
    depth = 0
    borders: list[int] = []
    for mark, role, _ in found:
        if role in {"opens", "closes"}:
            depth += 1 if role == "opens" else -1
            if depth == (role == "opens"):
                borders.append(mark.start)
    return borders


def _opening(text: str, mark: quotes.Mark, sign: str, *, glued: bool) -> Edit | None:
    """Set a mark that opens a quotation, with a space before it and the sign's own inside."""
    start, end = mark.start, mark.end
    if not text[end : end + 1].isalnum():
        inside = _INSIDE.match(text, end)
        if inside is None:
            return None
        end = inside.end()
    before = text[start - 1] if start else ""
    space = " " if glued or before.isalnum() or before in _GLUED else ""
    return new_tuple(Edit, (start, end, space + sign, PAIRED, 1.0))


def _closing(text: str, mark: quotes.Mark, sign: str, behind: int) -> Edit | None:
    """Set a mark that closes a quotation; what lies before `behind` is set already."""
    start, end = mark.start, mark.end
    while start > behind and text[start - 1] in _BLANKS:
        start -= 1
    if start == 0 or text[start - 1] == "\n":
        return None
    after = text[end : end + 1]
    space = " " if after.isalnum() or after == "(" else ""
    return new_tuple(Edit, (start, end, sign + space, PAIRED, 1.0))
