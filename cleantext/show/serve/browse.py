"""The documents of a run, to be looked through: an index in memory, the documents on the disk."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from cleantext.corpus.formats import compression_of, format_of
from cleantext.corpus.read import read
from cleantext.corpus.shards import Shard, find
from cleantext.corpus.streams import Failure
from cleantext.document import Document
from cleantext.errors import DataError
from cleantext.run.folder import CLEAN, REJECTED, REPORT
from cleantext.run.page import read_manifest
from cleantext.run.records import read_report
from cleantext.show.recorded import as_recorded

MOST = 20_000
"""So many documents are indexed: the first, and of those up to half for rejected ones."""
PAGE = 50
"""So many are listed at once."""


class IndexEntry(NamedTuple):
    """A document in the index.

    Attributes:
        number: Its place in the index.
        id: What the run calls it.
        source: The file that it came from.
        reason: Why it was rejected; empty if it is in the corpus.
        rules: How often each rule changed it.
        labels: The names of its labels.
        shard: Where it lies.
        position: Where it begins there.
    """

    number: int
    id: str
    source: str
    reason: str
    rules: Mapping[str, int]
    labels: frozenset[str]
    shard: Shard
    position: int


class Wanted(NamedTuple):
    """Which documents are asked for; what is empty chooses among none.

    Attributes:
        text: A part of the id.
        rule: A rule that changed it.
        label: The name of a label.
        reason: Why it was rejected.
        source: A part of the name of its file.
        order: `most` or `fewest` changes first, or by `id`; empty: as the run has them.
    """

    text: str = ""
    rule: str = ""
    label: str = ""
    reason: str = ""
    source: str = ""
    order: str = ""

    def has(self, entry: IndexEntry) -> bool:
        """Whether a document is one of them."""
        return (
            self.text.lower() in entry.id.lower()
            and (not self.rule or self.rule in entry.rules)
            and (not self.label or self.label in entry.labels)
            and (not self.reason or self.reason == entry.reason)
            and self.source.lower() in entry.source.lower()
        )


_ORDERS: Mapping[str, Callable[[IndexEntry], Any]] = {
    "most": lambda entry: -sum(entry.rules.values()),
    "fewest": lambda entry: sum(entry.rules.values()),
    "id": lambda entry: entry.id.casefold(),
}


class RunIndex:
    """A run's documents, as many as there is room for.

    `documents` says how many the run has.

    Args:
        folder: Its output folder.

    Raises:
        DataError: It holds no finished run, or one that wrote no changes.
    """

    def __init__(self, folder: Path) -> None:
        told = read_manifest(folder)
        none = DataError(
            f"{folder}: the run wrote no changes to be looked at; clean again with "
            "--format jsonl --changes"
        )
        if not told["changes"]:
            raise none
        self.folder = folder
        self.reasons = read_report(folder / REPORT).reasons
        self.entries: list[IndexEntry] = []
        self.documents: int = told["clean"] + told["rejected"]
        clean = MOST - min(told["rejected"], MOST // 2)
        for kind, most in ((CLEAN, clean), (REJECTED, MOST)):
            for shard in _shards(folder / kind):
                self._index(shard, most, rejected=kind == REJECTED)
            if not self.entries and told["clean"]:
                raise none  # what it wrote has no room for changes
        self.rules = Counter[str]()
        self.labels = Counter[str]()
        for entry in self.entries:
            self.rules.update(entry.rules.keys())
            self.labels.update(entry.labels)
        self.rejections = Counter(entry.reason for entry in self.entries if entry.reason)
        self.sources = Counter(entry.source for entry in self.entries)

    @property
    def cut(self) -> bool:
        """Whether the run has more documents than there is room for."""
        return self.documents > MOST

    def _index(self, shard: Shard, most: int, *, rejected: bool) -> None:
        """Add the documents of a file, until the index has so many."""
        plain = shard.name.removesuffix(".jsonl")
        source = plain if format_of(plain) else shard.name
        for item in read(shard):
            if len(self.entries) >= most:
                return
            if isinstance(item, Failure):
                continue
            document = item.document
            if not rejected and not isinstance(document.meta.get("given_changes"), list):
                continue
            self.entries.append(
                IndexEntry(
                    len(self.entries),
                    document.id,
                    source,
                    str(document.meta.get("reason", "")) if rejected else "",
                    Counter(_values(document.meta.get("given_changes"), "rule")),
                    frozenset(_values(document.meta.get("given_labels"), "name")),
                    shard,
                    item.position,
                )
            )

    def find(self, wanted: Wanted) -> list[IndexEntry]:
        """Return the documents that are asked for."""
        found = filter(wanted.has, self.entries)
        order = _ORDERS.get(wanted.order)
        return sorted(found, key=order) if order else list(found)

    def document(self, number: int) -> Document:
        """Return a document as the run left it.

        Raises:
            DataError: There is none of the number, or the folder was changed since.
        """
        if not 0 <= number < len(self.entries):
            raise DataError(f"no document has the number {number}")
        entry = self.entries[number]
        shard = entry.shard
        if not compression_of(shard.name):
            shard = replace(shard, start=entry.position, end=entry.position + 1)
        for item in read(shard):
            if item.position == entry.position and not isinstance(item, Failure):
                found = item.document if entry.reason else as_recorded(item.document)
                if found is not None and found.id == entry.id:
                    return found
        raise DataError(f"{entry.id}: is not where it was; serve the folder anew")


def _values(rows: object, key: str) -> Iterator[str]:
    """Yield a field of each of the rows of a record."""
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get(key), str):
            yield row[key]


def _shards(folder: Path) -> Iterator[Shard]:
    if any(path.is_file() for path in folder.rglob("*")):
        yield from find([str(folder)]).shards
