"""Check a configuration, and every rule of its tables against the rule's own examples."""

from collections.abc import Iterator
from importlib.metadata import packages_distributions

from cleantext.config import Config
from cleantext.errors import ConfigError, PackError
from cleantext.languages.pack import load
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
    ours = [path for path in sorted(language.folder.glob("*.toml")) if path.name != PROFILES]
    theirs = dict.fromkeys(
        path for options in config.options.values() for path in getattr(options, "tables", ())
    )
    for paths, error in ((ours, PackError), (theirs, ConfigError)):
        for path in paths:
            for rule in read_table(path, error):
                for problem in wrong_examples(rule, language):
                    raise error(f"{path}: {problem}")
    return pipeline


def pipeline_lines(config: Config, pipeline: Pipeline) -> Iterator[str]:
    """Yield the lines that `cleantext check` prints of a configuration and its pipeline."""
    yield f"language  {config.language}"
    for pattern in config.keep:
        yield f"keep      {pattern}"
    for stage in pipeline.stages:
        options = config.options.get(stage.name, "")
        yield f"stage     {stage.name:<12} {len(stage.reasons):>3} rules  {options}"
    yield f"digest    {config.digest}"


def rivals() -> list[str]:
    """Return other distributions that install the import name `cleantext`."""
    owners = packages_distributions().get("cleantext", [])
    return sorted(set(owners) - {DISTRIBUTION})
