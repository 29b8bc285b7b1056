"""Clean a stream of documents into a stream of bytes, a document at a time."""

from collections.abc import Iterable, Iterator
from functools import partial
from tempfile import TemporaryFile

from cleantext.corpus.fields import without_emptied
from cleantext.corpus.rendering import Rendering
from cleantext.corpus.streams import Failure, Read
from cleantext.corpus.write import holds_line, rows_again, write_table
from cleantext.engines.local import HERE, LostItem, Pool, Tell
from cleantext.run.cleaning import cleaned_alone, pipeline_of
from cleantext.run.job import Job

_CHUNK = 1 << 20


def clean_stream(
    job: Job, items: Iterable[Read | Failure], name: str, pool: Pool = HERE
) -> Iterator[bytes | Failure]:
    """Yield each document as it is to be written, or what failed.

    Args:
        job: What to do. Its format is `txt`, with the separator or a blank line between documents,
            or another; for a table records of JSONL are given.
        items: What was read; an item is read when the bytes of the one before it were taken.
        name: The source, for failures.
        pool: What cleans; where it has workers, a document that kills one or takes too long fails.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    border = b""
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        ((_, found),) = pool.run(partial(_cleaned, job, name), [item])
        if isinstance(found, LostItem):
            yield Failure(item.member or name, item.position, found.reason)
        elif isinstance(found, Failure):
            yield found
        else:
            yield border + found
            border = f"{job.separator}\n".encode() if job.format == "txt" else b""


def _cleaned(job: Job, name: str, item: Read, tell: Tell) -> bytes | Failure:
    """Return a document as it is to be written, or why it failed."""
    tell(item.position)
    pipeline = pipeline_of(job.config)
    outcome = cleaned_alone(pipeline, item, name)
    if isinstance(outcome, Failure):
        return outcome
    _, document = pipeline.concealed(*outcome)
    document = without_emptied(outcome[0], document)
    form = str(job.format)
    data = Rendering(job.config.pack, form, job.changes, job.by_sentence).of(document).data
    if holds_line(data, job.separator):
        fault = f"holds the line {job.separator!r} itself; take another --separator, or JSONL"
        return Failure(item.member or name, item.position, fault)
    return data


def as_table(outcomes: Iterable[bytes | Failure], form: str) -> Iterator[bytes | Failure]:
    """Yield the bytes of a table for the records of `clean_stream`; failures come first.

    Args:
        outcomes: Lines of JSONL, and what failed.
        form: `csv` or `parquet`.
    """
    with TemporaryFile() as lines, TemporaryFile() as table:
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                yield outcome
            else:
                lines.write(outcome)
        write_table(rows_again(lines), f".{form}", table)
        table.seek(0)
        while chunk := table.read(_CHUNK):
            yield chunk
