"""The options that say how sources are read, for the commands that read a dump."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from cleantext.cli.options import MEGABYTE, decorate
from cleantext.corpus.compression import MAX_EXPANSION
from cleantext.corpus.fields import Fields
from cleantext.corpus.streams import MAX_DOCUMENT, ReadOptions
from cleantext.rules.patterns import PROBE_SIZE, find_runaway


def _pattern(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the value of an option that is a regular expression, if it is one."""
    if value is None:
        return None
    try:
        runaway = find_runaway(value)
    except ValueError as reason:
        raise click.BadParameter(str(reason), param=parameter) from reason
    if runaway:
        raise click.BadParameter(
            f"takes for ever over a line of {PROBE_SIZE} times {runaway!r}; "
            "write it without repetitions of repetitions",
            param=parameter,
        )
    return value


def _field(what: str, default: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{what}-field", default="", metavar="NAME", help=f"Field of a record: {default}"
    )


_OPTIONS = (
    click.option(
        "--split",
        metavar="REGEX",
        callback=_pattern,
        help="Cut text files into documents at each line that REGEX matches from its start.",
    ),
    _field("text", "its text; without it `text`, `content`, `body`, `article` or the like."),
    _field("id", "what the document is called; without it `id`, `uuid` or the like."),
    _field("source", "where it is from; without it the name of the file."),
    _field("date", "when it was published; without it `date`, `published` or the like."),
    click.option(
        "--html-field",
        default="",
        metavar="NAME",
        help="Field of a record: a page in HTML, whose article is the text.",
    ),
    click.option(
        "--clean-fields",
        default="",
        metavar="A,B,C",
        help="Fields that are cleaned together, in a reader's order, such as title,lead,text.",
    ),
    click.option(
        "--delimiter",
        default="",
        metavar="SIGN",
        help="What parts the cells of CSV; without it what the first line shows.",
    ),
    click.option(
        "--max-document",
        type=click.IntRange(1),
        default=MAX_DOCUMENT // MEGABYTE,
        show_default=True,
        metavar="MB",
        help="A larger document fails, and the run goes on.",
    ),
    click.option(
        "--max-expansion",
        type=click.IntRange(1),
        default=MAX_EXPANSION,
        show_default=True,
        metavar="TIMES",
        help="A compressed file that holds more than TIMES its own size, and 100 MB, fails.",
    ),
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a command with these options; it gets them together as `reading`."""

    @wraps(command)
    def collected(
        *,
        split: str | None,
        text_field: str,
        id_field: str,
        source_field: str,
        date_field: str,
        html_field: str,
        clean_fields: str,
        delimiter: str,
        max_document: int,
        max_expansion: int,
        **others: Any,  # noqa: ANN401 - the command's own
    ) -> Any:  # noqa: ANN401 - what the command returns
        if len(delimiter) > 1:
            raise click.BadParameter("is one sign", param_hint="--delimiter")
        if text_field and html_field:
            raise click.UsageError("--text-field and --html-field both say where the text is.")
        together = tuple(filter(None, map(str.strip, clean_fields.split(","))))
        fields = Fields(text_field, id_field, source_field, date_field, html_field, together)
        size = max_document * MEGABYTE
        reading = ReadOptions(split, fields, delimiter, size, max_expansion)
        return command(reading=reading, **others)

    return decorate(collected, _OPTIONS)
