"""Options that several commands share, or that a command gets together as one value."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleantext.errors import DataError

if TYPE_CHECKING:
    from cleantext.run.tasks import Share

Function = Callable[..., Any]

MEGABYTE = 1_000_000
"""Bytes; sizes are given in megabytes."""

CONFIG = click.option(
    "-c",
    "--config",
    "settings",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file; without it, the default pipeline for French runs.",
)


def _share(_: click.Context, parameter: click.Parameter, value: str | None) -> "Share | None":
    from cleantext.run.tasks import Share

    try:
        return None if value is None else Share.read(value)
    except DataError as reason:
        raise click.BadParameter(str(reason), param=parameter) from reason


SHARE = click.option(
    "--shard-of",
    "share",
    metavar="N/OF",
    callback=_share,
    help="Do one share of the dump, such as 3/64, as a job of an array; `merge` puts all together.",
)


def decorate(command: Function, options: Sequence[Callable[[Function], Function]]) -> Function:
    """Return a command with options, which `--help` lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command
