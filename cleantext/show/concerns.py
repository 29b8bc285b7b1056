"""What in the figures of a run is worth a look, because something may be wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleantext.run.records import Tally
from cleantext.run.report import Report
from cleantext.run.survey import Overview

LOST = 0.6
MANY = 10
"""A source or a site of so many documents that lost this share of its text is named."""
GUESSED = 0.2
"""So is a site that lost this share of its lines by the model alone."""
MOST_REJECTED = 0.5
MOST_FAILED = 0.01


class Source(NamedTuple):
    """What became of a source, and the share of its characters that is not in the corpus."""

    name: str
    tally: Tally
    lost: float


class LossySite(NamedTuple):
    """What became of a site, and which shares of its text and of its lines were taken out."""

    name: str
    documents: int
    characters: int
    lost: float
    lines: int
    by_rule: float
    by_model: float


class Concerns(NamedTuple):
    """What may be wrong.

    Attributes:
        sources: Sources that lost most of their text.
        sites: Sites that did.
        guessed: Sites of which the model alone took out many lines.
        missing: Fields that were named and that no record has.
        idle: Rules that the user brought and that never found anything.
        rejected: The share of documents that was kept out, if it is large.
        failed: The share that failed, if it is large.
        latest: The latest dates, and a document of each: the page tells those in the future.
    """

    sources: Sequence[Source]
    sites: Sequence[LossySite]
    guessed: Sequence[LossySite]
    missing: Sequence[str]
    idle: Sequence[str]
    rejected: float
    failed: float
    latest: Sequence[tuple[str, str]]

    @property
    def any(self) -> bool:
        """Whether anything is told but dates."""
        return any((*self[:5], self.rejected, self.failed))


def concerns_of(
    report: Report, overview: Overview, sources: Sequence[Source], sites: Sequence[LossySite]
) -> Concerns:
    """Return what in a report is worth a look.

    Args:
        report: The counts.
        overview: What else was seen.
        sources: What became of each source.
        sites: What became of each site.
    """
    records = report.fields.total()
    documents = report.documents or 1
    rejected, failed = report.rejected.total() / documents, report.failed / documents
    idle = never_fired(report, overview)
    return Concerns(
        [each for each in sources if each.lost >= LOST and each.tally.documents >= MANY],
        [each for each in sites if each.lost >= LOST and each.documents >= MANY],
        [each for each in sites if each.by_model >= GUESSED and each.documents >= MANY],
        sorted(name for name, count in report.absent.items() if count == records),
        [rule for rule in idle if rule in overview.own],
        rejected if rejected >= MOST_REJECTED else 0.0,
        failed if failed >= MOST_FAILED else 0.0,
        overview.latest,
    )


def never_fired(report: Report, overview: Overview) -> list[str]:
    """Return the rules that neither changed nor labelled anything.

    Those that keep others off are not among them: nothing tells of their work.
    """
    met = {*report.changes, *overview.labelled}
    return sorted(rule for rule in report.reasons if rule not in met and not _keeps(rule))


def _keeps(rule: str) -> bool:
    return rule.startswith("keep.")


def sites_of(overview: Overview) -> list[LossySite]:
    """Return the sites that lost the largest share of their text."""
    found = []
    for name, tally in overview.sites.items():
        lost = 1 - tally.characters_out / tally.characters_in if tally.characters_in else 0.0
        lines = tally.lines or 1
        shares = tally.by_rule / lines, tally.by_model / lines
        found.append(
            LossySite(name, tally.documents, tally.characters_in, lost, tally.lines, *shares)
        )
    return sorted(found, key=lambda each: (-each.lost, each.name))


def sources_of(inputs: Sequence[Mapping[str, object]]) -> list[Source]:
    """Return the sources that lost the largest share of their text.

    Args:
        inputs: What a manifest says of each.
    """
    found = []
    for each in inputs:
        tally = Tally(*(int(str(each.get(name, 0))) for name in Tally._fields))
        lost = 1 - tally.characters_out / tally.characters_in if tally.characters_in else 0.0
        found.append(Source(str(each["name"]), tally, lost))
    return sorted(found, key=lambda each: (-each.lost, each.name))
