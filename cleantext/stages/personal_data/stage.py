"""The stage personal-data: what points to a person, or a firm, by a number or an address.

E-mail addresses, telephone numbers, IBAN, payment cards, NIR, SIREN and SIRET, licence plates, IP
addresses and, by option, postal addresses get the label `personal-data`, its value the kind. With
the action `mark` a typed mark stands in their place; with `pseudonym` a mark with a name that is
the same wherever the same data stands: HMAC-SHA256 (RFC 2104) of its canonical form, cut to 50
bits, with a key that only the user has. The key is in no output; a run keeps, where it has to see
whether it goes on with the same one, a digest of a digest.

What holds: only the figures and letters of the data are replaced, never a word beside them; text
without a trigger costs one look for it; a second run finds nothing. `Document.original` still has
the data, for nothing is lost in memory; what a run writes has not (see `Stage.conceals`).
"""

import hmac
import os
from base64 import b32encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cleantext.changes import Edit
from cleantext.document import PERSONAL_DATA, Document, Finding, Label
from cleantext.errors import ConfigError
from cleantext.languages.pack import FOLDER, Language
from cleantext.languages.text_file import check_file
from cleantext.rules.table import Keep, PersonalData, in_force, read_tables
from cleantext.stage import Stage
from cleantext.stages.personal_data.finder import Finder, Found, mark_of

NAME = "personal-data"
TABLE = "personal_data.toml"
VARIABLE = "CLEANTEXT_KEY"
"""The environment variable that holds the key, if no file does."""

SHORTEST_KEY = 16
"""Bytes: a key that can be guessed gives away what stands behind each pseudonym."""

_LETTERS = 10
"""Of 5 bits each: among a million people two share a pseudonym with a probability of 1 in 2,000."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        action: What becomes of personal data: `label` leaves it, `mark` puts its kind in its
            place, `pseudonym` the kind and a name that is the same for the same data.
        on: Rules that hold although their table has them `off`, by id.
        off: Rules that do not hold.
        tables: Tables of one's own, with rules of the kinds `personal-data` and `keep`; they come
            before the language pack's.
        key_file: Where the key of pseudonyms lies; None: in the variable `CLEANTEXT_KEY`.
    """

    action: Literal["label", "mark", "pseudonym"] = "label"
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()
    key_file: Path | None = None

    @property
    def secret(self) -> str:
        """A digest of the key, or nothing where none is used: another key is another run."""
        if self.action != "pseudonym":
            return ""
        return hmac.digest(read_key(self), NAME.encode(), "sha256").hex()


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: A table or the key of the user's is wrong, or a library is not installed.
        PackError: The language pack is damaged.
    """
    ours = (FOLDER / TABLE, *language.tables(TABLE))
    rules = read_tables(options.tables, ours, (PersonalData, Keep))
    chosen = in_force(rules, "", options.on, options.off)
    key = read_key(options) if options.action == "pseudonym" else b""
    replace = Replace(Finder(chosen), options.action, language.settings.personal_data.marks, key)
    reasons = {rule.id: rule.reason for rule in rules}
    return Stage(NAME, (replace,), None, reasons, conceals=options.action != "label")


def read_key(options: Options) -> bytes:
    """Return the key of pseudonyms.

    Raises:
        ConfigError: There is none, or it is too short.
    """
    if options.key_file is None:
        key, place = os.environb.get(VARIABLE.encode(), b""), f"the variable {VARIABLE}"
    else:
        place = str(options.key_file)
        check_file(options.key_file)
        try:
            key = options.key_file.read_bytes()
        except OSError as reason:
            raise ConfigError(f"{place}: cannot be read: {reason.strerror}") from reason
    key = key.strip()
    if len(key) < SHORTEST_KEY:
        raise ConfigError(
            f"{place} holds {len(key)} bytes, and a key of pseudonyms needs {SHORTEST_KEY} or "
            "more, by chance: openssl rand -hex 32"
        )
    return key


@dataclass(frozen=True, slots=True)
class Replace:
    """The rule that finds personal data, and replaces it where it is to.

    Attributes:
        find: Finds it.
        action: See `Options`.
        marks: What a kind is called in the language.
        key: What pseudonyms are made with.
    """

    find: Finder
    action: str
    marks: Mapping[str, str]
    key: bytes

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield a label for each, and what stands in its place."""
        for found in self.find(document.text):
            start, end, rule = found
            yield Label(start, end, PERSONAL_DATA, rule.data, rule.id)
            if self.action != "label":
                pseudonym = self._pseudonym(document.text[start:end], found) if self.key else ""
                yield Edit(start, end, mark_of(self.marks, rule.data, pseudonym), rule.id)

    def _pseudonym(self, value: str, found: Found) -> str:
        data = found.rule.data
        canonical = self.find.checks.canonical(data, value, found.rule.regions)
        message = f"{data}\0{canonical}".encode("utf-8", "surrogatepass")
        digest = hmac.digest(self.key, message, "sha256")
        return b32encode(digest)[:_LETTERS].decode().lower()
