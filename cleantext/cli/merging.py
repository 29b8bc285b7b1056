"""The command that puts together what the jobs of an array have done."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleantext.cli.group import Command
from cleantext.cli.running import tell_first_failure
from cleantext.cli.writing import OutputPath
from cleantext.errors import DataError

if TYPE_CHECKING:
    from cleantext.corpus.remote import Remote

SOME_FAILED = 3


@click.command(cls=Command)
@click.argument(
    "shares", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path)
)
@click.option(
    "-o", "--output", type=OutputPath(), required=True, help="The folder: new or empty; or a table."
)
@click.option("--overwrite", is_flag=True, help="Delete what another run left in the folder.")
@click.option("--quiet", is_flag=True, help="Show no summary.")
def merge(shares: tuple[Path, ...], output: Path, overwrite: bool, quiet: bool) -> None:  # noqa: FBT001 - click gives options by position
    """Put together what all jobs of an array have done: the folder is that of one run.

    DIR is a folder that `clean --shard-of` wrote; they stay as they are. Where it is done already,
    that is told, and nothing is written. Of files that `learn
    --shard-of` wrote, the table is made that `learn` would have written.

    \b
    Examples:
      cleantext merge shares/* -o corpus
      cleantext merge counts/* -o furniture.tsv
    """
    if missing := [path for path in shares if not path.exists()]:
        raise DataError(f"{missing[0]}: is not there; name what the jobs of the array wrote")
    files = [path for path in shares if not path.is_dir()]
    if len(files) == len(shares):
        _merge_counts(files, output, quiet=quiet)
        return
    if files:
        raise DataError(f"{files[0]}: is no folder, and others are; merge each kind by itself")
    from cleantext.run.folder import is_finished
    from cleantext.run.merge import merge as merge_folders
    from cleantext.show.report_html import draw_pages

    already = is_finished(output) and not overwrite
    report = merge_folders(shares, output, overwrite=overwrite, draw=draw_pages)
    if not quiet:
        told = "These shares were put together before, see" if already else "See"
        click.echo(f"{report.summary()}. {told} {output}", err=True)
        tell_first_failure(output)
    sys.exit(SOME_FAILED if report.failed else 0)


def _merge_counts(paths: Sequence[Path], output: Path, *, quiet: bool) -> None:
    from cleantext.run.counts import merge_counts

    check_table(output, paths)
    lines = merge_counts(paths, output)
    if not quiet:
        click.echo(f"{lines} lines are furniture. See {output}", err=True)


def check_table(output: Path, sources: "Sequence[Path | Remote]") -> None:
    """Refuse to write a table in the place of what is no file, or of a source.

    Raises:
        DataError: It is one of these.
    """
    if output.exists() and not output.is_file():
        raise DataError(f"{output}: is no regular file; name another for the table")
    if any(os.path.realpath(str(path)) == os.path.realpath(output) for path in sources):
        raise DataError(f"{output}: is one of the sources; name another file for the table")
