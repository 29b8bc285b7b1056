"""Read again what failed in an earlier run: its `failed.jsonl` says where that stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from typing import Any

from cleantext.corpus.formats import compression_of, format_of
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.remote import Remote, is_url
from cleantext.corpus.shards import Dump, Only, Shard, find
from cleantext.corpus.streams import PassedOver
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
            if isinstance(each, PassedOver):
                found.passed_over.append(each)
                continue
            if each.name in known:
                raise DataError(f"{path}: {each.name} is among the other sources; run it alone")
            known.add(each.name)
            found.shards.append(each)
    if not found.shards:
        raise DataError(
            f"{again[0]}: names but members of archives; unpack these, and clean the members again"
        )
    return found


def _is_ours(path: Path) -> bool:
    return path.name == FAILED and (path.parent / MANIFEST).is_file() and path.is_file()


def _shards_of(failed: Path) -> Iterator[Shard | PassedOver]:
    """Yield a shard for each file in which something failed, of these documents alone.

    Members of archives are passed over.
    """
    places = defaultdict[tuple[str, str], list[dict[str, Any]]](list)
    try:
        for line in failed.read_bytes().splitlines():
            record, _ = decode_record(line)
            places[record["source"], record["path"]].append(record)
    except (OSError, ValueError, KeyError) as reason:
        raise DataError(f"{failed}: is not what a run wrote: {reason}") from reason
    for (name, source), records in sorted(places.items()):
        path = Remote(source) if is_url(source) else Path(source)
        form = format_of(name)
        if form is None or (isinstance(path, Path) and not path.is_file()):
            raise DataError(f"{failed}: names {source}, which is not there any more")
        if form in {"tar", "zip"} or format_of(source) in {"tar", "zip"}:
            yield PassedOver(name, "is an archive or in one: unpack it first")
            continue
        at, behind = _positions(records)
        yield _shard(name, path, form, Only(at, behind))


def _positions(records: Sequence[dict[str, Any]]) -> tuple[frozenset[int], float]:
    """Return where something failed, and the first place behind which nothing was read."""
    behind = min((record["position"] for record in records if record.get("rest")), default=inf)
    return frozenset(record["position"] for record in records), behind


def _shard(name: str, path: Path | Remote, form: str, only: Only) -> Shard:
    size = path.stat().st_size
    start, end = 0, size
    if form == "jsonl" and not compression_of(name):
        start = min(only.at)
        end = size if only.behind < inf else max(only.at) + 1
    return Shard(name, path, form, start, end, 0, end - start, only)
