"""Records of any make: which field is the text, which the id, the source and the date."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from cleantext.changes import Span
from cleantext.corpus.pages import article
from cleantext.document import Document, Label, brought_along

_GUESSES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "maintext", "raw_content", "texte", "contenu"),
    "id": ("id", "_id", "uuid", "guid", "doc_id", "identifier"),
    "date": ("date", "published", "pubdate", "date_published", "published_at", "date_publish"),
}
"""What the fields of dumps are mostly called; the first that a record has is taken."""

_FIELD = "field"
"""The label on each of several fields that are cleaned together."""
_BETWEEN = "\n\n"
"""What stands between two of them."""


class Fields(NamedTuple):
    """The names of the fields that mean something; an empty one is guessed.

    Attributes:
        text: The text.
        id: What the document is called.
        source: Where it is from: `meta.source`; never guessed, the name of the file otherwise.
        date: When it was published: `meta.date`.
        html: A page, whose article is the text; never guessed.
        together: Fields that are cleaned together, such as a title, a lead and the text, in the
            order in which a reader sees them. Each comes out under its own name.
    """

    text: str = ""
    id: str = ""
    source: str = ""
    date: str = ""
    html: str = ""
    together: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Those that a record may lack and be read, each once.

        >>> Fields(id="url", source="url", together=("title", "text")).named
        ('url', 'title', 'text')
        """
        found = dict.fromkeys((self.id, self.source, self.date, *self.together))
        return tuple(filter(None, found))

    def __str__(self) -> str:
        """Say which field is what.

        >>> str(Fields(text="body", id="guid"))
        'text=body, id=guid'
        """
        said = {"html": self.html} if self.html else {"text": self.text}
        said |= {"id": self.id, "source": self.source, "date": self.date}
        return ", ".join(f"{kind}={name}" for kind, name in said.items() if name)


def guess_fields(names: Collection[str], fields: Fields) -> Fields:
    """Fill in the fields that nobody named, from the names that a record has, in any case.

    >>> print(guess_fields(["Title", "Content", "guid"], Fields()))
    text=Content, id=guid
    """
    return _guessed(tuple(names), fields)


@lru_cache(256)
def _guessed(names: tuple[str, ...], fields: Fields) -> Fields:
    known = {name.lower(): name for name in reversed(names)}
    guessed: dict[str, Any] = {
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
        fields: Which is which; see `guess_fields`.
        name: The source.
        position: Where the record begins in it, in bytes.
        encoding: What the record was decoded from.

    Raises:
        ValueError: It has no text, or one that is no string; the message says which.

    >>> document_of({"content": "Un.", "lang": "fr"}, Fields("content"), "a.jsonl", 0)
    Document(text='Un.', id='a.jsonl@0', meta={'source': 'a.jsonl', 'lang': 'fr'}, \
labels=(), changes=())
    """
    field = fields.html or fields.text
    text = record.get(field)
    if not isinstance(text, str):
        raise ValueError(_no_text(record, fields))  # noqa: TRY004 - one kind for bad input
    meta: dict[str, Any] = {"source": name}
    if fields.html:
        text, facts = article(text)
        meta |= facts
    inner = record.get("meta")
    own = {key: value for key, value in record.items() if key not in {field, fields.id}}
    if isinstance(inner, dict):
        del own["meta"]
        own |= inner
    meta |= brought_along(own)
    if fields.source and record.get(fields.source):
        meta["source"] = str(record[fields.source])
    if fields.date and record.get(fields.date):
        meta["date"] = str(record[fields.date])
    if encoding != "utf-8":
        meta.setdefault("encoding", encoding)
    found = record.get(fields.id)
    identity = f"{name}@{position}" if found is None else str(found)
    if not fields.together:
        return Document(text, identity, meta)
    return _joined({**record, field: text}, fields.together, field, Document(text, identity, meta))


def _joined(
    record: Mapping[str, Any], names: Sequence[str], main: str, document: Document
) -> Document:
    """Return the document of several fields, with a label on each."""
    text, labels = "", list[Label]()
    for name in names if main in names else (*names, main):
        value = record.get(name)
        if isinstance(value, str) and value:
            text += _BETWEEN if text else ""
            kind = "" if name == main else name
            labels.append(Label(len(text), len(text) + len(value), _FIELD, kind, "corpus.field", 1))
            text += value
    return replace(document, text=text, labels=tuple(labels))


def without_emptied(source: Document, document: Document) -> Document:
    """Return a document without what its record said in fields of which nothing is left.

    Args:
        source: As it was read, with a label on each of several fields.
        document: What became of it; its fields of the same names hold what was read until it is
            `parted`, which knows those alone that have text.
    """
    left = {label.value for label in document.labels if label.name == _FIELD}
    given = [label.value for label in source.labels if label.name == _FIELD]
    emptied = {name: "" for name in given if name and name not in left}
    return replace(document, meta={**document.meta, **emptied}) if emptied else document


def parted(
    document: Document, sentences: Sequence[Span] | None = None
) -> tuple[Document, Sequence[Span] | None]:
    r"""Return a document of several fields as it is written: each field under its own name.

    Args:
        document: Any; one of a single field comes back as it is.
        sentences: Spans of its text; those of the main text come back.

    >>> record = {"titre": "Un", "text": "Deux."}
    >>> document = document_of(record, Fields("text", together=("titre", "text")), "a.jsonl", 0)
    >>> document.text
    'Un\n\nDeux.'
    >>> parted(document)[0].text
    'Deux.'
    """
    found = {label.value: label for label in document.labels if label.name == _FIELD}
    if not found:
        return document, sentences
    start, end = (found[""].start, found[""].end) if "" in found else (0, 0)
    meta = dict(document.meta)
    for name, label in found.items():
        if name:
            meta[name] = document.text[label.start : label.end]
    labels = tuple(
        label._replace(start=label.start - start, end=label.end - start)
        for label in document.labels
        if label.name != _FIELD and start <= label.start and label.end <= end
    )
    spans = sentences and [
        Span(one - start, other - start)
        for one, other in sentences
        if start <= one and other <= end
    ]
    return replace(document, text=document.text[start:end], meta=meta, labels=labels), spans


def _no_text(record: Mapping[str, Any], fields: Fields) -> str:
    """Say what is wrong with the text of a record."""
    field = fields.html or fields.text
    if field in record:
        kinds = {type(None): "null", bool: "a boolean", list: "a list", dict: "an object"}
        kinds[bytes] = "bytes"
        kind = kinds.get(type(record[field]), "a number")
        return f"no text: the field {field!r} is {kind}, not a string"
    names = ", ".join(map(repr, list(record)[:8])) or "none"
    looked = f"field {field!r}" if field else "field for the text"
    option = "--html-field" if fields.html else "--text-field"
    return f"no text: the record has no {looked}; name it with {option} (it has {names})"
