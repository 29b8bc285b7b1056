"""Groups of commands, as the command line shows them."""

from importlib import import_module
from typing import Any

import click

from cleantext.errors import CleantextError


class Group(click.Group):
    """Prints our own errors as one line, and lists commands in the order of the code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; an error of ours ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except CleantextError as error:
            click.echo(f"cleantext: {error}", err=True)
            ctx.exit(1)


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
