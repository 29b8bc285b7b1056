"""Put together what the jobs of an array have done: as one run would have.

The folder of a share is that of a run that has done some of its tasks. So the files of all shares
go into one folder, as links where the disk has them, and what a run does behind its tasks is done:
duplicates, joined files, report, manifest. The shares stay as they are.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.config import Duplicates
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.errors import DataError
from cleantext.run.assembly import Assembly
from cleantext.run.finish import finish
from cleantext.run.folder import LEARNT, MANIFEST, PARTS, REPORT, delete_parts, prepare, write_json
from cleantext.run.lock import HOLDER, LOCK, locked
from cleantext.run.manifest import begun, is_of
from cleantext.run.page import Draw, read_manifest
from cleantext.run.plan import PLAN, Plan, memory_digests, write_plan
from cleantext.run.records import read_report
from cleantext.run.report import Report
from cleantext.run.share import DONE, ShareDone, common_plan, read_share
from cleantext.run.tasks import Task
from cleantext.run.versions import installed

_OWN = {MANIFEST, f"{PARTS}/{PLAN}", f"{PARTS}/{DONE}", LOCK, HOLDER}
"""Files of a share that tell of it alone."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Where shares are put together, and how; see `cleantext.run.job.Destination`."""

    output: Path
    shard_size: int
    separator: str
    duplicates: Duplicates
    against: tuple[Path, ...]


def merge(
    folders: Sequence[Path], output: Path, *, overwrite: bool = False, draw: Draw | None = None
) -> Report:
    """Make one output folder of those of all shares of a run, if that is not done already.

    Args:
        folders: Those of the shares, in any order.
        output: The folder to write: new or empty, or one that this was broken off for or has made.
        overwrite: Whether to delete what another run left in it.
        draw: Makes the page of the run; None: there is none.

    Raises:
        DataError: A share is missing, not finished, there twice, or of another run, or was done
            with another version than is installed here; or the output folder lies in one of them,
            or cannot be written.
    """
    read = [(folder, *read_share(folder)) for folder in folders]
    plan = common_plan([(folder, plan) for folder, plan, _ in read])
    shares = [share for _, _, share in read]
    _check_versions(plan)
    _check_learnt(folders, shares)
    tasks = _tasks(shares)
    facts, duplicates = shares[0].facts, shares[0].duplicates
    options = plan.options
    against = tuple(Path(folder) for folder in shares[0].against)
    merged = Merged(output, options["shard_size"], options["separator"], duplicates, against)
    if against and memory_digests(merged) != options["against"]:
        raise DataError("an earlier run of --against is not as it was; do the shares again")
    inputs = [folder / PARTS / PLAN for folder in folders]
    _check_apart(folders, output)
    with locked(output):
        if not overwrite and _is_merged(output, plan, shares[0]):
            delete_parts(output)  # of one killed at its very end
            return read_report(output / REPORT)
        prepare(output, plan, inputs, overwrite=overwrite)
        (output / PARTS).mkdir(exist_ok=True)
        write_plan(output / PARTS, plan)
        write_json(output / MANIFEST, begun(plan, facts, _planned(folders[0])))
        for folder in folders:
            _take_over(folder, output)
        with Assembly(merged, tasks) as done:
            for task in tasks:
                done.add(task)
        return finish(output, plan, facts, done, draw)


def _is_merged(output: Path, plan: Plan, share: ShareDone) -> bool:
    """Whether the folder holds all that this would write."""
    with suppress(DataError):
        told = read_manifest(output)
        digests = {each["name"]: each.get("sha256") for each in told["outputs"]}
        return (
            is_of(told, plan, share.facts)
            and (digests.get(LEARNT) or "") == share.learnt
            and all((output / name).is_file() for name in digests)
        )
    return False


def _check_apart(folders: Sequence[Path], output: Path) -> None:
    for folder in folders:
        if folder.resolve() in output.resolve().parents:
            raise DataError(f"{output}: lies in the share {folder}; choose a folder beside it")


def _check_versions(plan: Plan) -> None:
    """See that what the shares were done with is installed here."""
    here = installed()
    there = {name: said for name, said in plan.versions.items() if name in here}
    if wrong := sorted(name for name in here if here[name] != there.get(name)):
        name = wrong[0]
        raise DataError(
            f"the shares were done with {name} {there.get(name, 'missing')}, and here is "
            f"{here[name]}; merge where they were done"
        )


def _check_learnt(folders: Sequence[Path], shares: Sequence[ShareDone]) -> None:
    for folder, share in zip(folders, shares, strict=True):
        if share.learnt != shares[0].learnt:
            raise DataError(
                f"{folder}: had another table of furniture than {folders[0]}; give all shares "
                "the one that `cleantext merge` made of what they counted"
            )


def _tasks(shares: Sequence[ShareDone]) -> list[Task]:
    """Return the tasks of all shares in their order, which is that of the input."""
    tasks = sorted(task for share in shares for task in share.tasks)
    if [task.number for task in tasks] != list(range(len(tasks))):
        raise DataError("the shares do not go together: tasks are missing; do them again")
    return tasks


def _planned(folder: Path) -> list[str]:
    """Return the names of all files that the run may write, as a share says."""
    try:
        told, _ = decode_record((folder / MANIFEST).read_bytes())
        return [each["name"] for each in told["outputs"]]
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError) as reason:
        raise DataError(
            f"{folder / MANIFEST}: is damaged: {reason}; do the share again"
        ) from reason


def _take_over(folder: Path, output: Path) -> None:
    """Link the files of a share into the output folder, but for those that are there."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        target = output / name
        if name in _OWN or path.is_dir() or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # another disk, or one without links
            os.link(path, target)
            continue
        aside = output / PARTS / "copied"
        shutil.copyfile(path, aside)
        aside.replace(target)
