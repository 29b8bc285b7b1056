"""Learn the furniture of a dump in shares: each counts lines into a file, and the files add up.

A line of JSON says which share of which run counted; behind it stand the counts of
`cleantext.passes.counting`, in order.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from cleantext.corpus.durable import put_on_disk
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.shards import find
from cleantext.engines.local import Pool
from cleantext.engines.retry import Local
from cleantext.errors import DataError
from cleantext.languages.text_file import check_file
from cleantext.passes.counting import Learner, furniture, store, stored, write
from cleantext.passes.furniture import check_output, counting
from cleantext.run.cleaning import check_pipeline
from cleantext.run.job import Job
from cleantext.run.plan import Plan, plan_of
from cleantext.run.share import common_plan
from cleantext.run.tasks import Share

_FORMAT = "cleantext counts"
_VERSION = 1


class _Head(msgspec.Struct):
    format: str
    version: int
    plan: Plan


def count_share(job: Job, share: Share, sources: Sequence[str], *, workers: int = 0) -> None:
    """Count the lines of a share of a dump into `job.output`, a file, if it is not there yet.

    Args:
        job: What to do: its configuration, how it reads, and what makes a site (`learn`).
        share: Which of the shards are read.
        sources: Files, folders and glob patterns: all of the dump.
        workers: Processes.

    Raises:
        CleantextError: The configuration or the sources are wrong, or there is no folder.
    """
    output, by = job.output, job.learn or ""
    check_output(output)
    job = replace(job, share=share)
    found = find(sources)
    head = _Head(_FORMAT, _VERSION, plan_of(job, found))
    if output.is_file() and _is_done(output, head):
        return
    told = encode_record(msgspec.to_builtins(head)).decode().rstrip("\n")
    own = share.choose(found.shards)
    aside = output.with_name(f"{output.name}.aside")
    with (
        Pool(workers, load=partial(check_pipeline, job)) as pool,
        counting(job.config, own, by=by, reading=job.reading, engine=Local(pool)) as learner,
    ):
        store(aside, learner.rows(), told)
    put_on_disk(aside)
    aside.replace(output)


def merge_counts(paths: Sequence[Path], output: Path) -> int:
    """Write the furniture of a dump, as `cleantext.passes.furniture.learn` of all of it would.

    Args:
        paths: What all shares of the dump have counted, in any order.
        output: The table to write.

    Returns:
        How many lines were found.

    Raises:
        DataError: A share is missing, there twice, or of another dump or configuration; or a file
            is no counts.
    """
    check_output(output)
    plan = common_plan([(path, _read_head(path).plan) for path in paths])
    with Learner() as learner:
        for path in paths:
            try:
                learner.add(stored(path, headed=True))
            except ValueError as reason:
                raise DataError(f"{path}: is damaged: {reason}; count it again") from reason
        return write(output, plan.options["learn"], furniture(learner.rows()))


def _is_done(path: Path, head: _Head) -> bool:
    try:
        return _read_head(path) == head
    except DataError:
        return False


def _read_head(path: Path) -> _Head:
    check_file(path, DataError)
    try:
        with path.open("rb") as stream:
            found = msgspec.convert(decode_record(stream.readline())[0], _Head)
    except OSError as reason:
        raise DataError(f"{path}: cannot be read: {reason.strerror}") from reason
    except (ValueError, msgspec.ValidationError):
        raise DataError(f"{path}: holds no counts; `learn --shard-of` writes them") from None
    if (found.format, found.version) != (_FORMAT, _VERSION):
        raise DataError(f"{path}: is not {_FORMAT} {_VERSION}; count it again")
    return found
