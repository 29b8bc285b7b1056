"""What is known of each document that stayed, by its number: in files, and not in memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Rows of one size in a file.

    Args:
        path: The file, which is begun anew.
        kind: The fields of a row.
    """

    def __init__(self, path: Path, kind: np.dtype[np.void]) -> None:
        self._file = path.open("w+b")
        self._kind = kind
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, rows: NDArray[np.void]) -> None:
        """Add rows behind the others."""
        self._file.seek(0, 2)
        self._file.write(rows.tobytes())
        self._count += len(rows)

    def take(self, numbers: Iterable[int]) -> NDArray[np.void]:
        """Return some rows."""
        return np.frombuffer(b"".join(map(self._read, numbers)), self._kind)

    def _read(self, number: int) -> bytes:
        self._file.seek(number * self._kind.itemsize)
        return self._file.read(self._kind.itemsize)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Names:
    """Lines in a file, by number."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._starts = Rows(path.with_suffix(".starts"), np.dtype([("start", "<u8")]))

    def add(self, names: Sequence[bytes]) -> None:
        """Add lines behind the others."""
        start = self._file.seek(0, 2)
        starts = start + np.cumsum([0, *map(len, names)], dtype=np.uint64)[:-1]
        self._file.writelines(names)
        self._starts.add(starts.astype([("start", "<u8")]))

    def __getitem__(self, number: int) -> bytes:
        (start,) = self._starts.take([number])["start"]
        self._file.seek(start)
        return self._file.readline()

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._starts.close()
