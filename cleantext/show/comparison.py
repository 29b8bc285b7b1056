"""Two runs side by side: their counts, their rules, and the documents that differ most."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from heapq import heappush, heappushpop
from pathlib import Path
from typing import Any, NamedTuple

from cleantext.corpus.formats import place_of
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import Failure
from cleantext.document import Document
from cleantext.errors import DataError
from cleantext.run.folder import CLEAN, REPORT
from cleantext.run.page import read_manifest
from cleantext.run.records import read_report
from cleantext.run.report import Report
from cleantext.show.html import LARGEST, LONGEST, render
from cleantext.show.hunks import find_differences
from cleantext.show.pairs import paired
from cleantext.show.recorded import as_recorded
from cleantext.show.report_html import stage_counts

ROWS = 50, 20, 5
"""So many documents are shown at most, each with so many of its differences; fewer where the page
grows too large."""
RULES = 500
LINES = 2_000
"""Documents of more lines, of which no changes are known, are shown as they begin to differ."""
_AROUND = 40
"""Code points that are shown on either side of a difference."""


class BothCounts(NamedTuple):
    """A count of both runs."""

    name: str
    left: int
    right: int

    @property
    def more(self) -> int:
        """How many more the right one has."""
        return self.right - self.left


class Shown(NamedTuple):
    """A difference between two documents, and what stands around it."""

    before: str
    left: str
    right: str
    after: str
    left_rules: tuple[str, ...]
    right_rules: tuple[str, ...]


class Differing(NamedTuple):
    """A document that two runs left otherwise.

    Attributes:
        size: Code points of all its differences.
        name: Its file and its id.
        alone: Which run alone kept it: `left`, `right`, or empty if both did.
        shown: Its first differences.
        places: How many there are.
    """

    size: int
    name: str
    alone: str
    shown: list[Shown]
    places: int


class Met(NamedTuple):
    """What became of the documents of both runs."""

    same: int
    differing: int
    left: int
    right: int
    most: list[Differing]


def draw_comparison(left: Path, right: Path) -> bytes:
    """Return the page that compares the runs of two output folders, as UTF-8.

    Raises:
        DataError: A folder holds no run that is finished, or what it holds does not go together.
    """
    told = [read_manifest(folder) for folder in (left, right)]
    reports = [read_report(folder / REPORT) for folder in (left, right)]
    met = _meet(left, right)
    page = b""
    for rows in ROWS:
        most = [each._replace(shown=each.shown[:rows]) for each in met.most[:rows]]
        page = render(
            "comparison.html",
            names=(str(left), str(right)),
            told=told,
            settings=_settings(*told),
            counts=_counts(*reports),
            reasons=_rows(reports[0].rejected, reports[1].rejected),
            stages=_rows(*map(stage_counts, reports)),
            rules=_rows(reports[0].changes, reports[1].changes)[:RULES],
            labels=_rows(reports[0].labels, reports[1].labels)[:RULES],
            languages=_rows(reports[0].languages, reports[1].languages)[:RULES],
            met=met._replace(most=most),
        )
        if len(page) <= LARGEST:
            break
    return page


def _settings(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what is not the same in two manifests, besides what came out."""
    names = ("cleantext", "versions", "configuration", "stages", "inputs")
    found = []
    for name in names:
        ours, theirs = (_told(name, each.get(name, "")) for each in (left, right))
        if ours != theirs:
            found.append((name, ours, theirs))
    return found


def _told(name: str, value: Any) -> str:  # noqa: ANN401 - JSON can be anything
    if name == "inputs":
        return ", ".join(f"{each['name']} ({each.get('bytes', 0)})" for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in sorted(value.items()))
    return " → ".join(map(str, value)) if isinstance(value, list) else str(value)


def _counts(left: Report, right: Report) -> list[BothCounts]:
    """Return the figures of both runs, in the order in which they are told."""
    return [
        BothCounts("documents", left.documents, right.documents),
        BothCounts("clean", left.clean, right.clean),
        BothCounts("rejected", left.rejected.total(), right.rejected.total()),
        BothCounts("failed", left.failed, right.failed),
        BothCounts("characters in", left.characters_in, right.characters_in),
        BothCounts("characters out", left.characters_out, right.characters_out),
        BothCounts("edits", left.changes.total(), right.changes.total()),
    ]


def _rows(left: Mapping[str, int], right: Mapping[str, int]) -> list[BothCounts]:
    """Return the counts of both, those that differ most first."""
    rows = [BothCounts(name, left.get(name, 0), right.get(name, 0)) for name in {*left, *right}]
    return sorted(rows, key=lambda row: (-abs(row.more), -row.left - row.right, row.name))


def _meet(left: Path, right: Path) -> Met:
    """Compare the documents of two runs; the most different are kept, and no others."""
    counts = {"same": 0, "differing": 0, "left": 0, "right": 0}
    kept: list[tuple[int, int, Differing]] = []
    documents = paired(_documents(left / CLEAN), _documents(right / CLEAN))
    for number, (name, ours, theirs) in enumerate(documents):
        if ours is None or theirs is None:
            alone = "left" if ours else "right"
            document = ours or theirs
            counts[alone] += 1
            size = len(document.text) if document else 0
            found = Differing(size, name, alone, [], 0)
        elif ours.text == theirs.text:
            counts["same"] += 1
            continue
        else:
            counts["differing"] += 1
            found = _differing(name, ours, theirs)
        entry = (found.size, -number, found)
        if len(kept) < ROWS[0]:
            heappush(kept, entry)
        else:
            heappushpop(kept, entry)
    most = [found for _, _, found in sorted(kept, reverse=True, key=lambda entry: entry[:2])]
    return Met(counts["same"], counts["differing"], counts["left"], counts["right"], most)


def _documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a corpus, behind their names."""
    if not folder.is_dir():
        return
    for shard in find([str(folder)]).shards:
        for item in read(shard):
            if isinstance(item, Failure):
                raise DataError(f"{item.source}: {place_of(item)}: {item.error}")
            yield f"{shard.name}#{item.document.id}", item.document


def _differing(name: str, left: Document, right: Document) -> Differing:
    """Return how two documents differ: by their changes, where the records have them."""
    left, right = (as_recorded(each) or each for each in (left, right))
    if left.changes and right.changes and left.original == right.original:
        original = left.original
        differences = [
            Shown(
                _before(original, each.start), each.left, each.right,
                original[each.end : each.end + _AROUND], each.left_rules, each.right_rules,
            )
            for each in find_differences(left, right)
        ]  # fmt: skip
    else:
        differences = list(_by_line(left.text, right.text))
    size = sum(len(each.left) + len(each.right) for each in differences)
    shown = [_clipped(each) for each in differences[: ROWS[0]]]
    return Differing(size, name, "", shown, len(differences))


def _clipped(found: Shown) -> Shown:
    """Return a difference without what a page would not show of it."""
    left, right = found.left[: LONGEST + 1], found.right[: LONGEST + 1]
    return found._replace(left=left, right=right)


def _before(text: str, start: int) -> str:
    return text[max(0, start - _AROUND) : start]


def _by_line(left: str, right: str) -> Iterator[Shown]:
    """Yield the lines in which two texts differ."""
    ours, theirs = left.splitlines(), right.splitlines()
    if max(len(ours), len(theirs)) > LINES:
        ours, theirs = ours[:LINES], theirs[:LINES]
    for kind, start, end, first, last in SequenceMatcher(None, ours, theirs).get_opcodes():
        if kind != "equal":
            yield Shown("", "\n".join(ours[start:end]), "\n".join(theirs[first:last]), "", (), ())
