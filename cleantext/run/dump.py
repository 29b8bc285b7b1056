"""Clean every shard of a dump into an output folder, which `cleantext.run.folder` describes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from filecmp import cmp
from functools import partial
from shutil import copyfile
from typing import NamedTuple

from cleantext.corpus.formats import REQUIREMENTS
from cleantext.corpus.shards import Dump
from cleantext.corpus.watched import ReadingPlace
from cleantext.engines.local import Pool, cores
from cleantext.engines.retry import Engine, Local
from cleantext.errors import DataError
from cleantext.passes.duplicates.shingles import load_rensa
from cleantext.passes.furniture import learn, remembering
from cleantext.run.assembly import Assembly
from cleantext.run.cleaning import check_pipeline, forget_pipelines
from cleantext.run.failures import find_all
from cleantext.run.finish import finish
from cleantext.run.folder import (
    LEARNT,
    MANIFEST,
    PARTS,
    check_targets,
    delete_unfinished,
    inputs_of,
    planned_files,
    prepare,
    record_of,
    write_json,
)
from cleantext.run.job import Job
from cleantext.run.limits import LOCAL, SPARK, TIMEOUT
from cleantext.run.lock import locked
from cleantext.run.manifest import Facts, begun
from cleantext.run.page import Draw
from cleantext.run.plan import check_same, plan_of, write_plan
from cleantext.run.records import read_record
from cleantext.run.report import Report
from cleantext.run.shard import clean_task
from cleantext.run.share import write_share
from cleantext.run.tasks import Task, tasks_of

SMALL = 8_000_000
"""Bytes of input that are done before a second worker would have begun."""


class Progress(NamedTuple):
    """How far a run is.

    Attributes:
        done: Bytes of input that are done.
        total: All of them.
        documents: Documents that are done.
        failed: Those of them that failed.
        resumed: Documents that were done when the run began.
    """

    done: int
    total: int
    documents: int = 0
    failed: int = 0
    resumed: int = 0


ProgressListener = Callable[[Progress], None]


def run(
    job: Job,
    sources: Sequence[str],
    *,
    workers: int | None = 0,
    timeout: float = TIMEOUT,
    engine: str = LOCAL,
    overwrite: bool = False,
    progress: ProgressListener = lambda _: None,
    draw: Draw | None = None,
) -> Report:
    """Clean all sources into the output folder, or go on with that where it was broken off.

    Args:
        job: What to do.
        sources: Files, folders and glob patterns; `failed.jsonl` of an earlier run stands for what
            failed there.
        workers: Processes; the output does not depend on their number. With 0, all happens in
            this one, which nobody watches: a document that kills it or hangs ends the run.
            None: one a core, but one alone for less than 8 MB. Spark has its own.
        timeout: Seconds that a document may take, if there are workers.
        engine: One of `ENGINES`; the output does not depend on it.
        overwrite: Whether to delete what another run left in the output folder.
        progress: Told how far the run is.
        draw: Makes the pages of the run; None: there are none.

    Raises:
        CleantextError: The configuration, the sources or the output folder are wrong,
            or the counts do not balance at the end.
    """
    found = find_all(sources, job)
    for form in {shard.format for shard in found.shards} & REQUIREMENTS.keys():
        REQUIREMENTS[form]()
    if job.config.duplicates.by_signature:
        load_rensa()
    check_targets(job, found.shards)
    if workers is None:
        workers = cores() if sum(shard.size for shard in found.shards) > SMALL else 1
    # A wrong configuration is an error before anything is written.
    with _begun(engine, job, workers, timeout) as begun, locked(job.output):
        return _run(job, found, begun, overwrite=overwrite, progress=progress, draw=draw)


@contextmanager
def _begun(engine: str, job: Job, workers: int, timeout: float) -> Iterator[Engine]:
    """Give an engine that is ready to work."""
    if engine == SPARK:
        from cleantext.engines.spark import started  # noqa: PLC0415 - few have it

        check_pipeline(job)
        with started(partial(check_same, job, job.output / PARTS), timeout) as spark:
            yield spark
    else:
        with Pool(workers, timeout, partial(check_pipeline, job)) as pool:
            yield Local(pool)


def _run(
    job: Job,
    found: Dump,
    engine: Engine,
    *,
    overwrite: bool,
    progress: ProgressListener,
    draw: Draw | None,
) -> Report:
    """Clean what was found into a folder that nobody else writes to."""
    plan, facts = plan_of(job, found), Facts.of(job, found)
    prepare(job.output, plan, inputs_of(job, found), overwrite=overwrite)
    parts = job.output / PARTS
    parts.mkdir(exist_ok=True)
    write_plan(parts, plan)
    # From now on the manifest says which files are ours, whatever becomes of this run.
    write_json(job.output / MANIFEST, begun(plan, facts, planned_files(job, found)))
    if job.learn is not None:
        job = _with_furniture(job, found, job.learn, engine)
    tasks = tasks_of(found.shards)
    if job.share:
        own = job.share.choose(tasks)
        report = _clean_share(job, own, engine, progress)
        write_share(job, facts, own)
        return report
    done = _clean(job, tasks, engine, progress)
    return finish(job.output, plan, facts, done, draw)


def _with_furniture(job: Job, found: Dump, by: str, engine: Engine) -> Job:
    """Learn the furniture of each site, and return the job that takes it away."""
    learnt = job.output / LEARNT
    aside = job.output / PARTS / LEARNT
    if not learnt.exists():
        if job.learnt:
            copyfile(job.learnt, aside)
        else:
            learn(
                job.config,
                found.shards,
                aside,
                by=by,
                reading=job.reading,
                engine=engine,
                scratch=aside.parent,
            )
        aside.replace(learnt)
    elif job.learnt and not cmp(job.learnt, learnt, shallow=False):
        raise DataError(
            f"{job.output}: holds a run that was broken off and had another table than "
            f"{job.learnt}; begin anew with --overwrite"
        )
    forget_pipelines()  # it may hold what an earlier run learnt into the same file
    return replace(job, config=remembering(job.config, learnt))


def _clean_share(
    job: Job, tasks: Sequence[Task], engine: Engine, progress: ProgressListener
) -> Report:
    """Do those of the tasks that are not done, and leave it to others to put them together."""
    done: list[Task] = []
    left: list[Task] = []
    for task in tasks:
        (done if record_of(job, task).exists() else left).append(task)
    report = sum((read_record(record_of(job, task)).report for task in done), Report())
    size, total = sum(task.size for task in done), sum(task.size for task in tasks)
    resumed = report.documents

    def tell() -> None:
        progress(Progress(size, total, report.documents, report.failed, resumed))

    tell()
    delete_unfinished(job, left)
    for task, _ in engine(partial(clean_task, job), left):
        report += read_record(record_of(job, task)).report
        size += task.size
        tell()
    return replace(report, guessed={})  # whether lines repeat on a site is known when all are there


def _clean(job: Job, tasks: Sequence[Task], engine: Engine, progress: ProgressListener) -> Assembly:
    """Do the tasks that are not done, and put all together in order."""
    total = sum(task.size for task in tasks)
    with Assembly(job, tasks) as assembly:
        left: list[Task] = []
        for task in tasks:
            if record_of(job, task).exists():
                assembly.add(task)
            else:
                left.append(task)
        delete_unfinished(job, left)
        resumed = assembly.report.documents  # but for those of tasks that wait for others

        running = Counter[int]()  # the documents that workers have done of tasks

        def tell() -> None:
            report = assembly.report
            documents = report.documents + running.total()
            progress(Progress(assembly.size, total, documents, report.failed, resumed))

        tell()

        def heard(task: Task, place: ReadingPlace | None) -> None:
            running[task.number] = place.number if place else 0
            tell()

        for task, _ in engine(partial(clean_task, job), left, heard):
            del running[task.number]
            assembly.add(task)
            tell()
    return assembly
