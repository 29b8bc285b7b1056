"""What to read: files, folders and globs become shards.

A shard is a file, or a range of a large JSONL file. How a file is cut depends on nothing
but its size, so that the same input gives the same output with any number of workers.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from cleantext.corpus.formats import ENDINGS, compression_of, format_of
from cleantext.errors import DataError

RANGE = 4 << 20  # bytes of JSONL a shard


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the input that is read, cleaned and written by itself.

    Attributes:
        name: The file's path below the folder that all sources share, with `/`.
        path: The file.
        format: `txt`, `jsonl` or `html`.
        start: Where the shard begins, in bytes.
        end: Where it ends: a line that begins before `end` belongs to the shard.
        part: The number of the shard within its file.
    """

    name: str
    path: Path
    format: str
    start: int
    end: int
    part: int

    @property
    def size(self) -> int:
        """Bytes of the file that the shard stands for (compressed ones, if it is)."""
        return self.end - self.start


def find(sources: Sequence[str], leave_out: Path | None = None) -> list[Shard]:
    """Find all that is to be read, in the order of the names.

    Args:
        sources: Files, folders (searched through and through) and glob patterns.
        leave_out: A folder inside the sources that does not count: the output's.

    Raises:
        DataError: A source does not exist, has no known suffix, or holds no document.
    """
    found = (path for source in sources for path in _files(source, leave_out))
    # Two spellings of one path are one file; a link keeps the name that it goes by.
    files = {Path(os.path.abspath(path)): None for path in found}  # noqa: PTH100
    root = Path(os.path.commonpath([path.parent for path in files]))
    named = sorted((path.relative_to(root).as_posix(), path) for path in files)
    return [shard for name, path in named for shard in _cut(name, path)]


def _files(source: str, leave_out: Path | None) -> Iterator[Path]:
    path = Path(source)
    if path.is_dir():
        found = [
            file
            for file in path.rglob("*")
            if file.is_file()
            and format_of(file.name)
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and not (leave_out and leave_out.absolute() in file.absolute().parents)
        ]
        if not found:
            raise DataError(f"{source}: the folder holds no file that ends in {ENDINGS}")
        yield from found
    elif path.exists():
        if not format_of(path.name):
            raise DataError(f"{source}: the name must end in {ENDINGS}")
        yield path
    elif has_magic(source):
        matches = sorted(glob(source, recursive=True))  # noqa: PTH207 - patterns may be absolute
        known = [match for match in matches if Path(match).is_dir() or format_of(match)]
        if not known:
            raise DataError(f"{source}: no file that ends in {ENDINGS} matches this pattern")
        for match in known:
            yield from _files(match, leave_out)
    else:
        raise DataError(f"{source}: no such file or folder")


def _cut(name: str, path: Path) -> Iterator[Shard]:
    size = path.stat().st_size
    form = format_of(name) or "txt"
    if form != "jsonl" or compression_of(name) or size <= RANGE:
        yield Shard(name, path, form, 0, size, 0)
        return
    for part, start in enumerate(range(0, size, RANGE)):
        yield Shard(name, path, form, start, min(start + RANGE, size), part)
