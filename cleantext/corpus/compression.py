"""Compressed files, by the end of their name: `.gz`, `.zst`, `.xz`, `.bz2`.

What is written has no time stamp inside and is made by the same library everywhere, so the same
documents give the same bytes; what reads may be the fastest library that is installed.
"""

import bz2
import gzip
import lzma
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, NamedTuple, cast

from cleantext.errors import ConfigError

ZSTD_LEVEL = 3
"""Compresses 200 MB/s, and news to 38 % (gzip at level 6: 22 MB/s, to 37 %)."""


class Compression(NamedTuple):
    """How a compressed file is read and written.

    Attributes:
        reader: Returns the plain bytes of a compressed stream.
        writer: Returns a stream that compresses what is written to it; closing it does not
            close the one below.
    """

    reader: Callable[[IO[bytes]], IO[bytes]]
    writer: Callable[[IO[bytes]], IO[bytes]]


def _read_gzip(stream: IO[bytes]) -> IO[bytes]:
    try:
        fast: Any = import_module("isal.igzip")
    except ImportError:
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return cast(IO[bytes], fast.IGzipFile(fileobj=stream, mode="rb"))


def _write_gzip(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile("", "wb", fileobj=stream, mtime=0))


def _zstd() -> Any:  # noqa: ANN401 - a module
    for name in ("compression.zstd", "backports.zstd"):  # the first since Python 3.14
        with suppress(ImportError):
            return import_module(name)
    raise ConfigError("`.zst` needs a library: pip install 'cleantext-corpus[zst]'")


def _read_zst(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], _zstd().ZstdFile(stream))


def _write_zst(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], _zstd().ZstdFile(stream, "wb", level=ZSTD_LEVEL))


def _write_xz(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], lzma.LZMAFile(stream, "wb"))


def _write_bz2(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], bz2.BZ2File(stream, "wb"))


COMPRESSIONS: Mapping[str, Compression] = {
    ".gz": Compression(_read_gzip, _write_gzip),
    ".zst": Compression(_read_zst, _write_zst),
    ".xz": Compression(lzma.LZMAFile, _write_xz),
    ".bz2": Compression(bz2.BZ2File, _write_bz2),
}
