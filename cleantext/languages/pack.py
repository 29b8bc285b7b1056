"""Language packs: all that the stages know of one language, as one typed object.

`README.md` beside this file says what each file of a pack holds.
"""

from functools import cached_property
from pathlib import Path

from cleantext.errors import PackError
from cleantext.languages.lists import read_list
from cleantext.languages.loading import load_once
from cleantext.languages.settings import (
    CasingConventions,
    PackSettings,
    StyleSettings,
    read_casing,
    read_settings,
)
from cleantext.text.dates import Calendar
from cleantext.text.function_words import FunctionWords
from cleantext.text.segmenter import SentenceVocabulary
from cleantext.text.tokens import TokenVocabulary

FOLDER = Path(__file__).parent
SETTINGS = "pack.toml"
"""The file that makes a folder a pack."""

CASING = "casing.toml"
"""Where a convention decides the case of a word."""

EMBEDS = "embeds.toml"
"""Lines of players, platforms and feeds: a table for a language, and one for all."""

_OPTIONAL_TABLES = ("keep.toml", "personal_data.toml", EMBEDS)

_NEEDED = ("abbreviations.txt", "words.txt")
_OPTIONAL = tuple(
    f"{name}.txt"
    for name in (
        "accents agencies compounds elisions foreign_words months name_prefixes names nationalities"
        " offices openers site_phrases spellings stop_words titles truncation weekdays"
    ).split()
)
LISTS = (*_NEEDED, *_OPTIONAL)
"""The lists that a pack may have, beside those that its rule tables name."""

MONTHS, WEEKDAYS = 12, 7


class Language:
    """A language pack; each part is read when it is first asked for.

    Attributes:
        code: ISO 639-1, as in `fr`.
        folder: Where the pack's files lie.
    """

    def __init__(self, code: str, folder: Path) -> None:
        """Name a pack; `load` checks that there is one."""
        self.code = code
        self.folder = folder

    @cached_property
    def settings(self) -> PackSettings:
        """What its `pack.toml` says."""
        return read_settings(self.folder / SETTINGS)

    @property
    def style(self) -> StyleSettings:
        """The house style.

        Raises:
            PackError: The pack has none.
        """
        if self.settings.style is None:
            raise PackError(f"{self.folder / SETTINGS}: has no table `style` with a `profile`")
        return self.settings.style

    @cached_property
    def sentence_vocabulary(self) -> SentenceVocabulary:
        """What says where sentences end, as `segmenter.sentences` wants it."""
        told = self.settings.sentences
        return SentenceVocabulary(self.abbreviations, self.openers, told.letters, told.speech)

    @cached_property
    def token_vocabulary(self) -> TokenVocabulary:
        """What says what tokens are."""
        told = self.settings.tokens
        return TokenVocabulary(
            self.sentence_vocabulary, self.elisions, told.enclitics, told.whole, told.linking
        )

    @cached_property
    def written_abbreviations(self) -> tuple[str, ...]:
        """Abbreviations as they are written: those with a capital stand before a name."""
        return tuple(self._list("abbreviations.txt"))

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Abbreviations in lowercase, as `SentenceVocabulary` wants them."""
        return frozenset(map(str.lower, self.written_abbreviations))

    @cached_property
    def accents(self) -> tuple[str, ...]:
        """The rows of words with accents; see `stages.accents.restoration`."""
        return tuple(self._list("accents.txt"))

    @cached_property
    def agencies(self) -> frozenset[str]:
        """Press agencies, in lowercase."""
        return frozenset(self._list("agencies.txt"))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Titles without a point that an office may follow, as they are written."""
        return tuple(self._list("titles.txt"))

    @cached_property
    def offices(self) -> frozenset[str]:
        """What may follow a title in place of a name, in lowercase."""
        return frozenset(self._list("offices.txt"))

    @cached_property
    def nationalities(self) -> frozenset[str]:
        """Nationalities in the singular, in lowercase."""
        return frozenset(self._list("nationalities.txt"))

    @cached_property
    def name_prefixes(self) -> frozenset[str]:
        """A letter, an apostrophe and the letter behind it, of names, in lowercase."""
        return frozenset(self._list("name_prefixes.txt"))

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Lowercase words that are written with a hyphen."""
        return frozenset(self._list("compounds.txt"))

    @cached_property
    def elisions(self) -> frozenset[str]:
        """Lowercase words that lost a letter before a vowel, without their apostrophe."""
        return frozenset(self._list("elisions.txt"))

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
    def open_words(self) -> frozenset[str]:
        """Lowercase words that no sentence ends in: another word has to follow them."""
        return frozenset(self._list("truncation.txt"))

    @cached_property
    def stop_words(self) -> tuple[str, ...]:
        """The words of the closed classes, in lowercase; elided ones without their apostrophe."""
        return tuple(self._list("stop_words.txt"))

    @cached_property
    def site_phrases(self) -> tuple[str, ...]:
        """What stands in lines about a site, in lowercase."""
        return tuple(self._list("site_phrases.txt"))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Names that are always written so."""
        return tuple(self._list("spellings.txt"))

    @cached_property
    def casing(self) -> CasingConventions:
        """Where a convention decides the case of a word."""
        path = self.folder / CASING
        return read_casing(path) if path.exists() else CasingConventions()

    @cached_property
    def calendar(self) -> Calendar:
        """How dates are written."""
        months, weekdays = self._forms("months.txt", MONTHS), self._forms("weekdays.txt", WEEKDAYS)
        return Calendar(months, weekdays, self.settings.dates)

    def tables(self, *names: str) -> tuple[Path, ...]:
        """Return the paths of rule tables of the pack, without the optional that it has not."""
        paths = (self.folder / name for name in names)
        return tuple(path for path in paths if path.name not in _OPTIONAL_TABLES or path.exists())

    def _forms(self, name: str, count: int) -> list[list[str]]:
        """Read a list with the forms of a name on each line; an absent one is empty."""
        lines = self._list(name)
        if lines and len(lines) != count:
            raise PackError(f"{self.folder / name}: has {len(lines)} lines, and needs {count}")
        return [line.split() for line in lines]

    def _list(self, name: str) -> list[str]:
        path = self.folder / name
        return [] if name in _OPTIONAL and not path.exists() else read_list(path, PackError)


@load_once
def load(code: str, folder: Path | None = None) -> Language:
    """Return the pack of a language.

    Args:
        code: A language tag (BCP 47), as in `fr` or `fr-CA`: the pack is that of the tag or,
            where there is none, of the tag without its last part (the look-up of RFC 4647).
        folder: Where a pack of one's own lies; None: beside this module.

    Raises:
        PackError: There is no such pack; no other language ever stands in for it. Or its
            `pack.toml` is wrong.

    >>> load("fr").code, load("fr-FR").code
    ('fr', 'fr')
    >>> load("xx")
    Traceback (most recent call last):
    ...
    cleantext.errors.PackError: no language pack 'xx'; there are: fr
    """
    if folder is None:
        packs = sorted(path.parent.name for path in FOLDER.glob(f"*/{SETTINGS}"))
        parts = code.replace("_", "-").lower().split("-")
        tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
        known = next((tag for tag in tags if tag in packs), None)
        if known is None:
            raise PackError(f"no language pack {code!r}; there are: {', '.join(packs)}")
        if known != code:
            return load(known)
        folder = FOLDER / code
    elif not (folder / SETTINGS).exists():
        raise PackError(f"{folder}: is no language pack; it has no {SETTINGS}")
    language = Language(code, folder)
    language.settings  # noqa: B018 - a pack that is wrong is an error here, not at the first text
    return language
