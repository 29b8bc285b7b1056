"""The commands that show what was done to documents, and what would be done otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import click

from cleantext.cli import console
from cleantext.cli.group import Command
from cleantext.cli.options import CONFIG
from cleantext.cli.streaming import STDIN
from cleantext.corpus.formats import place_of
from cleantext.corpus.streams import Failure
from cleantext.errors import DataError

if TYPE_CHECKING:
    from cleantext.document import Document


class _Found(NamedTuple):
    """A document of a source, as it was read, and as a run left it if the record tells."""

    name: str
    document: "Document"
    recorded: "Document | None"


_SIDES = 2
_Pair: TypeAlias = "tuple[str, Document | None, Document | None]"


@click.command(cls=Command)
@click.argument("source", default="-", metavar="[FILE[#ID]|-]")
@CONFIG
@click.option("--stage", "stages", multiple=True, metavar="NAME", help="Changes of this stage.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Changes of this rule.")
@click.option(
    "--changes-only", is_flag=True, help="No labels and facts, no lines without a change."
)
@click.option("--json", "form", flag_value="json", help="A record of JSON a document.")
@click.option("--markdown", "form", flag_value="markdown", help="A page, to keep or to send.")
def explain(
    source: str,
    settings: Path | None,
    stages: tuple[str, ...],
    rules: tuple[str, ...],
    changes_only: bool,  # noqa: FBT001 - click gives options by position
    form: str | None,
) -> None:
    """Show every change to each document: its place, its rule, before and after, and why.

    On a terminal, the document itself with its changes in colour (gone: red, new: green, another
    case: yellow), and behind it the changes by stage and rule; elsewhere, and where NO_COLOR is
    set, a line for each change. Of records that `clean --changes` wrote, what that run did is
    shown; #ID names one of many. --stage and --rule may be given several times.

    \b
    Examples:
      cleantext explain article.txt
      cleantext explain corpus/clean/news.jsonl#4711 --stage truecase
      cleantext explain dump.jsonl --rule boilerplate.date --changes-only
      cleantext explain article.txt --markdown > article.md
      cleantext explain dump/ --json | jq .changes
      echo "il habite à paris.depuis" | cleantext explain
    """
    from cleantext import config
    from cleantext.pipeline import Pipeline
    from cleantext.show import explanation, marked

    pipeline = Pipeline.from_config(config.read(settings or {}))
    _check_known("--stage", stages, [stage.name for stage in pipeline.stages])
    _check_known("--rule", rules, pipeline.reasons)
    chosen = explanation.Chosen(frozenset(stages), frozenset(rules), changes_only)
    documents = (found.recorded or pipeline(found.document) for found in _find(source))
    if form == "json":
        for document in documents:
            line = explanation.explanation_json(document, pipeline, chosen)
            console.write(f"{line}\n".encode())
    elif form == "markdown" or console.shows_colour():
        marks = marked.MARKDOWN if form else marked.TERMINAL
        told = (marked.marked_lines(each, pipeline, marks, chosen) for each in documents)
        _show(chain.from_iterable(told), paged=not form)
    else:
        told = (explanation.explanation_lines(each, pipeline, chosen) for each in documents)
        _show(chain.from_iterable(told))


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="A [B]")
@click.option(
    "-c",
    "--config",
    "settings",
    type=click.Path(dir_okay=False),
    multiple=True,
    help="A TOML file; with two of them, the first is for the left side.",
)
def diff(sources: tuple[str, ...], settings: tuple[str, ...]) -> None:
    """Show what another configuration or version would change, word by word.

    With one source, the right side is what this version and -c make of it. The left side is what
    the run did that wrote the records (with --changes), or else the default configuration, or the
    first of two -c. With two sources, the sides are the records that two runs wrote. Below each
    difference stand the rules of either side. A source may be FILE#ID, or `-`.

    \b
    Examples:
      cleantext diff article.txt -c my.toml
      cleantext diff dump/ -c old.toml -c new.toml
      cleantext diff corpus/clean/news.jsonl -c my.toml
      cleantext diff old/clean/ new/clean/
    """
    from cleantext.show.hunks import find_differences
    from cleantext.show.marked import PLAIN, TERMINAL, difference_lines

    if len(sources) > _SIDES or (settings and len(sources) == _SIDES) or len(settings) > _SIDES:
        raise click.UsageError("Name one source and up to two -c, or two sources and no -c.")
    pairs = _runs(sources) if len(sources) == _SIDES else _cleanings(sources[0], settings)
    marks = TERMINAL if console.shows_colour() else PLAIN

    def lines() -> Iterator[str]:
        count = differing = 0
        for name, left, right in pairs:
            count += 1
            told = ""
            if left is None or right is None:
                told = f"is in {sources[left is None]} alone"
            elif left.original != right.original:
                told = "was not cleaned from the same text"
            if told:
                yield f"document {marks.escape(name)} {told}"
            elif left and right and left.text != right.text:
                differences = find_differences(left, right)
                yield from difference_lines(name, left.original, differences, marks)
            else:
                continue
            differing += 1
        yield f"{differing} of {count} documents differ"

    _show(lines(), paged=marks is TERMINAL)


def _show(lines: Iterable[str], *, paged: bool = False) -> None:
    if paged:
        console.page(lines)
        return
    for line in lines:
        console.print_line(line)


def _check_known(option: str, names: Sequence[str], known: Iterable[str]) -> None:
    """Refuse names of stages or rules that there are not: nothing would be shown for them."""
    known = list(known)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "`cleantext check --rules` lists all."
            raise click.BadParameter(f"{name!r} is none; {hint}", param_hint=option)


def _find(source: str) -> Iterator[_Found]:
    """Yield the documents of a source.

    Raises:
        DataError: One cannot be read, or nothing tells what the run did to it that wrote it.
    """
    from cleantext.corpus.read import read, read_stream
    from cleantext.corpus.shards import find
    from cleantext.show.recorded import as_recorded, is_of_run

    path, sign, wanted = _parts(source)
    if path == "-":
        items = ((STDIN, item) for item in read_stream(console.standard_input(), STDIN))
    else:
        items = ((shard.name, item) for shard in find([path]).shards for item in read(shard))
    of_run = path != "-" and is_of_run(path)
    found = False
    for name, item in items:
        if isinstance(item, Failure):
            if sign:
                continue  # another record is asked for
            raise DataError(f"{item.source}: {place_of(item)}: {item.error}")
        if sign and item.document.id != wanted:
            continue
        recorded = as_recorded(item.document)
        if of_run and recorded is None:
            raise DataError(
                f"{path}: the run wrote no changes; clean with --format jsonl --changes, or name "
                "the source"
            )
        found = True
        yield _Found(name, item.document, recorded)
    if sign and not found:
        raise DataError(f"{path}: no document has the id {wanted!r}")


def _parts(source: str) -> tuple[str, str, str]:
    """Return the path of FILE#ID, the sign and the id; both may hold the sign themselves."""
    ends = [at for at, sign in enumerate(source) if sign == "#"]
    if not Path(source).exists():
        for at in ends:
            if Path(source[:at]).is_file():
                return source[:at], "#", source[at + 1 :]
    return source, "", ""


def _cleanings(source: str, settings: Sequence[str]) -> Iterator[_Pair]:
    """Yield each document as it was or would be cleaned, and as it would be otherwise."""
    from cleantext import config
    from cleantext.document import Document
    from cleantext.pipeline import Pipeline

    pipelines = [Pipeline.from_config(config.read(each)) for each in settings]
    if len(settings) < _SIDES:
        pipelines.insert(0, Pipeline.from_config({}))
    for name, document, recorded in _find(source):
        text = Document(recorded.original, document.id, document.meta) if recorded else document
        if not settings and not recorded:
            raise click.UsageError("Name a configuration with -c, or two sources.")
        left = recorded if recorded and len(settings) < _SIDES else pipelines[0](text)
        yield f"{name}#{document.id}", left, pipelines[-1](text)


def _runs(sources: Sequence[str]) -> Iterator[_Pair]:
    """Yield each document as two runs left it, None where one did not."""
    from cleantext.show.pairs import paired

    return paired(*map(_recorded, sources))


def _recorded(source: str) -> Iterator[tuple[str, "Document"]]:
    """Yield each document of a source as a run left it, behind its name.

    Raises:
        DataError: The records hold no changes.
    """
    for found in _find(source):
        if found.recorded is None:
            raise DataError(f"{source}: holds no changes; clean with --format jsonl --changes")
        yield f"{found.name}#{found.document.id}", found.recorded
