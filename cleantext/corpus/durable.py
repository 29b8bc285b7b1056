"""Files that are whole or not there: written aside, put on the disk, then named."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written_aside(path: Path, aside: Path) -> Iterator[IO[bytes]]:
    """Write a file that appears under its name, in place of any before, when it is whole.

    Args:
        path: Its name.
        aside: Where it is written before, on the same disk.
    """
    with aside.open("wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def put_on_disk(path: Path) -> None:
    """Return when the system has put the contents of a file on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
