"""The manifest ties the output of a run to its input: the same run gives the same manifest."""

from collections.abc import Mapping, Sequence
from typing import Any

from cleantext.corpus.shards import Dump
from cleantext.run.folder import planned_files
from cleantext.run.job import Job
from cleantext.run.plan import Plan
from cleantext.run.records import Output, Tally
from cleantext.run.report import Report
from cleantext.version import VERSION


def manifest(
    job: Job,
    dump: Dump,
    plan: Plan,
    outputs: Sequence[Output],
    report: Report | None,
    sources: Mapping[str, Tally],
) -> dict[str, Any]:
    """Return what was done, to which inputs, and the counts, which balance.

    Args:
        job: What the run was asked to do.
        dump: What it reads, and what was passed over.
        plan: What decides what it gives.
        outputs: The files that were written.
        report: What became of the inputs; None while the run lasts.
        sources: What became of each.
    """
    more: dict[str, dict[str, Any]] = {name: each._asdict() for name, each in sources.items()}
    for shard in dump.shards:
        if shard.written_as:
            more.setdefault(shard.name, {})["written_as"] = shard.written_as
    told = {
        "cleantext": VERSION,
        "finished": report is not None,
        "versions": plan.versions,
        "configuration": job.config.digest,
        "stages": job.config.stages,
        **plan.options,
        "inputs": [
            {"name": name, "bytes": size, "sha256_of_head": digest, **more.get(name, {})}
            for name, size, _, digest in plan.inputs
        ],
        "passed_over": [each._asdict() for each in dump.passed_over],
    }
    if report is None:
        return told | {"outputs": [{"name": name} for name in planned_files(job, dump)]}
    return told | {
        "outputs": [each._asdict() for each in sorted(outputs)],
        "documents": report.documents,
        "clean": report.clean,
        "rejected": report.rejected.total(),
        "failed": report.failed,
    }
