"""The page of a run: one file to look at, which needs no network and runs no code but its own.

All that it says stands in the output folder: in `report.json`, `failed.jsonl` and the manifest.
Every text goes through `cleantext.show.signs.shown`, which escapes it.
"""

import base64
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from cleantext.corpus.formats import place_of
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.streams import Failure
from cleantext.errors import DataError
from cleantext.run.folder import FAILED, REPORT
from cleantext.run.records import Tally, read_report
from cleantext.run.report import ChangeSample, Report
from cleantext.show.flow import flow_of
from cleantext.show.signs import grouped, plain, shown

ROWS = 500, 200, 50
"""A table has so many rows at most, those that weigh most; fewer where texts are that odd."""
FAILURES = 200
LARGEST = 2_000_000
"""Bytes that a page has at most."""
LONGEST = 250
"""Code points of a text that are shown; one that is shown by its name counts for 12."""
SAMPLED = 400_000
"""Bytes of samples in all, when they are escaped."""
KINDS = 1_000
"""So many kinds of failures are told apart."""
LOST = 0.6
MANY = 10
"""A source of so many documents that lost this share of its text is named in a warning."""
_PAGES = Path(__file__).parent / "pages"


class Rule(NamedTuple):
    """What a rule did: why, how often, and some of its changes."""

    id: str
    stage: str
    reason: str
    changes: int
    samples: list[ChangeSample]


class Source(NamedTuple):
    """What became of a source, and the share of its characters that is not in the corpus."""

    name: str
    tally: Tally
    lost: float


class Failed(NamedTuple):
    """Input that could not be read or cleaned."""

    source: str
    place: str
    error: str
    rule: str


def draw_report(output: Path, told: Mapping[str, Any]) -> bytes:
    """Return the page of the run in an output folder, as UTF-8.

    Args:
        output: The folder.
        told: What its manifest says.

    Raises:
        DataError: What the folder holds does not go together.
    """
    report = read_report(output / REPORT)
    kinds = Counter[str]()
    failures: list[Failed] = []
    for kind, failure in _read_failures(output / FAILED):
        kinds[kind if kind in kinds or len(kinds) < KINDS else ""] += 1
        if len(failures) < FAILURES:
            failures.append(failure)
    if not report.balances or kinds.total() != report.failed:
        raise DataError(f"{output}: {REPORT} and {FAILED} do not balance; were they changed?")
    page = b""
    for rows in ROWS:
        page = _render(report, told, kinds, failures[:rows], rows)
        if len(page) <= LARGEST:
            break
    return page


def _render(
    report: Report, told: Mapping[str, Any], kinds: Counter[str], failures: list[Failed], rows: int
) -> bytes:
    """Return a page with so many rows in each table at most."""
    sources = _sources(told)
    records = report.fields.total()
    return (
        _template()
        .render(
            report=report,
            told=told,
            flow=flow_of(report.clean, report.rejected, kinds),
            rules=_rules(report, rows),
            stages=_stages(report),
            sources=sources[:rows],
            source_count=len(sources),
            failures=failures,
            emptied=[s for s in sources if s.lost >= LOST and s.tally.documents >= MANY],
            missing=sorted(name for name, count in report.absent.items() if count == records),
            rows=rows,
            plain=plain,
            **_inlined(),
        )
        .encode()
    )


def _read_failures(path: Path) -> Iterator[tuple[str, Failed]]:
    """Yield each failure and its kind: the error without what is said of the one input alone."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                found, _ = decode_record(line)
                failure = Failure(**{name: found[name] for name in Failure._fields})
                place = place_of(failure)
            except (ValueError, KeyError, AttributeError) as reason:
                raise DataError(f"{path}: is no list of failures; was it changed?") from reason
            error = failure.error[:LONGEST]
            rule = ".".join(filter(None, (failure.stage, failure.rule)))
            kind = error.partition(":")[0]
            yield kind, Failed(failure.source, place, failure.error, rule)


def _rules(report: Report, rows: int) -> list[Rule]:
    """Return the rules that made most changes, with samples as far as there is room."""
    room = SAMPLED
    found = []
    for rule, count in most(report.changes, rows):
        samples = report.samples.get(rule, []) if room > 0 else []
        room -= sum(len(shown(text)) for sample in samples for text in sample)
        reason = report.reasons.get(rule, "")
        found.append(Rule(rule, _stage(rule), reason, count, samples if room > 0 else []))
    return found


def _stages(report: Report) -> Counter[str]:
    counts = Counter[str]()
    for rule, count in report.changes.items():
        counts[_stage(rule)] += count
    return counts


def _stage(rule: str) -> str:
    return rule.partition(".")[0]


def _sources(told: Mapping[str, Any]) -> list[Source]:
    """Return the sources that lost the largest share of their text."""
    found = []
    for each in told["inputs"]:
        tally = Tally(*(each.get(name, 0) for name in Tally._fields))
        lost = 1 - tally.characters_out / tally.characters_in if tally.characters_in else 0.0
        found.append(Source(each["name"], tally, lost))
    found.sort(key=lambda each: (-each.lost, each.name))
    return found


def most(counts: Mapping[str, int], rows: int) -> list[tuple[str, int]]:
    """Return what weighs most, in an order that the counts alone decide.

    >>> most({"a": 1, "b": 2, "c": 2}, 2)
    [('b', 2), ('c', 2)]
    """
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:rows]


def clipped(text: str) -> str:
    """Return the beginning of a text, which is what a page shows.

    >>> clipped("a" * 300).count("a")
    250
    """
    if len(text) <= LONGEST and text.isprintable():
        return text
    weights = accumulate(1 if sign.isprintable() else 12 for sign in text)
    fits = sum(weight <= LONGEST for weight in islice(weights, LONGEST))
    return text if fits == len(text) else f"{text[:fits]}…"


def _finished(value: object) -> object:
    """Return a value of the template as the page shows it."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int):
        return grouped(value)
    return shown(clipped(value)) if isinstance(value, str) else value


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    environment.filters["most"] = most
    return environment.get_template("report.html")


def _inlined() -> dict[str, Markup]:
    """Return style and script, and what allows these two and nothing else to be used."""
    style, script = (
        (_PAGES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    policy = (
        f"default-src 'none'; style-src {_allowed(style)}; script-src {_allowed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704 - files of this package


def _allowed(code: str) -> str:
    digest = base64.b64encode(sha256(code.encode()).digest()).decode()
    return f"'sha256-{digest}'"
