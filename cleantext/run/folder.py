"""The output folder of a run: what lies where, and what belongs to a run.

The folder holds:

- `clean/`: the corpus, under the names of the sources; with splits, in a folder for each
- `rejected/`: whole documents that were kept out, with the reason
- `removed/`: lines and sentences that were taken out of clean documents (and of duplicates)
- `furniture.tsv`: the lines that repeat on each site, if they were learnt
- `duplicates.index`: what later runs need to tell duplicates of this one, if they are looked for
- `failed.jsonl`: input that could not be read or cleaned, if there was any
- `README.md`: the datasheet of the corpus
- `report.json`: counts and samples
- `report.html`: the same as a page to look at, if one was asked for
- `timings.json`, `timings.html`: how long it took, and over what; nothing else differs from one
  run to the next, and the manifest does not name them
- `manifest.json`: configuration digest, inputs, and counts that balance
"""

import dataclasses
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import msgspec

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.names import find_blocked, fitted, folded
from cleantext.corpus.shards import Dump, Shard
from cleantext.corpus.write import numbered_name, target_name
from cleantext.document import Document
from cleantext.errors import DataError
from cleantext.passes.duplicates.memory import MEMORY
from cleantext.rules.selection import SPLITS
from cleantext.run.job import Destination, Job
from cleantext.run.lock import HOLDER, LOCK
from cleantext.run.plan import Plan, difference, read_plan
from cleantext.run.tasks import Task
from cleantext.stages import output

KINDS = CLEAN, REJECTED, REMOVED = "clean", "rejected", "removed"
"""What is written of each source, each in a folder of its own."""

HELD = "held"
"""What is written besides where duplicates are looked for: clean documents as they were read."""

KEPT = "kept"
"""What a record of these says of where its document is from."""

PARTS = ".parts"
"""The folder of what workers have written and nobody has put in its place."""

_GONE = f"{PARTS}-gone"
"""The same, while it is deleted."""

OTHER = "other"
"""The folder of documents that came with a split of another name."""

LEARNT = "furniture.tsv"
SHEET = "README.md"
FAILED = "failed.jsonl"
REPORT = "report.json"
PAGE = "report.html"
MANIFEST = "manifest.json"
TIMINGS = "timings.json"
TIMINGS_PAGE = "timings.html"
UNNAMED = frozenset({MANIFEST, TIMINGS, TIMINGS_PAGE})
"""What every run may write and no manifest names."""


_SWELLING = 8
"""How many times larger than a (compressed) source its output may be."""


def target_of(job: Job, kind: str, name: str, split: str = "") -> str:
    """Return the name, below the folder of a kind, of what is written for a source."""
    given = fitted(target_name(name, job.format if kind == CLEAN else "jsonl", job.compression))
    return f"{split}/{given}" if split else given


def folders_of(job: Job) -> list[tuple[str, str]]:
    """Return the kinds, each with the folder of a split below it; an empty one is none."""
    parts = (*SPLITS, OTHER) if job.config.options[output.NAME].split else ("",)
    return [*((CLEAN, part) for part in parts), (REJECTED, ""), (REMOVED, "")]


def split_of(job: Job, document: Document) -> str:
    """Return the folder of the split that a document belongs to; an empty one is none."""
    if not job.config.options[output.NAME].split:
        return ""
    given = document.meta.get(output.SPLIT)
    return given if given in SPLITS else OTHER


def check_targets(job: Job, shards: Sequence[Shard]) -> None:
    """See that no two sources would be written into one file."""
    sizes = Counter[str]()
    for shard in shards:
        sizes[shard.name] += shard.size
    for kind in KINDS:
        sources: dict[str, str] = {}
        taken: dict[str, str] = {}
        for name, written in {shard.name: shard.target for shard in shards}.items():
            target = target_of(job, kind, written)
            sources[target] = name
            other = taken.setdefault(folded(target), name)
            if other != name:
                raise DataError(
                    f"{other} and {name} would both be written to one file in {kind}/; "
                    "rename one, or clean them in two runs"
                )
        for target, name in sources.items():
            other = sources.get(numbered_name(target, 0), "")
            if other and _SWELLING * sizes[name] > job.shard_size:
                raise DataError(
                    f"{name}, if it is large, and {other} would both be written to one file in "
                    f"{kind}/; rename one, or clean them in two runs"
                )
        blocked = find_blocked(sources)
        if blocked:
            raise DataError(
                f"{sources[blocked]} would be written to {kind}/{blocked}, and other sources need "
                "a folder of this name; rename one, or clean them in two runs"
            )


def make_aside(job: Job, task: Task) -> Path:
    """Make a folder for what a task writes; of one that is tried again, each try has its own.

    Whoever is taken for dead and goes on writes where nobody looks.
    """
    aside = job.output / PARTS / f"{task.number}-{token_hex(8)}"
    aside.mkdir()
    return aside


def record_of(job: Destination, task: Task) -> Path:
    """Return the file that says that a task is done, and where that lies which it wrote."""
    return job.output / PARTS / f"{task.number}.done"


def sifted_of(job: Destination, task: Task) -> Path:
    """Return the file that says what is left of a task without duplicates."""
    return job.output / PARTS / f"{task.number}.sifted"


def delete_unfinished(job: Job, tasks: Iterable[Task]) -> None:
    """Delete what tries at tasks have left that are to be done again."""
    numbers = {str(task.number) for task in tasks}
    for path in (job.output / PARTS).iterdir():
        if path.name.partition("-")[0] in numbers:
            shutil.rmtree(path, ignore_errors=True)


def delete_parts(output: Path) -> None:
    """Delete what waits for nothing any more.

    A worker may be at it still whom nobody waits for, as Spark does a task twice: when the folder
    has another name, no path that it knows leads there.
    """
    shutil.rmtree(output / _GONE, ignore_errors=True)
    with suppress(OSError):
        (output / PARTS).rename(output / _GONE)
    for name in (_GONE, PARTS):  # elsewhere than on POSIX an open file holds its folder
        shutil.rmtree(output / name, ignore_errors=True)


def planned_files(job: Job, dump: Dump) -> list[str]:
    """Return the names of all files that a run may write, below its output folder.

    What is large is cut into numbered ones.
    """
    names = dict.fromkeys(shard.target for shard in dump.shards)
    folders = folders_of(job)
    written = [f"{kind}/{target_of(job, kind, name, to)}" for kind, to in folders for name in names]
    memory = [MEMORY] if job.config.duplicates.on else []
    return sorted([*written, *memory, FAILED, LEARNT, MANIFEST, PAGE, REPORT, SHEET])


def prepare(output: Path, plan: Plan, inputs: Iterable[Path], *, overwrite: bool) -> None:
    """See that the output folder holds nothing, or the same run, which was broken off.

    Nothing is deleted before all is checked, and only what the manifest of the run there says
    that it wrote: never a source, nor what a link leads to.

    Args:
        output: The folder.
        plan: What decides what the run gives.
        inputs: Files that it reads.
        overwrite: Whether to delete what another run left.

    Raises:
        DataError: Something in the folder is no run's, or a run's that is not to be overwritten
            and cannot go on; or the run would read what it deletes.
    """
    home = output.resolve()
    for path in inputs:
        if home in path.resolve().parents:
            raise DataError(
                f"{path}: is read by this run and lies in its output folder {output}; "
                "choose another folder"
            )
    told = _read_manifest(output)
    before = read_plan(output / PARTS)
    present = sorted(_files_below(output))
    _check_own(output, told, before, present)
    if present and not overwrite:
        if before is None or told.finished:
            what = "a finished run" if told.finished else "what is left of a run"
            raise DataError(
                f"{output}: holds {what}; choose another folder, or delete it with --overwrite"
            )
        other = difference(before, plan)
        if other is None:
            return
        raise DataError(
            f"{output}: holds a run that was broken off and had {other}; run it again as it was "
            "to go on, or begin anew with --overwrite"
        )
    # Whenever it is killed, what is left is known as a run's: the manifest goes last.
    for name in sorted(present, key=lambda name: (name == MANIFEST, name != SHEET)):
        (output / name).unlink(missing_ok=True)
    delete_parts(output)
    for folder in KINDS:
        shutil.rmtree(output / folder, ignore_errors=True)  # there are but folders left


def _check_own(output: Path, told: "_Told", before: Plan | None, present: Sequence[str]) -> None:
    """See that all files of a folder are those of the run in it, as that wrote them."""
    foreign = [
        name
        for name in present
        if not (told.owns(name) and _is_as_written(output, name, told))
        and not ((before or told.cleantext) and name.startswith((f"{PARTS}/", f"{_GONE}/")))
    ]
    if foreign == [SHEET] and told.owns(SHEET):
        raise DataError(
            f"{output / SHEET}: was edited, or is by somebody else, and no run deletes that; "
            "move it away, and do the run again"
        )
    if foreign:
        some = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")  # noqa: PLR2004
        raise DataError(
            f"{output}: holds other files ({some}); choose a folder that is new or empty"
        )


def inputs_of(job: Job, dump: Dump) -> Iterator[Path]:
    """Yield the sources and the files of the configuration."""
    for shard in dump.shards:
        if isinstance(shard.path, Path):
            yield shard.path
    for options in job.config.options.values():
        for value in _values(options):
            for path in value if isinstance(value, tuple) else (value,):
                if isinstance(path, Path):
                    yield path
    yield from (folder / MEMORY for folder in job.against)
    if job.learnt:
        yield job.learnt


def _values(options: object) -> list[object]:
    """Return the values of the options of a stage."""
    return [getattr(options, field.name) for field in dataclasses.fields(options)]  # type: ignore[arg-type]


def _is_as_written(home: Path, name: str, told: "_Told") -> bool:
    """Whether a file that people write too, a datasheet, is as a run wrote it."""
    if name != SHEET:
        return True
    try:
        raw = (home / name).read_bytes()
        if not told.finished:
            return raw == (home / PARTS / name).read_bytes()
    except OSError:
        return False
    return any(
        each.name == name and each.sha256 == sha256(raw).hexdigest() for each in told.outputs
    )


class _Named(msgspec.Struct, frozen=True):
    name: str
    sha256: str = ""


class _Told(msgspec.Struct, dict=True):
    """What is read of a manifest."""

    cleantext: str = ""
    finished: bool = False
    outputs: frozenset[_Named] = frozenset()

    def owns(self, name: str) -> bool:
        """Whether a run wrote a file, or may have written it before it was broken off."""
        if not self.cleantext:
            return False
        whole = name if self.finished else _NUMBER.sub("", name)
        return name in UNNAMED or not self._names.isdisjoint({name, whole})

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.outputs)


_NUMBER = re.compile(r"-\d{5,}(?=\.[^/]*$)")
"""What `cleantext.corpus.write.numbered_name` puts in."""


def _read_manifest(output: Path) -> _Told:
    try:
        found, _ = decode_record((output / MANIFEST).read_bytes())
        return msgspec.convert(found, _Told)
    except (OSError, ValueError, msgspec.ValidationError):
        return _Told()


def is_finished(output: Path) -> bool:
    """Whether a folder holds a run that is finished."""
    return _read_manifest(output).finished


def _files_below(output: Path) -> Iterator[str]:
    """Yield the names of all files below a folder, also of links to folders."""
    for path in output.rglob("*"):
        if path.name not in {LOCK, HOLDER} and (path.is_symlink() or not path.is_dir()):
            yield path.relative_to(output).as_posix()


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON that people can read, with sorted keys, into the output folder."""
    try:
        raw = msgspec.json.format(msgspec.json.encode(value, order="sorted"))
    except UnicodeEncodeError:  # half a surrogate pair, which only escapes can say
        raw = json.dumps(msgspec.to_builtins(value, order="sorted"), indent=2).encode()
    with written_aside(path, path.parent / PARTS / path.name) as stream:
        stream.write(raw + b"\n")
