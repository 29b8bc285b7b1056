"""Members of `.tar` and `.zip` archives: each is read in the format that its own name tells.

Nothing is ever unpacked to where a name says: names with `..`, absolute ones, links and devices
are passed over. A tar archive is read as it comes; of a zip archive, whose table of contents
stands at its end, a shard is some members.
"""

import math
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, Literal, Self, cast

from cleantext.corpus.compression import Budget, buffered
from cleantext.corpus.streams import (
    ALL,
    DAMAGE,
    Failure,
    Only,
    PassedOver,
    Piece,
    Read,
    Stream,
    damaged,
    seekable,
)

Items = Iterator[Read | Failure]
ReadMember = Callable[[Stream, Piece], Items]
"""Reads a member, or passes it over, by the name of its piece."""

_ZIP_FILE = b"PK"
_NO_ZIP = (
    zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, RuntimeError, struct.error
)  # fmt: skip
"""What the library raises where headers are damaged."""
_ENCRYPTED = 0x1
_SMALLEST_PART = 4 << 20  # plain bytes of a zip archive that are a shard
_MOST_PARTS = 256
_BUFFER = 1 << 14
_MOST_ZEROS = 1 << 17  # blocks of 512 bytes


def read_tar(read_member: ReadMember, stream: Stream, piece: Piece) -> Items:
    """Read the members of a tar archive, or of several, one behind the other."""
    position = 0  # where the member begins that is not read
    chosen = _Chosen(piece)
    try:
        mode: Literal["r:", "r|"] = "r:" if stream.seekable() else "r|"
        with _Archive.open(fileobj=stream, mode=mode, bufsize=_BUFFER) as archive:
            while member := archive.next():
                archive.members.clear()  # type: ignore[attr-defined] # else it keeps them all
                only = None if member.isdir() else chosen.of(member.name, member.offset)
                if only:
                    yield from _read_tar_member(read_member, archive, member, piece, only)
                position = archive.offset
        yield from chosen.missing()
    except (tarfile.TarError, *DAMAGE) as reason:
        yield damaged(piece.name, position, reason)


class _Header(tarfile.TarInfo):
    """A header that is never taken for the end of the archive when it is damaged."""

    @classmethod
    def fromtarfile(cls, archive: "_Archive") -> Self:  # type: ignore[override]
        try:
            header = super().fromtarfile(archive)
        except tarfile.HeaderError as reason:
            kind = type(reason).__name__  # these classes are in no documentation
            if kind == "EOFHeaderError":  # a block of zeros, which ends an archive
                archive.ended = True
                archive.zeros += 1
                if archive.zeros > _MOST_ZEROS:  # there may be no end
                    raise tarfile.ReadError("nothing but zeros behind the archive") from reason
            elif kind == "EmptyHeaderError" and not archive.ended:
                raise tarfile.ReadError("it does not come to its end") from reason
            elif kind != "EmptyHeaderError":
                raise tarfile.ReadError(str(reason)) from reason
            raise
        archive.ended = False
        archive.zeros = 0
        return header


class _Archive(tarfile.TarFile):
    """A tar archive, and whether the last block was one that ends it."""

    tarinfo = _Header
    ignore_zeros = True  # of two archives, one behind the other, both are read
    ended = False
    zeros = 0  # blocks of them, one behind the other


def _read_tar_member(
    read_member: ReadMember,
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    piece: Piece,
    only: Only,
) -> Items:
    name = _name_of(piece.name, member.name)
    reason = _reason_against(member.name)
    if member.issym() or member.islnk():
        reason = "is a link"
    elif not member.isfile():
        reason = "is no file"
    elif member.issparse():
        reason = "is a file with holes"
    if reason:
        piece.notes.passed_over.append(PassedOver(name, reason))
        return
    plain = cast(IO[bytes], archive.extractfile(member))
    budget = Budget(piece.options.max_expansion, taken=member.size)
    yield from _items(read_member, buffered(plain.read, budget), piece, name, only)


def read_zip(read_member: ReadMember, stream: Stream, piece: Piece) -> Items:
    """Read the members of a zip archive from the number `piece.start` to `piece.end`."""
    chosen = _Chosen(piece)
    try:
        with seekable(stream, _ZIP_FILE) as source, zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            members = members[piece.start : int(min(piece.end, len(members)))]
            budget = Budget(piece.options.max_expansion)
            for member in members:
                only = None if member.is_dir() else chosen.of(member.filename, 0)
                if only:
                    yield from _read_zip_member(read_member, archive, member, piece, budget, only)
        yield from chosen.missing()
    except _NO_ZIP as reason:
        told = f"damaged file, nothing of it is read ({reason}): mend it with `zip -FF`"
        yield Failure(piece.name, 0, told, rest=True)
    except DAMAGE as reason:
        yield damaged(piece.name, 0, reason)


def _read_zip_member(
    read_member: ReadMember,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    piece: Piece,
    budget: Budget,
    only: Only,
) -> Items:
    name = _name_of(piece.name, member.filename)
    reason = _reason_against(member.filename)
    if reason:
        piece.notes.passed_over.append(PassedOver(name, reason))
        return
    if member.flag_bits & _ENCRYPTED:
        yield Failure(name, 0, "is encrypted; unpack it with its password first")
        return
    budget.taken += member.compress_size
    try:
        plain = archive.open(member)
    except (*_NO_ZIP, *DAMAGE) as fault:
        yield damaged(name, 0, fault)
        return
    with plain:
        yield from _items(read_member, buffered(plain.read, budget), piece, name, only)


def zip_parts(stream: Stream) -> list[tuple[int, int]]:
    """Return the numbers of the first members of each shard, and of those behind its last.

    Raises:
        ValueError: It is no zip archive, or damaged.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            sizes = [member.file_size for member in archive.infolist()]
    except (*_NO_ZIP, *DAMAGE) as reason:
        raise ValueError(f"damaged file: {reason}") from reason
    enough = max(_SMALLEST_PART, sum(sizes) // _MOST_PARTS)
    parts: list[tuple[int, int]] = []
    start = held = 0
    for number, size in enumerate(sizes, 1):
        held += size
        if held >= enough or number == len(sizes):
            parts.append((start, number))
            start, held = number, 0
    return parts


class _Chosen:
    """Which members of an archive are read, and which documents of each."""

    def __init__(self, piece: Piece) -> None:
        self._name = piece.name
        self._left = dict(piece.only or {})
        own = self._left.pop(piece.name, None)
        self._behind = 0.0 if piece.only is None else own.behind if own else math.inf

    def of(self, member: str, offset: int) -> Only | None:
        """Return which documents of a member, which begins at an offset, are read, if any."""
        only = self._left.pop(_name_of(self._name, member), None)
        return ALL if offset >= self._behind else only

    def missing(self) -> Iterator[Failure]:
        """Yield a failure for each member that is not there."""
        for name, only in self._left.items():
            told = "is not in the archive any more: the file was changed"
            yield Failure(name, min(only.at), told)


def _name_of(archive: str, member: str) -> str:
    return f"{archive}/{member.removeprefix('./')}"


def _items(read_member: ReadMember, plain: Stream, piece: Piece, name: str, only: Only) -> Items:
    """Yield what is read of a member, with its name."""
    begin = only.begin(piece.begin)
    inner = replace(piece, name=name, start=0, end=math.inf, begin=begin, only=None)
    for item in only.chosen(read_member(plain, inner), name):
        yield item._replace(member=name) if isinstance(item, Read) else item


def _reason_against(name: str) -> str | None:
    """Say why a member is not read, from its name.

    >>> _reason_against("../a.txt"), _reason_against("a/.b/c.txt"), _reason_against("a/b.txt")
    ('has a name that leads out of the archive', 'is hidden', None)
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or name[1:2] == ":":
        return "has an absolute name"
    if ".." in path.parts:
        return "has a name that leads out of the archive"
    if any(part.startswith(".") for part in path.parts):
        return "is hidden"
    return None
