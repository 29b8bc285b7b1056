"""A document, what a rule may find in it, and the one place that makes new text.

A rule never edits: it returns findings (`Edit`, `Label`, `Fact`), and
`Document.apply` turns them into a new document that remembers each change.
Every offset in this package counts code points and every span is half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter, sub
from typing import Any, NamedTuple

from cleantext.changes import Change, Changes, Edit, Edits, Scan, apply_edits, new_tuple
from cleantext.errors import DataError, StageError
from cleantext.text.segments import Segments


class Label(NamedTuple):
    """Say something about `text[start:end]` without changing it."""

    start: int
    end: int
    name: str
    value: str
    rule: str
    score: float = 1.0


class Fact(NamedTuple):
    """Something true of the whole document; the first of a key wins a place in `meta`.

    Its value is a text, or a table of numbers.
    """

    key: str
    value: str | Mapping[str, float]
    rule: str


Finding = Edit | Label | Fact

_GIVEN = frozenset({"language", "labels", "changes"})
"""What this package says of a text itself."""

SCHEMA = 1
"""The version of the form that `Document.to_dict` gives."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text, what is known of it, and everything that was done to it.

    Attributes:
        text: The text as it stands now.
        id: What the source calls the document.
        meta: What is known of it: `language`, `date`, `source` and the like.
        labels: Statements on spans of `text`.
        changes: Every change made so far, in the order that undoes exactly when
            read backwards.

    >>> document = Document("l'été").apply("demo", [Edit(1, 2, "’", "demo.apostrophe")])
    >>> document.text, document.original
    ('l’été', "l'été")
    """

    text: str
    id: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    changes: Changes = field(default=Changes())
    _segments: Segments | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, source: object, text: str = "text") -> "Document":
        """Return the document that a text, a document or a record is.

        Args:
            source: A text; a document, which is returned; or a mapping that holds a text, whose
                `id` is the document's and whose other fields, an inner `meta` unpacked, go to
                `meta` (see `brought_along`).
            text: The field of a mapping that holds the text.

        Raises:
            TypeError: It is none of these, or the field is missing or no text.

        >>> Document.of({"text": "Un.", "id": 7, "site": "a.fr"})
        Document(text='Un.', id='7', meta={'site': 'a.fr'}, labels=(), changes=())
        >>> Document.of(None)
        Traceback (most recent call last):
        ...
        TypeError: a text must be a str, not NoneType; leave it out or give "" for it
        """
        if isinstance(source, Document):
            return source
        if isinstance(source, str):
            return cls(source)
        if not isinstance(source, Mapping):
            raise TypeError(f"a text must be a str, not {type(source).__name__}{_advice(source)}")
        given = source.get(text)
        if not isinstance(given, str):
            told = f"is {type(given).__name__}" if text in source else "is missing"
            raise TypeError(f"the field {text!r} of a record must be a str, and {told}")
        meta = {key: value for key, value in source.items() if key not in {text, "id"}}
        if isinstance(meta.get("meta"), Mapping):
            meta |= meta.pop("meta")
        found = source.get("id")
        return cls(given, "" if found is None else str(found), brought_along(meta))

    def apply(self, stage: str, findings: Iterable[Finding]) -> "Document":
        """Return the document with the findings of one scan made true.

        All findings speak of the text as it is now. Labels move along: one whose
        text is deleted goes with it, unless this same scan found it (then it stays
        behind with zero length); an edit inside stretches it; an insertion at its
        edge stays outside.

        Args:
            stage: The stage that answers for the changes.
            findings: What a rule found, in any order.

        Raises:
            StageError: Edits overlap, or a span lies outside the text.

        >>> Document("a b").apply("demo", [Edit(0, 2, "x", "one"), Edit(1, 3, "", "two")])
        Traceback (most recent call last):
        ...
        cleantext.errors.StageError: demo: edits of 'one' and 'two' overlap at 1
        """
        meta = self.meta
        found: list[Label] = []
        if isinstance(findings, Edits):
            edits = findings
        else:
            given = list(findings)
            edits = Edits.of([finding for finding in given if isinstance(finding, Edit)])
            if len(edits) < len(given):
                found = [finding for finding in given if isinstance(finding, Label)]
                for finding in given:
                    if isinstance(finding, Fact) and finding.key not in meta:
                        meta = {**meta, finding.key: finding.value}
        for label in found:
            if not 0 <= label.start <= label.end <= len(self.text):
                raise StageError(f"{stage}: the label {label} lies outside the text")
        text, scan = apply_edits(stage, self.text, edits)
        if scan.starts:
            labels = _moved(self.labels, found, scan)
            changes = self.changes.followed_by(scan)
            segments = self.segments.after(text, scan)
            return Document(text, self.id, meta, labels, changes, segments)
        if not found and meta is self.meta:
            return self
        return Document(
            self.text, self.id, meta, (*self.labels, *found), self.changes, self._segments
        )

    @property
    def segments(self) -> Segments:
        """The lines, sentences and words of `text`, each found when it is first asked for."""
        segments = self._segments
        if segments is None or segments.text is not self.text:  # `replace` keeps those of before
            segments = Segments(self.text)
            object.__setattr__(self, "_segments", segments)
        return segments

    @property
    def original(self) -> str:
        """The text as it was read: all changes undone, a scan at a time, the last first."""
        text = self.text
        for scan in reversed(self.changes.scans):
            text = scan.undo(text)
        return text

    def source(self, at: int) -> int:
        """Return the offset in `original` of the offset `at` in `text`.

        An offset inside changed text goes to the place where the change began.

        >>> document = Document("a  b").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
        >>> document.source(2)
        3
        """
        places = [at]
        for scan in reversed(self.changes.scans):
            places = scan.carry_back(places)
        return places[0]

    def origins(self) -> list[int]:
        """Return the offset in `original` of each change, in the order of `changes`.

        >>> document = Document("a  b  c").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
        >>> document.apply("demo", [Edit(3, 5, " ", "demo.spaces")]).origins()
        [1, 4]
        """
        places: list[int] = []
        for scan in reversed(self.changes.scans):
            places = [*scan.carry_back(places), *scan.starts]
        return places[::-1]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON has it, for `from_dict`, with the version of its form.

        >>> Document("Un.", "7").to_dict()
        {'schema': 1, 'id': '7', 'text': 'Un.', 'meta': {}, 'labels': [], 'changes': []}
        """
        return {
            "schema": SCHEMA,
            "id": self.id,
            "text": self.text,
            "meta": dict(self.meta),
            "labels": [label._asdict() for label in self.labels],
            "changes": [
                change._asdict() | {"scan": number}
                for number, scan in enumerate(self.changes.scans)
                for change in scan.changes()
            ],
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Document":
        """Return the document that `to_dict` told.

        Raises:
            DataError: It is of another form, or its parts do not go together.

        >>> document = Document("a  b").apply("demo", [Edit(1, 3, " ", "demo.spaces")])
        >>> Document.from_dict(document.to_dict()) == document
        True
        """
        if fields.get("schema") != SCHEMA:
            raise DataError(
                f"a document of schema {fields.get('schema')!r}, and this version reads {SCHEMA}; "
                "`Document.of` takes the records of runs"
            )
        try:
            if not isinstance(fields["text"], str):
                raise TypeError("`text` is no string")  # noqa: TRY301 - one kind for all of them
            labels = tuple(Label(**each) for each in fields["labels"])
            changes = _scanned(fields["changes"])
            found = cls(fields["text"], fields["id"], dict(fields["meta"]), labels, changes)
            fits = _is_whole(found)
        except (KeyError, TypeError, ValueError, IndexError) as reason:
            raise DataError(f"is no document of schema {SCHEMA}: {reason!r}") from reason
        if not fits:
            raise DataError("the labels or changes of the document do not fit its text")
        return found

    def __hash__(self) -> int:
        return hash((self.text, self.id, self.labels, self.changes))

    def __reduce__(self) -> tuple[type["Document"], tuple[object, ...]]:
        return Document, (self.text, self.id, self.meta, self.labels, self.changes)


def _scanned(fields: Iterable[Mapping[str, Any]]) -> Changes:
    """Return changes as they were made, by the number of their scan."""
    scans: list[Scan] = []
    for _, group in groupby(fields, key=itemgetter("scan")):
        kinds = [{name: each[name] for name in Change._fields} for each in group]
        scans += Changes.of([Change(**each) for each in kinds]).scans
    return Changes(tuple(scans))


def _is_whole(document: Document) -> bool:
    """Whether labels lie in the text, and the changes lead to it from what they say was there."""
    text = document.text
    if not isinstance(document.id, str) or not all(
        0 <= label.start <= label.end <= len(text) for label in document.labels
    ):
        return False
    made = Document(document.original)
    for scan in document.changes.scans:
        edits = Edits(scan.starts, scan.ends, scan.afters, scan.rules, scan.scores)
        try:
            made = made.apply(scan.stage, edits)
        except StageError:
            return False
    return (made.text, made.changes) == (text, document.changes)


def brought_along(fields: Mapping[str, object]) -> dict[str, object]:
    """Return what a record says of its text, as it stands in `meta`.

    What decides on `language`, `labels` and `changes` is the text as it is here: those that come
    with it speak of a text that may change again, and are kept as `given_…`.

    >>> brought_along({"site": "a.fr", "language": "en"})
    {'site': 'a.fr', 'given_language': 'en'}
    """
    return {f"given_{key}" if key in _GIVEN else key: fields[key] for key in fields}


def _advice(source: object) -> str:
    """Say what to pass in place of something that is no text."""
    if isinstance(source, bytes | bytearray):
        return '; decode it first, as in `data.decode("utf-8")`'
    is_nan = isinstance(source, float) and source != source  # noqa: PLR0124 - so NaN is known
    if source is None or is_nan:
        return '; leave it out or give "" for it'
    return ""


def _moved(labels: Sequence[Label], found: Sequence[Label], scan: Scan) -> tuple[Label, ...]:
    """Carry labels over from the text before a scan to the text after it."""
    if not labels and not found:
        return ()
    starts, ends, afters = scan.starts, scan.ends, scan.afters
    growth = map(sub, map(len, afters), map(len, scan.befores))
    shifts = list(accumulate(growth, initial=0))

    def moved(label: Label) -> Label:
        index = bisect_right(ends, label.start)
        if index < len(starts) and starts[index] < label.start:
            start = starts[index] + shifts[index]
        else:
            start = label.start + shifts[index]
        if label.start == label.end:
            return new_tuple(Label, (start, start, *label[2:]))
        index = bisect_left(starts, label.end)
        if index and ends[index - 1] > label.end:
            end = starts[index - 1] + shifts[index - 1] + len(afters[index - 1])
        else:
            end = label.end + shifts[index]
        return new_tuple(Label, (start, max(start, end), *label[2:]))

    def gone(label: Label, after: Label) -> bool:
        if label.start < label.end:
            return after.start == after.end
        index = bisect_right(ends, label.start)
        return index < len(starts) and starts[index] < label.start and not afters[index]

    carried = ((label, moved(label)) for label in labels)
    return (
        *(after for label, after in carried if not gone(label, after)),
        *(moved(label) for label in found),
    )


UNKNOWN = "und"
"""What ISO 639 says for a language that cannot be told."""

LANGUAGE = "language"
"""The label on text in another language than the document's, and the key in `meta` of that one."""
HEADING = "heading"
"""The label on a line that stands over others."""
TRUNCATED = "truncated"
"""The label on a sentence that is cut off at its `end` or `start`."""
CAPTION = "caption"
"""The label on a line that says what a picture shows."""
DATELINE = "dateline"
"""The label on the place, day and agency that an article opens with."""
UNBALANCED_QUOTE = "unbalanced-quote"
"""The label on a quotation mark that has no partner in its paragraph."""
QUALITY = "quality"
"""The label on a text one of whose numbers is beyond a threshold, its value the measure; and
the key in `meta` of all the numbers."""
PERSONAL_DATA = "personal-data"
"""The label on what points to a person, its value the kind: `email`, `phone`, …"""
PROTECTED = "protected"
"""The label on text that no stage may touch."""

LABELS = (
    LANGUAGE,
    HEADING,
    TRUNCATED,
    CAPTION,
    DATELINE,
    UNBALANCED_QUOTE,
    PERSONAL_DATA,
    QUALITY,
    PROTECTED,
)
"""The names of labels; a table of one's own may give others."""
