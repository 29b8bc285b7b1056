"""The page of a run: one file to look at, which needs no network and runs no code but its own.

All that it says stands in the output folder: in `report.json`, `failed.jsonl` and the manifest.
How long the run took stands on a page of its own, since it differs from one run to the next.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from cleantext.corpus.formats import place_of
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.streams import Failure
from cleantext.errors import DataError
from cleantext.passes.duplicates.judge import CONTAINED, DUPLICATE, NEAR, REPEATED
from cleantext.run.folder import FAILED, PAGE, REPORT, TIMINGS, TIMINGS_PAGE
from cleantext.run.records import read_overview, read_report
from cleantext.run.report import ChangeSample, Report
from cleantext.run.survey import EDGES, Overview
from cleantext.show.columns import ColumnChart, between, columns_of
from cleantext.show.concerns import concerns_of, never_fired, sites_of, sources_of
from cleantext.show.flow import flow_of
from cleantext.show.html import LARGEST, LONGEST, most, render
from cleantext.show.signs import shown
from cleantext.show.timings_html import draw_timings

ROWS = 500, 200, 50
"""A table has so many rows at most, those that weigh most; fewer where texts are that odd."""
FAILURES = 200
SAMPLED = 400_000
"""Bytes of samples in all, when they are escaped."""
KINDS = 1_000
"""So many kinds of failures are told apart."""
MONTHS = 36
"""From so many months on, dates are counted by year."""
_TENTHS = [(f"{tenth / 10:.1f}", f"{tenth / 10:.1f}") for tenth in range(11)]


class Rule(NamedTuple):
    """What a rule did: why, how often, and some of its changes."""

    id: str
    stage: str
    reason: str
    changes: int
    samples: list[ChangeSample]


class Failed(NamedTuple):
    """Input that could not be read or cleaned."""

    source: str
    place: str
    error: str
    rule: str


def draw_pages(output: Path, told: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pages of the run in an output folder, as UTF-8, by name.

    Args:
        output: The folder.
        told: What its manifest says.

    Raises:
        DataError: What the folder holds does not go together.
    """
    pages = {PAGE: draw_report(output, told)}
    if (output / TIMINGS).is_file():
        pages[TIMINGS_PAGE] = draw_timings(output / TIMINGS, told["stages"])
    return pages


def draw_report(output: Path, told: Mapping[str, Any]) -> bytes:
    """Return the page with the figures of a run; see `draw_pages`."""
    report, overview = read_report(output / REPORT), read_overview(output / REPORT)
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
        page = _render(report, overview, told, kinds, failures[:rows], rows)
        if len(page) <= LARGEST:
            break
    return page


def _render(
    report: Report,
    overview: Overview,
    told: Mapping[str, Any],
    kinds: Counter[str],
    failures: list[Failed],
    rows: int,
) -> bytes:
    """Return a page with so many rows in each table at most."""
    sources, sites = sources_of(told["inputs"]), sites_of(overview)
    rules = _rules(report, rows)
    twins = [
        reason for reason in (DUPLICATE, NEAR, CONTAINED, REPEATED) if reason in report.rejected
    ]
    return render(
        "report.html",
        report=report,
        overview=overview,
        told=told,
        flow=flow_of(report.clean, report.rejected, kinds),
        rules=rules,
        places={rule.id: place for place, rule in enumerate(rules)},
        stages=stage_counts(report),
        idle=never_fired(report, overview)[: ROWS[0]],
        concerns=concerns_of(report, overview, sources, sites),
        sources=sources[:rows],
        source_count=len(sources),
        sites=sites[:rows] if len(sites) > 1 else [],
        site_count=len(sites),
        lines=overview.lines[:rows],
        twins={reason: report.rejected[reason] for reason in twins},
        lengths=_lengths(overview),
        casing=columns_of(_TENTHS, overview.casing) if overview.casing else None,
        cuts=columns_of(_TENTHS, overview.cuts) if overview.cuts else None,
        dates=_dates(overview),
        failures=failures,
        rows=rows,
        timings=TIMINGS_PAGE,
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


def stage_counts(report: Report) -> Counter[str]:
    """Return how many changes the rules of each stage made."""
    counts = Counter[str]()
    for rule, count in report.changes.items():
        counts[_stage(rule)] += count
    return counts


def _stage(rule: str) -> str:
    return rule.partition(".")[0]


def _lengths(overview: Overview) -> ColumnChart | None:
    """Return how long documents were and are, as columns."""
    series = overview.lengths_in, overview.lengths_out
    classes = between(EDGES, *series)
    return columns_of(classes, *series) if classes else None


def _dates(overview: Overview) -> ColumnChart | None:
    """Return how many documents are of each month, or year, as columns."""
    months = overview.months
    if not months:
        return None
    if len(months) <= MONTHS:
        return columns_of([(month, month) for month in sorted(months)], months)
    years = {
        year: sum(months[month] for month in found)
        for year, found in groupby(sorted(months), lambda month: month[:4])
    }
    return columns_of([(year, year) for year in years], years)
