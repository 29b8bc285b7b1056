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

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cleantext.corpus.shards import Shard
from cleantext.corpus.write import target_name
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

_OWN = (*KINDS, PARTS, LEARNT, FAILED, REPORT, MANIFEST)


def target_of(job: Job, kind: str, name: str) -> str:
    """Return the name, below the folder of a kind, of what is written for a source."""
    return target_name(name, job.format if kind == CLEAN else "jsonl")


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


def part_path(job: Job, kind: str, shard: Shard) -> Path:
    """Return where a shard is written before it is put behind those that come before it."""
    return job.output / PARTS / kind / f"{shard.name}.{shard.part}"


def collect(job: Job, shard: Shard) -> None:
    """Put the parts of a shard behind those of the shards before it."""
    for kind in KINDS:
        part = part_path(job, kind, shard)
        if not part.exists():
            continue
        target = job.output / kind / target_of(job, kind, shard.name)
        if target.exists():
            with part.open("rb") as source, target.open("ab") as sink:
                shutil.copyfileobj(source, sink)
            part.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)


def prepare(output: Path, *, overwrite: bool) -> None:
    """Make the output folder, and see that nothing of another run is in it."""
    if output.exists() and not output.is_dir():
        raise DataError(f"{output}: is a file; name a folder for the output")
    found = [name for name in _OWN if (output / name).exists()]
    if found and not overwrite:
        raise DataError(
            f"{output}: holds another run ({', '.join(found)}); "
            "choose another folder, or delete that run with --overwrite"
        )
    for name in found:
        path = output / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    if output.exists() and any(output.iterdir()):
        raise DataError(f"{output}: holds other files; choose a folder that is new or empty")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise DataError(f"{output}: cannot be made: {reason.strerror}") from reason


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON that people can read, with sorted keys."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value, order="sorted")) + b"\n")
