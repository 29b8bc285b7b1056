"""A document with what was changed in it marked, for a terminal, for Markdown, and plain.

Nothing of a document can steer a terminal or pass for markup: all is escaped before it is marked.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import click

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.show.explanation import Chosen, Explanation, explain_changes, label_lines, visible
from cleantext.show.hunks import Difference, Hunk, find_hunks

_SPACES = str.maketrans({"\xa0": "⍽", "\u202f": "⍽", "\t": "⇥"})
"""How white space is shown in what was changed; a plain space at its ends as `·`."""
_MARKUP = re.compile(r"[&<>\[\]*_`~|$\\@]")
_AROUND = 30
"""Code points that are shown on either side of what was changed."""


class Markup(NamedTuple):
    """How what was changed is marked.

    Attributes:
        escape: Makes text of a document harmless.
        removed: Marks what is gone.
        added: Marks what is new.
        recased: Marks a word before and behind, of which the case alone was changed.
        sign: What stands in every mark and in no escaped text.
        title: The line of a document's name.
        line: A line of its text.
        stage: The line of a stage and how many changes it made.
        rule: The line of a rule, how many, and its reason.
        item: A line on one change or label.
    """

    escape: Callable[[str], str]
    removed: Callable[[str], str]
    added: Callable[[str], str]
    recased: Callable[[str, str], str]
    sign: str
    title: Callable[[str], str]
    line: Callable[[str], str]
    stage: Callable[[str, int], str]
    rule: Callable[[str, int, str], str]
    item: Callable[[str], str]


def _markdown(text: str) -> str:
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", visible(text))


_removed = partial(click.style, fg="red", strikethrough=True)
_added = partial(click.style, fg="green", bold=True)
_changed = partial(click.style, fg="yellow", bold=True)
_strong = partial(click.style, bold=True)

TERMINAL = Markup(
    visible,
    _removed,
    _added,
    lambda _, after: _changed(after),
    "\x1b",
    lambda name: f"{_strong(name)}\n",
    str,
    lambda name, count: f"\n{_strong(name)}  {count}",
    lambda name, count, reason: f"  {click.style(name, fg='cyan')}  {count}  {reason}",
    "    {}".format,
)
"""In colour: what is gone in red and struck, what is new in green, a change of case in yellow."""

MARKDOWN = Markup(
    _markdown,
    "<del>{}</del>".format,
    "<ins>{}</ins>".format,
    "<del>{}</del><ins>{}</ins>".format,
    "<",
    "# {}\n".format,
    "<p>{}</p>\n".format,
    "\n## {} ({})\n".format,
    "- **{}** ({}): {}".format,
    "  - {}".format,
)
"""What is gone in `del`, what is new in `ins`: pages and forges show them."""

PLAIN = TERMINAL._replace(
    removed="[-{}-]".format,
    added="{{+{}+}}".format,
    recased="[-{}-]{{+{}+}}".format,
)
"""As `git diff --word-diff` has it; what stands in a text may look like a mark."""


def marked_lines(
    document: Document, pipeline: Pipeline, marks: Markup, chosen: Chosen
) -> Iterator[str]:
    """Yield a document with its changes marked, then the changes by stage and rule.

    Args:
        document: What the pipeline returned.
        pipeline: The pipeline that returned it.
        marks: How they are marked.
        chosen: Which changes are told.
    """
    original = document.original
    yield marks.title(marks.escape(document.id))
    for line in "".join(_text(document, marks, chosen)).split("\n"):
        if marks.sign in line or (line and not chosen.changes_only):
            yield marks.line(line)
    groups: dict[str, dict[str, list[Explanation]]] = {}
    for each in explain_changes(document, pipeline):
        if chosen.has(each.change):
            groups.setdefault(each.change.stage, {}).setdefault(each.change.rule, []).append(each)
    for stage in sorted(groups, key=list(dict.fromkeys(_stages(document))).index):
        rules = groups[stage]
        yield marks.stage(marks.escape(stage), sum(map(len, rules.values())))
        for rule, found in rules.items():
            yield marks.rule(marks.escape(rule), len(found), marks.escape(found[0].reason))
            for each in found:
                yield marks.item(_told(original, each, marks))
    others = list(label_lines(document, chosen))
    if others:
        yield marks.stage("labels, meta", len(others))
        yield from (marks.item(marks.escape(line.strip())) for line in others)


def difference_lines(
    name: str, original: str, found: Iterable[Difference], marks: Markup
) -> Iterator[str]:
    """Yield the differences between two cleanings of a document, each with the rules of both.

    Args:
        name: What the document is called.
        original: What both were made of.
        found: The differences.
        marks: How they are marked.
    """
    yield f"document {marks.escape(name)}"
    for each in found:
        both = _marked(each.left, each.right, marks).replace("\n", "")
        yield f"{each.start:>7}  {_around(original, each.start, each.end, both, marks)}"
        for sign, rules in (("-", each.left_rules), ("+", each.right_rules)):
            yield f"         {sign} {marks.escape(', '.join(rules)) or 'as it was read'}"


def _stages(document: Document) -> Iterator[str]:
    return (scan.stage for scan in document.changes.scans)


def _text(document: Document, marks: Markup, chosen: Chosen) -> Iterator[str]:
    """Yield a document piece by piece, each as it is marked."""
    original, at = document.original, 0
    for hunk in find_hunks(document):
        yield _escaped(original[at : hunk.start], marks)
        yield _shown(hunk, marks, chosen)
        at = hunk.end
    yield _escaped(original[at:], marks)


def _shown(hunk: Hunk, marks: Markup, chosen: Chosen) -> str:
    if any(map(chosen.has, hunk.changes)):
        return _marked(hunk.before, hunk.after, marks)
    return _escaped(hunk.after, marks)


def _told(original: str, each: Explanation, marks: Markup) -> str:
    """Return what is told of a change: its place, what it did, and how sure it is."""
    change, end = each.change, each.at + len(each.change.before)
    score = "" if change.score == 1 else f"  ({change.score:.2f})"
    done = _marked(change.before, change.after, marks).replace("\n", "")
    if original[each.at : end] != change.before:  # others came before it
        return f"{each.at:>7}  {done}{score}"
    return f"{each.at:>7}  {_around(original, each.at, end, done, marks)}{score}"


def _around(original: str, start: int, end: int, done: str, marks: Markup) -> str:
    """Return in one line what was done to a stretch of the original, and what stands around it."""
    head = original[max(0, start - _AROUND) : start].rpartition("\n")[2]
    tail = original[end : end + _AROUND].partition("\n")[0]
    return marks.escape(head) + done + marks.escape(tail)


@lru_cache(20_000)  # most changes of a text are of a few kinds
def _marked(before: str, after: str, marks: Markup) -> str:
    r"""Return what was changed in marks; line ends are shown, and stay.

    >>> _marked("un ", "Un\n", PLAIN)
    '[-un-]{+Un+}[-·-]{+↵+}\n'
    """
    if before == after:
        return _escaped(after, marks)
    then, now = before.strip(), after.strip()
    if then and then.lower() == now.lower() and "\n" not in then:
        heads, tails = zip(before.split(then, 1), after.split(now, 1), strict=True)
        word = marks.escape(now) if then == now else marks.recased(*map(marks.escape, (then, now)))
        return _marked(*heads, marks) + word + _marked(*tails, marks)
    return _lines(before, marks.escape, marks.removed) + _lines(after, marks.escape, marks.added)


def _escaped(text: str, marks: Markup) -> str:
    return "\n".join(map(marks.escape, text.split("\n")))


def _lines(text: str, escape: Callable[[str], str], mark: Callable[[str], str]) -> str:
    *ended, last = text.split("\n")
    parts = [f"{mark(_spaces_shown(line, escape) + '↵')}\n" for line in ended]
    return "".join([*parts, mark(_spaces_shown(last, escape)) if last else ""])


def _spaces_shown(text: str, escape: Callable[[str], str]) -> str:
    """Return a text escaped, in which white space can be seen that would not be."""
    inner = text.strip(" ")
    behind = len(text) - len(text.lstrip(" "))
    ends = "·" * behind, "·" * (len(text) - behind - len(inner))
    return escape(inner.translate(_SPACES).join(ends))
