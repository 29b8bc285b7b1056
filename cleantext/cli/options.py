"""Options that several commands share, or that a command gets together as one value."""

from collections.abc import Callable, Sequence
from typing import Any

Function = Callable[..., Any]

MEGABYTE = 1_000_000
"""Bytes; sizes are given in megabytes."""


def decorate(command: Function, options: Sequence[Callable[[Function], Function]]) -> Function:
    """Return a command with options, which `--help` lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command
