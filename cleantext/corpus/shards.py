"""What to read: files, folders and globs become shards.

A shard is a file, a range of a large JSONL file, a row group of a Parquet file, or some members
of a zip archive. How a file is cut depends on nothing but the file, so that the same input gives
the same output with any number of workers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from cleantext.corpus import remote
from cleantext.corpus.formats import ENDINGS, compression_of, format_of
from cleantext.corpus.formats.archive import zip_parts
from cleantext.corpus.formats.parquet import count_row_groups
from cleantext.corpus.sources import find_files
from cleantext.corpus.streams import Only, PassedOver, is_wide
from cleantext.errors import DataError

RANGE = 2 << 20  # bytes of JSONL a shard


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the input that is read, cleaned and written by itself.

    Attributes:
        name: The file's path below the folder that all sources share, with `/`.
        path: The file, or the object of a store.
        format: As in `cleantext.corpus.formats.READERS`.
        start: Where the shard begins: a byte, or a row group.
        end: Where it ends: a line that begins before `end` belongs to the shard.
        part: The number of the shard within its file.
        size: Bytes of the file that the shard stands for (compressed ones, if it is).
        only: Which documents are read, by the name of the file or of the member of an archive;
            None: all.
        written_as: The name under which it is written, if `name` could be taken for another.
    """

    name: str
    path: Path | remote.Remote
    format: str
    start: int
    end: int
    part: int
    size: int
    only: Mapping[str, Only] | None = None
    written_as: str = ""

    @property
    def target(self) -> str:
        """The name under which it is written."""
        return self.written_as or self.name


class Dump(NamedTuple):
    """What a run reads, and what of its sources it passes over."""

    shards: list[Shard]
    passed_over: list[PassedOver]


def find(
    sources: Sequence[str], leave_out: Path | None = None, *, follow_links: bool = False
) -> Dump:
    """Find all that is to be read, in the order of the names.

    Args:
        sources: Files, folders (searched through and through), glob patterns and URLs of the same.
        leave_out: A folder inside the sources that does not count: the output's.
        follow_links: Whether links inside of folders are followed to where they lead.

    Raises:
        DataError: A source does not exist, has no known suffix, or holds no document.
        ConfigError: A format needs something that is not installed.
    """
    urls = [source for source in sources if remote.is_url(source)]
    local = [source for source in sources if not remote.is_url(source)]
    files: list[tuple[str, Path | remote.Remote]] = []
    passed_over: list[PassedOver] = []
    if local or not urls:
        found = find_files(local, leave_out, follow_links=follow_links)
        files += found.files
        passed_over += found.passed_over
    for name, path in remote.find_urls(urls):
        if format_of(name):
            files.append((name, path))
        else:
            passed_over.append(PassedOver(path.url, "has a name of no known format"))
    if not files:
        raise DataError(f"{', '.join(urls)}: no object there ends in {ENDINGS}")
    files.sort(key=itemgetter(0))
    return Dump([shard for name, path in files for shard in _cut(name, path)], passed_over)


def _cut(name: str, path: Path | remote.Remote) -> Iterator[Shard]:
    size = path.stat().st_size
    form = format_of(name) or "txt"
    cuts = [(0, size)]
    if form == "parquet" and not compression_of(name):
        cuts = [(group, group + 1) for group in range(_count_row_groups(path))] or [(0, 1)]
    elif form == "zip" and not compression_of(name):
        cuts = _zip_parts(path) or [(0, 1)]
    elif form == "jsonl" and size > RANGE and not (compression_of(name) or is_wide(path)):
        cuts = [(start, min(start + RANGE, size)) for start in range(0, size, RANGE)]
    for part, (start, end) in enumerate(cuts):
        # The sizes of the parts add up to that of the file.
        share = size * (part + 1) // len(cuts) - size * part // len(cuts)
        yield Shard(name, path, form, start, end, part, share)


def _count_row_groups(path: Path | remote.Remote) -> int:
    try:
        with path.open("rb") as stream:
            return count_row_groups(stream)
    except (OSError, ValueError):
        return 1  # whoever reads it says what is wrong


def _zip_parts(path: Path | remote.Remote) -> list[tuple[int, int]]:
    try:
        with path.open("rb") as stream:
            return zip_parts(stream)
    except (OSError, ValueError):
        return []  # the same
