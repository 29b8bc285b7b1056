"""Files of models: a line of JSON that says what they are, and packed numbers behind it.

Every model of a language pack is read and written here, so a file that is damaged is always a
`PackError` that names it. Nothing in such a file is code: it is never a pickle. The numbers are
one or more blocks, each in the format of zlib.
"""

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from cleantext.errors import PackError
from cleantext.languages.text_file import check_file


class ModelHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the header of every model begins with.

    Attributes:
        format: What the file is, such as `cleantext-lines`.
        version: Of the format and of the features; another one is refused.
    """

    format: str
    version: int


class Payload(NamedTuple):
    """What stands behind the header.

    Attributes:
        packed: As it is in the file.
        blocks: What it holds.
    """

    packed: bytes | memoryview
    blocks: tuple[bytes, ...]


Header = TypeVar("Header", bound=ModelHeader)
Built = TypeVar("Built")


class _Kind(msgspec.Struct, frozen=True):
    """What has to be right before the rest of a header can be read."""

    format: str
    version: int


def read(
    path: Path,
    form: str,
    version: int,
    header: type[Header],
    build: Callable[[Header, Payload], Built],
) -> Built:
    """Read the model of a file.

    Args:
        path: A file that `write` made.
        form: The `format` that its header has to name.
        version: The `version` that its header has to name.
        header: The type of the header.
        build: Makes the model; raises `KeyError`, `TypeError` or `ValueError` where the numbers
            are not those that the header speaks of.

    Raises:
        PackError: The file is missing, damaged, something else or of another version.
    """
    check_file(path, PackError)
    try:
        data = path.read_bytes()
        first = data[: data.find(b"\n") + 1]
        packed = memoryview(data)[len(first) :]  # of a copy, all pages would be written once more
        kind = msgspec.json.decode(first, type=_Kind)
        if kind != _Kind(form, version):
            raise PackError(
                f"{path}: is {kind.format} {kind.version}, not {form} {version};"
                f" train it again, see `cleantext train --help`"
            )
        payload = Payload(packed, tuple(_unpacked(packed)))
        return build(msgspec.json.decode(first, type=header), payload)
    except OSError as reason:
        raise PackError(f"{path}: cannot be read: {reason.strerror}") from reason
    except (msgspec.DecodeError, zlib.error, KeyError, TypeError, ValueError) as reason:
        raise PackError(f"{path}: is no model, or is damaged: {reason}") from reason


def write(path: Path, header: ModelHeader, packed: bytes, *, spaced: bool = False) -> None:
    """Write a model; the same header and numbers always give the same bytes.

    Args:
        path: A file.
        header: What it is.
        packed: See `pack`.
        spaced: Whether a space stands behind each comma and colon of the header.
    """
    line = msgspec.json.encode(header)
    path.write_bytes((msgspec.json.format(line, indent=0) if spaced else line) + b"\n" + packed)


def pack(*blocks: bytes) -> bytes:
    """Compress blocks, one behind the other.

    >>> list(_unpacked(pack(b"un", b"", b"deux")))
    [b'un', b'', b'deux']
    """
    return b"".join(zlib.compress(block, 9) for block in blocks)


def store(block: bytes) -> bytes:
    """Put a block into the format of `pack` as it is, where compressing would gain little.

    It is read ten times as fast.

    >>> list(_unpacked(pack(b"un") + store(b"deux")))
    [b'un', b'deux']
    """
    return zlib.compress(block, 0)


def _unpacked(packed: bytes | memoryview) -> Iterator[bytes]:
    """Yield the blocks of `pack`."""
    while packed:
        stream = zlib.decompressobj()
        yield stream.decompress(packed)
        if not stream.eof:
            raise ValueError("its end is missing")
        packed = stream.unused_data
