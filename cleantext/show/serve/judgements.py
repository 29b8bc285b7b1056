"""What people judged right or wrong, as cases for tests and as entries for a configuration."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import regex
import tomli_w

from cleantext.corpus.formats.jsonl import encode_record
from cleantext.errors import DataError
from cleantext.rules.style import STYLE, STYLED

NAMES = "names.txt"
TWICE = 2
"""A rule that was wrong so often, and never right, is switched off."""
_OFF = {**dict.fromkeys(STYLED, STYLE), "personal-data": "personal-data", "quality": "quality"}
"""The table that switches off the rules of a stage."""
_LONGEST = 300
"""Code points of a pattern at most."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\-]+")
_TOKEN = regex.compile(r"\S+")


class Altered(msgspec.Struct, frozen=True):
    """A change in a line.

    Attributes:
        start: Where it begins in the line, in code points.
        before: What stood there.
        after: What stands there now.
        rules: Those that made it.
    """

    start: int
    before: str
    after: str
    rules: tuple[str, ...]


class Judgement(msgspec.Struct, frozen=True):
    """What someone thinks of a change.

    Attributes:
        document: What the document is called.
        line: The line or lines of the original that the change is in.
        changes: All that was changed in them, from left to right.
        index: The one that is judged.
        right: Whether it is right.
        should: What should stand there, if it is wrong and that is not what stood there before.
    """

    document: str
    line: str
    changes: tuple[Altered, ...]
    index: int
    right: bool
    should: str = ""

    @property
    def judged(self) -> Altered:
        """The change that is judged."""
        return self.changes[self.index]


class Export(NamedTuple):
    """Files to keep.

    Attributes:
        cases: Records of JSON, one a line, each with `original` and `fixed`.
        toml: Entries for a configuration; empty if there are none.
        names: Names, one a line, for the file that the configuration names; the same.
    """

    cases: str
    toml: str
    names: str


def read_judgements(given: object) -> list[Judgement]:
    """Return what a page sent as judgements.

    Raises:
        DataError: It is something else.
    """
    try:
        found = msgspec.convert(given, list[Judgement])
    except msgspec.ValidationError as reason:
        raise DataError(f"no judgements: {reason}") from reason
    for each in found:
        at = 0
        for change in each.changes:
            end = change.start + len(change.before)
            if change.start < at or each.line[change.start : end] != change.before:
                raise DataError(f"{each.document}: a change does not fit its line")
            at = end
        if not 0 <= each.index < len(each.changes):
            raise DataError(f"{each.document}: no change {each.index} in its line")
    return found


def export(judgements: Sequence[Judgement]) -> Export:
    r"""Return judgements as files.

    A case says what a line is to become: as it was cleaned, but for what was judged wrong. A
    change that is wrong becomes a name where it is one of case alone and its right form is known,
    else an entry under `off` where its rule can be switched off and was wrong twice and never
    right, else a pattern under `keep`.

    >>> change = Altered(7, "x", "X", ("truecase.guess",))
    >>> export([Judgement("d", "vu sur x", (change,), 0, right=False)]).toml.split()
    ['keep', '=', '[', '"\\\\bx\\\\b",', ']']
    """
    wrong = [each for each in judgements if not each.right]
    right = [each for each in judgements if each.right]
    return Export("".join(_cases(judgements)), *_entries(wrong, right))


def _cases(judgements: Iterable[Judgement]) -> Iterator[str]:
    lines: dict[tuple[str, str, tuple[Altered, ...]], dict[int, Judgement]] = {}
    for each in judgements:
        lines.setdefault((each.document, each.line, each.changes), {})[each.index] = each
    for (document, line, changes), judged in lines.items():
        fixed, at = "", 0
        for index, change in enumerate(changes):
            fixed += line[at : change.start] + _wanted(change, judged.get(index))
            at = change.start + len(change.before)
        fixed += line[at:]
        verdicts = [judged[index] for index in sorted(judged)]
        rules = dict.fromkeys(rule for each in verdicts for rule in each.judged.rules)
        case = {
            "label": document,
            "comment": ", ".join(rules),
            "original": line.removesuffix("\n"),
            "fixed": fixed.removesuffix("\n"),
            "judged": [
                {"before": each.judged.before, "after": each.judged.after, "right": each.right}
                for each in verdicts
            ],
            "unjudged": len(changes) - len(judged),
        }
        yield encode_record(case).decode()


def _wanted(change: Altered, judgement: Judgement | None) -> str:
    """Return what is to stand in the place of a change."""
    if judgement is None or judgement.right:
        return change.after
    return judgement.should or change.before


def _entries(wrong: Sequence[Judgement], right: Sequence[Judgement]) -> tuple[str, str]:
    """Return entries for a configuration, and for its file of names."""
    good = {rule for each in right for rule in each.judged.rules}
    bad = Counter(rule for each in wrong for rule in set(each.judged.rules))
    off = {
        rule: _OFF[rule.partition(".")[0]]
        for rule, count in bad.items()
        if count >= TWICE and rule not in good and rule.partition(".")[0] in _OFF
    }
    names: dict[str, None] = {}
    keep: dict[str, None] = {}
    for each in wrong:
        name = _name(each)
        if name:
            names[name] = None
        elif not off.keys() & set(each.judged.rules):
            keep |= dict.fromkeys(_patterns(each))
    tables: dict[str, dict[str, object]] = {}
    for rule, table in off.items():
        tables.setdefault(table, {}).setdefault("off", []).append(rule)  # type: ignore[attr-defined]
    if names:
        tables["truecase"] = {"names": NAMES}
    entries = {**({"keep": list(keep)} if keep else {}), **tables}
    return tomli_w.dumps(entries) if entries else "", "".join(f"{name}\n" for name in names)


def _name(each: Judgement) -> str:
    """Return how a name is spelt, if that is what is wrong; else nothing."""
    change = each.judged
    spelt = each.should or change.before
    alike = spelt.lower() == change.before.lower() == change.after.lower()
    return spelt if alike and spelt != spelt.lower() and "\n" not in spelt else ""


def _patterns(each: Judgement) -> Iterator[str]:
    """Yield patterns for what was to stay as it was: whole lines, or whole words."""
    change, line = each.judged, each.line
    if "\n" in change.before.strip("\n") or change.before.strip() == line.strip():
        for told in filter(str.strip, change.before.split("\n")):
            yield rf"(?m)^{_escaped(told)}$"
        return
    unit = _WORD if change.before.strip().isalnum() else _TOKEN
    start, end = change.start, change.start + len(change.before)
    touched = [f for f in unit.finditer(line) if f.start() <= end and f.end() >= start]
    told = line[
        min([start, *(f.start() for f in touched)]) : max([end, *(f.end() for f in touched)])
    ].strip("\n")
    if told.strip():
        head = r"\b" if regex.match(r"\w", told) else ""
        tail = r"\b" if regex.search(r"\w\Z", told) else ""
        yield f"{head}{_escaped(told)}{tail}"


def _escaped(text: str) -> str:
    return regex.escape(text[:_LONGEST], special_only=True)
