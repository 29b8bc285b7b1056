"""Files of small models: a line of JSON that says what they are, and packed numbers behind it."""

import zlib
from pathlib import Path
from typing import TypeVar

import msgspec

from cleantext.errors import PackError

Header = TypeVar("Header", bound=msgspec.Struct)


class _Kind(msgspec.Struct, frozen=True):
    """What has to be right before the rest of a header can be read."""

    format: str
    version: int


def read(path: Path, form: str, version: int, header: type[Header]) -> tuple[Header, bytes]:
    """Return the header of a file and its numbers.

    Args:
        path: A file that `write` made.
        form: What its header has to call it: `format`.
        version: The `version` that the header has to have.
        header: The type of the header.

    Raises:
        PackError: The file is missing, damaged, something else or of another version.
    """
    try:
        first, _, packed = path.read_bytes().partition(b"\n")
        kind = msgspec.json.decode(first, type=_Kind)
        if kind != _Kind(form, version):
            raise PackError(f"{path}: is {kind.format} {kind.version}, not {form} {version}")
        return msgspec.json.decode(first, type=header), zlib.decompress(packed)
    except (OSError, msgspec.DecodeError, zlib.error) as reason:
        raise PackError(f"{path}: cannot be read: {reason}") from reason


def write(path: Path, header: msgspec.Struct, numbers: bytes) -> None:
    """Write a file; the same header and numbers always give the same bytes."""
    path.write_bytes(msgspec.json.encode(header) + b"\n" + zlib.compress(numbers, 9))
