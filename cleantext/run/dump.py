"""Clean every shard of a dump into an output folder, which `cleantext.run.folder` describes."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from cleantext.corpus.formats import REQUIREMENTS
from cleantext.corpus.shards import Dump
from cleantext.corpus.watched import ReadingPlace
from cleantext.engines import retry
from cleantext.engines.local import Pool, cores
from cleantext.passes.duplicates.shingles import load_rensa
from cleantext.passes.furniture import learn, remembering
from cleantext.run.assembly import Assembly
from cleantext.run.datasheet import write_sheet
from cleantext.run.failures import find_all
from cleantext.run.folder import (
    LEARNT,
    MANIFEST,
    PARTS,
    REPORT,
    check_targets,
    prepare,
    record_of,
    write_json,
)
from cleantext.run.job import Job
from cleantext.run.limits import TIMEOUT
from cleantext.run.lock import locked
from cleantext.run.manifest import manifest
from cleantext.run.page import Draw, write_page
from cleantext.run.plan import plan_of, write_plan
from cleantext.run.records import output_of
from cleantext.run.report import Report
from cleantext.run.shard import check_pipeline, clean_task, forget_pipelines
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
            None: one a core, but one alone for less than 8 MB.
        timeout: Seconds that a document may take, if there are workers.
        overwrite: Whether to delete what another run left in the output folder.
        progress: Told how far the run is.
        draw: Makes the page of the run; None: there is none.

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
    with Pool(workers, timeout, partial(check_pipeline, job)) as pool, locked(job.output):
        return _run(job, found, pool, overwrite=overwrite, progress=progress, draw=draw)


def _run(
    job: Job,
    found: Dump,
    pool: Pool,
    *,
    overwrite: bool,
    progress: ProgressListener,
    draw: Draw | None,
) -> Report:
    """Clean what was found into a folder that nobody else writes to."""
    plan = plan_of(job, found)
    prepare(job, found, plan, overwrite=overwrite)
    parts = job.output / PARTS
    parts.mkdir(exist_ok=True)
    write_plan(parts, plan)
    # From now on the manifest says which files are ours, whatever becomes of this run.
    write_json(job.output / MANIFEST, manifest(job, found, plan, (), None, {}))
    if job.learn is not None:
        job = _with_furniture(job, found, job.learn, pool)
    done = _clean(job, tasks_of(found.shards), pool, progress)
    report = done.report + Report(passed_over=Counter(each.reason for each in found.passed_over))
    found = found._replace(passed_over=[*found.passed_over, *done.passed_over])
    write_json(job.output / REPORT, report)
    sheet = write_sheet(job, plan, report, done.outputs)
    names = [LEARNT, REPORT] if job.learn is not None else [REPORT]
    outputs = [*done.outputs, sheet, *(output_of(job.output, name, 0) for name in names)]
    told = manifest(job, found, plan, outputs, report, done.sources)
    if draw:
        write_page(job.output, told, draw(job.output, told))
    write_json(job.output / MANIFEST, told)
    shutil.rmtree(parts, ignore_errors=True)
    return report


def _with_furniture(job: Job, found: Dump, by: str, pool: Pool) -> Job:
    """Learn the furniture of each site, and return the job that takes it away."""
    learnt = job.output / LEARNT
    if not learnt.exists():
        aside = job.output / PARTS / LEARNT
        learn(job.config, found.shards, aside, by=by, reading=job.reading, pool=pool)
        aside.replace(learnt)
    forget_pipelines()  # it may hold what an earlier run learnt into the same file
    return replace(job, config=remembering(job.config, learnt))


def _clean(job: Job, tasks: Sequence[Task], pool: Pool, progress: ProgressListener) -> Assembly:
    """Do the tasks that are not done, and put all together in order."""
    total = sum(task.size for task in tasks)
    with Assembly(job, tasks) as assembly:
        left: list[Task] = []
        for task in tasks:
            if record_of(job, task).exists():
                assembly.add(task)
            else:
                left.append(task)
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

        for task, _ in retry.run(partial(clean_task, job), left, pool, heard):
            del running[task.number]
            assembly.add(task)
            tell()
    return assembly
