"""Clean every shard of a dump into an output folder, which `cleantext.run.folder` describes."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from cleantext.corpus.formats import REQUIREMENTS
from cleantext.corpus.shards import Dump, Shard, find
from cleantext.corpus.write import Writer
from cleantext.engines import local
from cleantext.errors import StageError
from cleantext.passes.furniture import learn, remembering
from cleantext.run.folder import (
    FAILED,
    LEARNT,
    MANIFEST,
    PARTS,
    REPORT,
    check_targets,
    collect,
    locked,
    prepare,
    write_json,
)
from cleantext.run.job import Job
from cleantext.run.manifest import manifest
from cleantext.run.report import Report
from cleantext.run.shard import clean_shard, pipeline_of


def run(
    job: Job,
    sources: Sequence[str],
    *,
    workers: int = 1,
    overwrite: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Clean all sources into the output folder.

    Args:
        job: What to do.
        sources: Files, folders and glob patterns.
        workers: Processes; the output does not depend on their number.
        overwrite: Whether to delete what another run left in the output folder.
        progress: Told the bytes of input that are done, and all of them.

    Raises:
        CleantextError: The configuration, the sources or the output folder are wrong,
            or the counts do not balance at the end.
    """
    pipeline_of(job.config)  # a wrong configuration is an error before anything is written
    found = find(sources, leave_out=job.output, follow_links=job.follow_links)
    shards = found.shards
    for form in {shard.format for shard in shards} & REQUIREMENTS.keys():
        REQUIREMENTS[form]()  # the same of what is not installed
    check_targets(job, shards)
    with locked(job.output):
        prepare(job, found, overwrite=overwrite)
        return _run(job, found, workers, progress)


def _run(job: Job, found: Dump, workers: int, progress: Callable[[int, int], None]) -> Report:
    """Clean what was found into a folder that is empty and ours."""
    # From now on the manifest says which files are ours, whatever becomes of this run.
    write_json(job.output / MANIFEST, manifest(job, found, None))
    if job.learn is not None:
        job = _with_furniture(job, found.shards, job.learn, workers)
    report = _clean_shards(job, found.shards, workers, progress)
    if not report.balances:
        raise StageError(
            f"{report.documents} documents came in, but {report.clean} clean, "
            f"{report.rejected.total()} rejected and {report.failed} failed do not add up to them"
        )
    reasons = Counter(each.reason for each in found.passed_over)
    report += Report(passed_over=reasons)
    write_json(job.output / REPORT, report)
    write_json(job.output / MANIFEST, manifest(job, found, report))
    return report


def _with_furniture(job: Job, shards: Sequence[Shard], by: str, workers: int) -> Job:
    """Learn the furniture of each site, and return the job that takes it away."""
    learnt = job.output / LEARNT
    learn(job.config, shards, learnt, by=by, reading=job.reading, workers=workers)
    pipeline_of.cache_clear()  # it may hold what an earlier run learnt into the same file
    return replace(job, config=remembering(job.config, learnt))


def _clean_shards(
    job: Job, shards: Sequence[Shard], workers: int, progress: Callable[[int, int], None]
) -> Report:
    """Clean all shards, put their parts in their places, and add up their reports."""
    report, done = Report(), 0
    total = sum(shard.size for shard in shards)
    progress(0, total)
    with Writer(job.output / FAILED, FAILED) as failed:
        for shard, part, failures in local.run(partial(clean_shard, job), shards, workers):
            collect(job, shard)
            for failure in failures:
                failed.write_record(failure._asdict())
            report += part
            done += shard.size
            progress(done, total)
    shutil.rmtree(job.output / PARTS, ignore_errors=True)
    return report
