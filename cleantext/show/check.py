"""Check a configuration, and every rule of its tables against the rule's own examples."""

from importlib.metadata import packages_distributions

from cleantext.config import Config
from cleantext.errors import ConfigError, PackError
from cleantext.languages.pack import FOLDER, load
from cleantext.pipeline import Pipeline
from cleantext.rules.examples import PROFILES, wrong_examples
from cleantext.rules.table import read_table
from cleantext.version import DISTRIBUTION


def check(config: Config) -> Pipeline:
    """Return the pipeline of a configuration, after every example of its tables came right.

    Raises:
        ConfigError: The configuration or a user's table is wrong.
        PackError: A table of the language pack is wrong.
    """
    pipeline = Pipeline.from_config(config)
    language = load(config.language)
    folders = (language.folder, FOLDER)
    ours = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    ours = [path for path in ours if path.name != PROFILES]
    theirs = [
        path for options in config.options.values() for path in getattr(options, "tables", ())
    ]
    for paths, error in ((ours, PackError), (theirs, ConfigError)):
        for path in paths:
            for rule in read_table(path, error):
                for problem in wrong_examples(rule, language):
                    raise error(f"{path}: {problem}")
    return pipeline


def rivals() -> list[str]:
    """Return other distributions that install the import name `cleantext`."""
    owners = packages_distributions().get("cleantext", [])
    return sorted(set(owners) - {DISTRIBUTION})
