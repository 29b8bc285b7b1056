"""Where the documents of a corpus are from, as its datasheet tells it: counts of those in it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

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
_READ = 10 * _LONGEST
"""Code points of a value that are looked at."""


class Origin(NamedTuple):
    """What is counted of one document; see `Provenance`."""

    languages: str
    sources: str
    licences: str
    splits: str


def origin_of(document: Document, split: str, shown: Callable[[str], str] = str) -> Origin:
    """Return what is counted of a document.

    Args:
        document: As it is written.
        split: The split that it belongs to, if there are any.
        shown: Makes of a value what may be shown: without personal data.

    >>> origin_of(Document("", meta={"source": "https://a.example/b", "license": "MIT"}), "dev")
    Origin(languages='und', sources='a.example', licences='MIT', splits='dev')
    """
    meta = document.meta
    given = next((meta[key] for key in LICENCES if meta.get(key)), "")
    source, licence = _value(shown, meta.get("source", "")), _value(shown, given)
    return Origin(str(meta.get(LANGUAGE, UNKNOWN)), source, licence, split)


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
    def of(cls, counts: Mapping[Origin, int], sentences: int = 0) -> "Provenance":
        """Return the counts of documents.

        Args:
            counts: How many there are of each.
            sentences: How many all of them have.
        """
        whole = cls(sentences=sentences)
        for facts, count in counts.items():
            for name, value in facts._asdict().items():
                if value or name != "splits":
                    getattr(whole, name)[value] += count
        return whole

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
        return {name: (getattr(self, name), getattr(other, name)) for name in Origin._fields}


def _value(shown: Callable[[str], str], value: object) -> str:
    """Return a value as it is counted: on one line, not long, of an address the host."""
    text = value if isinstance(value, str) else _written(value)
    return _short(shown, host_of(text) if "://" in text[:_LONGEST] else text)


@lru_cache(1024)
def _short(shown: Callable[[str], str], text: str) -> str:
    # What is cut before it is looked at may be half of an address, which nobody knows as one.
    return shown(" ".join(text[:_READ].split()))[:_LONGEST]


def _written(value: object) -> str:
    try:
        return encode_record({"": value}).decode()[4:-2]
    except TypeError:
        return str(value)
