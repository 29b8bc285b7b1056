"""Texts that models are trained on: in UTF-8, packed by gzip or xz, or as they are."""

import gzip
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from cleantext.errors import DataError


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text without their ends.

    Args:
        path: A file; `.gz` and `.xz` at the end of its name say that it is packed.

    Raises:
        DataError: The file is missing, damaged or not in UTF-8.
    """
    try:
        with _open(path) as lines:
            for line in lines:
                yield line.decode().rstrip("\r\n")
    except (OSError, EOFError, lzma.LZMAError, zlib.error, UnicodeDecodeError) as reason:
        raise DataError(f"{path}: cannot be read: {reason}") from reason


def _open(path: Path) -> IO[bytes]:
    match path.suffix:
        case ".gz":
            return cast("IO[bytes]", gzip.open(path))
        case ".xz":
            return cast("IO[bytes]", lzma.open(path))
        case _:
            return path.open("rb")
