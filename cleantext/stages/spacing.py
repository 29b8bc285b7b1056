"""The stage spacing: apostrophes, and missing, doubled and misplaced spaces.

It settles where words and sentences end, so it comes before capitals are restored and
never looks at case alone. The rules are in the language pack, in `spacing.toml`; what
they may not touch is in `keep.toml`.
"""

from dataclasses import dataclass
from pathlib import Path

from cleantext.language import Language
from cleantext.rules import read_profile, read_tables
from cleantext.scanner import Scan
from cleantext.stage import Stage


@dataclass(frozen=True, slots=True)
class Options:
    """What a configuration can set.

    Attributes:
        profile: The house style, one of the language pack's.
        tables: A user's own tables; their rules come before ours.
    """

    profile: str = "imprimerie"
    tables: tuple[Path, ...] = ()


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: The profile is unknown or a table of the user's is wrong.
        PackError: The language pack is damaged.
    """
    folder = language.folder
    rules = read_tables(options.tables, (folder / "keep.toml", folder / "spacing.toml"))
    signs = read_profile(folder / "profiles.toml", options.profile)
    return Stage(
        "spacing",
        (Scan(rules, signs),),
        language.code,
        {rule.id: rule.reason for rule in rules},
    )
