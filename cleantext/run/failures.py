"""Read again what failed in an earlier run: its `failed.jsonl` says where that stands."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

from cleantext.corpus.formats import ARCHIVES, compression_of, format_of, place_of
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.names import told_apart
from cleantext.corpus.remote import Remote, is_url
from cleantext.corpus.shards import Dump, Shard, find
from cleantext.corpus.streams import Failure, Only
from cleantext.errors import DataError
from cleantext.run.folder import FAILED, MANIFEST
from cleantext.run.job import Job


def find_all(sources: Sequence[str], job: Job) -> Dump:
    """Find all that is to be read, as `cleantext.corpus.shards.find`, also what failed before.

    Raises:
        DataError: A source cannot be read.
    """
    again = [Path(source) for source in sources if _is_ours(Path(source))]
    others = [source for source in sources if Path(source) not in again]
    found = Dump([], [])
    if others:
        found = find(others, leave_out=job.output, follow_links=job.follow_links)
    known = {shard.name for shard in found.shards}
    for path in again:
        for each in _shards_of(path):
            if each.name in known:
                raise DataError(f"{path}: {each.name} is among the other sources; run it alone")
            known.add(each.name)
            found.shards.append(each)
    others_of = told_apart(dict.fromkeys(shard.name for shard in found.shards))
    for at, shard in enumerate(found.shards):
        if shard.name in others_of:
            found.shards[at] = replace(shard, written_as=others_of[shard.name])
    return found


def first_failure(output: Path) -> str:
    """Say what failed first in a run: where, and why; empty: nothing did, or it is not told yet.

    Args:
        output: The output folder.
    """
    try:
        with (output / FAILED).open("rb") as lines:
            record, _ = decode_record(lines.readline())
    except (OSError, ValueError):
        return ""
    failure = Failure(record["source"], record["position"], record["error"])
    return f"{failure.source}: {place_of(failure)}: {failure.error}"


def _is_ours(path: Path) -> bool:
    return path.name == FAILED and (path.parent / MANIFEST).is_file() and path.is_file()


def _shards_of(failed: Path) -> Iterator[Shard]:
    """Yield a shard for each file in which something failed, of these documents alone."""
    places = defaultdict[str, dict[str, list[dict[str, Any]]]](lambda: defaultdict(list))
    try:
        for line in failed.read_bytes().splitlines():
            record, _ = decode_record(line)
            places[record["path"]][record["source"]].append(record)
    except (OSError, ValueError, KeyError) as reason:
        raise DataError(f"{failed}: is not what a run wrote: {reason}") from reason
    for source, records in sorted(places.items()):
        path = Remote(source) if is_url(source) else Path(source)
        form = format_of(source.partition("?")[0] if is_url(source) else source)
        if form is None or (isinstance(path, Path) and not path.is_file()):
            raise DataError(f"{failed}: names {source}, which is not there any more")
        name = next(iter(records))
        if form in ARCHIVES:
            name = _archive_of(name, source)
        only = {member: _only(found) for member, found in records.items()}
        yield _shard(name, path, form, only)


def _archive_of(member: str, path: str) -> str:
    """Return what an archive is called, by the name of a member and the path of the archive.

    >>> _archive_of("2024/a.zip/un/b.txt", "/dumps/2024/a.zip")
    '2024/a.zip'
    """
    name = member
    while name and not f"/{path.partition('?')[0]}".endswith(f"/{name}"):
        name = name.rpartition("/")[0]
    return name or member


def _only(records: Sequence[dict[str, Any]]) -> Only:
    """Return where something failed, and the first place behind which nothing was read."""
    behind = min((record["position"] for record in records if record.get("rest")), default=inf)
    return Only(frozenset(record["position"] for record in records), behind)


def _shard(name: str, path: Path | Remote, form: str, only: dict[str, Only]) -> Shard:
    size = path.stat().st_size
    start, end = 0, size
    if form == "jsonl" and not compression_of(name):
        (place,) = only.values()
        start = min(place.at)
        end = size if place.behind < inf else max(place.at) + 1
    share = end - start
    if form in ARCHIVES:
        end = sys.maxsize  # counts members
    return Shard(name, path, form, start, end, 0, share, only)
