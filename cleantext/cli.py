"""The command line: parses, calls, prints."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
import regex
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cleantext import config
from cleantext.corpus.formats import READERS
from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.formats.text import as_text
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import Failure, Piece, Read
from cleantext.document import Document
from cleantext.errors import CleantextError, DataError
from cleantext.languages.pack import load
from cleantext.passes import furniture as learning
from cleantext.pipeline import Pipeline
from cleantext.run import dump
from cleantext.run.cleaning import cleaned_alone
from cleantext.run.job import Job
from cleantext.run.report import Report
from cleantext.show import check as checks
from cleantext.show.explanation import explain_changes
from cleantext.stages.boilerplate import site_memory
from cleantext.text import segmenter
from cleantext.version import VERSION

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


class _Group(click.Group):
    """Prints our own errors as one line, and lists commands in the order of the code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        try:
            return super().invoke(ctx)
        except CleantextError as error:
            click.echo(f"cleantext: {error}", err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(version)s")
def main() -> None:
    """Turn scraped news into a clean corpus."""


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
@_WORKERS
@click.option(
    "--split",
    metavar="REGEX",
    help="Cut text files into documents at each line that REGEX matches from its start.",
)
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
    workers: int,
    split: str | None,
    unit: str,
    learn: bool,  # noqa: FBT001 - click gives options by position
    by: str,
    changes: bool,  # noqa: FBT001 - the same
    overwrite: bool,  # noqa: FBT001 - the same
) -> None:
    """Clean files, folders and globs (.txt, .jsonl, .html, also .gz) into a folder.

    Of a page in HTML the article is read, by the extra `html`. With `-` for SRC, reads
    standard input and writes standard output: text, or JSONL both ways with --format
    jsonl.

    \b
    Examples:
      cleantext clean dump/ -o corpus
      cleantext clean 'dump/2024-*.jsonl.gz' -o corpus --workers 8 --changes
      cleantext clean archive.txt --split '^-----$' -o corpus --format jsonl
      cleantext clean dump/ -o corpus --format txt --unit sentence
      cleantext clean dump/ -o corpus --learn
      cat article.txt | cleantext clean -
    """
    chosen = config.read(settings or {})
    split = _pattern(split)
    if sources == ("-",):
        if output or overwrite or learn or workers > 1:
            raise click.UsageError("-o, --workers, --learn and --overwrite do not go with `-`.")
        _stream(chosen, form, split, by_sentence=unit == "sentence", changes=changes)
        return
    if "-" in sources:
        raise click.UsageError("`-` (standard input) cannot be mixed with files.")
    if output is None:
        raise click.UsageError("Name the output folder with -o DIR.")
    task = Job(
        chosen,
        output,
        form,
        split,
        changes,
        by_sentence=unit == "sentence",
        learn=by if learn else None,
    )
    with _progress() as told:
        report = dump.run(task, sources, workers=workers, overwrite=overwrite, progress=told)
    click.echo(_summary(report, output), err=True)
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
@click.option("--split", metavar="REGEX", help="As for `clean`.")
def learn(
    sources: tuple[str, ...],
    output: Path,
    settings: Path | None,
    by: str,
    workers: int,
    split: str | None,
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
    if not output.parent.is_dir():
        raise DataError(f"{output}: there is no folder {output.parent} to write it to")
    shards = find(sources)
    split = _pattern(split)
    lines = learning.learn(chosen, shards, output, by=by, split=split, workers=workers)
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
        items = _stdin(None)
    else:
        items = (item for shard in find([source]) for item in read(shard))
    for item in items:
        if isinstance(item, Failure):
            raise DataError(f"{item.source}: byte {item.position}: {item.error}")
        _explain(pipeline(item.document), pipeline)


def _explain(document: Document, pipeline: Pipeline) -> None:
    click.echo(f"document {document.id}")
    for at, change, reason in explain_changes(document, pipeline):
        click.echo(f"{at:>7}  {change.rule:<34} {change.before!r} → {change.after!r}  ({reason})")
    for label in document.labels:
        held = document.text[label.start : label.end]
        click.echo(f"  label  {label.rule:<34} {label.name}={label.value} {held!r}")
    for key, value in document.meta.items():
        click.echo(f"   meta  {key}={value}")


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
    click.echo(f"language  {chosen.language}")
    for pattern in chosen.keep:
        click.echo(f"keep      {pattern}")
    for stage in pipeline.stages:
        options = chosen.options.get(stage.name, "")
        click.echo(f"stage     {stage.name:<12} {len(stage.reasons):>3} rules  {options}")
    for name, reason in chosen.pack.settings.lacks.items():
        click.echo(f"left out  {name:<12} {reason}")
    click.echo(f"digest    {chosen.digest}")
    if rules:
        for rule, reason in pipeline.reasons.items():
            click.echo(f"{rule:<36} {reason}")
    for rival in checks.rivals():
        click.echo(
            f"warning: the distribution {rival!r} installs the import name `cleantext` too; "
            "uninstall both, then install this one again",
            err=True,
        )


@main.group(cls=_Group)
def train() -> None:
    """Train the models of a language pack."""


@train.command()
@click.argument("corpora", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The model's file."
)
@click.option("--language", default="fr", show_default=True, help="The code of a language pack.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the pack lies, if it is your own.",
)
@click.option(
    "--passes", type=click.FloatRange(0.01), default=3.5, show_default=True, help="Over the text."
)
def truecase(
    corpora: Path, output: Path, language: str, folder: Path | None, passes: float
) -> None:
    """Train a truecaser from cased text: CORPORA/train/*.txt(.xz), and what is known of words.

    Names are CORPORA/names/*.txt, a name a line; lexicons CORPORA/lexicons/*.txt(.xz), a form
    of a word a line; CORPORA/ranks.txt(.xz) has the forms of a large text, the commonest
    first. None of them is needed. The same corpora give the same file. Twenty million words
    take some four minutes a pass.

    \b
    Examples:
      cleantext train truecase corpora/ -o truecase.model
    """
    from cleantext.training.truecase.train import train as train_truecaser  # noqa: PLC0415 - users never need it

    pack = load(language, folder)

    def starts(line: str) -> list[int]:
        return [span.start for span in segmenter.sentences(line, pack.sentence_vocabulary)]

    def tell(message: str) -> None:
        click.echo(message, err=True)

    morphology = pack.settings.truecase
    train_truecaser(corpora, pack.code, starts, morphology, passes, tell).save(output)


def _pattern(split: str | None) -> str | None:
    try:
        if split is not None:
            regex.compile(split)
    except regex.error as reason:
        raise click.BadParameter(str(reason), param_hint="--split") from reason
    return split


def _stream(
    chosen: config.Config,
    form: str | None,
    split: str | None,
    *,
    by_sentence: bool,
    changes: bool,
) -> None:
    """Clean standard input to standard output, a document at a time."""
    failed, blank = False, b""
    pipeline = Pipeline.from_config(chosen)
    vocabulary = chosen.pack.sentence_vocabulary if by_sentence else None
    for item in _stdin(form, split):
        outcome = cleaned_alone(pipeline, item, "stdin")
        if isinstance(outcome, Failure):
            click.echo(f"cleantext: byte {outcome.position}: {outcome.error}", err=True)
            failed = True
            continue
        _, document = outcome
        spans = document.segments.sentences(vocabulary) if vocabulary else None
        if form == "jsonl":
            fields = record(document, changes=changes, sentences=spans)
            sys.stdout.buffer.write(msgspec.json.encode(fields) + b"\n")
        else:
            sys.stdout.buffer.write(blank + as_text(document, spans))
            blank = b"\n"
        sys.stdout.buffer.flush()
    if failed:
        sys.exit(SOME_FAILED)


def _stdin(form: str | None, split: str | None = None) -> Iterator[Read | Failure]:
    return READERS[form or "txt"](sys.stdin.buffer, Piece("stdin", split=split))


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while a run lasts, if a person is looking."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.percentage:>3.0f} %"),
        BarColumn(),
        TextColumn("{task.fields[done]:.1f} of {task.fields[all]:.1f} MB"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("", done=0.0, all=0.0)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, done=done / 1e6, all=total / 1e6)

        yield told


def _summary(report: Report, output: Path) -> str:
    rejected = ", ".join(f"{count} {reason}" for reason, count in sorted(report.rejected.items()))
    return (
        f"{report.documents} documents: {report.clean} clean, "
        f"{report.rejected.total()} rejected{f' ({rejected})' if rejected else ''}, "
        f"{report.failed} failed; {report.changes.total()} changes. See {output}"
    )
