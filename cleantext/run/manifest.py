"""The manifest ties the output of a run to its input: the same run gives the same manifest."""

from collections import Counter
from typing import Any

from cleantext.corpus.shards import Dump
from cleantext.run.folder import MANIFEST, REPORT, planned_files
from cleantext.run.job import Job
from cleantext.run.report import Report
from cleantext.version import VERSION


def manifest(job: Job, dump: Dump, report: Report | None) -> dict[str, Any]:
    """Return what was done, to which inputs, and the counts, which balance.

    Args:
        job: What the run was asked to do.
        dump: The parts of the inputs, whose sizes are in bytes, and what was passed over.
        report: What became of them; None while the run lasts.
    """
    sizes = Counter[str]()
    for shard in dump.shards:
        sizes[shard.name] += shard.size
    outputs = planned_files(job, dump)
    told = {
        "cleantext": VERSION,
        "finished": report is not None,
        "configuration": job.config.digest,
        "stages": job.config.stages,
        "format": job.format,
        "compression": job.compression,
        "separator": job.separator,
        "reading": job.reading,
        "changes": job.changes,
        "by_sentence": job.by_sentence,
        "learn": job.learn,
        "inputs": [{"name": name, "bytes": size} for name, size in sizes.items()],
        "passed_over": [each._asdict() for each in dump.passed_over],
        "outputs": outputs,
    }
    if report is None:
        return told
    written = [name for name in outputs if (job.output / name).exists()]
    return told | {
        "outputs": sorted({*written, MANIFEST, REPORT}),
        "documents": report.documents,
        "clean": report.clean,
        "rejected": report.rejected.total(),
        "failed": report.failed,
    }
