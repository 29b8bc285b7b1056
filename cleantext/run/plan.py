"""What decides what a run gives: one that was broken off goes on only if all of it is the same."""

from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from socket import gethostname
from typing import Any, NamedTuple

import msgspec

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.remote import Remote
from cleantext.corpus.shards import Dump
from cleantext.errors import ConfigError, DataError
from cleantext.passes.duplicates.memory import EarlierRun, memory_of
from cleantext.run.job import Destination, Job
from cleantext.run.records import digest_of
from cleantext.run.versions import versions

PLAN = "plan.json"

SHARE = "share"
"""The option that a share has beside those of the whole run."""

HEAD = 1 << 16
"""Bytes at the beginning of an input that are digested: all of a large one would take as long as
reading it twice."""


class Input(NamedTuple):
    """A file that is read.

    Attributes:
        name: Its name among the sources.
        bytes: Its size.
        modified: When it was changed last, in nanoseconds.
        sha256_of_head: A digest of its first 65,536 bytes.
    """

    name: str
    bytes: int
    modified: int
    sha256_of_head: str


class Plan(msgspec.Struct):
    """What decides.

    Attributes:
        versions: Of the package and of what it uses.
        configuration: A digest of it.
        options: What else was asked for.
        inputs: What is read.
    """

    versions: dict[str, str]
    configuration: str
    options: dict[str, Any]
    inputs: list[Input]


def plan_of(job: Job, dump: Dump) -> Plan:
    """Return what decides what this run gives.

    Raises:
        DataError: An input cannot be read.
    """
    options: dict[str, Any] = {
        "format": job.format,
        "compression": job.compression,
        "separator": job.separator,
        "reading": asdict(job.reading) | {"fields": job.reading.fields._asdict()},
        "changes": job.changes,
        "by_sentence": job.by_sentence,
        "learn": job.learn,
        "shard_size": job.shard_size,
    }
    if job.against:
        options["against"] = memory_digests(job)
    if job.share:
        options[SHARE] = str(job.share)
    only = [
        (name, *each.told())
        for shard in dump.shards
        for name, each in sorted((shard.only or {}).items())
    ]
    if only:
        options["only"] = only
    files = {shard.name: shard.path for shard in dump.shards}
    inputs = [_input(name, path) for name, path in files.items()]
    folder = job.config.pack.folder
    # As it will be read again, where a list stands for a tuple.
    told, _ = decode_record(encode_record(options))
    return Plan(versions(folder), job.config.digest, told, inputs)


def memories_of(job: Destination) -> list[EarlierRun]:
    """Return what earlier runs have left.

    Raises:
        CleantextError: It is missing, or of no use with the options of this run.
    """
    options = job.duplicates
    if job.against and not options.on:
        raise ConfigError(
            "--against tells duplicates by earlier runs; say under [duplicates] what is one, "
            "such as `exact = true`"
        )
    return [memory_of(folder, options) for folder in job.against]


def memory_digests(job: Destination) -> dict[str, str]:
    """Return what earlier runs are called, and a digest of what each left."""
    return dict(map(_memory, memories_of(job)))


def _memory(memory: EarlierRun) -> tuple[str, str]:
    """Return what a run is called, and a digest of what it left."""
    return memory.run, digest_of(memory.path)


def _input(name: str, path: Path | Remote) -> Input:
    try:
        return Input(name, *_facts(path))
    except OSError as reason:
        raise DataError(f"{path}: cannot be opened: {reason.strerror}") from reason


def _facts(path: Path | Remote) -> tuple[int, int, str]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    stat = path.stat()
    # A store need not say when an object was changed.
    return stat.st_size, getattr(stat, "st_mtime_ns", 0), sha256(head).hexdigest()


def write_plan(folder: Path, plan: Plan) -> None:
    """Write a plan into the folder of a run's parts."""
    with written_aside(folder / PLAN, folder / f"{PLAN}.aside") as stream:
        stream.write(encode_record(msgspec.to_builtins(plan)))


def read_plan(folder: Path) -> Plan | None:
    """Read the plan of a run that was broken off; None if there is none."""
    try:
        found, _ = decode_record((folder / PLAN).read_bytes())
        return msgspec.convert(found, Plan)
    except (OSError, ValueError, msgspec.ValidationError):
        return None


def check_same(job: Job, folder: Path) -> None:
    """See that this process, wherever it is, would give what the plan in a folder says.

    Raises:
        DataError: It does not see the folder.
        ConfigError: Something that decides is another here.
    """
    here = f"the executor on {gethostname()}"
    plan = read_plan(folder)
    if plan is None:
        raise DataError(
            f"{job.output}: {here} does not see this folder; choose one on a disk that all share"
        )
    now = Plan(versions(job.config.pack.folder), job.config.digest, plan.options, plan.inputs)
    other = difference(plan, now)
    if other:
        raise ConfigError(f"{here} has {other}; give all machines the same packages, files and key")


def difference(before: Plan, now: Plan) -> str | None:
    """Say what is not as it was; None if all is.

    >>> before = Plan({}, "x", {"format": None}, [Input("a.txt", 3, 0, "")])
    >>> now = Plan({}, "x", {"format": "txt"}, [Input("a.txt", 4, 0, "")])
    >>> difference(before, now)
    'another option (format) and other inputs (a.txt)'
    """
    told = [
        _changed("another version", before.versions, now.versions),
        "another configuration" if before.configuration != now.configuration else "",
        _changed("another option", before.options, now.options),
        _changed(
            "other inputs",
            {each.name: each for each in before.inputs},
            {each.name: each for each in now.inputs},
        ),
    ]
    return " and ".join(filter(None, told)) or None


def _changed(what: str, before: dict[str, Any], now: dict[str, Any]) -> str:
    names = [name for name in before | now if before.get(name) != now.get(name)]
    if not names:
        return ""
    more = f", … ({len(names)})" if len(names) > 3 else ""  # noqa: PLR2004
    return f"{what} ({', '.join(names[:3])}{more})"
