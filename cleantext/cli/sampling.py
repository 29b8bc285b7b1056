"""The options that show what a run would do, and what shows it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from cleantext.cli import console

if TYPE_CHECKING:
    from cleantext.run.job import Job

SIZE = 100
"""Documents that are looked at where nobody says how many."""


def sampling_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with these options; it gets `sample`, or None where it is to run."""

    @click.option(
        "--dry-run",
        is_flag=True,
        help=f"Show what a run would do to {SIZE} documents of all sources; write nothing.",
    )
    @click.option(
        "--sample",
        type=click.IntRange(1),
        metavar="N",
        help="Show it of N documents; write nothing.",
    )
    @wraps(command)
    def collected(*, dry_run: bool, sample: int | None, **others: Any) -> Any:  # noqa: ANN401 - the command's own
        return command(sample=sample or (SIZE if dry_run else None), **others)

    return collected


def show_sample(job: "Job", sources: Sequence[str], size: int) -> bool:
    """Print what a run would do to some documents; return whether any of them failed."""
    from cleantext.run.failures import find_all
    from cleantext.run.folder import check_targets
    from cleantext.run.sample import take_sample
    from cleantext.show.sample import sample_lines

    found = find_all(sources, job)
    check_targets(job, found.shards)
    sample = take_sample(job, found, size)
    for line in sample_lines(found, sample):
        console.print_line(console.one_line(line))
    return bool(sample.failures)
