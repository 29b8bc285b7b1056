"""Groups of commands, as the command line shows them."""

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
