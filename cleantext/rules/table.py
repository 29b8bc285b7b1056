r"""Rule tables: what a language pack or a user writes in TOML instead of code.

A table is a list of `[[rule]]` entries. Each has an `id`, a `reason` that names the
authority it follows, a `kind`, and its own examples: what it `changes` (pairs) and
what it `leaves` alone. The order in the file is the order of priority. Rules of one
`step` (1, 2, …; 3 unless said) see the same text, as the step before left it. The kinds:

- `substitution`: `pattern` (syntax of the `regex` package) becomes `replace`
  (`\1`, `\g<name>`, and `{name}` for a sign of the profile, see `read_profile`). When
  the pattern has a group `at`, only what that group matched, each time, is replaced;
  what a group `cut` matched is taken out.
  `trigger` lists literals, one of which stands in every text that the rule changes: a pattern
  is only run where one does. In a literal of several signs a space stands for any blank but a
  line end, and a digit for any digit; `\n` is also the start and the end of the text.
  `file` names a list (an entry a line) that the pattern calls `\L<listed>`.
- `keep`: no rule of the table touches what `pattern` matches; it has no `changes`. When
  the pattern has a group `head` (in a lookbehind), what is kept begins there.
- `words`: whole words from `file` (a line each: `wrong<TAB>right`) or `words`; the
  case of the text is kept.
- `line`: whole lines, by `lines` (exact but for case, accents and outer marks) or by
  `pattern` (must match the whole line, in any case); one of the words, phrases or
  signs in `trigger` stands near an end of each line that the pattern can match, or one of
  the literals in `anywhere` in it, in that case, and it has at most `longest` code points (300
  unless said) or a group `kept` or `labelled`. What `kept` matched stays; with `top`, only
  lines at the top of a page count, with `inside` only lines below a line of at least
  12 words. Up to 10 lines in a row that `below` matches go with the line right above them.
  With a `label` the line stays and gets it, or what a group `labelled` matched does. Groups
  `date`, `author`, `agency`, `title` and `source` become facts of the document; a date that
  is none is no match.
- `personal-data`: `pattern` finds data of the kind `data` (`email`, `phone`, …), in its group `at`
  if it has one, where one of the literals in `trigger` stands in the text, and at most `around`
  code points (20 unless said) off a row of at least `figures` figures; what parts figures of a
  row is at most three signs that are no letters. `check` names what has to confirm the match (see
  `cleantext.stages.personal_data.checks`), for a telephone number in one of `regions`. Its
  examples have the mark in place of the data.
- `threshold`: a text whose `measure` (see `cleantext.stages.quality.measures`) is below `least` or
  above `most` is no article, unless its number `prose` reaches that of the rule. Nothing is left
  of the first text of each pair in `changes`.

A rule with `profiles` holds in those house styles alone; one that is `off` holds when a
configuration switches it on.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from pathlib import Path
from typing import Annotated

import msgspec
import regex

from cleantext.errors import CleantextError, ConfigError, PackError
from cleantext.languages.lists import read_list
from cleantext.languages.pack import FOLDER
from cleantext.languages.text_file import read_toml

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$")]


_GROUP = regex.compile(r"\\(?:g<)?(\w+)")


class Entry(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", kw_only=True
):
    """What every rule of a table has: see the module's docstring."""

    id: Id
    reason: Annotated[str, msgspec.Meta(min_length=10)]
    changes: tuple[tuple[str, str], ...]
    leaves: tuple[str, ...]
    step: Annotated[int, msgspec.Meta(ge=1)] = 3
    profiles: tuple[str, ...] = ()
    off: bool = False


class Substitution(Entry, frozen=True, tag="substitution"):
    """A pattern and what replaces it."""

    pattern: str
    replace: str
    trigger: tuple[str, ...] = ()
    file: str = ""
    listed: tuple[str, ...] = ()


class Words(Entry, frozen=True, tag="words"):
    """Whole words and their right spellings, both in lowercase."""

    words: dict[str, str] = {}
    file: str = ""


class Keep(Entry, frozen=True, tag="keep", kw_only=True):
    """A pattern whose matches no other rule of the stage may touch."""

    pattern: str
    changes: tuple[tuple[str, str], ...] = ()
    trigger: tuple[str, ...] = ()


class Line(Entry, frozen=True, tag="line"):
    """Whole lines that are not text of the article."""

    lines: tuple[str, ...] = ()
    pattern: str = ""
    trigger: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()
    longest: Annotated[int, msgspec.Meta(ge=1)] = 300
    label: str = ""
    top: bool = False
    inside: bool = False
    below: str = ""


class PersonalData(Entry, frozen=True, tag="personal-data", kw_only=True):
    """A pattern of data on people, and what has to confirm its matches."""

    data: Annotated[str, msgspec.Meta(pattern="^[a-z]+$")]
    pattern: str
    trigger: tuple[str, ...] = ()
    figures: Annotated[int, msgspec.Meta(ge=0)] = 0
    around: Annotated[int, msgspec.Meta(ge=1, le=200)] = 20
    check: str = ""
    regions: tuple[str, ...] = ()


class Threshold(Entry, frozen=True, tag="threshold", kw_only=True):
    """A number beyond which a text is no article."""

    measure: str
    least: float = -inf
    most: float = inf
    prose: float = inf

    def holds(self, value: float, prose: float = 0.0) -> bool:
        """Return whether a value is within the bounds, or enough of the text is prose."""
        return self.least <= value <= self.most or prose >= self.prose


AnyRule = Substitution | Words | Keep | Line | PersonalData | Threshold


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[AnyRule, ...]


def read_table(
    path: Path, error: type[CleantextError] = ConfigError, *, patterns: bool = True
) -> tuple[AnyRule, ...]:
    """Read and check one table.

    Args:
        path: A TOML file.
        error: What to raise: PackError for our own tables, ConfigError for a user's.
        patterns: Whether to check the patterns, too, which have to be compiled for it.

    Raises:
        CleantextError: Of the given type; the file is missing or not as described above.
    """
    try:
        rules = msgspec.convert(read_toml(path, error), _Table).rule
    except msgspec.ValidationError as reason:
        raise error(f"{path}: {reason}") from reason
    try:
        rules = tuple(_with_file(rule, path.parent) for rule in rules)
    except ConfigError as reason:
        raise error(str(reason)) from reason
    problem = next(_problems(rules, patterns=patterns), None)
    if problem:
        raise error(f"{path}: {problem}")
    return rules


def _problems(rules: Sequence[AnyRule], *, patterns: bool) -> Iterator[str]:
    """What the types of the entries cannot say."""
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield f"two rules are called {rule.id!r}"
        seen.add(rule.id)
        if isinstance(rule, Keep):
            if rule.changes or not rule.leaves:
                yield f"{rule.id}: needs an example that it leaves alone, and none that it changes"
        elif not rule.changes or not rule.leaves:
            yield f"{rule.id}: needs an example that it changes and one that it leaves alone"
        if isinstance(rule, Words) and not rule.words:
            yield f"{rule.id}: needs either `words` or `file`"
        if isinstance(rule, Line) and not (rule.lines or rule.pattern):
            yield f"{rule.id}: needs `lines` or `pattern`"
        if patterns and not isinstance(rule, Words | Threshold):
            yield from _pattern_problems(rule)


def _pattern_problems(rule: Substitution | Keep | Line | PersonalData) -> Iterator[str]:
    listed = rule.listed if isinstance(rule, Substitution) else ()
    if r"\L<listed>" in rule.pattern and not listed:
        yield f"{rule.id}: the pattern speaks of a list that is empty"
    try:
        if isinstance(rule, Line):  # as it will be used, so that it is compiled once
            pattern = regex.compile(rule.pattern, regex.IGNORECASE)
        else:
            pattern = regex.compile(rule.pattern, ignore_unused=True, listed=listed)
    except regex.error as reason:
        yield f"{rule.id}: the pattern is not valid: {reason}"
        return
    if rule.pattern and pattern.fullmatch(""):
        yield f"{rule.id}: the pattern matches the empty text"
    if isinstance(rule, Substitution):
        for group in _GROUP.findall(rule.replace):
            known = int(group) <= pattern.groups if group.isdigit() else group in pattern.groupindex
            if not known:
                yield f"{rule.id}: `replace` speaks of the group {group}, which the pattern has not"


def _with_file(rule: AnyRule, folder: Path) -> AnyRule:
    """Put the entries of the file that a rule names into the rule."""
    if not isinstance(rule, Substitution | Words) or not rule.file:
        return rule
    path = folder / rule.file
    entries = read_list(path)
    if isinstance(rule, Substitution):
        return msgspec.structs.replace(rule, listed=tuple(entries), file="")
    words = dict(rule.words)
    for entry in entries:
        wrong, tab, right = entry.partition("\t")
        if not tab or not right or "\t" in right:
            raise ConfigError(f"{path}: {entry!r} needs two columns, split by a tab")
        words[wrong] = right
    return msgspec.structs.replace(rule, words=words, file="")


def read_tables(
    own: Iterable[Path],
    ours: Iterable[Path],
    kinds: tuple[type[Entry], ...] = (Substitution, Words, Keep),
) -> tuple[AnyRule, ...]:
    """Read a user's tables and then those of a language pack.

    A rule of the user's stands in for one of ours of the same id.

    Args:
        own: The user's tables.
        ours: The language pack's.
        kinds: What a table of the stage may hold.

    Raises:
        ConfigError: A table of the user's is missing or wrong.
        PackError: One of ours is.
    """
    rules: dict[str, AnyRule] = {}
    for paths, error in ((own, ConfigError), (ours, PackError)):
        for path in paths:
            # The tests of the package check the patterns that come with it, in any pack.
            for rule in read_table(path, error, patterns=FOLDER not in path.parents):
                if not isinstance(rule, kinds):
                    kind = type(rule).__name__.lower()
                    raise error(f"{path}: {rule.id}: the stage has no rules of the kind {kind!r}")
                rules.setdefault(rule.id, rule)
    return tuple(rules.values())


def in_force(
    rules: Sequence[AnyRule], profile: str, on: Sequence[str], off: Sequence[str]
) -> tuple[AnyRule, ...]:
    """Choose the rules that hold in a profile and are switched on.

    Args:
        rules: All rules of a stage.
        profile: The name of a house style.
        on: Rules that hold although their table has them `off`.
        off: Rules that do not hold.

    Raises:
        ConfigError: There is no rule of an id in `on` or `off`.
    """
    unknown = {*on, *off} - {rule.id for rule in rules}
    if unknown:
        raise ConfigError(f"no rule is called {min(unknown)!r}; see `cleantext check --rules`")
    return tuple(
        rule
        for rule in rules
        if rule.id not in off
        and (not rule.off or rule.id in on)
        and (not rule.profiles or profile in rule.profiles)
    )


def read_profile(path: Path, name: str) -> dict[str, str]:
    """Read one profile of a language pack: the signs that a house style sets, by name.

    Args:
        path: A TOML file with a table for each profile.
        name: The profile.

    Raises:
        PackError: The file is missing or damaged.
        ConfigError: It has no such profile.
    """
    try:
        profiles = msgspec.convert(read_toml(path, PackError), dict[str, dict[str, str]])
    except msgspec.ValidationError as reason:
        raise PackError(f"{path}: {reason}") from reason
    if name not in profiles:
        raise ConfigError(f"no profile {name!r}; there are: {', '.join(profiles)}")
    return profiles[name]
