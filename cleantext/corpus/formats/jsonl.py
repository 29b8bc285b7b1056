"""JSONL: a record a line, with its text, what is known of it, and what was found in it."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cleantext.changes import Span
from cleantext.corpus.decoding import decode
from cleantext.corpus.streams import Failure, Piece, Read, Stream, lines_of
from cleantext.document import LANGUAGE, Document


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read a record a line: `text`, and all else as `meta` (but `id`, `labels`, `changes`).

    A `language` that comes with a record is kept as `given_language`.
    """
    name = piece.name
    for line in lines_of(stream, piece):
        if isinstance(line, Failure):
            yield line
            continue
        position, raw = line
        if not raw.strip():
            continue
        try:
            yield Read(_record(raw, name, position), position)
        except ValueError as reason:
            yield Failure(name, position, str(reason))
        except RecursionError:
            yield Failure(name, position, "not a record: JSON nested too deeply")


def _record(raw: bytes, name: str, position: int) -> Document:
    encoding = "utf-8"
    try:
        record = _decoded(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        text, encoding = decode(raw)
        record = _decoded(text)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one kind of error for bad input
    text = record.pop("text", None)
    if not isinstance(text, str):
        raise ValueError('no "text" that is a string')  # noqa: TRY004 - the same
    identity = record.pop("id", None)
    # Labels and changes of an earlier run speak of a text that this one may change again.
    record.pop("labels", None)
    record.pop("changes", None)
    inner = record.pop("meta", None)
    meta = {"source": name, **record, **(inner if isinstance(inner, dict) else {})}
    if LANGUAGE in meta:
        # What decides is what the text is in, not what somebody called it.
        meta["given_language"] = meta.pop(LANGUAGE)
    if encoding != "utf-8":
        meta.setdefault("encoding", encoding)
    return Document(text, f"{name}@{position}" if identity is None else str(identity), meta)


def _decoded(text: str | bytes) -> Any:  # noqa: ANN401 - JSON can be anything
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as reason:
        raise ValueError(f"not valid JSON: {reason}") from reason


def record(
    document: Document, *, changes: bool = False, sentences: Sequence[Span] | None = None
) -> dict[str, Any]:
    """Return a document as the record that JSONL output holds.

    Args:
        document: What to write.
        changes: Whether the record carries the changes.
        sentences: Spans of the text for the record to carry.
    """
    fields: dict[str, Any] = {
        "id": document.id,
        "text": document.text,
        "meta": document.meta,
        "labels": [
            {"start": start, "end": end, "name": name, "value": value, "score": score}
            for start, end, name, value, _, score in document.labels
        ],
    }
    if sentences is not None:
        fields["sentences"] = sentences
    if changes:
        fields["changes"] = [change._asdict() for change in document.changes]
    return fields
