"""The manifest ties the output of a run to its input: the same run gives the same manifest."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cleantext.corpus.shards import Shard
from cleantext.run.job import Job
from cleantext.run.report import Report
from cleantext.version import VERSION


def manifest(job: Job, shards: Iterable[Shard], report: Report) -> dict[str, Any]:
    """Return what was done, to which inputs, and the counts, which balance.

    Args:
        job: What the run was asked to do.
        shards: The parts of the inputs; their sizes are in bytes.
        report: What became of them.
    """
    sizes = Counter[str]()
    for shard in shards:
        sizes[shard.name] += shard.size
    return {
        "cleantext": VERSION,
        "configuration": job.config.digest,
        "stages": job.config.stages,
        "format": job.format,
        "split": job.split,
        "changes": job.changes,
        "by_sentence": job.by_sentence,
        "learn": job.learn,
        "inputs": [{"name": name, "bytes": size} for name, size in sizes.items()],
        "documents": report.documents,
        "clean": report.clean,
        "rejected": report.rejected.total(),
        "failed": report.failed,
    }
