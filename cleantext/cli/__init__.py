"""The command line: one group, whose commands are imported when one of them is asked for."""

import click

from cleantext.cli.group import LazyGroup
from cleantext.version import VERSION


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    """Print the version and, with `--verbose`, those of all that decides what comes out."""
    if not wanted:
        return
    click.echo(VERSION)
    if context.params.get("verbose"):
        from cleantext.run.versions import version_lines

        for line in version_lines():
            click.echo(line)
    context.exit()


@click.group(
    cls=LazyGroup,
    module="cleantext.cli.commands",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    help="With --version: libraries and models, too.",
)
def main(*, verbose: bool) -> None:
    """Turn scraped news into a clean corpus.

    \b
    Examples:
      cleantext clean dump/ --dry-run
      cleantext clean dump/ -o corpus
      cleantext explain article.txt
      cleantext clean --help
    """
    if verbose:
        raise click.UsageError("-v goes with --version")
