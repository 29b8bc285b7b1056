"""Records of any make: which field is the text, which the id, the source and the date."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from cleantext.document import Document

_GUESSES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "maintext", "raw_content", "texte", "contenu"),
    "id": ("id", "_id", "uuid", "guid", "doc_id", "identifier"),
    "date": ("date", "published", "pubdate", "date_published", "published_at", "date_publish"),
}
"""What the fields of dumps are mostly called; the first that a record has is taken."""

_GIVEN = ("language", "labels", "changes")
"""What a run says of a text itself: where a record brings it along, it is kept as `given_…`."""


class Fields(NamedTuple):
    """The names of the fields that mean something; an empty one is guessed.

    Attributes:
        text: The text.
        id: What the document is called.
        source: Where it is from: `meta.source`; never guessed, the name of the file otherwise.
        date: When it was published: `meta.date`.
    """

    text: str = ""
    id: str = ""
    source: str = ""
    date: str = ""


def guess_fields(names: Collection[str], fields: Fields) -> Fields:
    """Fill in the fields that nobody named, from the names that a record has, in any case.

    >>> guess_fields(["Title", "Content", "guid"], Fields())
    Fields(text='Content', id='guid', source='', date='')
    """
    known = {name.lower(): name for name in reversed(list(names))}
    guessed = {
        kind: next((known[name] for name in likely if name in known), "")
        for kind, likely in _GUESSES.items()
        if not getattr(fields, kind)
    }
    return fields._replace(**guessed)


def document_of(
    record: Mapping[str, Any], fields: Fields, name: str, position: int, encoding: str = "utf-8"
) -> Document:
    """Return the document of a record; what is neither its text nor its id goes to `meta`.

    Fields of an inner `meta` count as fields of the record. A `language` that comes with it is
    kept as `given_language`, for what decides is the text, and so are `labels` and `changes`,
    which speak of a text that this run may change again.

    Args:
        record: Names and values.
        fields: Which is which.
        name: The source.
        position: Where the record begins in it, in bytes.
        encoding: What the record was decoded from.

    Raises:
        ValueError: It has no text, or one that is no string; the message says which.

    >>> document_of({"Content": "Un.", "lang": "fr"}, Fields(), "a.jsonl", 0)
    Document(text='Un.', id='a.jsonl@0', meta={'source': 'a.jsonl', 'lang': 'fr'}, \
labels=(), changes=())
    """
    known = guess_fields(record.keys(), fields)
    text = record.get(known.text)
    if not isinstance(text, str):
        raise ValueError(_no_text(record, known.text))  # noqa: TRY004 - one kind for bad input
    meta: dict[str, Any] = {"source": name}
    inner = record.get("meta")
    own = {key: value for key, value in record.items() if key not in {known.text, known.id}}
    if isinstance(inner, dict):
        del own["meta"]
        own |= inner
    meta |= own
    for key in _GIVEN:
        if key in meta:
            meta[f"given_{key}"] = meta.pop(key)
    if known.source and record.get(known.source):
        meta["source"] = str(record[known.source])
    if known.date and record.get(known.date):
        meta["date"] = str(record[known.date])
    if encoding != "utf-8":
        meta.setdefault("encoding", encoding)
    identity = record.get(known.id)
    return Document(text, f"{name}@{position}" if identity is None else str(identity), meta)


def _no_text(record: Mapping[str, Any], field: str) -> str:
    """Say what is wrong with the text of a record."""
    if field in record:
        kinds = {type(None): "null", bool: "a boolean", list: "a list", dict: "an object"}
        kind = kinds.get(type(record[field]), "a number")
        return f"no text: the field {field!r} is {kind}, not a string"
    names = ", ".join(map(repr, list(record)[:8])) or "none"
    looked = f"field {field!r}" if field else "field for the text"
    return f"no text: the record has no {looked}; name it with --text-field (it has {names})"
