"""One run at a time in an output folder."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cleantext.errors import DataError

LOCK = ".lock"
"""Held while a run writes; the system lets it go when the run ends, however that is."""

HOLDER = ".lock.holder"
"""Says who holds it; what a killed run leaves means nothing once nobody does."""


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold an output folder, which is made if it is not there, as long as a run writes to it.

    Raises:
        DataError: It cannot be made, or another run holds it.
    """
    if output.exists() and not output.is_dir():
        raise DataError(f"{output}: is a file; name a folder for the output")
    try:
        output.mkdir(parents=True, exist_ok=True)
        with FileLock(output / LOCK, timeout=0):
            (output / HOLDER).write_text(f"process {os.getpid()} on {socket.gethostname()}")
            try:
                yield
            finally:
                (output / HOLDER).unlink(missing_ok=True)
                (output / LOCK).unlink(missing_ok=True)
    except Timeout as reason:
        raise DataError(
            f"{output}: another run{_holder(output)} writes to this folder; wait for it, or "
            "choose another"
        ) from reason
    except OSError as reason:
        raise DataError(f"{reason.filename or output}: {reason.strerror}") from reason


def _holder(output: Path) -> str:
    try:
        return f" ({(output / HOLDER).read_text()})"
    except OSError:
        return ""
