"""Clean the shards of a task: what a worker does, as often as there are tasks.

Files are written aside and put on the disk; last comes the record, which says that the task is done
and names them. Whatever is killed before that is done again and gives the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from time import perf_counter

from cleantext.corpus.durable import put_on_disk
from cleantext.corpus.fields import parted, without_emptied
from cleantext.corpus.formats import format_of
from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.rendering import Rendered, Rendering
from cleantext.corpus.shards import Shard
from cleantext.corpus.streams import Failure, Notes, Read
from cleantext.corpus.watched import now_and_then, read_watched
from cleantext.corpus.write import Writer, holds_line
from cleantext.document import Document
from cleantext.engines.local import Tell
from cleantext.engines.retry import Faults
from cleantext.passes.duplicates.marks import Marker
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned, cleaned_alone, pipeline_of
from cleantext.run.folder import (
    CLEAN,
    HELD,
    KEPT,
    PARTS,
    REJECTED,
    REMOVED,
    folders_of,
    make_aside,
    record_of,
    split_of,
    target_of,
)
from cleantext.run.job import Job
from cleantext.run.pieces import Pieces
from cleantext.run.provenance import Origin, Provenance, origin_of
from cleantext.run.records import Part, Record, Tally, digest_of, write_record
from cleantext.run.report import Report
from cleantext.run.survey import Survey, own_rules
from cleantext.run.tasks import Task
from cleantext.stages import output

_VALUES = 4096
"""Values of `meta` whose shown form is remembered."""

SEPARATOR = "holds the separator"
"""Why a document is rejected that could not be told from two when it is read again."""


def clean_task(job: Job, faults: Faults | None, task: Task, tell: Tell) -> None:
    """Clean the shards of a task into files and record it.

    Args:
        job: What to do.
        faults: Places of documents to be left out; see `cleantext.engines.retry.Engine`.
        task: What to do it with.
        tell: Told the place of each document, or now and then one.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = pipeline_of(job.config)
    began = perf_counter()
    aside = make_aside(job, task)
    # The reasons of all rules are told once: which of them never fired is worth knowing.
    done = Record(0, Report(reasons={} if task.number else pipeline.reasons), [], [])
    survey = Survey(job.learn, () if task.number else own_rules(job.config))
    with _marked(job, aside, done) as marker:
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
    done.parts = [_put_on_disk(job, part, whole=task.whole) for part in done.parts]
    done.timings.seconds += perf_counter() - began
    write_record(record_of(job, task), done, aside / "done")


def _put_on_disk(job: Job, part: Part, *, whole: bool) -> Part:
    """Put a file on the disk; what is not to be joined with others gets its digest."""
    path = job.output / PARTS / part.name
    put_on_disk(path)
    return part._replace(sha256=digest_of(path)) if whole else part


@contextmanager
def _marked(job: Job, aside: Path, done: Record) -> Iterator[Marker | None]:
    """Give what marks the clean documents of a task, if duplicates are looked for."""
    if not job.config.duplicates.on:
        yield None
        return
    path = aside / "marks"
    done.marks = f"{aside.name}/{path.name}"
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
        writers = {
            to: stack.enter_context(_pieces(job, *to, shard, aside)) for to in folders_of(job)
        }
        report, removed, facts, sentences = Report(), Counter[str](), Counter[Origin](), 0
        shown = _shown(pipeline)
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
            written = None if reason else _rendered(job, document, shard)
            if written and holds_line(written.data, job.separator):
                written, reason = None, SEPARATOR
            taken = list(document.changes.removed(pipeline.removing)) if written else []
            if written is None:
                writers[REJECTED, ""].writer().write_record({**record(as_read), "reason": reason})
            else:
                split = split_of(job, document)
                writer = writers[CLEAN, split].writer()
                before = writer.size
                writer.write(written.data)
                _write_removed(document, taken, writers[REMOVED, ""])
                removed.update(rule for rule, _ in taken)
                one = origin_of(document, split, shown)
                facts[one] += 1
                sentences += written.sentences
                if marker:
                    marker.add(document, writer.size - before)
                    held.write_record({**record(as_read), KEPT: [one, written.sentences]})
                if split:
                    done.order.append(split)
            report += Report.of(document, read, reason, report.samples)
            survey.add(source, document, taken, rejected=bool(reason))
    reasons = pipeline.reasons
    known = {rule: reasons[rule] for rule in report.changes if rule in reasons}
    done.report += report + Report(
        reasons=known, removed=removed, kept=Provenance.of(facts, sentences)
    )
    done.sources[shard.name] = done.sources.get(shard.name, Tally()).and_that(report)
    parts = [part for writer in writers.values() for part in writer.parts]
    return [*parts, *_held(job, shard, held, aside)]


def _held(job: Job, shard: Shard, held: Writer, aside: Path) -> Iterator[Part]:
    """Yield the file of documents as they were read, for those that may turn out as duplicates."""
    if held.documents:
        name = f"{aside.parent.name}/{aside.name}.{HELD}"
        target = target_of(job, REJECTED, shard.target)
        yield Part(HELD, name, target, held.documents, held.size)


def _pieces(job: Job, kind: str, split: str, shard: Shard, aside: Path) -> Pieces:
    """Return what writes the files of a kind and a split."""
    target = target_of(job, kind, shard.target, split)
    aside = aside.with_name(f"{aside.name}.{split}") if split else aside
    return Pieces(aside, kind, target, job.shard_size, job.separator)


def _shown(pipeline: Pipeline) -> Callable[[str], str]:
    """Return what makes of a value of `meta` what a datasheet may show."""
    stages = [stage for stage in pipeline.stages if stage.conceals]

    @lru_cache(_VALUES)
    def shown(value: str) -> str:
        document = Document(value)
        for stage in stages:
            document = stage(document)
        return document.text

    return shown if stages else str


def _rejection(job: Job, document: Document) -> str | None:
    """Return why a cleaned document does not belong in the corpus, or None."""
    return output.rejection(document, job.config.language, job.config.options[output.NAME])


def _rendered(job: Job, document: Document, shard: Shard) -> Rendered:
    """Return a document of the corpus, as the job wants it."""
    form = job.format or format_of(target_of(job, CLEAN, shard.target)) or "txt"
    return Rendering(job.config.pack, form, job.changes, job.by_sentence).of(document)


def _write_removed(document: Document, taken: Iterable[tuple[str, str]], writer: Pieces) -> None:
    """Write the lines and sentences that were taken out, with the rule as the reason."""
    for rule, text in taken:
        writer.writer().write_record({"id": document.id, "rule": rule, "text": text})
