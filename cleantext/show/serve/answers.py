"""What the local page is answered: its HTML, and the figures that its script works with."""

import io
import time
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from cleantext.corpus.formats import format_of, place_of
from cleantext.corpus.read import read_stream
from cleantext.corpus.streams import Failure, Read
from cleantext.document import Document
from cleantext.errors import DataError
from cleantext.show.html import make_environment
from cleantext.show.hunks import Hunk
from cleantext.show.serve.browse import PAGE, RunIndex, Wanted
from cleantext.show.serve.guard import LARGEST
from cleantext.show.serve.settings import Settings
from cleantext.show.side_by_side import side_by_side
from cleantext.show.signs import altered, running, shown
from cleantext.version import VERSION

LONGEST = 1_000_000
"""Code points of a text at most."""
_PAGES = Path(__file__).parent.parent / "pages"
_OWN = _PAGES / "serve"
_FACTS = 12
"""So many facts of a document are shown."""
_OPENED = frozenset({"txt", "jsonl", "json", "csv", "html"})
"""The formats of files that can be dropped on the page."""


def page(settings: Settings, run: RunIndex | None, *, french: bool) -> str:
    """Return the page itself.

    Args:
        settings: What it may set.
        run: The run whose documents it shows, if any.
        french: Whether it speaks French, else English.
    """
    tables: dict[str, list[object]] = {}
    for control in settings.controls:
        tables.setdefault(control.table, []).append(control)
    return _rendered(
        "page.html",
        french,
        version=VERSION,
        settings=settings,
        on=settings.config.stages,
        tables=tables,
        run=run,
        largest=LARGEST,
    )


def cleaned(settings: Settings, asked: Mapping[str, Any], *, french: bool) -> dict[str, Any]:
    """Return what becomes of a text.

    Args:
        settings: What the configuration is set against.
        asked: The `text`, and what the page has set: `settings`.
        french: As in `page`.

    Raises:
        DataError: The text is none, or too long.
        ConfigError: What is set is wrong.
    """
    text, given = asked.get("text"), asked.get("settings") or {}
    if not isinstance(text, str) or not isinstance(given, Mapping):
        raise DataError("send an object with a text, and one with settings")
    if len(text) > LONGEST:
        raise DataError(f"the text has {len(text)} signs; {LONGEST} are read at most")
    pipeline = settings.pipeline(given)
    start = time.perf_counter()
    document = pipeline(text)
    spent = time.perf_counter() - start
    told = compared(document, pipeline.reasons, french=french)
    return told | {
        "milliseconds": round(1000 * spent, 1),
        "result": document.text,
        "toml": settings.toml(given),
        "python": settings.python(given),
    }


def recorded(
    run: RunIndex, number: int, reasons: Mapping[str, str], *, french: bool
) -> dict[str, Any]:
    """Return what a run did to a document.

    Args:
        run: The run.
        number: The place of the document in its index.
        reasons: Those of rules that the run does not know, by id.
        french: As in `page`.

    Raises:
        DataError: There is no such document.
    """
    document, entry = run.document(number), run.entries[number]
    told = compared(document, {**reasons, **run.reasons}, french=french)
    return told | {
        "document": entry.id,
        "source": entry.source,
        "reason": entry.reason,
        "result": document.text,
        "original": document.original,
    }


def compared(document: Document, reasons: Mapping[str, str], *, french: bool) -> dict[str, Any]:
    """Return a document line beside line, and its changes as data."""
    sides = side_by_side(document, reasons)
    rules = document.changes.counts()
    stages = Counter[str]()
    for scan in document.changes.scans:
        stages[scan.stage] += len(scan.starts)
    return {
        "html": _rendered("sides.html", french, sides=sides, kind_of=kind_of),
        "facts": _rendered(
            "facts.html",
            french,
            facts=[(key, str(value)[:200]) for key, value in islice(document.meta.items(), _FACTS)],
        ),
        "rows": [[row.start, row.original if row.changed else ""] for row in sides.rows],
        "hunks": [
            {
                "start": hunk.start,
                "before": hunk.before,
                "after": hunk.after,
                "changes": [(each.stage, each.rule, each.score) for each in hunk.changes],
            }
            for hunk in sides.hunks
        ],
        "labels": [
            [each.name, each.value, each.rule, each.score]
            for row in sides.rows
            for each in (piece.label for piece in row.right)
            if each
        ],
        "stages": stages,
        "rules": rules,
        "reasons": {
            rule: reasons.get(rule, "")
            for rule in (*rules, *(label.rule for label in document.labels))
        },
        "lengths": [len(document.original), len(document.text)],
    }


def listed(run: RunIndex, wanted: Wanted, first: int, *, french: bool) -> dict[str, Any]:
    """Return a part of the list of a run's documents.

    Args:
        run: The run.
        wanted: Which are asked for.
        first: How many of these come before.
        french: As in `page`.
    """
    found = run.find(wanted)
    return {
        "html": _rendered("list.html", french, entries=found[first : first + PAGE]),
        "found": len(found),
        "first": first,
        "page": PAGE,
    }


def opened(name: str, raw: bytes) -> dict[str, Any]:
    """Return the text of a file that was dropped on the page: of the first document in it.

    Raises:
        DataError: It cannot be read.
    """
    form = format_of(name) or "txt"
    if form not in _OPENED:
        raise DataError(
            "the page opens text, JSONL, JSON, CSV and HTML; `cleantext clean` the rest"
        )
    items = list(islice(read_stream(io.BytesIO(raw), name, form), 2))
    failed = [each for each in items if isinstance(each, Failure)]
    found = [each for each in items if isinstance(each, Read)]
    if not found:
        told = f"{place_of(failed[0], form)}: {failed[0].error}" if failed else "holds no document"
        raise DataError(f"{name}: {told}")
    return {"text": found[0].document.text, "several": len(items) > 1}


def sample() -> str:
    """Return the text to try it on."""
    return (_OWN / "sample.txt").read_text(encoding="utf-8").removesuffix("\n")


def kind_of(hunk: Hunk) -> str:
    """Say what kind of change it is, which decides its colour.

    >>> kind_of(Hunk(0, 1, "a", "A", ()))
    'recased'
    """
    if not hunk.after:
        return "removed"
    if not hunk.before:
        return "added"
    return "recased" if hunk.before.lower() == hunk.after.lower() else "replaced"


def _rendered(name: str, french: bool, **values: object) -> str:  # noqa: FBT001 - it is one of many values
    return _environment().get_template(name).render(french=french, **values)


def _finished(value: object) -> object:
    """Return a value of a template as the page shows it."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _attribute(value: object) -> Markup:
    """Return a value for a place where there can be no tags; what UTF-8 cannot say is a mark."""
    return Markup.escape(str(value).encode("utf-8", "replace").decode())


@cache
def _environment() -> jinja2.Environment:
    environment = make_environment(_OWN, _finished)
    environment.filters |= {"running": running, "altered": altered, "attribute": _attribute}
    return environment


KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""What browsers call the files of the page, by their suffix."""
FILES = {
    path.name: path for path in (_PAGES / "report.css", *_OWN.iterdir()) if path.suffix in KINDS
}
"""The files of the page, by the name that it has for them."""


def served(name: str) -> bytes | None:
    """Return a file of the page, or None if it has none of the name."""
    return FILES[name].read_bytes() if name in FILES else None
