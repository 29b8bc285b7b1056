"""Language packs: all that the stages know of one language, as one typed object."""

from functools import cached_property
from pathlib import Path

from cleantext.errors import PackError
from cleantext.languages.lists import read_list
from cleantext.languages.loading import load_once
from cleantext.text.dates import Calendar
from cleantext.text.function_words import FunctionWords

FOLDER = Path(__file__).parent


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
    def accents(self) -> tuple[str, ...]:
        """The rows of words with accents; see `stages.accents.restoration`."""
        path = self.folder / "accents.txt"
        return tuple(self._list(path.name)) if path.exists() else ()

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Abbreviations in lowercase, as `segmenter.sentences` wants them."""
        return frozenset(map(str.lower, self._list("abbreviations.txt")))

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
    def compounds(self) -> frozenset[str]:
        """Lowercase words that are written with a hyphen."""
        return frozenset(self._list("compounds.txt"))

    @cached_property
    def elisions(self) -> frozenset[str]:
        """Lowercase words that lost a letter before a vowel, without their apostrophe."""
        return frozenset(self._list("elisions.txt"))

    @cached_property
    def openers(self) -> frozenset[str]:
        """Lowercase words that often begin a sentence."""
        return frozenset(self._list("openers.txt"))

    @cached_property
    def open_words(self) -> frozenset[str]:
        """Lowercase words that no sentence ends in: another word has to follow them."""
        return frozenset(self._list("truncation.txt"))

    @cached_property
    def calendar(self) -> Calendar:
        """How dates are written."""
        months, weekdays = self._list("months.txt"), self._list("weekdays.txt")
        return Calendar([line.split() for line in months], [line.split() for line in weekdays])

    def _list(self, name: str) -> list[str]:
        return read_list(self.folder / name, PackError)


@load_once
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
    packs = sorted(path.name for path in FOLDER.iterdir() if (path / "README.md").exists())
    if code not in packs:
        raise PackError(f"no language pack {code!r}; there are: {', '.join(packs)}")
    return Language(code)
