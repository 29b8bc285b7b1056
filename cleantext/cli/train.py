"""`cleantext train`: makes the models of the language packs.

What trains is imported inside each command: who cleans text never pays for it.
"""

from pathlib import Path

import click

from cleantext.cli.group import Group
from cleantext.errors import DataError
from cleantext.languages.pack import load
from cleantext.text import segmenter

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The model's file.",
)
_LANGUAGE = click.option(
    "--language", default="fr", show_default=True, help="The code of a language pack."
)
_FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the pack lies, if it is your own.",
)


@click.group(cls=Group)
def train() -> None:
    """Train the models of a language pack.

    \b
    Examples:
      cleantext train truecase corpora/ -o truecase.model
      cleantext train lines --help
    """


@train.command()
@click.argument("corpora", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_OUTPUT
@_LANGUAGE
@_FOLDER
@click.option(
    "--passes", type=click.FloatRange(0.01), default=3.5, show_default=True, help="Over the text."
)
def truecase(
    corpora: Path, output: Path, language: str, folder: Path | None, passes: float
) -> None:
    """Train a truecaser from cased text: CORPORA/train/*.txt(.xz), and what is known of words.

    Names are CORPORA/names*/*.txt(.xz), a name a line; lexicons CORPORA/lexicons/*.txt(.xz), a
    form of a word a line; CORPORA/ranks.txt(.xz) has the forms of a large text, the commonest
    first. None of them is needed. The same corpora give the same file. Twenty million words
    take some five minutes a pass.

    \b
    Examples:
      cleantext train truecase corpora/ -o truecase.model
    """
    from cleantext.training.truecase.train import train as train_truecaser

    _check_folder(output)
    pack = load(language, folder)

    def starts(line: str) -> list[int]:
        return [span.start for span in segmenter.sentences(line, pack.sentence_vocabulary)]

    morphology = pack.settings.truecase
    train_truecaser(corpora, pack.code, starts, morphology, passes, _tell).write(output)


@train.command()
@click.argument("pages", nargs=-1, required=True, type=_FILE, metavar="PAGES...")
@click.option(
    "--articles",
    type=_FILE,
    required=True,
    help="A paragraph a line, a blank line between articles.",
)
@_OUTPUT
@click.option(
    "--passes", type=click.IntRange(1), default=18, show_default=True, help="Over the pages."
)
def lines(pages: tuple[Path, ...], articles: Path, output: Path, passes: int) -> None:
    """Train the model that tells an article from what stands around it, for all languages.

    PAGES are files (also .gz, .xz) of JSON records: `id`, `site`, `lang`, and for two ways to
    make text of a page, `insc` and `bs4`, its `lines` and their `labels`: 1 text, 0 not, null
    not known (`labels_clean` comes first); `dom`, `kind` and `url` may say the domain, a `forum` or
    a `wiki`, which are left out, and the address, which tells the title. A fifth of the sites is
    left out, to measure on; of a file with one site, half of the pages. The same pages give the
    same file.

    \b
    Examples:
      cleantext train lines pages/*.jsonl.gz --articles news.txt.xz -o lines.model
    """
    from cleantext.training.lines.train import train as train_lines

    _check_folder(output)
    train_lines(pages, articles, passes, _tell).write(output)


@train.command()
@click.argument("texts", nargs=-1, required=True, type=_FILE, metavar="TEXTS...")
@click.option("--titles", type=_FILE, required=True, help="JSON records with a `title`.")
@_OUTPUT
@_LANGUAGE
@_FOLDER
@click.option(
    "--passes", type=click.IntRange(1), default=2, show_default=True, help="Over the examples."
)
def truncation(
    texts: tuple[Path, ...],
    titles: Path,
    output: Path,
    language: str,
    folder: Path | None,
    passes: int,
) -> None:
    """Train the model that tells lines that are cut off from headings and whole sentences.

    TEXTS are files (also .gz, .xz) with a paragraph a line; the sentences of them are cut to
    learn from. The word lists of the language pack are needed, and the model holds to them. The
    same texts give the same file.

    \b
    Examples:
      cleantext train truncation news/*.txt.xz --titles titles.jsonl.xz -o truncation.model
    """
    from cleantext.training.truncation.train import train as train_truncation

    _check_folder(output)
    train_truncation(texts, titles, load(language, folder), passes, _tell).write(output)


def _check_folder(output: Path) -> None:
    """Refuse a file that cannot be written, before hours of work."""
    if not output.parent.is_dir():
        raise DataError(f"{output}: there is no folder {output.parent} to write it to")


def _tell(message: str) -> None:
    click.echo(message, err=True)
