"""What a run would do, shown on documents from all over its sources, before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from cleantext.corpus.read import read
from cleantext.corpus.shards import Dump, Shard
from cleantext.corpus.streams import Failure, Notes, PassedOver
from cleantext.document import Document
from cleantext.run.cleaning import cleaned, pipeline_of
from cleantext.run.job import Job
from cleantext.run.report import Report
from cleantext.stages import output

Item = TypeVar("Item")


@dataclass(slots=True)
class DumpSample:
    """What became of some documents of a dump.

    Attributes:
        report: As that of a run.
        passed_over: Members of archives that were met and would not be read.
        rejected: The ids of documents that would be kept out, by reason.
        failures: What could not be read or cleaned.
        sources: From how many sources the documents are.
    """

    report: Report = field(default_factory=Report)
    passed_over: list[PassedOver] = field(default_factory=list)
    rejected: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failures: list[Failure] = field(default_factory=list)
    sources: int = 0


def take_sample(job: Job, dump: Dump, size: int) -> DumpSample:
    """Clean the first documents of parts that stand evenly all over a dump; write nothing.

    Args:
        job: What a run would be asked to do. The furniture of sites is not learnt for it.
        dump: The sources.
        size: How many documents; each source gives as many as another, as far as it has them.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    pipeline = pipeline_of(job.config)
    sample, sources = DumpSample(), set[str]()
    for shard, count in _places(dump.shards, size):
        notes = Notes()
        items = islice(read(shard, job.reading, notes), count)
        for outcome in cleaned(pipeline, items, shard.name):
            sources.add(shard.name)
            _add(sample, job, outcome)
        fields = Counter({str(fields): count for fields, count in notes.fields.items()})
        sample.report += Report(fields=fields, absent=notes.absent)
        sample.passed_over += notes.passed_over
    sample.sources = len(sources)
    return sample


def _add(sample: DumpSample, job: Job, outcome: tuple[Document, Document] | Failure) -> None:
    if isinstance(outcome, Failure):
        sample.failures.append(outcome)
        sample.report += Report(documents=1, failed=1)
        return
    source, document = outcome
    reason = output.rejection(document, job.config.language, job.config.options[output.NAME])
    if reason:
        sample.rejected[reason].append(document.id)
    sample.report += Report.of(document, len(source.text), reason)


def _places(shards: Sequence[Shard], size: int) -> Iterator[tuple[Shard, int]]:
    """Yield the shards to read from, and how many documents of each."""
    parts: dict[str, list[Shard]] = defaultdict(list)
    for shard in shards:
        parts[shard.name].append(shard)
    chosen = _spread(list(parts.values()), size)
    for at, of_source in enumerate(chosen):
        quota = size * (at + 1) // len(chosen) - size * at // len(chosen)
        places = _spread(of_source, quota)
        for place, shard in enumerate(places):
            yield shard, quota * (place + 1) // len(places) - quota * place // len(places)


def _spread(items: Sequence[Item], count: int) -> list[Item]:
    """Return at most `count` items, at even distances."""
    if len(items) <= count:
        return list(items)
    return [items[len(items) * at // count] for at in range(count)]
