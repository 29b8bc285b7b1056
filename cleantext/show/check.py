"""Check a configuration, and every rule of its tables against the rule's own examples."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from cleantext.config import Config
from cleantext.document import PERSONAL_DATA
from cleantext.errors import ConfigError, PackError
from cleantext.languages.pack import CASING, FOLDER, LISTS, SETTINGS, Language
from cleantext.languages.text_file import read_toml
from cleantext.pipeline import Pipeline
from cleantext.rules.examples import PROFILES, wrong_examples
from cleantext.rules.patterns import PROBE_SIZE, find_runaway
from cleantext.rules.table import (
    AnyRule,
    PersonalData,
    Substitution,
    Threshold,
    Words,
    read_table,
)


def check(config: Config) -> Pipeline:
    """Return the pipeline of a configuration, after every example of its tables came right.

    Raises:
        ConfigError: The configuration or a user's table is wrong.
        PackError: A table of the language pack is wrong.
    """
    pipeline = Pipeline.from_config(config)
    _check_time("`keep`", config.keep)
    language = config.pack
    others = {CASING, PROFILES, SETTINGS}
    ours = [path for path in sorted(language.folder.glob("*.toml")) if path.name not in others]
    _check_names(language, ours)
    ours += sorted(FOLDER.glob("*.toml"))
    theirs = dict.fromkeys(
        path for options in config.options.values() for path in getattr(options, "tables", ())
    )
    for paths, error in ((ours, PackError), (theirs, ConfigError)):
        for path in paths:
            for rule in read_table(path, error):
                for problem in problems(rule, language, pipeline):
                    raise error(f"{path}: {problem}")
                if error is ConfigError:
                    _check_time(f"{path}: {rule.id}", _patterns(rule))
    return pipeline


def problems(rule: AnyRule, language: Language, pipeline: Pipeline) -> Iterator[str]:
    """Say which examples of a rule do not come out as the rule says.

    Rules on personal data need libraries that not every installation has, so they are tried where
    the pipeline has their stage.
    """
    # The stages are imported when they are needed: few configurations name them.
    if isinstance(rule, Threshold):
        from cleantext.stages.quality.stage import passed  # noqa: PLC0415

        return wrong_examples(rule, language, passed)
    if not isinstance(rule, PersonalData):
        return wrong_examples(rule, language)
    if not any(stage.name == PERSONAL_DATA for stage in pipeline.stages):
        return iter(())
    from cleantext.stages.personal_data.finder import replaced  # noqa: PLC0415

    return wrong_examples(rule, language, replaced)


def _patterns(rule: AnyRule) -> list[str]:
    """Return the pattern of a rule that can be looked at by itself."""
    if isinstance(rule, Words | Threshold) or (isinstance(rule, Substitution) and rule.listed):
        return []
    return [rule.pattern]


def _check_time(name: str, patterns: Iterable[str]) -> None:
    """See that patterns end in time, as far as a look at them can tell."""
    for pattern in patterns:
        runaway = find_runaway(pattern)
        if runaway:
            raise ConfigError(
                f"{name}: {pattern!r} takes for ever over {PROBE_SIZE} times {runaway!r}; "
                "write it without repetitions of repetitions"
            )


def pipeline_lines(config: Config, pipeline: Pipeline) -> Iterator[str]:
    """Yield the lines that `cleantext check` prints of a configuration and its pipeline."""
    yield f"language  {config.language}"
    for pattern in config.keep:
        yield f"keep      {pattern}"
    for stage in pipeline.stages:
        options = config.options.get(stage.name, "")
        yield f"stage     {stage.name:<12} {len(stage.reasons):>3} rules  {options}"
    if config.duplicates.on:
        yield f"rejects   {config.duplicates}"
    output = config.options["output"]
    for condition in output.where:
        yield f"where     {condition.said}"
    if output.sample < 1:
        yield f"sample    {100 * output.sample:g} % of the documents, by hash"
    if output.split:
        yield f"split     {output.split.said}"
    for name, reason in config.pack.settings.lacks.items():
        yield f"left out  {name:<12} {reason}"
    yield f"digest    {config.digest}"


def _check_names(language: Language, tables: Sequence[Path]) -> None:
    """See that something reads each list of a pack: a wrong name would pass for no list."""
    named = {
        rule.get("file") for path in tables for rule in read_toml(path, PackError).get("rule", ())
    }
    for path in sorted(language.folder.glob("*.txt")):
        if path.name not in {*LISTS, *named}:
            near = get_close_matches(path.name, LISTS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise PackError(f"{language.folder}: nothing reads {path.name!r}{hint}")
