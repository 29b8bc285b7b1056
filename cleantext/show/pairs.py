"""Find what two streams have in common, whatever order it comes in and however much that is."""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from typing import TypeVar

Item = TypeVar("Item")


def paired(
    left: Iterable[tuple[str, Item]], right: Iterable[tuple[str, Item]]
) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Yield the items of two streams in pairs, None where one has none.

    Of one key there may be several items; they are paired in their order. What waits for another is
    held in a temporary file, of which a few megabytes are in memory.

    Args:
        left: Items behind their keys.
        right: Others.

    >>> list(paired([("a", 1), ("b", 2)], [("b", 3), ("c", 4)]))
    [('b', 2, 3), ('a', 1, None), ('c', None, 4)]
    """
    with closing(sqlite3.connect("")) as file:  # no name: it goes when it is closed
        file.execute("CREATE TABLE waiting (side INTEGER, key BLOB, item BLOB)")
        file.execute("CREATE INDEX places ON waiting (key, side)")
        for ours, theirs in zip_longest(left, right):
            if ours and theirs and ours[0] == theirs[0] and not _waits(file, ours[0]):
                yield ours[0], ours[1], theirs[1]
                continue
            for side, found in ((0, ours), (1, theirs)):
                if found:
                    yield from _met(file, side, *found)
        for side in (0, 1):
            rows = file.execute("SELECT key, item FROM waiting WHERE side = ?", (side,))
            for key, raw in rows:
                item = pickle.loads(raw)  # noqa: S301 - written above, into a file of our own
                yield _name(key), *((None, item) if side else (item, None))


def _met(
    file: sqlite3.Connection, side: int, key: str, item: Item
) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Yield an item with the first that waits for it on the other side, or let it wait."""
    row = file.execute(
        "SELECT rowid, item FROM waiting WHERE key = ? AND side = ? ORDER BY rowid LIMIT 1",
        (_raw(key), 1 - side),
    ).fetchone()
    if row is None:
        file.execute("INSERT INTO waiting VALUES (?, ?, ?)", (side, _raw(key), pickle.dumps(item)))
        return
    file.execute("DELETE FROM waiting WHERE rowid = ?", row[:1])
    other: Item = pickle.loads(row[1])  # noqa: S301 - written above, into a file of our own
    yield key, *((other, item) if side else (item, other))


def _waits(file: sqlite3.Connection, key: str) -> bool:
    found = file.execute("SELECT 1 FROM waiting WHERE key = ? LIMIT 1", (_raw(key),))
    return found.fetchone() is not None


def _raw(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")
