"""What an engine is given to do, and a rule that refuses a text."""

from collections.abc import Iterable
from pathlib import Path

from cleantext import DataError, Document
from cleantext.document import Finding
from cleantext.engines.local import Tell

REFUSED = "texte refusé"


def nothing() -> None:
    """Load nothing."""


def read_file(_faults: object, name: str, _tell: Tell) -> str:
    """Return what stands in a file."""
    return Path(name).read_text()


def refuse(_faults: object, number: int, _tell: Tell) -> int:
    """Raise at 7."""
    if number == 7:
        raise DataError("7 is no number")
    return number


def refuse_text(document: Document) -> Iterable[Finding]:
    """Find nothing, but for the text that it refuses."""
    if document.text == REFUSED:
        raise ValueError("no such text")
    return ()
