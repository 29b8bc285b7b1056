"""The commands: they parse, call, print.

A command imports what it alone needs when it runs, so that the others start without it.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleantext.cli import console
from cleantext.cli.group import Command
from cleantext.cli.reading import reading_options
from cleantext.cli.running import Running, run_dump, running_options
from cleantext.cli.sampling import sampling_options, show_sample
from cleantext.cli.train import train
from cleantext.cli.writing import Writing, writing_options
from cleantext.corpus.formats import READERS
from cleantext.corpus.streams import Failure, ReadOptions
from cleantext.corpus.write import TABLES
from cleantext.errors import DataError
from cleantext.stages.boilerplate import site_memory

if TYPE_CHECKING:
    from cleantext.config import Config
    from cleantext.corpus.shards import Shard

STDIN = "stdin"
SOME_FAILED = 3
_CONFIG = click.option(
    "-c",
    "--config",
    "settings",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file; without it, the default pipeline for French runs.",
)
_WORKERS = click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes."
)
_BY = click.option(
    "--by",
    default=site_memory.AUTO,
    show_default=True,
    metavar="FIELD",
    help="What makes a site: a field of the records, `folder`, or `auto` (site, url, file).",
)


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The output folder: new or empty."
)
@_CONFIG
@writing_options
@click.option(
    "--from",
    "given",
    type=click.Choice(sorted(READERS)),
    help="Format of standard input; without it, that of --format, or text (also with --split).",
)
@running_options
@reading_options
@sampling_options
@click.option("--follow-links", is_flag=True, help="Follow links in folders to where they lead.")
@click.option(
    "--unit",
    type=click.Choice(["document", "sentence"]),
    default="document",
    show_default=True,
    help="With `sentence`, text has a sentence a line, and JSONL records carry sentence spans.",
)
@click.option("--learn", is_flag=True, help="Learn each site's furniture first, as `learn` does.")
@_BY
@click.option("--changes", is_flag=True, help="Write every change into the JSONL records.")
@click.option("--overwrite", is_flag=True, help="Delete what another run left in the folder.")
def clean(
    sources: tuple[str, ...],
    output: Path | None,
    settings: Path | None,
    writing: Writing,
    given: str | None,
    running: Running,
    reading: ReadOptions,
    sample: int | None,
    follow_links: bool,  # noqa: FBT001 - click gives options by position
    unit: str,
    learn: bool,  # noqa: FBT001 - the same
    by: str,
    changes: bool,  # noqa: FBT001 - the same
    overwrite: bool,  # noqa: FBT001 - the same
) -> None:
    """Clean files, folders and globs into a folder.

    Reads text, Markdown, JSONL, JSON, CSV, TSV, Parquet, Arrow, WARC, WET, HTML and feeds, by the
    end of each name, plain or compressed (.gz, .zst, .xz, .bz2), also as members of .tar and .zip
    archives. Of a page the article is read. With `-` for SRC, reads standard input and writes
    standard output: text, or what --format says; --from says what comes in where it is something
    else.

    \b
    Examples:
      cleantext clean dump/ -o corpus
      cleantext clean 'dump/2024-*.jsonl.gz' -o corpus --workers 8 --changes
      cleantext clean archive.txt --split '^-----$' -o corpus --format jsonl
      cleantext clean dump/ -o corpus --format txt --unit sentence
      cleantext clean export.csv.zst -o corpus --text-field corps --id-field numero
      cleantext clean dump/ --sample 500
      cat article.txt | cleantext clean -
    """
    from cleantext import config

    chosen = config.read(settings or {})
    by_sentence = unit == "sentence"
    if changes and reading.fields.together:
        raise click.UsageError("--changes does not go with --clean-fields, which is of many texts.")
    needs_files = bool(output or overwrite or learn or sample or (running.workers or 1) > 1)
    _check_sources(sources, needs_files=needs_files, has_target=bool(output or sample))
    if sources == ("-",):
        _clean_stdin(chosen, given, reading, writing, by_sentence=by_sentence, changes=changes)
        return
    from cleantext.run.job import Job

    job = Job(chosen, output or Path(), writing.form, reading, changes, by_sentence)
    job = replace(
        job,
        learn=by if learn else None,
        follow_links=follow_links,
        compression=writing.compression,
        separator=writing.separator,
        shard_size=running.shard_size,
    )
    if sample is not None:
        sys.exit(SOME_FAILED if show_sample(job, sources, sample) else 0)
    if run_dump(job, sources, running, overwrite=overwrite).failed:
        sys.exit(SOME_FAILED)


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The table to write.",
)
@_CONFIG
@_BY
@_WORKERS
@reading_options
def learn(
    sources: tuple[str, ...],
    output: Path,
    settings: Path | None,
    by: str,
    workers: int,
    reading: ReadOptions,
) -> None:
    """Find the lines that repeat on the pages of each site, in one pass over a dump.

    Name the table in a configuration, `memory = "furniture.tsv"` under `[boilerplate]`, and the
    stage takes them away. `cleantext clean --learn` does both.

    \b
    Examples:
      cleantext learn dump/ -o furniture.tsv
      cleantext learn 'dump/*.jsonl.gz' -o furniture.tsv --by publisher --workers 8
    """
    from cleantext import config
    from cleantext.corpus.shards import find
    from cleantext.engines.local import Pool
    from cleantext.passes import furniture as learning

    chosen = config.read(settings or {})
    shards = find(sources).shards
    _check_table(output, shards)
    with Pool(workers) as pool:
        lines = learning.learn(chosen, shards, output, by=by, reading=reading, pool=pool)
    click.echo(f"{lines} lines are furniture. See {output}", err=True)


@click.command(cls=Command)
@click.argument("source", default="-", metavar="[FILE|-]")
@_CONFIG
def explain(source: str, settings: Path | None) -> None:
    """Show every change to each document: its place, its rule, before and after, and why.

    \b
    Examples:
      cleantext explain article.txt
      echo "il habite à paris.depuis" | cleantext explain
    """
    from cleantext import config
    from cleantext.corpus.read import read, read_stream
    from cleantext.corpus.shards import find
    from cleantext.pipeline import Pipeline
    from cleantext.show.explanation import explanation_lines

    pipeline = Pipeline.from_config(config.read(settings or {}))
    if source == "-":
        items = read_stream(console.standard_input(), STDIN)
    else:
        items = (item for shard in find([source]).shards for item in read(shard))
    for item in items:
        if isinstance(item, Failure):
            raise DataError(f"{item.source}: byte {item.position}: {item.error}")
        for line in explanation_lines(pipeline(item.document), pipeline):
            console.print_line(line)


@click.command(cls=Command)
@_CONFIG
@click.option("--rules", is_flag=True, help="List every rule with its reason.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of configurations instead.")
def check(settings: Path | None, rules: bool, schema: bool) -> None:  # noqa: FBT001 - click gives options by position
    """Check a configuration and its tables; show the resolved pipeline.

    \b
    Examples:
      cleantext check
      cleantext check -c my.toml --rules
      cleantext check --schema > cleantext.schema.json
    """
    if schema:
        import msgspec

        from cleantext.show.schema import config_schema

        console.print_line(msgspec.json.format(msgspec.json.encode(config_schema())).decode())
        return
    from cleantext import config
    from cleantext.show import check as checks

    chosen = config.read(settings or {})
    pipeline = checks.check(chosen)
    for line in checks.pipeline_lines(chosen, pipeline):
        console.print_line(line)
    if rules:
        for rule, reason in pipeline.reasons.items():
            console.print_line(f"{rule:<36} {reason}")
    for rival in checks.rivals():
        click.echo(
            f"warning: the distribution {rival!r} installs the import name `cleantext` too; "
            "uninstall both, then install this one again",
            err=True,
        )


COMMANDS = (clean, learn, explain, check, train)
"""In the order of `--help`."""


def _clean_stdin(
    settings: "Config",
    given: str | None,
    reading: ReadOptions,
    writing: Writing,
    *,
    by_sentence: bool,
    changes: bool,
) -> None:
    """Clean standard input to standard output."""
    if writing.compression:
        raise click.UsageError("--compress does not go with `-`; pipe into a compressor.")
    from cleantext.corpus.read import read_stream
    from cleantext.run.stream import as_table, clean_stream

    form = writing.form or "txt"
    given = given or ("txt" if reading.split else form)
    cleaned = clean_stream(
        settings,
        read_stream(console.standard_input(), STDIN, given, reading),
        STDIN,
        as_records=form != "txt",
        by_sentence=by_sentence,
        changes=changes,
        separator=writing.separator,
    )
    _print_stream(as_table(cleaned, form) if form in TABLES else cleaned)


def _check_sources(sources: Sequence[str], *, needs_files: bool, has_target: bool) -> None:
    """Refuse sources that do not go with each other or with the options.

    Args:
        sources: What is to be cleaned.
        needs_files: Whether an option is given that standard input cannot have.
        has_target: Whether there is a folder for the output, or none is needed.
    """
    if "-" not in sources and not has_target:
        raise click.UsageError("Name the output folder with -o DIR.")
    if "-" in sources and len(sources) > 1:
        raise click.UsageError("`-` (standard input) cannot be mixed with files.")
    if "-" in sources and needs_files:
        told = "-o, --workers, --learn, --overwrite, --sample and --dry-run"
        raise click.UsageError(f"{told} do not go with `-`.")


def _check_table(output: Path, shards: "Sequence[Shard]") -> None:
    """Refuse to write a table in the place of what is no file, or of a source."""
    if output.exists() and not output.is_file():
        raise DataError(f"{output}: is no regular file; name another for the table")
    if any(os.path.realpath(str(shard.path)) == os.path.realpath(output) for shard in shards):
        raise DataError(f"{output}: is one of the sources; name another file for the table")


def _print_stream(outcomes: Iterable[bytes | Failure]) -> None:
    """Print each document as soon as it is cleaned, and failures on standard error."""
    failed = False
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            told = f"cleantext: byte {outcome.position}: {outcome.error}"
            click.echo(console.one_line(told), err=True)
            failed = True
        else:
            console.write(outcome)
    if failed:
        sys.exit(SOME_FAILED)
