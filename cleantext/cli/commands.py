"""The commands: they parse, call, print.

A command imports what it alone needs when it runs, so that the others start without it.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleantext.cli import console
from cleantext.cli.explaining import diff, explain
from cleantext.cli.group import Command
from cleantext.cli.merging import check_table, merge
from cleantext.cli.options import CONFIG, SHARE
from cleantext.cli.reading import reading_options
from cleantext.cli.reporting import report
from cleantext.cli.running import Running, run_dump, running_options
from cleantext.cli.sampling import sampling_options, show_sample
from cleantext.cli.serving import serve
from cleantext.cli.streaming import check_options, clean_stdin
from cleantext.cli.train import train
from cleantext.cli.writing import OutputPath, Writing, writing_options
from cleantext.corpus.formats import READERS
from cleantext.corpus.streams import ReadOptions
from cleantext.stages.boilerplate import site_memory

if TYPE_CHECKING:
    from cleantext.run.tasks import Share

SOME_FAILED = 3
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
@click.option("-o", "--output", type=OutputPath(), help="The output folder: new or empty.")
@CONFIG
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
    end of each name, plain or compressed (.gz, .zst, .xz, .bz2), also in .tar and .zip archives.
    Of a page the article is read. With `-` for SRC, reads standard input and writes standard
    output: text, or what --format says; --from says what comes in where it is something else.

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
    from cleantext.run.job import Job

    check_options(sources, needs_output=output is None and sample is None)
    job = Job(
        config.read(settings or {}),
        output or Path(),
        writing.form,
        reading,
        changes,
        by_sentence=unit == "sentence",
        learn=running.site_by or (by if learn else None),
        follow_links=follow_links,
        shard_size=running.shard_size,
        compression=writing.compression,
        separator=writing.separator,
        against=writing.against,
        learnt=running.learnt,
        share=running.share,
    )
    if sources == ("-",):
        failed = clean_stdin(job, given, running)
    elif sample is not None:
        failed = show_sample(job, sources, sample)
    else:
        failed = run_dump(job, sources, running, overwrite=overwrite).failed > 0
    sys.exit(SOME_FAILED if failed else 0)


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option(
    "-o",
    "--output",
    type=OutputPath(dir_okay=False),
    required=True,
    help="The table to write.",
)
@CONFIG
@_BY
@SHARE
@_WORKERS
@reading_options
def learn(
    sources: tuple[str, ...],
    output: Path,
    settings: Path | None,
    by: str,
    share: "Share | None",
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
      cleantext learn dump/ -o counts/3 --shard-of 3/64
    """
    from cleantext import config
    from cleantext.corpus.shards import find
    from cleantext.engines.local import Pool
    from cleantext.engines.retry import Local
    from cleantext.passes import furniture as learning

    chosen = config.read(settings or {})
    shards = find(sources).shards
    check_table(output, [shard.path for shard in shards])
    if share:
        from cleantext.run.counts import count_share
        from cleantext.run.job import Job

        count_share(Job(chosen, output, None, reading, learn=by), share, sources, workers=workers)
        click.echo(f"Counted share {share}. See {output}", err=True)
        return
    with Pool(workers) as pool:
        engine = Local(pool)
        lines = learning.learn(chosen, shards, output, by=by, reading=reading, engine=engine)
    click.echo(f"{lines} lines are furniture. See {output}", err=True)


@click.command(cls=Command)
@CONFIG
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


COMMANDS = (clean, merge, report, learn, explain, diff, serve, check, train)
"""In the order of `--help`."""
