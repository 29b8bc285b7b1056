"""Clean a stream of documents into a stream of bytes, a document at a time."""

from collections.abc import Iterable, Iterator

from cleantext.config import Config
from cleantext.corpus.formats.jsonl import encode_record, record
from cleantext.corpus.formats.text import as_text
from cleantext.corpus.streams import Failure, Read
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned_alone


def clean_stream(
    config: Config,
    items: Iterable[Read | Failure],
    name: str,
    *,
    as_records: bool,
    by_sentence: bool = False,
    changes: bool = False,
) -> Iterator[bytes | Failure]:
    """Yield each document as it is to be written, or what failed.

    Args:
        config: The pipeline's configuration.
        items: What was read; an item is read when the bytes of the one before it were taken.
        name: The source, for failures.
        as_records: Whether JSONL is written; else text, with a blank line between documents.
        by_sentence: Whether text has a sentence a line, and records carry their spans.
        changes: Whether records carry the changes.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = Pipeline.from_config(config)
    vocabulary = config.pack.sentence_vocabulary if by_sentence else None
    blank = b""
    for item in items:
        outcome = cleaned_alone(pipeline, item, name)
        if isinstance(outcome, Failure):
            yield outcome
            continue
        _, document = outcome
        spans = document.segments.sentences(vocabulary) if vocabulary else None
        if as_records:
            yield encode_record(record(document, changes=changes, sentences=spans))
        else:
            yield blank + as_text(document, spans)
            blank = b"\n"
