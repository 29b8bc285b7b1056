"""The scanner: the rules of a table as one function from a document to its edits.

A pass over the text costs about a millisecond a megabyte when its pattern begins with a
literal, and five to ten when it does not, even where it finds nothing. So a rule is asked
only when one of its triggers stands in the document, a trigger is best a single sign, and
all edits of a table come back together: one scan, one `apply`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter, lt

import regex

from cleantext.changes import Edit, Edits, Span, new_tuple
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.rules.lazy_patterns import compile_later, has_group
from cleantext.rules.literals import Literals
from cleantext.rules.table import AnyRule, Keep, Substitution, Words

Find = Callable[[str], Iterable[Edit]]

_CHOICE = regex.compile(r"\[([^\]\\^\w-]+)\](?![*+?{])")
"""A pattern's start when it is a choice of signs; letters may stand for others (`(?i)`)."""

_LINE_START = "(?m)^"
"""A pattern's start when it looks at the starts of lines."""

_LONGEST_ACRONYM = 3
"""In capitals a word this short may be an acronym: CA is not ÇA."""


class RuleScan:
    r"""The substitutions, words and exceptions of a table, compiled.

    It is a rule (see `cleantext.stage.Rule`). All entries see the same text; where two
    want the same characters, the one that stands first in the table has them, and what a
    `keep` entry matches nobody has.

    >>> dots = Substitution(
    ...     id="demo.dots",
    ...     reason="An ellipsis is one sign.",
    ...     pattern=r"\.{3}",
    ...     replace="{ellipsis}",
    ...     changes=(("Oui...", "Oui…"),),
    ...     leaves=("Oui.",),
    ... )
    >>> list(RuleScan([dots], {"ellipsis": "…"})(Document("Non...")))
    [Edit(start=3, end=6, after='…', rule='demo.dots', score=1.0)]
    """

    def __init__(self, rules: Iterable[AnyRule], signs: Mapping[str, str]) -> None:
        """Compile a table.

        Args:
            rules: Its entries, the most important first; lines are not for this scan.
            signs: What stands for `{name}` in a replacement.
        """
        self._finders: list[tuple[frozenset[str], Find]] = []
        self._keepers: list[tuple[frozenset[str], regex.Pattern[str]]] = []
        self._rank: dict[str, int] = {}
        for rule in rules:
            self._rank[rule.id] = len(self._rank)
            if isinstance(rule, Keep):
                self._keepers.append((frozenset(rule.trigger), compile_later(rule.pattern)))
            elif isinstance(rule, Substitution):
                self._finders.append((frozenset(rule.trigger), _substitution(rule, signs)))
            elif isinstance(rule, Words):
                self._finders.append((frozenset(), _words(rule)))
        self._triggers = Literals.of(trigger for trigger, _ in self._finders)
        self._keep_triggers = Literals.of(trigger for trigger, _ in self._keepers)

    def __call__(self, document: Document) -> Edits:
        """Return the edits of the table, without overlaps."""
        text = document.text
        present = self._triggers.present(text)
        found: list[Edit] = []
        for trigger, find in self._finders:
            if not trigger or not trigger.isdisjoint(present):
                found.extend(find(text))
        return self._chosen(text, found)

    def many(self, documents: Sequence[Document]) -> list[Edits]:
        """Return the same of many documents.

        What none of them holds is looked for once, and a pattern in one after the other, as long
        as it is in the processor's cache.
        """
        if len(documents) == 1:
            return [self(documents[0])]
        texts = [document.text for document in documents]
        present = self._triggers.present("\n".join(texts))
        each = self._triggers.only(present).present_in(texts)
        found: list[list[Edit]] = [[] for _ in texts]
        for trigger, find in self._finders:
            if not trigger or not trigger.isdisjoint(present):
                for text, held, edits in zip(texts, each, found, strict=True):
                    if not trigger or not trigger.isdisjoint(held):
                        edits.extend(find(text))
        return list(map(self._chosen, texts, found))

    def _chosen(self, text: str, found: list[Edit]) -> Edits:
        """Return what was found in a text, but for overlaps and what is to stay as it is."""
        if not found:
            return Edits()
        found.sort()
        chosen = self._apart(found)
        closed = self.kept(text)
        return Edits(*zip(*(_outside(chosen, closed) if closed else chosen), strict=True))

    def _apart(self, edits: list[Edit]) -> list[Edit]:
        """Leave out the edits, in order, that overlap one of a more important rule."""
        ends = map(itemgetter(1), edits)
        if all(map(lt, ends, map(itemgetter(0), edits[1:]))):
            return edits
        chosen: list[Edit] = []
        last_start = last_end = -1
        for edit in edits:
            start, end, *_ = edit
            if start < last_end or (start == last_start and end == last_end):
                if self._rank[edit.rule] >= self._rank[chosen[-1].rule]:
                    continue
                chosen.pop()
            chosen.append(edit)
            last_start, last_end = start, end
        return chosen

    def kept(self, text: str) -> list[Span]:
        """Return what the exceptions of the table match, in order; spans may overlap."""
        present = self._keep_triggers.present(text)
        spans = [
            Span(match.start() - len(match.groupdict().get("head") or ""), match.end())
            for trigger, pattern in self._keepers
            if not trigger or not trigger.isdisjoint(present)
            for match in pattern.finditer(text)
        ]
        spans.sort()
        return spans


def scans(rules: Sequence[AnyRule], signs: Mapping[str, str]) -> tuple[RuleScan, ...]:
    """Compile a table into a scan for each of its steps; exceptions hold in all of them."""
    steps = sorted({rule.step for rule in rules if not isinstance(rule, Keep)})
    return tuple(
        RuleScan([rule for rule in rules if rule.step == step or isinstance(rule, Keep)], signs)
        for step in steps
    )


def _outside(edits: Sequence[Edit], closed: Sequence[Span]) -> Iterator[Edit]:
    """Pass on the edits that change nothing inside the closed spans."""
    index = behind = 0
    for edit in edits:
        while index < len(closed) and closed[index].start < edit.end:
            behind = max(behind, closed[index].end)
            index += 1
        if edit.start >= behind:
            yield edit


def _substitution(rule: Substitution, signs: Mapping[str, str]) -> Find:
    """Compile a substitution into a function that finds its edits."""
    pattern = _Pattern(rule)
    replace = rule.replace
    for name, sign in signs.items():
        replace = replace.replace(f"{{{name}}}", sign)
    unknown = regex.search(r"\{[a-z-]+\}", replace)
    if unknown:
        raise ConfigError(
            f"{rule.id}: no sign is called {unknown[0]}; there are: {', '.join(sorted(signs))}"
        )
    groups = {
        name: after for name, after in (("at", replace), ("cut", "")) if name in pattern.groups
    }
    if groups:
        return partial(_replace_groups, pattern, groups, rule.id)
    if "\\" in replace:
        return partial(_expand, pattern, replace, rule.id)
    return partial(_replace, pattern, replace, rule.id)


class _Pattern:
    """The pattern of a rule, faster where a text holds one of the signs it begins with.

    `[;!?]` and the like at the start are slow to look for: when only one of the signs is
    in the text, the same pattern with that sign in their place is used.
    """

    def __init__(self, rule: Substitution) -> None:
        def compiled(pattern: str) -> regex.Pattern[str]:
            return compile_later(pattern, listed=rule.listed)

        self._whole = compiled(rule.pattern)
        self.groups = {name for name in ("at", "cut") if has_group(rule.pattern, name)}
        self._at_lines: tuple[regex.Pattern[str], ...] = ()
        if rule.pattern.startswith(_LINE_START):
            behind = rule.pattern.removeprefix(_LINE_START)
            self._at_lines = compiled(rf"(?m)\A{behind}"), compiled(rf"(?m)\n\K{behind}")
        start = _CHOICE.match(rule.pattern)
        signs = start[1] if start else ""
        rest = rule.pattern[start.end() :] if start else ""
        self._single = {sign: compiled(regex.escape(sign) + rest) for sign in signs}

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """Yield the matches in a text."""
        if self._at_lines:
            return chain.from_iterable(pattern.finditer(text) for pattern in self._at_lines)
        if self._single:
            present = [sign for sign in self._single if sign in text]
            if len(present) == 1:
                return self._single[present[0]].finditer(text)
        return self._whole.finditer(text)


def _replace(pattern: _Pattern, after: str, rule: str, text: str) -> list[Edit]:
    edits = [new_tuple(Edit, (*match.span(), after, rule, 1.0)) for match in pattern.finditer(text)]
    if after in text:
        edits = [edit for edit in edits if text[edit.start : edit.end] != after]
    return edits


def _expand(pattern: _Pattern, template: str, rule: str, text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield Edit(*match.span(), match.expand(template), rule)


def _replace_groups(
    pattern: _Pattern, groups: Mapping[str, str], rule: str, text: str
) -> list[Edit]:
    return [
        new_tuple(Edit, (start, end, after, rule, 1.0))
        for match in pattern.finditer(text)
        for group, after in groups.items()
        for start, end in match.spans(group)
        if text[start:end] != after
    ]


def _words(rule: Words) -> Find:
    """Compile a list of words into a function that finds its edits.

    Looking up each word of a text would cost more than all other rules together, so only
    words are looked up that hold a spelling that some wrong word departs with from its
    right one: `oe` for `coeur`, or a capital at the start for `Etat`.
    """
    forms: dict[str, str] = {}
    for wrong, right in rule.words.items():
        forms[wrong] = right
        if wrong.islower():
            capital = right[0].upper() + right[1:]
            forms.setdefault(wrong[0].upper() + wrong[1:], capital)
            if wrong[0] != right[0]:  # OEuvre, as typed for Œuvre
                forms.setdefault(wrong[:2].upper() + wrong[2:], capital)
        if len(wrong) > _LONGEST_ACRONYM:
            forms.setdefault(wrong.upper(), right.upper())
    if all(wrong[0] != right[0] and wrong[0].isupper() for wrong, right in forms.items()):
        heads = _starts(forms)
    else:
        departures = {_departure(wrong, right) for wrong, right in forms.items()}
        heads = [(head, "") for head in sorted(departures) if head[0].islower()]
        # Capitals are rare enough that one letter is found as fast as two.
        heads += _starts(head for head in departures if not head[0].islower())
    # The lookbehind runs back to the start of the word, so no word is read twice. A pattern
    # each, since a literal at the start is what makes a pattern fast.
    around = r"(?<=(?<!\w)(?<head>\w*))(?<tail>\w*)"
    patterns = [(first, compile_later(f"{first}(?:{rest}){around}")) for first, rest in heads]
    return partial(_replace_words, patterns, forms, rule.id)


def _starts(words: Iterable[str]) -> list[tuple[str, str]]:
    """The first letters of words, and a pattern for the two that follow each."""
    starts: dict[str, set[str]] = {}
    for word in words:
        starts.setdefault(word[0], set()).add(regex.escape(word[1:3]))
    return [(first, "|".join(sorted(rest))) for first, rest in starts.items()]


def _departure(wrong: str, right: str) -> str:
    """The two letters of a wrong spelling where it departs from the right one."""
    same = 0
    while same < min(len(wrong) - 2, len(right)) and wrong[same] == right[same]:
        same += 1
    return wrong[same : same + 2]


def _replace_words(
    patterns: Sequence[tuple[str, regex.Pattern[str]]],
    forms: Mapping[str, str],
    rule: str,
    text: str,
) -> Iterator[Edit]:
    for first, pattern in patterns:
        for match in pattern.finditer(text) if first in text else ():
            start, end = match.start("head"), match.end()
            right = forms.get(text[start:end])
            if right is not None:
                yield Edit(start, end, right, rule)
