"""The stage typography: quotation marks, no-break spaces, signs, ligatures and accents.

It comes after casing, when names and sentences are known. Most rules are in the language
pack, in `typography.toml`; quotation marks are paired here, because a table cannot count.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from cleantext.changes import NO_EDITS, Edit, Edits, Span, new_tuple
from cleantext.document import UNBALANCED_QUOTE, Document, Finding, Label
from cleantext.languages.pack import Language
from cleantext.rules.lazy_patterns import compile_later
from cleantext.rules.scan import RuleScan, scans
from cleantext.rules.style import Style, set_style
from cleantext.stage import Stage
from cleantext.stages.typography import quote_forms, quotes

NAME = "typography"
Options = Style
"""What a user may set: the house style."""
PAIRED = "typography.quotes"
"""The rule that sets quotation marks, and the spaces inside and outside of them."""
UNPAIRED = "typography.unpaired-quote"
"""The rule that labels a quotation mark without a partner in its paragraph."""
FORM = "typography.quote-form"
"""The rule that makes plain pairs of other marks the common ones, to be set with them."""
REASON_UNPAIRED = "A quotation mark without a partner in its paragraph is labelled, not guessed."

_BLANKS = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_INSIDE = compile_later(rf"[{_BLANKS}]*(?=[^\s»])")
_GLUED = frozenset(",;:.!?…)")


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The profile or a rule is unknown, or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    rules, signs = set_style(language, NAME, options)
    steps = scans(rules, signs)
    style = language.style
    reasons = {FORM: style.quote_forms, PAIRED: style.quotes, UNPAIRED: REASON_UNPAIRED}
    reasons |= {rule.id: rule.reason for rule in rules}
    pairing = (QuoteForms(steps[0]), PairedQuotes(steps[0], signs))
    return Stage(NAME, (*pairing, *steps), language.code, reasons)


@dataclass(frozen=True, slots=True)
class QuoteForms:
    """The rule that makes curly marks of pairs in other forms, for `PairedQuotes` to set.

    Attributes:
        scan: Knows what must stay as it is.
    """

    scan: RuleScan

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the edits of both marks of each pair."""
        text = document.text
        if not any(map(text.__contains__, quote_forms.SIGNS)):
            return
        kept = self.scan.kept(document)
        for opening, closing in quote_forms.pairs(text):
            closed = kept
            if text[opening.start] == "`":  # marks of TeX look like those of code
                closed = [span for span in kept if text[span.start] != "`"]
            if not any(span.start < closing.end and opening.start < span.end for span in closed):
                yield Edit(*opening, "“", FORM)
                yield Edit(*closing, "”", FORM)


@dataclass(frozen=True, slots=True, eq=False)
class PairedQuotes:
    """The rule that sets quotation marks.

    Attributes:
        scan: Knows what must stay as it is.
        signs: Of the house style.
    """

    scan: RuleScan
    signs: Mapping[str, str]

    def __call__(self, document: Document) -> Iterable[Finding]:
        """Set the quotation marks that have a partner, and label the others."""
        return _quotes(document, self.scan, self.signs)


def _quotes(document: Document, scan: RuleScan, signs: Mapping[str, str]) -> Iterable[Finding]:
    """Set the quotation marks that have a partner, and label the others.

    A guillemet (or what the house style has in its place) without a partner gets its spaces all
    the same.
    """
    text = document.text
    marks = sum([text.count(sign) for sign in quotes.SIGNS if sign in text])
    doubled = "<" in text and "<<" in text
    if not marks and not doubled:
        return NO_EDITS
    outer, inmost = ((signs[f"{kind}open"], signs[f"{kind}close"]) for kind in ("", "inner-"))
    closed = scan.kept(document)
    plain = quotes.plain(text, closed)
    if marks == 2 * len(plain) and not doubled:
        return _set_plain(text, plain, outer)
    others = list(quotes.find(text, closed, plain, outer[0].strip()))
    borders = _borders(others)
    inner = [span for span in plain if bisect(borders, span.start) % 2] if borders else []
    found = list(_set_in_turn(text, others, outer, inmost))
    edits = [finding for finding in found if isinstance(finding, Edit)]
    if inner:
        inside = set(inner)
        edits += _set_plain(text, inner, inmost)
        plain = [span for span in plain if span not in inside]
    merged = Edits.together([_set_plain(text, plain, outer), Edits.of(edits)])
    labels = [finding for finding in found if isinstance(finding, Label)]
    return [*merged, *labels] if labels else merged


def _set_plain(text: str, plain: Sequence[Span], signs: tuple[str, str]) -> Edits:
    """Set the marks of plain pairs, with a space where words touch them outside."""
    opening, closing = signs
    borders = list(chain.from_iterable(plain))
    ends = [start + 1 for start in borders]
    ends[1::2] = borders[1::2]
    borders[1::2] = [end - 1 for _, end in plain]
    afters = [opening, closing] * len(plain)
    for place, (start, end) in enumerate(plain):
        before, after = text[start - 1 : start], text[end : end + 1]
        if before != " " and (before.isalnum() or before in _GLUED or before == '"'):
            afters[2 * place] = f" {opening}"
        if after.isalnum() or after == "(":
            afters[2 * place + 1] = f"{closing} "
    return Edits(borders, ends, afters, [PAIRED] * len(ends), [1.0] * len(ends))


def _set_in_turn(
    text: str, found: Sequence[quotes.Quote], outer: tuple[str, str], inmost: tuple[str, str]
) -> Iterator[Finding]:
    """Set or label marks that are not in plain pairs."""
    behind = closed_at = 0
    # A straight mark alone may stand for anything.
    opens, closes = (sign.strip(' \t\u00a0\u202f"') for sign in outer)
    for mark, role, inner in found:
        edit: Edit | None = None
        if role == "alone" and mark.sign in quotes.SIGNS and not quotes.is_inch(text, mark):
            yield Label(mark.start, mark.end, UNBALANCED_QUOTE, mark.sign, UNPAIRED)
        opening, closing = inmost if inner else outer
        if role in {"opens", "repeats"} or (role == "alone" and mark.sign == opens):
            edit = _opening(text, mark, opening, glued=0 < mark.start == closed_at)
        elif role == "closes" or (mark.sign == closes and text[mark.start - 1] != opens):
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
