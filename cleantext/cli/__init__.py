"""The command line: parses, calls, prints."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from cleantext import config
from cleantext.cli import console
from cleantext.cli.group import Group
from cleantext.cli.reading import reading_options
from cleantext.cli.sampling import sampling_options, show_sample
from cleantext.cli.train import train
from cleantext.corpus.formats import READERS
from cleantext.corpus.read import read, read_stream
from cleantext.corpus.shards import Shard, find
from cleantext.corpus.streams import Failure, ReadOptions
from cleantext.errors import DataError
from cleantext.passes import furniture as learning
from cleantext.pipeline import Pipeline
from cleantext.run import dump
from cleantext.run.job import Job
from cleantext.run.stream import clean_stream
from cleantext.show import check as checks
from cleantext.show.explanation import explanation_lines
from cleantext.show.progress import progress_bar
from cleantext.stages.boilerplate import site_memory
from cleantext.version import VERSION

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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(version)s")
def main() -> None:
    """Turn scraped news into a clean corpus.

    \b
    Examples:
      cleantext clean dump/ --dry-run
      cleantext clean dump/ -o corpus
      cleantext explain article.txt
      cleantext clean --help
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The output folder: new or empty."
)
@_CONFIG
@click.option(
    "--format",
    "form",
    type=click.Choice(["txt", "jsonl"]),
    help="Format of the corpus; without it, that of each source.",
)
@click.option(
    "--from",
    "given",
    type=click.Choice(sorted(READERS)),
    help="Format of standard input; without it, that of --format, or text.",
)
@_WORKERS
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
    form: str | None,
    given: str | None,
    workers: int,
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

    Reads text, JSONL, JSON, CSV, TSV, Parquet, WARC, WET, HTML and feeds, by the end of each
    name, plain or compressed (.gz, .zst, .xz, .bz2). Of a page the article is read. With `-`
    for SRC, reads standard input and writes standard output: text, or JSONL with --format
    jsonl; --from says what comes in where it is something else.

    \b
    Examples:
      cleantext clean dump/ -o corpus
      cleantext clean 'dump/2024-*.jsonl.gz' -o corpus --workers 8 --changes
      cleantext clean archive.txt --split '^-----$' -o corpus --format jsonl
      cleantext clean dump/ -o corpus --format txt --unit sentence
      cleantext clean dump/ -o corpus --learn
      cleantext clean export.csv.zst -o corpus --text-field corps --id-field numero
      cleantext clean dump/ --sample 500
      cat article.txt | cleantext clean -
    """
    chosen = config.read(settings or {})
    by_sentence = unit == "sentence"
    more = bool(output or overwrite or learn or sample or workers > 1)
    _check_usage(sources, more=more, target=bool(output or sample))
    if sources == ("-",):
        items = read_stream(console.standard_input(), STDIN, given or form or "txt", reading)
        cleaned = clean_stream(
            chosen,
            items,
            STDIN,
            as_records=form == "jsonl",
            by_sentence=by_sentence,
            changes=changes,
        )
        _print_stream(cleaned)
        return
    site = by if learn else None
    target = output or Path()
    task = Job(chosen, target, form, reading, changes, by_sentence, site, follow_links)
    if sample is not None:
        sys.exit(SOME_FAILED if show_sample(task, sources, sample) else 0)
    with progress_bar() as tell:
        report = dump.run(task, sources, workers=workers, overwrite=overwrite, progress=tell)
    click.echo(f"{report.summary()}. See {output}", err=True)
    if report.failed:
        sys.exit(SOME_FAILED)


@main.command()
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
    chosen = config.read(settings or {})
    shards = find(sources).shards
    _check_table(output, shards)
    lines = learning.learn(chosen, shards, output, by=by, reading=reading, workers=workers)
    click.echo(f"{lines} lines are furniture. See {output}", err=True)


@main.command()
@click.argument("source", default="-", metavar="[FILE|-]")
@_CONFIG
def explain(source: str, settings: Path | None) -> None:
    """Show every change to each document: its place, its rule, before and after, and why.

    \b
    Examples:
      cleantext explain article.txt
      echo "il habite à paris.depuis" | cleantext explain
    """
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


@main.command()
@_CONFIG
@click.option("--rules", is_flag=True, help="List every rule with its reason.")
def check(settings: Path | None, rules: bool) -> None:  # noqa: FBT001 - click gives options by position
    """Check a configuration and its tables; show the resolved pipeline.

    \b
    Examples:
      cleantext check
      cleantext check -c my.toml --rules
    """
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


main.add_command(train)


def _check_usage(sources: Sequence[str], *, more: bool, target: bool) -> None:
    """Refuse what does not go together."""
    if "-" not in sources and not target:
        raise click.UsageError("Name the output folder with -o DIR.")
    if "-" in sources and len(sources) > 1:
        raise click.UsageError("`-` (standard input) cannot be mixed with files.")
    if "-" in sources and more:
        told = "-o, --workers, --learn, --overwrite, --sample and --dry-run"
        raise click.UsageError(f"{told} do not go with `-`.")


def _check_table(output: Path, shards: Sequence[Shard]) -> None:
    """Refuse to write a table in the place of what is no file, or of a source."""
    if output.exists() and not output.is_file():
        raise DataError(f"{output}: is no regular file; name another for the table")
    if any(os.path.realpath(shard.path) == os.path.realpath(output) for shard in shards):
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
