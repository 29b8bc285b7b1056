"""Compressed files, by the end of their name: `.gz`, `.zst`, `.xz`, `.bz2`.

What is written has no time stamp inside and is made by the same library everywhere, so the same
documents give the same bytes; what reads may be the fastest library that is installed.
"""

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, NamedTuple, Protocol, cast

from cleantext.errors import ConfigError

ZSTD_LEVEL = 3
"""Compresses 200 MB/s, and news to 38 % (gzip at level 6: 22 MB/s, to 37 %)."""

MAX_EXPANSION = 250
"""How many times its own size a file may hold, unless a run allows more; news holds 3 to 10."""
_SMALL = 100_000_000  # bytes that any file may hold, however small it is
_WIDEST_WINDOW = 31  # log2 of the bytes that zstd may look back: what `zstd --long=31` writes
_CHUNK = 1 << 16
_MAGIC_SIZE = 6
"""Bytes of the longest magic."""
_BUFFER = 1 << 18
_OTHER = "it is not compressed as its name says; name it as what it is"


class DamageError(OSError):
    """Compressed data that is damaged, or that ends too early."""


class TrailingError(DamageError):
    """Compressed data that came to its proper end, and something else behind it."""


class BombError(OSError):
    """A file that holds much more than its size lets expect."""


class Decompressor(Protocol):
    """What the libraries of all compressions offer alike."""

    @property
    def eof(self) -> bool:
        """Whether the data came to its proper end."""

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing more to be had without more input."""

    @property
    def unused_data(self) -> bytes:
        """What was given behind the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return at most `max_length` bytes of what the data holds; -1: all."""


class Compression(NamedTuple):
    """How a compressed file is read and written.

    Attributes:
        magic: What a member begins with.
        decompressor: Returns what decompresses one member of a file.
        writer: Returns a stream that compresses what is written to it; closing it does not
            close the one below.
    """

    magic: re.Pattern[bytes]
    decompressor: Callable[[], Decompressor]
    writer: Callable[[IO[bytes]], IO[bytes]]

    def reader(self, stream: IO[bytes], expansion: int = MAX_EXPANSION) -> IO[bytes]:
        """Return the plain bytes of a compressed stream, of all its members.

        Reading raises `DamageError` where the data is wrong or ends too early, its `TrailingError`
        where something else follows, and `BombError` where there are more than 100 MB of it and
        more than `expansion` times what was read of the file. All that comes before was returned;
        what comes behind it is to be had with `go_on`.
        """
        budget = Budget(expansion)
        return buffered(_Members(stream, self, budget).read_some, budget)


@dataclass(slots=True)
class Budget:
    """How much may come out of a file.

    Attributes:
        expansion: How many times what was taken may be given, above 100 MB.
        taken: Bytes that were read of the file.
        given: Bytes that came out.
    """

    expansion: int = MAX_EXPANSION
    taken: int = 0
    given: int = 0

    def give(self, size: int) -> None:
        """Note what comes out; raises `BombError` where it is too much."""
        self.given += size
        if self.given > max(_SMALL, self.expansion * self.taken):
            raise BombError(
                f"holds more than {self.expansion} times its own size; if it is no bomb, "
                "raise --max-expansion"
            )


def buffered(read_some: Callable[[int], bytes], budget: Budget) -> IO[bytes]:
    """Return a stream of what a function gives.

    Args:
        read_some: Returns at most that number of bytes, none at the end. Whatever it raises becomes
            `DamageError`, for each library has a class of its own for this.
        budget: How much it may give.
    """
    return cast(IO[bytes], io.BufferedReader(_Plain(read_some, budget), _BUFFER))


class _Plain(io.RawIOBase):
    """What a function gives, as a stream."""

    def __init__(self, read_some: Callable[[int], bytes], budget: Budget) -> None:
        self._read_some = read_some
        self._budget = budget
        self.fault: Exception | None = None  # raised again until somebody asks for what follows

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if self.fault:
            raise self.fault
        try:
            data = self._read_some(len(buffer))
        except (OSError, MemoryError) as reason:
            self.fault = reason
            raise
        except Exception as reason:
            self.fault = DamageError(str(reason))
            raise self.fault from reason
        self._budget.give(len(data))
        buffer[: len(data)] = data
        return len(data)


def go_on(stream: IO[bytes]) -> None:
    """Have a stream that raised `DamageError` give the members that come behind the damage."""
    plain = getattr(stream, "raw", None)
    if isinstance(plain, _Plain):
        plain.fault = None


class _Members:
    """The plain bytes of a compressed stream, a member after the other."""

    def __init__(self, stream: IO[bytes], compression: Compression, budget: Budget) -> None:
        self._stream = stream
        self._new = compression.decompressor
        self._magic = compression.magic
        self._budget = budget
        self._member: Decompressor | None = self._new()
        self._last = b""  # what was given to the member last

    def read_some(self, most: int) -> bytes:
        """Return some bytes; none at the end of the last member."""
        while True:
            data = b""
            if self._member is None:
                data = self._to_next(self._last[1:])
            elif self._member.eof:
                data = self._behind(self._member)
            elif self._member.needs_input:
                data = self._take()
                if not data and len(self._last) >= _MAGIC_SIZE and self._is_other(self._last):
                    raise DamageError(_OTHER)
                if not data:
                    raise DamageError("the compressed data does not come to its end")
            if self._member is None or self._member.eof:
                if not data:
                    return b""
                self._member = self._new()
            self._last = data or self._last
            member, self._member = self._member, None  # it is of no use where this raises
            plain = self._decompressed(member, data, most)
            self._member = member
            if plain:
                return plain

    def _decompressed(self, member: Decompressor, data: bytes, most: int) -> bytes:
        try:
            return member.decompress(data, most)
        except Exception as reason:
            if self._is_other(data):
                raise DamageError(_OTHER) from reason
            raise

    def _is_other(self, data: bytes) -> bool:
        """Whether what was taken last is the beginning of the stream, and no member."""
        return len(data) == self._budget.taken and not self._magic.match(data)

    def _behind(self, member: Decompressor) -> bytes:
        """Return what follows a member, without zeros that fill up a block.

        Raises:
            TrailingError: It is no member.
        """
        data = member.unused_data.lstrip(b"\0")
        while len(data) < _MAGIC_SIZE and (more := self._take()):
            data = (data + more).lstrip(b"\0")
        if data and not self._magic.match(data):
            self._member, self._last = None, b"\0" + data
            raise TrailingError(
                f"trailing garbage after {self._budget.taken - len(data)} bytes; what came before "
                "is whole"
            )
        return data

    def _to_next(self, data: bytes) -> bytes:
        """Return what there is from the next member on."""
        while not (found := self._magic.search(data)):
            more = self._take()
            if not more:
                return b""
            data = data[-_MAGIC_SIZE:] + more
        return data[found.start() :]

    def _take(self) -> bytes:
        data = self._stream.read(_CHUNK)
        self._budget.taken += len(data)
        return data


class _Inflater:
    """A member of a `.gz` file by way of zlib, with the methods of the other libraries."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def needs_input(self) -> bool:
        return not self._member.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._member.decompress(self._member.unconsumed_tail + data, max(max_length, 0))


def _gzip_decompressor() -> Decompressor:
    try:
        fast: Any = import_module("isal.igzip_lib")
    except ImportError:
        return _Inflater()
    return cast(Decompressor, fast.IgzipDecompressor(flag=fast.DECOMP_GZIP))


def _write_gzip(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile("", "wb", fileobj=stream, mtime=0))


def _zstd() -> Any:  # noqa: ANN401 - a module
    for name in ("compression.zstd", "backports.zstd"):  # the first since Python 3.14
        with suppress(ImportError):
            return import_module(name)
    raise ConfigError("`.zst` needs a library: pip install 'cleantext-corpus[zst]'")


def _zst_decompressor() -> Decompressor:
    zstd = _zstd()
    widest = {zstd.DecompressionParameter.window_log_max: _WIDEST_WINDOW}
    return cast(Decompressor, zstd.ZstdDecompressor(options=widest))


def _write_zst(stream: IO[bytes]) -> IO[bytes]:
    zstd = _zstd()
    parameter = zstd.CompressionParameter
    options = {parameter.compression_level: ZSTD_LEVEL, parameter.checksum_flag: 1}
    return cast(IO[bytes], zstd.ZstdFile(stream, "wb", options=options))


def _write_xz(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], lzma.LZMAFile(stream, "wb"))


def _write_bz2(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], bz2.BZ2File(stream, "wb"))


_ZST_MAGIC = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # or that of a frame to skip

COMPRESSIONS: Mapping[str, Compression] = {
    ".gz": Compression(re.compile(rb"\x1f\x8b\x08"), _gzip_decompressor, _write_gzip),
    ".zst": Compression(_ZST_MAGIC, _zst_decompressor, _write_zst),
    ".xz": Compression(re.compile(rb"\xfd7zXZ\0"), lzma.LZMADecompressor, _write_xz),
    ".bz2": Compression(re.compile(b"BZh[1-9](?:1A|\x17r)"), bz2.BZ2Decompressor, _write_bz2),
}
