"""The command that makes the page of a run anew."""

from pathlib import Path

import click

from cleantext.cli import console
from cleantext.cli.group import Command


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def report(folder: Path) -> None:
    """Write the page of a run, report.html, which `clean` writes too, and print its name.

    \b
    Examples:
      cleantext report corpus
    """
    from cleantext.run.page import redraw
    from cleantext.show.report_html import draw_report

    console.print_line(console.one_line(str(redraw(folder, draw_report))))
