"""What is worth seeing of a run besides its counts: lengths, doubts, sites, lines, dates.

It grows with the documents up to a bound, and is put together in the order of the tasks; so any
number of workers gives the same.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from typing import Any

import msgspec

from cleantext.config import Config
from cleantext.document import TRUNCATED, Document
from cleantext.rules.table import read_table
from cleantext.stages.boilerplate.furniture import LINE
from cleantext.stages.boilerplate.site_memory import AUTO, site_of

EDGES = [0, *(step * 10**power for power in range(1, 8) for step in (1, 2, 5))]
"""Where classes of lengths begin, in code points."""
SITES = 5_000
"""So many sites are told apart; those that come later are one, which has no name."""
HELD = 20_000
"""So many different lines are counted at most; see `Frequent`."""
SHOWN = 500
"""So many of each are in the report of a run."""
LATEST = 20
"""So many of the latest days are told."""
LONGEST = 200
"""Code points of a line that count."""
_DAY = re.compile(r"([0-9]{4}-[0-9]{2})-[0-9]{2}")


class SiteTally(msgspec.Struct):
    """What became of the documents of a site.

    Attributes:
        documents: How many were cleaned.
        characters_in: Code points that they had.
        characters_out: Code points of those that were not rejected; duplicates count as such.
        lines: Lines that they had.
        by_rule: Lines that a rule took out.
        by_model: Lines that the model alone took out.
    """

    documents: int = 0
    characters_in: int = 0
    characters_out: int = 0
    lines: int = 0
    by_rule: int = 0
    by_model: int = 0

    def add(self, other: "SiteTally") -> None:
        """Add what became of other documents of the site."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class RemovedLine(msgspec.Struct, array_like=True, frozen=True):
    """A line that was taken out.

    Attributes:
        site: Where it stood.
        rule: Why it was taken out.
        text: It, or its beginning.
        times: How often at least; exactly, if nothing was missed.
    """

    site: str
    rule: str
    text: str
    times: int


class Repeated(msgspec.Struct, array_like=True, frozen=True):
    """A document that others repeat.

    Attributes:
        source: Where it stands.
        id: Its id.
        times: How many were left out for it, at least.
    """

    source: str
    id: str
    times: int


class Overview(msgspec.Struct):
    """What a survey tells.

    Attributes:
        lengths_in: Documents that were cleaned, by the code points that they had: the lower end of
            each class.
        lengths_out: Documents of the corpus, by the code points that they have.
        casing: Words that another case was given to, by how sure that was, in tenths.
        cuts: Sentences that are cut off, by how sure that is, in tenths.
        labelled: Labels, by rule.
        months: Documents by the month of their date.
        latest: The latest dates, and a document of each.
        sites: What became of each site.
        lines: The lines that were taken out most often.
        missed: So many times at most a line was taken out that `lines` does not count.
        repeated: The documents that most others repeat.
        own: The rules that the user brought or switched on.
    """

    lengths_in: dict[str, int] = msgspec.field(default_factory=dict)
    lengths_out: dict[str, int] = msgspec.field(default_factory=dict)
    casing: dict[str, int] = msgspec.field(default_factory=dict)
    cuts: dict[str, int] = msgspec.field(default_factory=dict)
    labelled: dict[str, int] = msgspec.field(default_factory=dict)
    months: dict[str, int] = msgspec.field(default_factory=dict)
    latest: list[tuple[str, str]] = msgspec.field(default_factory=list)
    sites: dict[str, SiteTally] = msgspec.field(default_factory=dict)
    lines: list[RemovedLine] = msgspec.field(default_factory=list)
    missed: int = 0
    repeated: list[Repeated] = msgspec.field(default_factory=list)
    own: list[str] = msgspec.field(default_factory=list)


_COUNTS = ("lengths_in", "lengths_out", "casing", "cuts", "labelled", "months")


class Frequent:
    """Counts what is frequent among more than can be held (Manku and Motwani's lossy counting).

    Attributes:
        counts: How often each was met, at least.
        missed: How often at most one was met that is not counted.
    """

    def __init__(self, held: int = HELD) -> None:
        self.counts = Counter[tuple[str, ...]]()
        self.missed = 0
        self._held = held

    def add(self, item: tuple[str, ...], times: int = 1) -> None:
        """Count an item; with too many, the rarest are forgotten.

        >>> frequent = Frequent(held=2)
        >>> for item in "abacad":
        ...     frequent.add((item,))
        >>> frequent.counts.most_common(1), frequent.missed
        ([(('a',), 2)], 1)
        """
        self.counts[item] += times
        while len(self.counts) > self._held:
            least = sorted(self.counts.values())[len(self.counts) // 2]
            self.missed += least
            self.counts = Counter(
                {each: count - least for each, count in self.counts.items() if count > least}
            )

    def most(self, number: int) -> list[tuple[tuple[str, ...], int]]:
        """Return the most frequent, in an order that the counts alone decide."""
        return sorted(self.counts.items(), key=lambda each: (-each[1], each[0]))[:number]


class Survey:
    """Adds up what is worth seeing of documents, and of other surveys.

    Args:
        by: What makes a site; see `cleantext.stages.boilerplate.site_memory.site_of`.
        own: The rules that the user brought or switched on.
    """

    def __init__(self, by: str | None = None, own: Iterable[str] = ()) -> None:
        self._own = set(own)
        self._by = by or AUTO
        self._counts = {name: Counter[str]() for name in _COUNTS}
        self._latest: list[tuple[str, str]] = []
        self._sites: dict[str, SiteTally] = {}
        self._lines = Frequent()
        self._repeated = Frequent()
        self._missed = 0
        self._last: tuple[list[Any], str] | None = None

    def add(
        self,
        source: Document,
        document: Document,
        removed: Iterable[tuple[str, str]],
        *,
        rejected: bool,
    ) -> None:
        """Add a document.

        Args:
            source: As it was read.
            document: As it was cleaned, and as it may be shown.
            removed: The lines that were taken out of it, each behind its rule.
            rejected: Whether it is kept out of the corpus.
        """
        counts = self._counts
        counts["lengths_in"][_length(source.text)] += 1
        if not rejected:
            counts["lengths_out"][_length(document.text)] += 1
        casing = (scan.scores for scan in document.changes.scans if scan.stage == "truecase")
        for score, times in Counter(chain.from_iterable(casing)).items():
            counts["casing"][_tenth(score)] += times
        for label in document.labels:
            counts["labelled"][label.rule] += 1
            if label.name == TRUNCATED:
                counts["cuts"][_tenth(label.score)] += 1
        self._add_date(document)
        self._add_site(source, document, removed, rejected=rejected)

    def _add_date(self, document: Document) -> None:
        day = _DAY.match(str(document.meta.get("date", "")))
        if day:
            self._counts["months"][day[1]] += 1
            if len(self._latest) < LATEST or day[0] >= self._latest[-1][0]:
                self._keep_latest([(day[0], document.id)])

    def _keep_latest(self, found: Sequence[tuple[str, str]]) -> None:
        """Keep one document of each of the latest days."""
        days: dict[str, str] = {}
        for day, name in (*self._latest, *found):
            days[day] = min(name, days.get(day, name))
        self._latest = nlargest(LATEST, days.items())

    def _add_site(
        self,
        source: Document,
        document: Document,
        removed: Iterable[tuple[str, str]],
        *,
        rejected: bool,
    ) -> None:
        site = self._site_of(source)
        tally = self._site(site)
        tally.documents += 1
        tally.characters_in += len(source.text)
        tally.characters_out += 0 if rejected else len(document.text)
        tally.lines += source.text.count("\n") + 1
        for rule, text in removed:
            line = text.strip()
            count = line.count("\n") + 1
            if rule == LINE:
                tally.by_model += count
            else:
                tally.by_rule += count
            self._lines.add((site, rule, line[:LONGEST]))

    def _site_of(self, source: Document) -> str:
        """Return the site of a document, which is often that of the one before."""
        known = [source.meta.get(field) for field in ("source", "site", "url", self._by)]
        if self._last is None or self._last[0] != known:
            self._last = known, site_of(source.meta, self._by)
        return self._last[1]

    def _site(self, name: str) -> SiteTally:
        if name not in self._sites and len(self._sites) >= SITES:
            name = ""
        return self._sites.setdefault(name, SiteTally())

    def add_all(self, other: Overview) -> None:
        """Add what another survey tells."""
        for name, counts in self._counts.items():
            counts.update(getattr(other, name))
        self._keep_latest(other.latest)
        for name, tally in other.sites.items():
            self._site(name).add(tally)
        self._missed += other.missed
        self._own.update(other.own)
        for line in other.lines:
            self._lines.add((line.site, line.rule, line.text), line.times)
        for each in other.repeated:
            self._repeated.add((each.source, each.id), each.times)

    def told(self, most: int = HELD) -> Overview:
        """Return what it tells.

        Args:
            most: So many sites, lines and repeated documents at most.
        """
        lines = [
            RemovedLine(site, rule, text, times)
            for (site, rule, text), times in self._lines.most(most)
        ]
        repeated = [
            Repeated(source, name, times) for (source, name), times in self._repeated.most(most)
        ]
        order = sorted(self._sites, key=lambda name: (-self._sites[name].documents, name))
        counts: dict[str, Any] = {name: dict(+each) for name, each in self._counts.items()}
        return Overview(
            **counts,
            latest=self._latest,
            sites={name: self._sites[name] for name in order[:most]},
            lines=lines,
            missed=self._missed + self._lines.missed,
            repeated=repeated,
            own=sorted(self._own),
        )


def own_rules(config: Config) -> list[str]:
    """Return the rules that a user brought in tables or switched on by name."""
    found = set[str]()
    for options in config.options.values():
        found.update(getattr(options, "on", ()))
        for table in getattr(options, "tables", ()):
            found.update(rule.id for rule in read_table(table, patterns=False))
    return sorted(found)


def without_twins(
    told: Overview, lengths: Iterable[int], originals: Iterable[Mapping[str, Any]]
) -> Overview:
    """Return what a survey tells when some of its documents are taken out of the corpus.

    Args:
        told: What it told.
        lengths: The code points of each of these documents.
        originals: The `source` and `id` of what each repeats.
    """
    kept = Counter(told.lengths_out)
    kept.subtract(map(_class, lengths))
    counted = Counter((str(of.get("source", "")), str(of.get("id", ""))) for of in originals)
    repeated = [Repeated(*of, times) for of, times in sorted(counted.items())]
    return msgspec.structs.replace(told, lengths_out=dict(+kept), repeated=repeated)


def _length(text: str) -> str:
    return _class(len(text))


def _class(length: int) -> str:
    """Return the lower end of the class of a length.

    >>> _class(0), _class(9), _class(2500)
    ('0', '0', '2000')
    """
    return str(EDGES[bisect_right(EDGES, length) - 1])


@lru_cache(10_000)
def _tenth(score: float) -> str:
    """Return a score down to the tenth.

    >>> _tenth(0.87), _tenth(1)
    ('0.8', '1.0')
    """
    return f"{int(score * 10 + 1e-9) / 10:.1f}"
