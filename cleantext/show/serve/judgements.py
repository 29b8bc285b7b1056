"""What people judged right or wrong, as cases for tests and as entries for a configuration."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import regex
import tomli_w

from cleantext.corpus.formats.jsonl import encode_record
from cleantext.errors import DataError
from cleantext.rules.style import STYLE

NAMES = "names.txt"
TWICE = 2
"""A rule that was wrong so often, and never right, is switched off."""
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


def export(judgements: Sequence[Judgement], switchable: Collection[str] = ()) -> Export:
    r"""Return judgements as files.

    A case says what a line is to become: as it was cleaned, but for what was judged wrong. A
    change that is wrong becomes a name where it is one of case alone and its right form is known,
    else an entry under `off` where its rule can be switched off and was wrong twice and never
    right, else a pattern under `keep`.

    Args:
        judgements: What was judged.
        switchable: The rules that `[style]` can switch off.

    >>> change = Altered(7, "x", "X", ("truecase.guess",))
    >>> export([Judgement("d", "vu sur x", (change,), 0, right=False)]).toml.split()
    ['keep', '=', '[', '"\\\\bx\\\\b",', ']']
    """
    wrong = [each for each in judgements if not each.right]
    right = [each for each in judgements if each.right]
    return Export("".join(_cases(judgements)), *_entries(wrong, right, switchable))


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


def _entries(
    wrong: Sequence[Judgement], right: Sequence[Judgement], switchable: Collection[str]
) -> tuple[str, str]:
    """Return entries for a configuration, and for its file of names."""
    good = {rule for each in right for rule in each.judged.rules}
    bad = Counter(rule for each in wrong for rule in set(each.judged.rules))
    off = [
        rule
        for rule, count in bad.items()
        if count >= TWICE and rule not in good and rule in switchable
    ]
    names: dict[str, None] = {}
    keep: dict[str, None] = {}
    for each in wrong:
        name = _name(each)
        if name:
            names[name] = None
        elif not set(off) & set(each.judged.rules):
            keep |= dict.fromkeys(_patterns(each))
    entries: dict[str, object] = {"keep": list(keep)} if keep else {}
    if off:
        entries[STYLE] = {"off": off}
    if names:
        entries["truecase"] = {"names": NAMES}
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
    first, last = change.start, change.start + len(change.before)
    recased = change.before.lower() == change.after.lower()
    unit = _WORD if recased else _TOKEN
    touched = [f for f in unit.finditer(line) if f.start() <= last and f.end() >= first]
    start = min([first, *(found.start() for found in touched)])
    end = max([last, *(found.end() for found in touched)])
    while end > start and line[end - 1] == "\n":
        end -= 1
    if not line[start:end].strip():
        return
    core = _core(each, start, end)
    told = _escaped(line[slice(*core)])
    before, after = _escaped(line[start : core[0]]), _escaped(line[core[1] : end])
    head = r"\b" if regex.match(r"\w", line[start:end]) else ""
    tail = r"\b" if regex.search(r"\w\Z", line[start:end]) else ""
    before = f"(?<={head}{before})" if before else head
    yield f"{before}{told}" + (f"(?={after}{tail})" if after else tail)


def _core(each: Judgement, start: int, end: int) -> tuple[int, int]:
    """Return what of a stretch is to stay: all of it, or as little as stops the change.

    An insertion is stopped where what stays reaches beyond its place.
    """
    change = each.judged
    first, last = change.start, change.start + len(change.before)
    others = (other for at, other in enumerate(each.changes) if at != each.index)
    if not any(other.start < end and other.start + len(other.before) > start for other in others):
        return start, end
    grown = change.after.lower()
    if not change.before or grown[:1] != change.before[:1].lower():
        first = max(start, first - 1)
    if not change.before or grown[-1:] != change.before[-1:].lower():
        last = min(end, last + 1)
    return first, last


def _escaped(text: str) -> str:
    return regex.escape(text[:_LONGEST], special_only=True)
