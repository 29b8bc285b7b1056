"""Clean every shard of a dump into an output folder, which `cleantext.run.folder` describes."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial
from typing import Any

from cleantext.config import Config
from cleantext.corpus.formats.html import extractor
from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.read import read
from cleantext.corpus.shards import Shard, find
from cleantext.corpus.streams import Failure
from cleantext.corpus.write import Writer
from cleantext.document import Document
from cleantext.engines import local
from cleantext.errors import StageError
from cleantext.passes.furniture import learn, remembering
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned
from cleantext.run.folder import (
    KINDS,
    LEARNT,
    PARTS,
    check_targets,
    collect,
    part_path,
    prepare,
    target_of,
    write_json,
)
from cleantext.run.job import Done, Job
from cleantext.run.report import Report
from cleantext.version import VERSION

_REMOVING_STAGES = ("boilerplate", "output")


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
    _pipeline(job.config)  # a wrong configuration is an error before anything is written
    shards = find(sources, leave_out=job.output)
    if any(shard.format == "html" for shard in shards):
        extractor()  # the same of what is not installed
    check_targets(job, shards)
    prepare(job.output, overwrite=overwrite)
    if job.learn is not None:
        learnt = job.output / LEARNT
        learn(job.config, shards, learnt, by=job.learn, split=job.split, workers=workers)
        job = replace(job, config=remembering(job.config, learnt))
        _pipeline.cache_clear()  # it may hold what an earlier run learnt into the same file
    report, done = Report(), 0
    total = sum(shard.size for shard in shards)
    progress(0, total)
    with Writer(job.output / "failed.jsonl", "failed.jsonl") as failed:
        for shard, part, failures in local.run(partial(clean_shard, job), shards, workers):
            collect(job, shard)
            for failure in failures:
                failed.write_record(failure._asdict())
            report += part
            done += shard.size
            progress(done, total)
    shutil.rmtree(job.output / PARTS, ignore_errors=True)
    if not report.balances:
        raise StageError(
            f"{report.documents} documents came in, but {report.clean} clean, "
            f"{report.rejected.total()} rejected and {report.failed} failed do not add up to them"
        )
    write_json(job.output / "report.json", report)
    write_json(job.output / "manifest.json", manifest(job, shards, report))
    return report


def clean_shard(job: Job, shard: Shard) -> Done:
    """Clean one shard into part files, which `run` puts in their places."""
    pipeline = _pipeline(job.config)
    vocabulary = job.config.pack.sentence_vocabulary if job.by_sentence else None
    report, failures = Report(), list[Failure]()
    with ExitStack() as stack:
        clean, rejected, removed = (
            stack.enter_context(
                Writer(part_path(job, kind, shard), target_of(job, kind, shard.name))
            )
            for kind in KINDS
        )
        for outcome in cleaned(pipeline, read(shard, job.split), shard.name):
            if isinstance(outcome, Failure):
                failures.append(outcome)
                report += Report(documents=1, failed=1)
                continue
            source, document = outcome
            reason = decide(document, job.config)
            if reason:
                rejected.write_record({**record(source), "reason": reason})
            else:
                spans = document.segments.sentences(vocabulary) if vocabulary else None
                clean.write(document, changes=job.changes, sentences=spans)
                for line in _removed(document):
                    removed.write_record(line)
            report += Report.of(document, len(source.text), reason)
    return Done(shard, report, failures)


def decide(document: Document, config: Config) -> str | None:
    """Return why a cleaned document does not belong in the corpus, or None."""
    if not document.text.strip():
        return "empty"
    language = document.meta.get("language", "und")
    accepted = config.options["output"].languages or (config.language, "und")
    return None if language in accepted else f"language: {language}"


def manifest(job: Job, shards: Sequence[Shard], report: Report) -> dict[str, Any]:
    """Return what ties an output to its input: the same run gives the same manifest."""
    sizes: dict[str, int] = {}
    for shard in shards:
        sizes[shard.name] = sizes.get(shard.name, 0) + shard.size
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


# A worker makes its pipeline once, not once a shard.
_pipeline = cache(Pipeline.from_config)


def _removed(document: Document) -> Iterator[Mapping[str, object]]:
    """The lines and sentences that were taken out, with the rule as the reason."""
    for rule, text in document.changes.removed(_REMOVING_STAGES):
        yield {"id": document.id, "rule": rule, "text": text}
