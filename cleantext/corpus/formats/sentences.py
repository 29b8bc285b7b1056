"""Sentences as they are written: a record each, which says where it stands and if it is cut."""

from collections.abc import Sequence

from cleantext.changes import Span
from cleantext.corpus.formats.jsonl import encode_record
from cleantext.document import TRUNCATED, Document

KNOWN = ("source", "date", "language", "split")
"""What each sentence carries of the `meta` of its document."""


def as_sentences(document: Document, sentences: Sequence[Span]) -> bytes:
    """Return the sentences of a document as lines of JSON.

    `start` and `end` are offsets in the clean text, in code points; `cut` is `start`, `end`, `both`
    or null.

    >>> raw = as_sentences(Document("Oui. Non.", "a", {"source": "b"}), [Span(0, 4)])
    >>> raw[:57].decode()
    '{"id":"a#1","document":"a","start":0,"end":4,"text":"Oui.'
    """
    known = {key: _told(document.meta.get(key)) for key in KNOWN}
    return b"".join(
        encode_record(
            {
                "id": f"{document.id}#{number}",
                "document": document.id,
                "start": start,
                "end": end,
                "text": document.text[start:end],
                "cut": cut_of(document, start, end),
            }
            | known
        )
        for number, (start, end) in enumerate(sentences, 1)
    )


def cut_of(document: Document, start: int, end: int) -> str | None:
    """Return where a sentence is cut off: at its `start`, its `end`, at `both`, or None."""
    found = {
        label.value
        for label in document.labels
        if label.name == TRUNCATED and label.start < end and start < label.end
    }
    return None if not found else found.pop() if len(found) == 1 else "both"


def _told(value: object) -> str | None:
    return None if value is None else str(value)
