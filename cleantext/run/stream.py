"""Clean a stream of documents into a stream of bytes, a document at a time."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from cleantext.config import Config
from cleantext.corpus.fields import parted
from cleantext.corpus.formats.jsonl import encode_record, record
from cleantext.corpus.formats.text import as_text
from cleantext.corpus.streams import Failure, Read
from cleantext.corpus.write import holds_line, rows_again, write_table
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned_alone

_CHUNK = 1 << 20


def clean_stream(
    config: Config,
    items: Iterable[Read | Failure],
    name: str,
    *,
    as_records: bool,
    by_sentence: bool = False,
    changes: bool = False,
    separator: str = "",
) -> Iterator[bytes | Failure]:
    """Yield each document as it is to be written, or what failed.

    Args:
        config: The pipeline's configuration.
        items: What was read; an item is read when the bytes of the one before it were taken.
        name: The source, for failures.
        as_records: Whether JSONL is written; else text, with a blank line between documents.
        by_sentence: Whether text has a sentence a line, and records carry their spans.
        changes: Whether records carry the changes.
        separator: The line between two documents of text; empty: a blank one.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = Pipeline.from_config(config)
    vocabulary = config.pack.sentence_vocabulary if by_sentence else None
    border = b""
    for item in items:
        outcome = cleaned_alone(pipeline, item, name)
        if isinstance(outcome, Failure):
            yield outcome
            continue
        _, document = pipeline.concealed(*outcome)
        spans = document.segments.sentences(vocabulary) if vocabulary else None
        document, sentences = parted(document, spans)
        if as_records:
            yield encode_record(record(document, changes=changes, sentences=sentences))
        elif holds_line(document, separator):
            fault = f"holds the line {separator!r} itself; take another --separator, or JSONL"
            yield Failure(name, item.position, fault)
        else:
            yield border + as_text(document, sentences)
            border = f"{separator}\n".encode()


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
