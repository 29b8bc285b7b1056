"""JSONL: a record a line, with its text, what is known of it, and what was found in it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from cleantext.changes import Span
from cleantext.corpus.decoding import decode
from cleantext.corpus.formats.records import read_record
from cleantext.corpus.streams import Failure, Piece, Read, Stream, lines_of
from cleantext.document import Document

_BLANK = b" \t\r\n\x00"
_DEEPEST = 200
"""Levels of nesting, above which a record is refused whatever room the stack has left."""
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")

_OPEN = frozenset({b"[", b"{"})
_MANY_LINES = (
    "not valid JSON: a record is one line here; if this is an array, or a record of many lines, "
    "let its name end in .json"
)


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read a record a line; see `cleantext.corpus.fields.document_of`."""
    for line in lines_of(stream, piece):
        if isinstance(line, Failure):
            yield line
            continue
        position, raw = line
        bare = raw.strip(_BLANK)
        if bare in _OPEN:
            yield Failure(piece.name, position, _MANY_LINES)
        elif bare:
            yield read_json(raw, piece, position)


def read_json(raw: bytes, piece: Piece, position: int) -> Read | Failure:
    """Return the document of an object in JSON, which begins at a position of a file."""
    try:
        record, encoding = decode_record(raw)
    except ValueError as reason:
        return Failure(piece.name, position, str(reason))
    return read_record(record, piece, position, encoding)


def decode_record(raw: bytes) -> tuple[dict[str, Any], str]:
    r"""Return the object that a line of JSON is, and the encoding of the line.

    A number that JSON does not know (NaN), a large one and half a surrogate pair are read as
    most programs write them.

    Raises:
        ValueError: It is no JSON, or no object.

    >>> decode_record(b'{"text": "\\ud83d!"}')
    ({'text': '\ud83d!'}, 'utf-8')
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if _is_deep(raw):
        raise ValueError(f"not a record: JSON nested more than {_DEEPEST} levels deep")
    encoding = "utf-8"
    try:
        record = msgspec.json.decode(raw)
    except (UnicodeDecodeError, msgspec.DecodeError):
        text, encoding = decode(raw)
        record = _decode_leniently(text)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one kind of error for bad input
    return record, encoding


def _is_deep(raw: bytes) -> bool:
    if raw.count(b"[") + raw.count(b"{") <= _DEEPEST:
        return False
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", raw)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _decode_leniently(text: str) -> Any:  # noqa: ANN401 - JSON can be anything
    try:
        return json.loads(text)
    except ValueError as reason:
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


def encode_record(fields: Mapping[str, Any]) -> bytes:
    r"""Return a record as a line of JSON, its line end included.

    UTF-8 has no half of a surrogate pair, so a record that holds one is written in ASCII, with
    escapes: it comes back as it was.

    >>> encode_record({"text": "été"}).decode()
    '{"text":"été"}\n'
    >>> encode_record({"text": "\ud83d!"})
    b'{"text": "\\ud83d!"}\n'
    """
    try:
        return msgspec.json.encode(fields) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(fields).encode() + b"\n"
