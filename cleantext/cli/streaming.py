"""Standard input to standard output: what goes with it, and what becomes of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from cleantext.cli import console
from cleantext.cli.running import Running
from cleantext.corpus.formats import ARCHIVES, READERS, place_of
from cleantext.corpus.streams import Failure
from cleantext.corpus.write import TABLES

if TYPE_CHECKING:
    from cleantext.run.job import Job

STDIN = "stdin"
_OF_FILES: Sequence[str] = (
    "output", "overwrite", "learn", "by", "sample", "dry_run", "follow_links", "shard_size",
    "compress", "against", "learnt", "share", "engine",
)  # fmt: skip
"""The options that standard input has no use for, by their parameters."""


def check_options(sources: Sequence[str], *, needs_output: bool) -> None:
    """Refuse sources and options of the running command that do not go together.

    Args:
        sources: What is to be cleaned.
        needs_output: Whether there is a folder to be named and none is.
    """
    context = click.get_current_context()
    told: Mapping[str, str] = {
        parameter.name or "": max(parameter.opts, key=len)
        for parameter in context.command.params
        if context.get_parameter_source(parameter.name or "")
        is click.core.ParameterSource.COMMANDLINE
    }
    if "changes" in told and "clean_fields" in told:
        raise click.UsageError("--changes does not go with --clean-fields, which is of many texts.")
    form = context.params["form"] or ("txt" if "-" in sources else "jsonl")
    if "changes" in told and form not in {"jsonl", *TABLES}:
        raise click.UsageError(
            f"--changes goes into records, not into {form}; take --format jsonl."
        )
    if "-" not in sources:
        _check_options_of_files(told.keys(), needs_output=needs_output)
        return
    if len(sources) > 1:
        raise click.UsageError("`-` (standard input) cannot be mixed with files.")
    wrong = [option for name, option in told.items() if name in _OF_FILES]
    if context.params["workers"] not in {None, 1}:
        wrong.append("--workers")
    if wrong:
        verb = "does" if len(wrong) == 1 else "do"
        raise click.UsageError(f"{', '.join(wrong)} {verb} not go with `-`.")
    if "split" in told and context.params["given"] not in {None, "txt", *ARCHIVES}:
        raise click.UsageError(f"--split does not go with --from {context.params['given']}.")


def _check_options_of_files(told: Collection[str], *, needs_output: bool) -> None:
    if needs_output:
        raise click.UsageError("Name the output folder with -o DIR.")
    if "given" in told:
        raise click.UsageError("--from goes with `-`; what files are, their names say.")
    if "by" in told and "learn" not in told:
        raise click.UsageError("--by goes with --learn.")
    if "learnt" in told and "learn" in told:
        raise click.UsageError("--learnt goes without --learn: it was learnt before.")
    if "share" in told and not {"sample", "dry_run"}.isdisjoint(told):
        raise click.UsageError(
            "--sample and --dry-run look over a whole dump: leave out --shard-of."
        )
    if "share" in told and "learn" in told:
        raise click.UsageError(
            "--learn looks over a whole dump, and --shard-of reads a share: let each share count "
            "with `learn --shard-of`, `merge` the counts, and give --learnt the table."
        )


def clean_stdin(job: "Job", given: str | None, running: Running) -> bool:
    """Clean standard input to standard output, a document at a time; return whether any failed.

    Args:
        job: What to do; its format is that of standard output: text if it is None.
        given: The format of standard input; None: that of the output, or text to be split.
        running: How it is done.
    """
    from cleantext.corpus.read import read_stream
    from cleantext.engines.local import Pool
    from cleantext.run.cleaning import check_pipeline
    from cleantext.run.stream import as_table, clean_stream

    if job.config.duplicates.on:
        raise click.UsageError("[duplicates] does not go with `-`: it takes files and -o DIR.")
    job = replace(job, format=job.format or "txt")
    form = str(job.format)
    given = given or ("txt" if job.reading.split or form not in READERS else form)
    items = read_stream(console.standard_input(), STDIN, given, job.reading)
    with Pool(1, running.timeout, partial(check_pipeline, job)) as pool:
        cleaned = clean_stream(job, items, STDIN, pool)
        if job.format in TABLES:
            cleaned = as_table(cleaned, job.format)
        failed = 0
        for outcome in cleaned:
            if isinstance(outcome, Failure):
                failed += 1
                _tell(outcome, given, running)
            else:
                console.write(outcome)
    if running.log_json:
        click.echo(json.dumps({"event": "finished", "failed": failed}), err=True)
    return failed > 0


def _tell(failure: Failure, given: str, running: Running) -> None:
    """Print on standard error what failed."""
    if running.log_json:
        click.echo(json.dumps({"event": "failed", **failure._asdict()}), err=True)
        return
    member = failure.source.removeprefix(STDIN).removeprefix("/")
    told = f"{member}: {place_of(failure, given)}" if member else place_of(failure, given)
    click.echo(console.one_line(f"cleantext: {told}: {failure.error}"), err=True)
