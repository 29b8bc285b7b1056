"""A share of a run: the output folder of one job of an array, which has done some of the tasks.

It is that of a run that does the others never: what it wrote, and records of its tasks, wait for
`cleantext.run.merge`. `share.json`, among the parts, says that all its tasks are done.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleantext.config import Duplicates
from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.shards import Shard
from cleantext.errors import DataError
from cleantext.run.folder import LEARNT, PARTS
from cleantext.run.job import Job
from cleantext.run.manifest import Facts
from cleantext.run.plan import SHARE, Input, Plan, difference, read_plan
from cleantext.run.records import output_of
from cleantext.run.tasks import Share, Task

DONE = "share.json"


class _TaskDone(NamedTuple):
    number: int
    source: str
    size: int
    whole: bool
    last: bool


class ShareDone(msgspec.Struct):
    """What a share says of itself.

    Attributes:
        facts: What the manifest tells besides the plan.
        duplicates: Which documents are kept out since they have stood before.
        against: Output folders of earlier runs.
        learnt: A digest of the furniture that was taken away; empty: none was learnt.
        done: What is to be known of each task.
    """

    facts: Facts
    duplicates: Duplicates
    against: list[str]
    learnt: str
    done: list[_TaskDone]

    @property
    def tasks(self) -> list[Task]:
        """The tasks, as far as it takes to put them together: with one shard each."""
        return [
            Task(number, (Shard(name, Path(name), "", 0, 0, 0, size),), whole, last)
            for number, name, size, whole, last in self.done
        ]


def write_share(job: Job, facts: Facts, tasks: Sequence[Task]) -> None:
    """Say that all tasks of a share are done."""
    learnt = output_of(job.output, LEARNT, 0).sha256 if job.learn is not None else ""
    against = [str(folder.resolve()) for folder in job.against]
    done = [
        _TaskDone(task.number, task.shards[0].name, task.size, task.whole, task.last)
        for task in tasks
    ]
    told = ShareDone(facts, job.duplicates, against, learnt, done)
    parts = job.output / PARTS
    with written_aside(parts / DONE, parts / f"{DONE}.aside") as stream:
        stream.write(encode_record(msgspec.to_builtins(told)))


def read_share(folder: Path) -> tuple[Plan, ShareDone]:
    """Read what a share says of itself.

    Raises:
        DataError: The folder holds no share, or one that is not finished.
    """
    plan = read_plan(folder / PARTS)
    if plan is None or SHARE not in plan.options:
        raise DataError(f"{folder}: holds no share of a run; `clean --shard-of` writes one")
    try:
        found, _ = decode_record((folder / PARTS / DONE).read_bytes())
        return plan, msgspec.convert(found, ShareDone)
    except FileNotFoundError:
        raise DataError(
            f"{folder}: share {plan.options[SHARE]} is not finished; the same command goes on"
        ) from None
    except (OSError, ValueError, msgspec.ValidationError) as reason:
        raise DataError(f"{folder}: is damaged: {reason}; do the share again") from reason


def common_plan(plans: Sequence[tuple[Path, Plan]]) -> Plan:
    """Return the plan of the run that shares are of.

    Raises:
        DataError: A share is missing or there twice, or they are of different runs.
    """
    (first, whole), *others = [(path, _of_the_run(plan)) for path, plan in plans]
    for path, plan in others:
        if other := difference(whole, plan):
            raise DataError(f"{path}: is of another run than {first}, with {other}; leave one out")
    shares: dict[Share, Path] = {}
    for path, plan in plans:
        share = Share.read(plan.options[SHARE])
        if share in shares:
            raise DataError(f"{path}: holds share {share}, as {shares[share]} does; leave one out")
        shares[share] = path
    if len(counts := sorted({share.of for share in shares})) > 1:
        told = " and ".join(
            f"{path} of {share.of}"
            for share, path in (
                next(each for each in shares.items() if each[0].of == count) for count in counts[:2]
            )
        )
        raise DataError(f"these are shares of different numbers: {told}; name those of one array")
    of = counts[0]
    missing = [str(n) for n in range(1, of + 1) if Share(n, of) not in shares]
    if missing:
        some = ", ".join(missing[:10]) + (", …" if len(missing) > 10 else "")  # noqa: PLR2004
        raise DataError(
            f"{len(missing)} of {of} shares missing: {some}; do them, or name their folders, too"
        )
    return whole


def _of_the_run(plan: Plan) -> Plan:
    """Return a plan without what is that of a share, or of the disk that an input lies on."""
    options = {name: value for name, value in plan.options.items() if name != SHARE}
    inputs = [Input(each.name, each.bytes, 0, each.sha256_of_head) for each in plan.inputs]
    return Plan(plan.versions, plan.configuration, options, inputs)
