"""Clean one shard into part files: what a worker does, as often as there are shards."""

from collections import Counter
from collections.abc import Collection
from contextlib import ExitStack
from functools import cache

from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.read import read
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import Failure, Notes
from cleantext.corpus.write import Writer, holds_line
from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned
from cleantext.run.folder import CLEAN, KINDS, REJECTED, REMOVED, part_path, target_of
from cleantext.run.job import Done, Job
from cleantext.run.report import Report
from cleantext.stages import output

pipeline_of = cache(Pipeline.from_config)
"""Makes the pipeline of a configuration, once in a process and not once a shard."""

SEPARATOR = "holds the separator"
"""Why a document is rejected that could not be told from two when it is read again."""


def clean_shard(job: Job, shard: Shard) -> Done:
    """Clean one shard into part files, which `cleantext.run.folder.collect` puts in their places.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = pipeline_of(job.config)
    report, failures, notes = Report(), list[Failure](), Notes()
    with ExitStack() as stack:
        writers = {kind: stack.enter_context(_writer(job, kind, shard)) for kind in KINDS}
        for outcome in cleaned(pipeline, read(shard, job.reading, notes), shard.name):
            if isinstance(outcome, Failure):
                failures.append(outcome)
                report += Report(documents=1, failed=1)
                continue
            source, document = outcome
            reason = _rejection(job, document)
            if reason:
                writers[REJECTED].write_record({**record(source), "reason": reason})
            else:
                _write_clean(job, document, writers[CLEAN])
                _write_removed(document, pipeline.removing, writers[REMOVED])
            report += Report.of(document, len(source.text), reason)
    report += Report(
        passed_over=Counter(each.reason for each in notes.passed_over),
        fields=Counter({str(fields): count for fields, count in notes.fields.items()}),
    )
    return Done(shard, report, failures)


def _writer(job: Job, kind: str, shard: Shard) -> Writer:
    """Return the writer of the part file of a kind."""
    return Writer(part_path(job, kind, shard), target_of(job, kind, shard.name), job.separator)


def _rejection(job: Job, document: Document) -> str | None:
    """Return why a cleaned document does not belong in the corpus, or None."""
    if holds_line(document, job.separator):
        return SEPARATOR
    return output.rejection(document, job.config.language, job.config.options[output.NAME])


def _write_clean(job: Job, document: Document, writer: Writer) -> None:
    """Write a document to the corpus, as the job wants it."""
    vocabulary = job.config.pack.sentence_vocabulary if job.by_sentence else None
    spans = document.segments.sentences(vocabulary) if vocabulary else None
    writer.write(document, changes=job.changes, sentences=spans)


def _write_removed(document: Document, stages: Collection[str], writer: Writer) -> None:
    """Write the lines and sentences that stages took out, with the rule as the reason."""
    for rule, text in document.changes.removed(stages):
        writer.write_record({"id": document.id, "rule": rule, "text": text})
