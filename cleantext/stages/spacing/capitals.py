"""Lines that are set in capitals: their spaces are those of small letters, too.

The rules of the table tell words, acronyms and addresses by their small letters. In a line of
capitals nothing is told so, and the stage `truecase` lowers most of it later: what the rules
find in its small letters holds for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleantext.changes import Edit, Edits
from cleantext.document import Document
from cleantext.rules.scan import RuleScan
from cleantext.text.rubrics import is_rubric

LEAST = 12
"""A line in capitals with fewer than 12 letters may well be a row of acronyms."""


@dataclass(frozen=True, slots=True)
class InSmallLetters:
    """The rule of a scan, which sees the lines in capitals a second time in small letters.

    Attributes:
        scan: Gives edits that hold in any case.
    """

    scan: RuleScan

    def __call__(self, document: Document) -> Edits:
        """Return the edits of the scan."""
        return _with_small(self.scan, document, self.scan(document))

    def many(self, documents: Sequence[Document]) -> list[Edits]:
        """Return the same of many documents."""
        found = self.scan.many(documents)
        return [
            _with_small(self.scan, document, edits)
            for document, edits in zip(documents, found, strict=True)
        ]


def _with_small(scan: RuleScan, document: Document, edits: Edits) -> Edits:
    """Return the edits of a document, and those of its lines in capitals in small letters."""
    seen = document.segments.known(small_letters, _seen_small)
    return Edits.of(_merged(edits, scan(seen))) if seen else edits


def _seen_small(text: str) -> Document | None:
    """Return a document with the lines in capitals in small letters; None where there are none."""
    seen = small_letters(text)
    return None if seen == text else Document(seen)


def small_letters(text: str) -> str:
    r"""Return a text of the same length whose lines in capitals are in small letters.

    >>> small_letters("Le maire a dit\nQU'UN PLAN.LE VOTE SUIT")
    "Le maire a dit\nqu'un plan.le vote suit"
    >>> small_letters("SPORT - CYCLISME")
    'SPORT - CYCLISME'
    """
    lines = text.split("\n")
    return "\n".join(map(_small, lines)) if any(map(str.isupper, lines)) else text


def _small(line: str) -> str:
    long = line.isupper() and sum(map(str.isalpha, line)) >= LEAST
    if not long or is_rubric(line):
        return line
    lowered = line.lower()
    return lowered if len(lowered) == len(line) else line  # İ has two signs in small letters


def _merged(edits: Iterable[Edit], more: Iterable[Edit]) -> list[Edit]:
    """Return edits, and those of others that touch none of them."""
    taken = {place for edit in edits for place in range(edit.start, edit.end + 1)}
    return [*edits, *(edit for edit in more if taken.isdisjoint(range(edit.start, edit.end + 1)))]
