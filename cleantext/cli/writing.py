"""The options that say how a corpus is written."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from cleantext.cli.options import decorate
from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.write import FORMATS


class Writing(NamedTuple):
    """How a corpus is written; see `cleantext.run.job.Job`."""

    form: str | None
    compression: str | None
    separator: str


_OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="Format of the corpus; without it, that of each source.",
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
)


def writing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with these options; it gets them together as `writing`."""

    @wraps(command)
    def collected(
        *,
        form: str | None,
        compress: str | None,
        separator: str,
        **others: Any,  # noqa: ANN401 - the command's own
    ) -> Any:  # noqa: ANN401 - what the command returns
        if separator and form != "txt":
            raise click.UsageError("--separator goes with --format txt.")
        if compress not in {None, "none"} and form == "parquet":
            told = "--compress does not go with --format parquet, which is compressed in itself."
            raise click.UsageError(told)
        end = {None: None, "none": ""}.get(compress, f".{compress}")
        return command(writing=Writing(form, end, separator), **others)

    return decorate(collected, _OPTIONS)
