"""What the formats of records have in common: a record becomes a document, or fails."""

from collections.abc import Mapping
from typing import Any

from cleantext.corpus.fields import document_of, guess_fields
from cleantext.corpus.streams import Failure, Piece, Read, too_large

_WIDEST = 4
"""Bytes of a character of UTF-8, at most."""


def read_record(
    record: Mapping[str, Any], piece: Piece, position: int, encoding: str = "utf-8"
) -> Read | Failure:
    """Return the document of a record, and note which fields were taken.

    Args:
        record: Names and values.
        piece: Where it is from.
        position: Where it begins there.
        encoding: What it was decoded from.
    """
    named = piece.options.fields.named
    fields = guess_fields(record.keys(), piece.options.fields)
    try:
        document = document_of(record, fields, piece.name, position, encoding)
    except ValueError as reason:
        return Failure(piece.name, position, str(reason))
    found = within_limit(Read(document, position), piece)
    if isinstance(found, Read):
        piece.notes.fields[fields] += 1
        piece.notes.absent.update(name for name in named if name not in record)
    return found


def within_limit(found: Read, piece: Piece) -> Read | Failure:
    """Return a document that was found in a file, or the failure of one that is too large."""
    text, limit = found.document.text, piece.options.max_document
    if len(text) * _WIDEST > limit:
        size = len(text.encode("utf-8", "replace"))
        if size > limit:
            return Failure(piece.name, found.position, too_large(size, limit))
    return found
