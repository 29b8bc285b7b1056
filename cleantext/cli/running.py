"""The options that say how a run is done, and what stops one."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleantext.cli import console
from cleantext.cli.options import MEGABYTE, SHARE, decorate
from cleantext.run.limits import ENGINES, SHARD_SIZE, TIMEOUT
from cleantext.stages.boilerplate.site_memory import by_of

if TYPE_CHECKING:
    from cleantext.run.job import Job
    from cleantext.run.report import Report
    from cleantext.run.tasks import Share

_STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Running(NamedTuple):
    """How a run is done.

    Attributes:
        engine: One of `ENGINES`.
        workers: Processes; 0: one a core; None: as many as the input is worth.
        timeout: Seconds that a document may take.
        shard_size: Bytes from which an output file gets no more documents.
        quiet: Whether nothing is told but what failed.
        log_json: Whether lines of JSON are told.
        share: Which of the tasks are done, if others do the others.
        learnt: The furniture of each site, if it was learnt before.
    """

    engine: str
    workers: int | None
    timeout: float
    shard_size: int
    quiet: bool
    log_json: bool
    share: "Share | None"
    learnt: Path | None

    @property
    def site_by(self) -> str | None:
        """What made a site when furniture was learnt before."""
        return by_of(self.learnt) if self.learnt else None


_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default=ENGINES[0],
        show_default=True,
        help="Who does the work; `spark` takes SRC and DIR on a disk that all machines share.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(0),
        help="Processes; 0: one a core. Without it the same, or one for small inputs.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="A document that takes longer fails, and the run goes on.",
    ),
    click.option(
        "--shard-size",
        type=click.IntRange(1),
        default=SHARD_SIZE // MEGABYTE,
        show_default=True,
        metavar="MB",
        help="Larger output of one source goes to several files, which are numbered.",
    ),
    SHARE,
    click.option(
        "--learnt",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The furniture of this dump, which `learn` has found before.",
    ),
    click.option("--quiet", is_flag=True, help="Show no progress and no summary."),
    click.option("--log-json", is_flag=True, help="Show progress and summary as lines of JSON."),
)


def running_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with these options; it gets them together as `running`."""

    @wraps(command)
    def collected(
        *,
        engine: str,
        workers: int | None,
        timeout: float,
        shard_size: int,
        quiet: bool,
        log_json: bool,
        share: "Share | None",
        learnt: Path | None,
        **others: Any,  # noqa: ANN401 - the command's own
    ) -> Any:  # noqa: ANN401 - what the command returns
        if engine != ENGINES[0] and workers is not None:
            raise click.UsageError("--workers goes with --engine local; Spark has its own.")
        size = shard_size * MEGABYTE
        running = Running(engine, workers, timeout, size, quiet, log_json, share, learnt)
        return command(running=running, **others)

    return decorate(collected, _OPTIONS)


def run_dump(job: "Job", sources: Sequence[str], running: Running, *, overwrite: bool) -> "Report":
    """Run a job and show how far it is, until it is done or stopped.

    Raises:
        CleantextError: As in `cleantext.run.dump.run`.
    """
    from cleantext.engines.local import cores
    from cleantext.run import dump
    from cleantext.show.progress import progress_shown
    from cleantext.show.report_html import draw_pages

    shown = progress_shown(quiet=running.quiet, as_json=running.log_json)
    with stopped_by_signals(), shown as tell:
        report = dump.run(
            job,
            sources,
            workers=cores() if running.workers == 0 else running.workers,
            timeout=running.timeout,
            engine=running.engine,
            overwrite=overwrite,
            progress=tell,
            draw=draw_pages,
        )
    _print_summary(report, job.output, running)
    return report


def _print_summary(report: "Report", output: Path, running: Running) -> None:
    if running.log_json:
        counts = {
            "documents": report.documents,
            "clean": report.clean,
            "rejected": report.rejected,
            "failed": report.failed,
            "passed_over": report.passed_over,
        }
        click.echo(json.dumps({"event": "finished", "output": str(output), **counts}), err=True)
    elif not running.quiet:
        told = f"See {output}"
        if running.share:
            told = f"Share {running.share} is done: {output}; `cleantext merge` joins all of them"
        click.echo(f"{report.summary()}. {told}", err=True)
        tell_first_failure(output)


def tell_first_failure(output: Path) -> None:
    """Say what failed first in a run, if anything did."""
    from cleantext.run.failures import first_failure

    if told := first_failure(output):
        told = console.one_line(f"{output / 'failed.jsonl'} says why; the first: {told}")
        click.echo(told, err=True)


class Stopped(BaseException):
    """A signal asked the run to stop; no `except Exception` holds it up."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Stop at once what runs inside, with exit code 128 + the number of the signal.

    Ctrl-C, SIGTERM and SIGHUP stop it, but for those that are ignored already (`nohup`).
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # one is enough
        raise Stopped(number)

    before = {
        each: signal.signal(each, stop)
        for each in _STOPPING
        if signal.getsignal(each) is not signal.SIG_IGN
    }
    try:
        yield
    except Stopped as reason:
        click.echo(
            "cleantext: stopped; the same command goes on from here, without --overwrite", err=True
        )
        sys.exit(128 + reason.args[0])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
