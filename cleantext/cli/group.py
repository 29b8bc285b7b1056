"""Groups of commands, as the command line shows them."""

import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from cleantext.cli import console, rivals

DEBUG = "--debug"
_RARELY = 100_000  # objects that are made before garbage is looked for


class Command(click.Command):
    """A command that can be asked to show tracebacks; `Group.main` sees to it."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters, with `--debug` before `--help`."""
        debug = click.Option(
            [DEBUG], is_flag=True, expose_value=False, help="Show the traceback of an error."
        )
        *own, shown = super().get_params(ctx)
        return [*own, debug, shown]


class Group(click.Group):
    """Ends on any error with one line that says what to do; lists commands as the code does."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; where there is none of the name, name the nearest."""
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names:
            near = get_close_matches(args[0], names, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
            ctx.fail(f"No such command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        *others: Any,  # noqa: ANN401 - click's signature
        **named: Any,  # noqa: ANN401 - the same
    ) -> Any:  # noqa: ANN401 - the same
        """Run what the arguments say; an error is one line and exit code 1.

        With `--debug` among the arguments its traceback is shown.
        """
        given = list(sys.argv[1:] if args is None else args)
        console.prepare()
        if told := rivals.warning():
            click.echo(told, err=True)
        _take_one_core()
        try:
            return super().main(given, *others, **named)
        except Exception as error:
            if DEBUG in given:
                raise
            console.tell_error(error)
            sys.exit(1)


def _take_one_core() -> None:
    """Keep this process, and the workers that it starts, from spending time on nothing.

    numpy would start a thread a core that turns round without work, and the collector of garbage
    would go through tables and models again and again while they are read.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_RARELY)


class LazyGroup(Group):
    """A group whose commands are imported when one of them is asked for, by name or for help.

    Attributes:
        module: The module of the commands, which names them in `COMMANDS`.
    """

    def __init__(self, *, module: str, **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(**settings)
        self.module = module

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        if not self.commands:
            for command in import_module(self.module).COMMANDS:
                self.add_command(command)
