"""Keys of documents in bounded memory: sorted arrays, which go to files where they are too many.

A log-structured merge tree without the log (O'Neil, 1996): what is added is sorted, arrays of one
size are put together, and a search looks into each of the few that are left.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HELD = 4_000_000
"""Keys that are held in memory: 64 MB, and twice that while arrays are put together."""

FILES = 16
"""Files of keys that are searched; more are put together to one."""

SAME = 64
"""Documents that are looked at of those that share a key: a text that all share tells nothing."""

Numbers = NDArray[np.uint64]


class Run(NamedTuple):
    """Keys in order, and the number of the document of each."""

    keys: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, keys: Numbers, numbers: Numbers) -> "Run":
        """Sort keys; of equal ones, the first stays first."""
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], numbers[order])

    def find(self, keys: Numbers) -> tuple[NDArray[np.intp], Numbers]:
        """Return the places of keys that are here, and the numbers that they have here.

        >>> run = Run.of(np.array([7, 3, 7], np.uint64), np.array([0, 1, 2], np.uint64))
        >>> [found.tolist() for found in run.find(np.array([5, 7], np.uint64))]
        [[1, 1], [0, 2]]
        """
        starts = np.searchsorted(self.keys, keys)
        ends = np.minimum(np.searchsorted(self.keys, keys, "right"), starts + SAME)
        counts = ends - starts
        places = np.repeat(np.arange(keys.size), counts)
        within = np.arange(places.size) - np.repeat(np.cumsum(counts) - counts, counts)
        at = starts[places] + within
        return places, np.asarray(self.numbers[at])


class Keys:
    """Finds the documents that have a key.

    Args:
        folder: Where files go.
        name: The beginning of their names.
        held: How many keys may be in memory.
    """

    def __init__(self, folder: Path, name: str, held: int = HELD) -> None:
        self._folder = folder
        self._name = name
        self._limit = held
        self._held: list[Run] = []
        self._stored: list[tuple[Path, Run]] = []
        self._made = 0

    def add(self, keys: Numbers, numbers: Numbers) -> None:
        """Add keys of documents that come behind all that are here."""
        if not keys.size:
            return
        self._held.append(Run.of(keys, numbers))
        while len(self._held) > 1 and self._held[-2].keys.size <= 2 * self._held[-1].keys.size:
            self._held[-2:] = [_merged(self._held[-2:])]
        if sum(run.keys.size for run in self._held) > self._limit:
            self._stored.append(self._store([_merged(self._held)]))
            self._held = []
        if len(self._stored) > FILES:
            self._merge_files()

    def find(self, keys: Numbers) -> tuple[NDArray[np.intp], Numbers]:
        """Return places of keys that are known, and the number of a document for each."""
        runs = [*(run for _, run in self._stored), *self._held]
        found = [run.find(keys) for run in runs]
        if not found:
            return np.empty(0, np.intp), np.empty(0, np.uint64)
        places, numbers = zip(*found, strict=True)
        return np.concatenate(places), np.concatenate(numbers)

    def _merge_files(self) -> None:
        paths, runs = zip(*self._stored, strict=True)
        total = sum(run.keys.size for run in runs)
        one = self._store(_ranges(runs, -(-total // self._limit)))
        self._stored = [one]
        del runs  # a file that is still mapped cannot be deleted everywhere
        for path in paths:
            path.unlink()

    def _store(self, parts: Sequence[Run] | Iterator[Run]) -> tuple[Path, Run]:
        """Write runs, one behind the other, as one."""
        path = self._folder / f"{self._name}.{self._made}"
        self._made += 1
        with path.open("wb") as stream:
            for part in parts:
                np.stack(part, axis=1).tofile(stream)
        pairs = np.memmap(path, np.uint64, "r").reshape(-1, 2)
        return path, Run(pairs[:, 0], pairs[:, 1])


def _merged(runs: Sequence[Run]) -> Run:
    return Run.of(
        np.concatenate([run.keys for run in runs]), np.concatenate([run.numbers for run in runs])
    )


def _ranges(runs: Sequence[Run], count: int) -> Iterator[Run]:
    """Yield runs as one, a range of keys at a time."""
    borders = [np.uint64(number * (1 << 64) // count) for number in range(1, count)]
    cuts = [[0, *np.searchsorted(run.keys, borders), run.keys.size] for run in runs]
    for number in range(count):
        part = [slice(*cut[number : number + 2]) for cut in cuts]
        yield _merged(
            [Run(run.keys[at], run.numbers[at]) for run, at in zip(runs, part, strict=True)]
        )
