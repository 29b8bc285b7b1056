"""Options that several commands share, or that a command gets together as one value."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

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


def decorate(command: Function, options: Sequence[Callable[[Function], Function]]) -> Function:
    """Return a command with options, which `--help` lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command
