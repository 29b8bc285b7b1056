"""The command that makes the pages of runs."""

from pathlib import Path

import click

from cleantext.cli import console
from cleantext.cli.group import Command
from cleantext.cli.writing import OutputPath
from cleantext.errors import DataError

_OURS = b'<meta name="generator" content="cleantext">'
_TWO = 2


@click.command(cls=Command)
@click.argument(
    "folders", metavar="DIR [OTHER]", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    type=OutputPath(dir_okay=False),
    metavar="FILE",
    help="With two runs: the page to write; comparison.html in the current folder without it.",
)
def report(folders: tuple[Path, ...], output: Path | None) -> None:
    """Write the page of a run, or one that compares two, and print its name.

    With one folder: report.html and timings.html in it, anew, as `clean` writes them. With two,
    the counts and rules of both side by side, and the documents that differ most, word by word
    where both runs wrote --changes, line by line otherwise.

    \b
    Examples:
      cleantext report corpus
      cleantext report corpus-monday corpus-tuesday -o what-changed.html
    """
    from cleantext.run.page import redraw
    from cleantext.show.report_html import draw_pages

    if len(folders) > _TWO:
        raise click.UsageError("Name one run, or two to compare.")
    if len(folders) == _TWO:
        page = output or Path("comparison.html")
        _write_comparison(folders[0], folders[1], page)
    elif output:
        raise click.UsageError("-o goes with two runs; the page of one lies in its folder.")
    else:
        page = redraw(folders[0], draw_pages)
    console.print_line(console.one_line(str(page)))


def _write_comparison(left: Path, right: Path, page: Path) -> None:
    """Write the page that compares two runs, over an earlier one at most."""
    from cleantext.show.comparison import draw_comparison

    if page.exists() and _OURS not in page.read_bytes():
        raise DataError(f"{page}: is no page of ours; move it away, or name another with -o")
    made = draw_comparison(left, right)
    try:
        page.write_bytes(made)
    except OSError as reason:
        raise DataError(f"{page}: cannot be written: {reason.strerror}") from reason
