"""The output folder of a run: what lies where, and what belongs to a run.

The folder holds:

- `clean/`: the corpus, under the names of the sources
- `rejected/`: whole documents that were kept out, with the reason
- `removed/`: lines and sentences that were taken out of clean documents
- `furniture.tsv`: the lines that repeat on each site, if they were learnt
- `failed.jsonl`: input that could not be read or cleaned, if there was any
- `report.json`: counts and samples
- `manifest.json`: configuration digest, inputs, and counts that balance
"""

import dataclasses
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from cleantext.corpus.names import find_blocked, fitted
from cleantext.corpus.shards import Dump, Shard
from cleantext.corpus.write import TABLES, join_parts, target_name
from cleantext.errors import DataError
from cleantext.run.job import Job

KINDS = CLEAN, REJECTED, REMOVED = "clean", "rejected", "removed"
"""What is written of each source, each in a folder of its own."""

PARTS = ".parts"
"""The folder of what workers have written and nobody has put in its place."""

LEARNT = "furniture.tsv"
FAILED = "failed.jsonl"
REPORT = "report.json"
MANIFEST = "manifest.json"

LOCK = ".lock"
"""Held while a run writes; the system lets it go when the run ends, however that is."""


def target_of(job: Job, kind: str, name: str) -> str:
    """Return the name, below the folder of a kind, of what is written for a source."""
    given = target_name(name, job.format if kind == CLEAN else "jsonl", job.compression)
    return fitted(given)


def check_targets(job: Job, shards: Sequence[Shard]) -> None:
    """See that no two sources would be written into one file."""
    for kind in KINDS:
        sources: dict[str, str] = {}
        for name in dict.fromkeys(shard.name for shard in shards):
            other = sources.setdefault(target_of(job, kind, name), name)
            if other != name:
                raise DataError(
                    f"{other} and {name} would both be written to one file in {kind}/; "
                    "rename one, or clean them in two runs"
                )
        blocked = find_blocked(sources)
        if blocked:
            raise DataError(
                f"{sources[blocked]} would be written to {kind}/{blocked}, and other sources need "
                "a folder of this name; rename one, or clean them in two runs"
            )


def part_path(job: Job, kind: str, shard: Shard) -> Path:
    """Return where a shard is written before it is put behind those that come before it."""
    return job.output / PARTS / kind / f"{fitted(shard.name)}.{shard.part}"


def collect(job: Job, shard: Shard) -> None:
    """Put the parts of a shard behind those of the shards before it."""
    for kind in KINDS:
        part = part_path(job, kind, shard)
        if not part.exists():
            continue
        target = job.output / kind / target_of(job, kind, shard.name)
        if target.exists() and job.format not in TABLES:
            with part.open("rb") as source, target.open("ab") as sink:
                shutil.copyfileobj(source, sink)
            part.unlink()
        elif target.exists():
            joined = target.with_name(f"{target.name}.joined")
            with joined.open("wb") as sink:
                join_parts([target, part], target.name, sink, job.separator)
            joined.replace(target)
            part.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)


def planned_files(job: Job, dump: Dump) -> list[str]:
    """Return the names of all files that a run may write, below its output folder."""
    names = dict.fromkeys(shard.name for shard in dump.shards)
    written = [f"{kind}/{target_of(job, kind, name)}" for kind in KINDS for name in names]
    return sorted([*written, FAILED, LEARNT, MANIFEST, REPORT])


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold an output folder, which is made if it is not there, as long as a run writes to it.

    Raises:
        DataError: It cannot be made, or another run holds it.
    """
    if output.exists() and not output.is_dir():
        raise DataError(f"{output}: is a file; name a folder for the output")
    try:
        output.mkdir(parents=True, exist_ok=True)
        with FileLock(output / LOCK, timeout=0):
            try:
                yield
            finally:
                (output / LOCK).unlink(missing_ok=True)
    except Timeout as reason:
        raise DataError(
            f"{output}: another run writes to this folder; wait for it, or choose another"
        ) from reason
    except OSError as reason:
        raise DataError(f"{reason.filename or output}: {reason.strerror}") from reason


def prepare(job: Job, dump: Dump, *, overwrite: bool) -> None:
    """See that the output folder holds nothing that is not a run's, and empty it of that run.

    Nothing is deleted before all is checked, and only what the manifest of the run there says
    that it wrote: never a source, nor what a link leads to.

    Raises:
        DataError: Something in the folder is no run's, or a run's and it is not to be overwritten;
            or the run would read what it deletes.
    """
    output = job.output
    _refuse_inputs_inside(job, dump)
    own = _files_of_earlier_run(output)
    present = sorted(_files_below(output))
    foreign = [name for name in present if name not in own and not name.startswith(f"{PARTS}/")]
    if foreign:
        some = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")  # noqa: PLR2004
        raise DataError(
            f"{output}: holds other files ({some}); choose a folder that is new or empty"
        )
    if present and not overwrite:
        raise DataError(
            f"{output}: holds another run; choose another folder, or delete that run "
            "with --overwrite"
        )
    for name in present:
        (output / name).unlink()
    for folder in (PARTS, *KINDS):
        shutil.rmtree(output / folder, ignore_errors=True)  # there are but folders left


def _refuse_inputs_inside(job: Job, dump: Dump) -> None:
    """Refuse sources and files of the configuration that lie in the output folder."""
    home = job.output.resolve()
    named = [
        path
        for options in job.config.options.values()
        for value in _values(options)
        for path in (value if isinstance(value, tuple) else (value,))
        if isinstance(path, Path)
    ]
    for path in (*(shard.path for shard in dump.shards), *named):
        if home in path.resolve().parents:
            raise DataError(
                f"{path}: is read by this run and lies in its output folder {job.output}; "
                "choose another folder"
            )


def _values(options: object) -> list[object]:
    """Return the values of the options of a stage."""
    return [getattr(options, field.name) for field in dataclasses.fields(options)]  # type: ignore[arg-type]


def _files_of_earlier_run(output: Path) -> frozenset[str]:
    """Return what the manifest in a folder says that its run writes; nothing if there is none."""
    try:
        told = msgspec.json.decode((output / MANIFEST).read_bytes(), type=_Told)
    except (OSError, msgspec.DecodeError):
        return frozenset()
    return frozenset(told.outputs) if told.cleantext else frozenset()


class _Told(msgspec.Struct):
    """What is read of a manifest."""

    cleantext: str = ""
    outputs: tuple[str, ...] = ()


def _files_below(output: Path) -> Iterator[str]:
    """Yield the names of all files below a folder, also of links to folders."""
    for path in output.rglob("*"):
        if path.name != LOCK and (path.is_symlink() or not path.is_dir()):
            yield path.relative_to(output).as_posix()


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON that people can read, with sorted keys."""
    try:
        raw = msgspec.json.format(msgspec.json.encode(value, order="sorted"))
    except UnicodeEncodeError:  # half a surrogate pair, which only escapes can say
        raw = json.dumps(msgspec.to_builtins(value, order="sorted"), indent=2).encode()
    path.write_bytes(raw + b"\n")
