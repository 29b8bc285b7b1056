"""A document as a run left it, from the record that `cleantext clean --changes` wrote."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleantext.changes import Change, Changes, Edits
from cleantext.document import Document, Label
from cleantext.errors import DataError, StageError
from cleantext.run.folder import CLEAN, MANIFEST

Row = TypeVar("Row", Change, Label)


def as_recorded(document: Document) -> Document | None:
    """Return a document that was read from a record with its changes, or None if there are none.

    Raises:
        DataError: The changes are not those of the text.

    >>> as_recorded(Document("Oui")) is None
    True
    """
    changes = _rows(document.meta.get("given_changes"), Change)
    if changes is None:
        return None
    labels = _rows(document.meta.get("given_labels"), Label) or ()
    meta = {
        key.removeprefix("given_"): value
        for key, value in document.meta.items()
        if key not in {"given_changes", "given_labels"}
    }
    found = Document(document.text, document.id, meta, labels, Changes.of(changes))
    made = Document(found.original)
    try:
        for stage, starts, _, afters, rules, scores in found.changes.scans:
            ends = found.changes.scans[len(made.changes.scans)].ends
            made = made.apply(stage, Edits(starts, ends, afters, rules, scores))
    except StageError:
        made = Document("")
    if (made.text, made.changes) != (found.text, found.changes):
        raise DataError(
            f"{document.id}: the changes of the record do not fit its text, which was altered "
            "since; explain the source"
        )
    return found


def is_of_run(path: str) -> bool:
    """Return whether a file lies in the clean corpus of a run."""
    whole = Path(path).absolute()
    folders = (whole, *whole.parents)
    return any(each.name == CLEAN and (each.parent / MANIFEST).is_file() for each in folders)


def _rows(given: Any, kind: type[Row]) -> tuple[Row, ...] | None:  # noqa: ANN401 - JSON can be anything
    """Return the rows of a field of a record; None if it holds others."""
    try:
        rows = [{"rule": "", **row} for row in given]
        return tuple(msgspec.convert([row[key] for key in kind._fields], kind) for row in rows)
    except (TypeError, KeyError, msgspec.ValidationError):
        return None
