"""The house style that the stages `spacing` and `typography` share.

Each of them applies the rules that are its own: those of its table of the language pack, and those
of a user's tables but for the ones that are called after the other stage.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cleantext.errors import ConfigError
from cleantext.languages.pack import Language
from cleantext.rules.table import AnyRule, in_force, read_profile, read_tables

STYLED = ("spacing", "typography")
"""The stages that set type in a house style; each has a table of its name in the pack."""

STYLE = "style"
"""The table of a configuration that holds the style."""

SIGNS = ("apostrophe", "ellipsis")
"""The signs that may be set against the profile."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a configuration can set of the house style.

    Attributes:
        profile: The house style, one of the language pack's; empty: its first choice.
        apostrophe: The sign to set, ’ or '; empty: the one of the profile.
        ellipsis: The sign to set, … or three points; empty: the one of the profile.
        on: Rules to switch on that are off by default, by id.
        off: Rules to switch off.
        tables: A user's own tables; their rules come before ours.
    """

    profile: str = ""
    apostrophe: str = ""
    ellipsis: str = ""
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()


def read_rules(language: Language, stage: str, tables: Iterable[Path]) -> tuple[AnyRule, ...]:
    """Read all the rules of a stage, those that are off included.

    Args:
        language: The pack.
        stage: One of `STYLED`.
        tables: A user's own.

    Raises:
        ConfigError: A table of the user's is missing or wrong.
        PackError: One of the language pack is.
    """
    ours = language.tables("keep.toml", f"{stage}.toml")
    others = tuple(f"{name}." for name in STYLED if name != stage)
    return tuple(rule for rule in read_tables(tables, ours) if not rule.id.startswith(others))


def set_style(
    language: Language, stage: str, style: Style
) -> tuple[tuple[AnyRule, ...], dict[str, str]]:
    """Return the rules of a stage that hold in a style, and the signs that they set, by name.

    Raises:
        ConfigError: The profile or a rule is unknown, or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    profile = style.profile or language.style.profile
    rules = read_rules(language, stage, style.tables)
    signs = read_profile(language.folder / "profiles.toml", profile)
    chosen = {name: getattr(style, name) for name in SIGNS}
    return (
        in_force(rules, profile, style.on, style.off),
        signs | {name: sign for name, sign in chosen.items() if sign},
    )


def share_style(
    language: Language, styles: Mapping[str, Style], given: Mapping[str, Collection[str]]
) -> dict[str, Style]:
    """Bring together what a configuration says of the style in `[style]` and in tables of stages.

    Args:
        language: The pack.
        styles: What stands in each table, or by default.
        given: The keys that do stand in each table.

    Returns:
        The options of each stage: one profile and the same signs; its own rules and tables and
        those of `[style]`.

    Raises:
        ConfigError: Two tables disagree, or `[style]` names a rule that neither stage has, or a
            table of the user's is wrong.
        PackError: `[style]` switches rules, and a table of the language pack is damaged.
    """
    shared, own = styles[STYLE], {name: styles[name] for name in STYLED}
    _check_switches((shared, *own.values()))
    agreed: dict[str, Any] = {key: _agreed(key, styles, given) for key in ("profile", *SIGNS)}
    merged = {
        name: replace(style, **agreed, tables=tuple(dict.fromkeys((*style.tables, *shared.tables))))
        for name, style in own.items()
    }
    return _switch_rules(language, shared, merged) if shared.on or shared.off else merged


def _agreed(key: str, styles: Mapping[str, Style], given: Mapping[str, Collection[str]]) -> str:
    """Return the one value that tables give a key of the style, or else its default."""
    places = [name for name in (STYLE, *STYLED) if key in given.get(name, ())]
    said: dict[str, str] = {name: getattr(styles[name], key) for name in places or (STYLE,)}
    if len(set(said.values())) > 1:
        told = " and ".join(f"{value!r} under `[{name}]`" for name, value in said.items())
        raise ConfigError(f"`{key}` is {told}; set it once, under `[{STYLE}]`")
    return next(iter(said.values()))


def _check_switches(styles: Collection[Style]) -> None:
    on = {rule for style in styles for rule in style.on}
    off = {rule for style in styles for rule in style.off}
    if on & off:
        raise ConfigError(f"the rule {min(on & off)!r} is both `on` and `off`; leave one out")


def _switch_rules(
    language: Language, shared: Style, styles: Mapping[str, Style]
) -> dict[str, Style]:
    """Give each stage those rules of `on` and `off` in `[style]` that are its own.

    A stage that the pack lacks has none.
    """
    rules = {name: set[str]() for name in styles}
    for name in styles.keys() - language.settings.lacks.keys():
        rules[name] = {rule.id for rule in read_rules(language, name, styles[name].tables)}
    unknown = {*shared.on, *shared.off}.difference(*rules.values())
    if unknown:
        raise ConfigError(f"no rule is called {min(unknown)!r}; see `cleantext check --rules`")
    return {
        name: replace(
            style,
            on=(*style.on, *(rule for rule in shared.on if rule in rules[name])),
            off=(*style.off, *(rule for rule in shared.off if rule in rules[name])),
        )
        for name, style in styles.items()
    }
