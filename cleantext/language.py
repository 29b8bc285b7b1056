"""Language packs: all that the stages know of one language, as one typed object."""

from functools import cache, cached_property
from pathlib import Path

from cleantext.accents import Accents
from cleantext.autonyms import Names
from cleantext.dates import Calendar
from cleantext.endings import Endings
from cleantext.errors import PackError
from cleantext.function_words import FunctionWords
from cleantext.line_model import LineModel
from cleantext.rules import read_list
from cleantext.switcher import Switchers

FOLDER = Path(__file__).parent / "languages"


class Language:
    """A language pack; each part is read when it is first asked for.

    Attributes:
        code: ISO 639-1, as in `fr`.
        folder: Where the pack's files lie.
    """

    def __init__(self, code: str) -> None:
        """Name a pack; `load` checks that there is one."""
        self.code = code
        self.folder = FOLDER / code

    @cached_property
    def accents(self) -> Accents:
        """What words have lost with their accents; nothing, if the pack has no such list."""
        path = self.folder / "accents.txt"
        return Accents(self._list(path.name) if path.exists() else ())

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Lowercase abbreviations, as `segmenter.sentences` wants them."""
        return frozenset(self._list("abbreviations.txt"))

    @cached_property
    def words(self) -> frozenset[str]:
        """The commonest words, in lowercase."""
        return frozenset(self._list("words.txt"))

    @cached_property
    def names(self) -> frozenset[str]:
        """The commonest words that are mostly written with a capital, in lowercase."""
        return frozenset(self._list("names.txt"))

    @cached_property
    def foreign_words(self) -> frozenset[str]:
        """Lowercase words of the closed classes of other languages."""
        return frozenset(self._list("foreign_words.txt"))

    @cached_property
    def function_words(self) -> FunctionWords:
        """The commonest words of many languages."""
        rows = (
            line.partition("\t") for line in read_list(FOLDER / "function_words.txt", PackError)
        )
        return FunctionWords((code, words.split()) for code, _, words in rows)

    @cached_property
    def openers(self) -> frozenset[str]:
        """Lowercase words that often begin a sentence."""
        return frozenset(self._list("openers.txt"))

    @cached_property
    def endings(self) -> Endings:
        """The model of lines that are cut off at their end."""
        return Endings.read(self.folder / "truncation.model", self.words, self.names)

    @cached_property
    def open_words(self) -> frozenset[str]:
        """Lowercase words that no sentence ends in: another word has to follow them."""
        return frozenset(self._list("truncation.txt"))

    @cached_property
    def calendar(self) -> Calendar:
        """How dates are written."""
        months, weekdays = self._list("months.txt"), self._list("weekdays.txt")
        return Calendar([line.split() for line in months], [line.split() for line in weekdays])

    @cached_property
    def switchers(self) -> Switchers:
        """What languages are called, in all languages."""
        rows: list[tuple[str, str, str]] = []
        for name in ("autonyms.txt", "variants.txt"):
            for line in read_list(FOLDER / name, PackError):
                columns = line.split("\t")
                if len(columns) != 3:  # noqa: PLR2004
                    raise PackError(f"{FOLDER / name}: {line!r} needs three columns, split by tabs")
                rows.append((columns[0], columns[1], columns[2]))
        return Switchers(Names(rows), self.code, self.open_words)

    def _list(self, name: str) -> list[str]:
        return read_list(self.folder / name, PackError)


@cache
def line_model() -> LineModel:
    """Return the model of lines, which is one for all languages.

    Raises:
        PackError: The file is missing or damaged.
    """
    return LineModel.read(FOLDER / "lines.model")


@cache
def load(code: str) -> Language:
    """Return the pack of a language.

    Args:
        code: ISO 639-1.

    Raises:
        PackError: There is no such pack; no other language ever stands in for it.

    >>> load("fr").code
    'fr'
    >>> load("xx")
    Traceback (most recent call last):
    ...
    cleantext.errors.PackError: no language pack 'xx'; there are: fr
    """
    packs = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    if code not in packs:
        raise PackError(f"no language pack {code!r}; there are: {', '.join(packs)}")
    return Language(code)
