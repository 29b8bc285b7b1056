"""Say which documents have stood before; the first in order stays.

A document is compared with those before it that stayed, never with one that went: of three, each
near to the next, the third may stay.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cleantext.config import Duplicates
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.passes.duplicates.bands import bands_for, keys_of
from cleantext.passes.duplicates.keys import HELD, Keys, Numbers, Run
from cleantext.passes.duplicates.marks import SIGNATURE, Marks, document_type, write_marks
from cleantext.passes.duplicates.memory import MEMORY, EarlierRun, begin_memory, read_memory
from cleantext.passes.duplicates.rows import Names, Rows

DUPLICATE = "duplicate"
NEAR = "near-duplicate"
CONTAINED = "contained in another"
REPEATED = "repeated paragraphs"

_KINDS = ("exact", "bands", "paragraphs")

Match = tuple[int, int]
"""Which key of a document is shared, and the number of the document that it is shared with."""


class Twin(NamedTuple):
    """The document that another one repeats.

    Attributes:
        reason: In what way.
        of: Its `source` and `id`, and the `run`, if it is of an earlier one.
        similarity: The share of shingles that both have of those that any has (Jaccard); where one
            is contained, the share of its own shingles; for paragraphs, that of its letters.
    """

    reason: str
    of: Mapping[str, str]
    similarity: float


class Judge:
    """Compares documents with all that it has let stay; to be used as a context.

    Args:
        options: What counts as a duplicate.
        folder: Where it writes files, among them the `MEMORY` of this run.
        memories: What earlier runs have left.
        held: How many keys may be in memory.
    """

    def __init__(
        self,
        options: Duplicates,
        folder: Path,
        memories: Sequence[EarlierRun] = (),
        held: int = HELD,
    ) -> None:
        self._options = options
        self._bands = bands_for(options)
        self._keys = {kind: Keys(folder, kind, held // len(_KINDS)) for kind in _KINDS}
        with ExitStack() as stack:
            self._rows = stack.enter_context(closing(Rows(folder / "rows", document_type(options))))
            self._names = stack.enter_context(closing(Names(folder / "names")))
            self._memory = stack.enter_context((folder / MEMORY).open("wb"))
            begin_memory(self._memory, options)
            for memory in memories:
                for marks in read_memory(memory, options):
                    self._remember(marks)
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files, which stay."""
        self._open.close()

    def judge(self, marks: Marks) -> dict[int, Twin]:
        """Return what repeats an earlier document, by its place, and remember all others."""
        here = _Here(self._rows, self._names, marks)
        found = {
            kind: _earlier(self._keys[kind], keys, owners, here.first)
            for kind, (keys, owners) in self._keys_of(marks).items()
        }
        for place in sorted(set().union(*found.values())):
            twin = (
                _same(here, place, found["exact"].get(place, ()))
                or self._near(here, place, found.get("bands", {}).get(place, ()))
                or self._repeated(here, place, found.get("paragraphs", {}).get(place, ()))
            )
            if twin:
                here.twins[place] = twin
        self.keep(marks, here.twins)
        return here.twins

    def keep(self, marks: Marks, dropped: Iterable[int]) -> None:
        """Remember documents, but for those that were found to repeat others."""
        stayed = marks.without(dropped)
        self._remember(stayed)
        write_marks(stayed, self._memory)

    def _remember(self, marks: Marks) -> None:
        for kind, (keys, owners) in self._keys_of(marks).items():
            self._keys[kind].add(keys, (owners + len(self._rows)).astype(np.uint64))
        self._names.add(marks.names)
        self._rows.add(marks.documents)

    def _keys_of(self, marks: Marks) -> dict[str, tuple[Numbers, NDArray[np.intp]]]:
        """Return the keys of each kind, and the place of the document of each."""
        documents = marks.documents
        some = np.flatnonzero(documents["letters"])
        keys = {"exact": (documents["exact"][some, 0], some)}
        if self._options.by_signature:
            some = np.flatnonzero(documents["shingles"])
            bands = keys_of(documents[SIGNATURE][some], self._bands)
            keys["bands"] = bands.ravel(), np.repeat(some, self._bands.number)
        if self._options.paragraphs:
            paragraphs = marks.paragraphs
            keys["paragraphs"] = paragraphs["key"], paragraphs["document"].astype(np.intp)
        return keys

    def _near(self, here: "_Here", place: int, matches: Iterable[Match]) -> Twin | None:
        """Return the document that is most similar to one, or that holds most of it."""
        numbers = sorted({number for _, number in matches if not here.is_gone(number)})
        if not numbers:
            return None
        own, others = here.marks.documents[place], here.rows(numbers)
        alike = (others[SIGNATURE] == own[SIGNATURE]).mean(axis=1)
        best = int(alike.argmax())
        if self._options.similarity and alike[best] >= self._options.similarity:
            return Twin(NEAR, here.name(numbers[best]), round(float(alike[best]), 3))
        if not self._options.contained:
            return None
        both = alike / (1 + alike) * (others["shingles"].astype(float) + own["shingles"])
        shares = np.minimum(both / own["shingles"], 1)
        best = int(shares.argmax())
        if shares[best] < self._options.contained:
            return None
        return Twin(CONTAINED, here.name(numbers[best]), round(float(shares[best]), 3))

    def _repeated(self, here: "_Here", place: int, matches: Iterable[Match]) -> Twin | None:
        """Return the document that has most of the paragraphs of one that repeats others."""
        where = defaultdict[int, set[int]](set)
        for key, number in matches:
            if not here.is_gone(number):
                where[key].add(number)
        letters = {key: int(here.marks.paragraphs["letters"][key]) for key in where}
        share = sum(letters.values()) / float(here.marks.documents["letters"][place] or 1)
        if not where or share < self._options.paragraphs:
            return None
        held = Counter[int]()
        for key, numbers in where.items():
            held.update(dict.fromkeys(numbers, letters[key]))
        most = min(held, key=lambda number: (-held[number], number))
        return Twin(REPEATED, here.name(most), round(share, 3))


class _Here:
    """Some documents, and by number all that were before them, among them those of `marks`."""

    def __init__(self, rows: Rows, names: Names, marks: Marks) -> None:
        self.marks = marks
        self.first = len(rows)
        self.twins: dict[int, Twin] = {}
        self._rows = rows
        self._names = names

    def is_gone(self, number: int) -> bool:
        return number - self.first in self.twins

    def rows(self, numbers: Collection[int]) -> NDArray[np.void]:
        before = self._rows.take(number for number in numbers if number < self.first)
        here = [number - self.first for number in numbers if number >= self.first]
        return np.concatenate([before, self.marks.documents[here]])

    def name(self, number: int) -> dict[str, str]:
        inside = number >= self.first
        raw = self.marks.names[number - self.first] if inside else self._names[number]
        return decode_record(raw)[0]


def _same(here: _Here, place: int, matches: Iterable[Match]) -> Twin | None:
    for _, number in sorted(matches):
        if not here.is_gone(number):
            (row,) = here.rows([number])
            if (row["exact"] == here.marks.documents["exact"][place]).all():
                return Twin(DUPLICATE, here.name(number), 1.0)
    return None


def _earlier(
    keys: Keys, wanted: Numbers, owners: NDArray[np.intp], first: int
) -> dict[int, list[Match]]:
    """Return for each document that shares keys with earlier ones which, and with whom.

    Args:
        keys: Those of all documents before.
        wanted: Those of the documents here.
        owners: The place of the document of each, in order.
        first: The number of the first document here.
    """
    numbers = (owners + first).astype(np.uint64)
    found = [keys.find(wanted), Run.of(wanted, numbers).find(wanted)]
    at, others = map(np.concatenate, zip(*found, strict=True))
    before = others < numbers[at]
    matches = defaultdict[int, list[Match]](list)
    for key, number in zip(at[before].tolist(), others[before].tolist(), strict=True):
        matches[int(owners[key])].append((key, number))
    return matches
