"""The command line: one group, whose commands are imported when one of them is asked for."""

import click

from cleantext.cli.group import LazyGroup
from cleantext.version import VERSION


@click.group(
    cls=LazyGroup,
    module="cleantext.cli.commands",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, message="%(version)s")
def main() -> None:
    """Turn scraped news into a clean corpus."""
