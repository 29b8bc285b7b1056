"""The options that say how a corpus is written."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import click

from cleantext.cli.options import decorate
from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.remote import is_url
from cleantext.corpus.write import FORMATS
from cleantext.errors import DataError


class Writing(NamedTuple):
    """How a corpus is written; see `cleantext.run.job.Job`."""

    form: str | None
    compression: str | None
    separator: str
    against: tuple[Path, ...]


class OutputPath(click.Path):
    """A file or folder to write, as a path of this machine."""

    def __init__(self, *, dir_okay: bool = True) -> None:
        super().__init__(dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - click's signature
        """Return the path.

        Raises:
            DataError: It is a URL.
        """
        if is_url(str(value)):
            raise DataError(
                f"{value}: output goes to the disk, where a run can be gone on with; name a folder "
                "of this machine, and copy it to the store when the run is finished"
            )
        return super().convert(value, param, ctx)


_OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="Format of the corpus; without it, that of the configuration or of each source. "
        "`sentences`: a record a sentence; `vertical`, `conllu`: a token a line.",
    ),
    click.option(
        "--compress",
        type=click.Choice(["none", *(end.removeprefix(".") for end in COMPRESSIONS)]),
        help="Compression of what is written; without it, that of each source.",
    ),
    click.option(
        "--separator",
        default="",
        metavar="LINE",
        help="With --format txt: the line between two documents, which --split finds again; "
        "without it a blank one. JSONL needs none, and keeps what is known of each document.",
    ),
    click.option(
        "--against",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder of an earlier run: what stood there is a duplicate, as [duplicates] says.",
    ),
)


def writing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with these options; it gets them together as `writing`."""

    @wraps(command)
    def collected(
        *,
        form: str | None,
        compress: str | None,
        separator: str,
        against: tuple[Path, ...],
        **others: Any,  # noqa: ANN401 - the command's own
    ) -> Any:  # noqa: ANN401 - what the command returns
        if separator and form != "txt":
            raise click.UsageError("--separator goes with --format txt.")
        if compress not in {None, "none"} and form == "parquet":
            told = "--compress does not go with --format parquet, which is compressed in itself."
            raise click.UsageError(told)
        end = {None: None, "none": ""}.get(compress, f".{compress}")
        return command(writing=Writing(form, end, separator, against), **others)

    return decorate(collected, _OPTIONS)
