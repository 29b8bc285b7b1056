"""Where the documents of a corpus are from, as its datasheet tells it: counts of those in it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from cleantext.corpus.formats.jsonl import encode_record
from cleantext.document import LANGUAGE, UNKNOWN, Document
from cleantext.rules.selection import host_of

LICENCES = ("license", "licence", "rights")
"""The keys of `meta` that say under which licence a document is; the first that it has is taken."""

OTHERS = "…"
"""Stands for all that came when there were `MOST` already."""
MOST = 10_000
"""Different sources or licences that are counted one by one: memory is bounded."""
_LONGEST = 100
"""Code points of a value that are counted."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Counts of the documents of a corpus; they add up, and in the same order to the same.

    Attributes:
        languages: Documents by language.
        sources: Documents by source: of an address by the host.
        licences: Documents by what their `meta` says of their licence; empty: nothing.
        splits: Documents by split, where there are any.
        sentences: Sentences, where the corpus has them apart.
    """

    languages: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    sentences: int = 0

    @classmethod
    def of(
        cls, document: Document, split: str, sentences: int, shown: Callable[[str], str] = str
    ) -> "Provenance":
        """Return what is counted of one document.

        Args:
            document: As it is written.
            split: The split that it belongs to, if there are any.
            sentences: How many it has.
            shown: Makes of a value what may be shown: without personal data.
        """
        meta = document.meta
        given = next((meta[key] for key in LICENCES if meta.get(key)), "")
        source, licence = (
            shown(" ".join(_text(value).split())[:_LONGEST])
            for value in (host_of(str(meta.get("source", ""))), given)
        )
        return cls(
            Counter([str(meta.get(LANGUAGE, UNKNOWN))]),
            Counter([source]),
            Counter([licence]),
            Counter([split] if split else []),
            sentences,
        )

    def add(self, other: "Provenance") -> None:
        """Count others, too, in place."""
        for name, (mine, theirs) in self._pairs(other).items():
            for value, count in theirs.items():
                full = name != "languages" and len(mine) >= MOST and value not in mine
                mine[OTHERS if full else value] += count
        object.__setattr__(self, "sentences", self.sentences + other.sentences)

    def __add__(self, other: "Provenance") -> "Provenance":
        """Return the counts of both."""
        if not other.languages:
            return self
        both = Provenance()
        both.add(self)
        both.add(other)
        return both

    def without(self, other: "Provenance") -> "Provenance":
        """Return the counts without those of some documents that are among them."""
        left = Provenance() + self
        for mine, theirs in left._pairs(other).values():  # noqa: SLF001 - its own class
            for value, count in theirs.items():
                name = value if value in mine else OTHERS
                mine[name] -= count
                if not mine[name]:
                    del mine[name]
        object.__setattr__(left, "sentences", self.sentences - other.sentences)
        return left

    def _pairs(self, other: "Provenance") -> dict[str, tuple[Counter[str], Counter[str]]]:
        names = [each.name for each in fields(self) if each.name != "sentences"]
        return {name: (getattr(self, name), getattr(other, name)) for name in names}


def noted(provenance: Provenance) -> dict[str, Any]:
    """Return the counts of one document as a record holds them; see `recalled`."""
    told = {name.name: getattr(provenance, name.name) for name in fields(provenance)}
    return {name: value if name == "sentences" else list(value) for name, value in told.items()}


def recalled(noted: Mapping[str, Any]) -> Provenance:
    """Return the counts of one document that were noted.

    >>> known = Provenance.of(Document("", meta={"source": "https://a.example/b"}), "dev", 2)
    >>> recalled(noted(known)) == known
    True
    """
    told: dict[str, Any] = {
        name: value if name == "sentences" else Counter(value) for name, value in noted.items()
    }
    return Provenance(**told)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return encode_record({"": value}).decode()[4:-2]
    except TypeError:
        return str(value)
