"""Check a configuration, and every rule of its tables against the rule's own examples."""

from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions

from cleantext.config import Config
from cleantext.document import Document
from cleantext.errors import ConfigError, PackError
from cleantext.furniture import Table
from cleantext.language import Language, load
from cleantext.pipeline import Pipeline
from cleantext.rules import AnyRule, Line, read_profile, read_table
from cleantext.scanner import Scan
from cleantext.version import DISTRIBUTION

PROFILES = "profiles.toml"


def check(config: Config) -> Pipeline:
    """Return the pipeline of a configuration, after every example of its tables came right.

    Raises:
        ConfigError: The configuration or a user's table is wrong.
        PackError: A table of the language pack is wrong.
    """
    pipeline = Pipeline.from_config(config)
    language = load(config.language)
    ours = [path for path in sorted(language.folder.glob("*.toml")) if path.name != PROFILES]
    theirs = [
        path for options in config.options.values() for path in getattr(options, "tables", ())
    ]
    for paths, error in ((ours, PackError), (theirs, ConfigError)):
        for path in paths:
            for rule in read_table(path, error):
                for problem in wrong_examples(rule, language):
                    raise error(f"{path}: {problem}")
    return pipeline


def wrong_examples(rule: AnyRule, language: Language) -> Iterator[str]:
    """Say which examples of a rule do not come out as the rule says.

    Args:
        rule: Applied alone, in the default profile.
        language: The pack that the rule is for.
    """
    applied = _alone(rule, language)
    for before, after in (*rule.changes, *((text, text) for text in rule.leaves)):
        outcome = applied(before)
        if outcome != after:
            yield f"{rule.id}: {before!r} becomes {outcome!r}, and should be {after!r}"


def rivals() -> list[str]:
    """Return other distributions that install the import name `cleantext`."""
    owners = packages_distributions().get("cleantext", [])
    return sorted(set(owners) - {DISTRIBUTION})


def _alone(rule: AnyRule, language: Language) -> Callable[[str], str]:
    """Make a function of one rule."""
    if isinstance(rule, Line):
        return Table([rule], language.calendar).kept
    scan = Scan([rule], read_profile(language.folder / PROFILES, "imprimerie"))

    def applied(text: str) -> str:
        document = Document(text)
        return document.apply("check", scan(document)).text

    return applied
