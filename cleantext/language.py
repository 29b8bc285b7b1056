"""Language packs: all that the stages know of one language, as one typed object."""

from functools import cache, cached_property
from pathlib import Path

from cleantext.errors import PackError
from cleantext.rules import AnyRule, read_list, read_table

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
    def abbreviations(self) -> frozenset[str]:
        """Lowercase abbreviations whose point does not end a sentence, without that point."""
        return frozenset(self._list("abbreviations.txt"))

    @cached_property
    def boilerplate(self) -> tuple[AnyRule, ...]:
        """Lines that are furniture."""
        return self._table("boilerplate.toml")

    @cached_property
    def spacing(self) -> tuple[AnyRule, ...]:
        """Rules that decide where words and sentences end."""
        return self._table("spacing.toml")

    @cached_property
    def typography(self) -> tuple[AnyRule, ...]:
        """Rules of good typesetting."""
        return self._table("typography.toml")

    def _list(self, name: str) -> list[str]:
        return read_list(self.folder / name, PackError)

    def _table(self, name: str) -> tuple[AnyRule, ...]:
        return read_table(self.folder / name, PackError)


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
