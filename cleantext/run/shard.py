"""Clean the shards of a task: what a worker does, as often as there are tasks.

Files are written aside, put on the disk and then named; last comes the record, which says that the
task is done. Whatever is killed before that is done again and gives the same.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter

from cleantext.config import Config
from cleantext.corpus.durable import put_on_disk
from cleantext.corpus.fields import parted, without_emptied
from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import Failure, Notes, Read
from cleantext.corpus.watched import now_and_then, read_watched
from cleantext.corpus.write import Writer, holds_line, numbered_name
from cleantext.document import Document
from cleantext.engines.local import Tell
from cleantext.engines.retry import Faults
from cleantext.passes.duplicates.marks import Marker
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned, cleaned_alone
from cleantext.run.folder import (
    CLEAN,
    HELD,
    KINDS,
    PARTS,
    REJECTED,
    REMOVED,
    aside_of,
    marks_of,
    record_of,
    target_of,
)
from cleantext.run.job import Job
from cleantext.run.pieces import Pieces, put_in_place
from cleantext.run.records import Part, Record, Tally, write_record
from cleantext.run.report import Report
from cleantext.run.survey import Survey, own_rules
from cleantext.run.tasks import Task
from cleantext.stages import output

SEPARATOR = "holds the separator"
"""Why a document is rejected that could not be told from two when it is read again."""


@cache
def _made(config: Config, _secrets: tuple[str, ...]) -> Pipeline:
    return Pipeline.from_config(config)


def pipeline_of(config: Config) -> Pipeline:
    """Return the pipeline of a configuration, made once in a process and not once a shard."""
    return _made(config, config.secrets)


def forget_pipelines() -> None:
    """Let the pipelines be made anew: a file that they were made of is another one."""
    _made.cache_clear()


def check_pipeline(job: Job) -> None:
    """See that there can be a pipeline, which stays for the tasks to come.

    Raises:
        CleantextError: The configuration is wrong.
    """
    pipeline_of(job.config)


def clean_task(job: Job, faults: Faults | None, task: Task, tell: Tell) -> None:
    """Clean the shards of a task into files and record it.

    Args:
        job: What to do.
        faults: Places of documents to be left out; see `cleantext.engines.retry.run`.
        task: What to do it with.
        tell: Told the place of each document, or now and then one.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = pipeline_of(job.config)
    began = perf_counter()
    aside = aside_of(job, task)
    if aside.exists():  # it was begun before
        shutil.rmtree(aside)
        _forget(job, task)
    aside.mkdir(parents=True)
    # The reasons of all rules are told once: which of them never fired is worth knowing.
    done = Record(0, Report(reasons={} if task.number else pipeline.reasons), [], [], [])
    survey = Survey(job.learn, () if task.number else own_rules(job.config))
    with _marked(job, task) as marker:
        for index, shard in enumerate(task.shards):
            at = now_and_then(tell) if faults is None else tell
            notes = Notes()
            items = read_watched(shard, job.reading, at, faults or {}, index, notes)
            outcomes = _outcomes(job, items, done, shard.name, together=faults is None)
            done.parts += _clean_shard(
                job, shard, outcomes, done, survey, aside / str(index), marker
            )
            done.passed_over += notes.passed_over
            done.report += Report(
                passed_over=Counter(each.reason for each in notes.passed_over),
                fields=Counter({str(fields): count for fields, count in notes.fields.items()}),
                absent=notes.absent,
            )
    done.overview = survey.told()
    tell(None)
    for part in done.parts:
        put_on_disk(job.output / PARTS / part.name)
    done.timings.seconds += perf_counter() - began
    in_place = task.whole and not marker
    if in_place:
        done.outputs = list(put_in_place(job, done.parts))
        done.parts = []
    write_record(record_of(job, task), done)
    if in_place:
        aside.rmdir()


def _forget(job: Job, task: Task) -> None:
    """Delete what the task has put in its place already."""
    if not task.whole:
        return
    for kind in KINDS:
        for shard in task.shards:
            target = job.output / kind / target_of(job, kind, shard.target)
            target.unlink(missing_ok=True)
            number = 0
            while (piece := target.with_name(numbered_name(target.name, number))).exists():
                piece.unlink()
                number += 1


@contextmanager
def _marked(job: Job, task: Task) -> Iterator[Marker | None]:
    """Give what marks the clean documents of a task, if duplicates are looked for."""
    if not job.config.duplicates.on:
        yield None
        return
    path = marks_of(job, task)
    with path.open("wb") as sink:
        marker = Marker(job.config.duplicates, sink)
        yield marker
        marker.flush()
    put_on_disk(path)


def _outcomes(
    job: Job, items: Iterable[Read | Failure], done: Record, name: str, *, together: bool
) -> Iterator[tuple[Document, Document] | Failure]:
    """Clean what was read of a shard, and count it."""
    pipeline = pipeline_of(job.config)

    def counted() -> Iterator[Read | Failure]:
        for item in items:
            done.read += 1
            yield item

    if together:
        return cleaned(pipeline, counted(), name, done.timings)
    return (cleaned_alone(pipeline, item, name) for item in counted())


def _clean_shard(
    job: Job,
    shard: Shard,
    outcomes: Iterable[tuple[Document, Document] | Failure],
    done: Record,
    survey: Survey,
    aside: Path,
    marker: Marker | None,
) -> list[Part]:
    """Write what became of a shard, and return the files."""
    pipeline = pipeline_of(job.config)
    held = Writer(aside.with_name(f"{aside.name}.{HELD}"), f"{HELD}.jsonl")
    with held, ExitStack() as stack:
        writers = {kind: stack.enter_context(_pieces(job, kind, shard, aside)) for kind in KINDS}
        report = Report()
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                done.failures.append({**outcome._asdict(), "path": str(shard.path)})
                report += Report(documents=1, failed=1)
                continue
            source, document = outcome
            reason = _rejection(job, document)
            read = len(source.text)
            as_read, document = pipeline.concealed(source, document)
            document = without_emptied(source, document)
            as_read, _ = parted(without_emptied(source, as_read))
            removed = [] if reason else list(document.changes.removed(pipeline.removing))
            if reason:
                writers[REJECTED].writer().write_record({**record(as_read), "reason": reason})
            else:
                size = _write_clean(job, document, writers[CLEAN].writer())
                _write_removed(document, removed, writers[REMOVED])
                if marker:
                    marker.add(document, size)
                    held.write_record(record(as_read))
            report += Report.of(document, read, reason, report.samples)
            survey.add(source, document, removed, rejected=bool(reason))
    reasons = pipeline.reasons
    known = {rule: reasons[rule] for rule in report.changes if rule in reasons}
    done.report += report + Report(reasons=known)
    done.sources[shard.name] = done.sources.get(shard.name, Tally()).and_that(report)
    parts = [part for kind in KINDS for part in writers[kind].parts]
    if held.documents:
        name, target = (
            f"{aside.parent.name}/{aside.name}.{HELD}",
            target_of(job, REJECTED, shard.target),
        )
        parts.append(Part(HELD, name, target, held.documents, held.size))
    return parts


def _pieces(job: Job, kind: str, shard: Shard, aside: Path) -> Pieces:
    """Return what writes the files of a kind."""
    return Pieces(aside, kind, target_of(job, kind, shard.target), job.shard_size, job.separator)


def _rejection(job: Job, document: Document) -> str | None:
    """Return why a cleaned document does not belong in the corpus, or None."""
    if holds_line(document, job.separator):
        return SEPARATOR
    return output.rejection(document, job.config.language, job.config.options[output.NAME])


def _write_clean(job: Job, document: Document, writer: Writer) -> int:
    """Write a document to the corpus, as the job wants it, and return what it takes."""
    vocabulary = job.config.pack.sentence_vocabulary if job.by_sentence else None
    spans = document.segments.sentences(vocabulary) if vocabulary else None
    before = writer.size
    writer.write(document, changes=job.changes, sentences=spans)
    return writer.size - before


def _write_removed(document: Document, removed: Iterable[tuple[str, str]], writer: Pieces) -> None:
    """Write the lines and sentences that were taken out, with the rule as the reason."""
    for rule, text in removed:
        writer.writer().write_record({"id": document.id, "rule": rule, "text": text})
