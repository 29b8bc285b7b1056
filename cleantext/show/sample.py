"""Show what a run would do, from what it would do to a sample."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleantext.corpus.formats import place_of
from cleantext.corpus.shards import Dump
from cleantext.run.report import Report
from cleantext.run.sample import DumpSample

MEGABYTE = 1e6
_WIDTH = 60
_MOST = 10
"""Of all that may be long, the first ten are shown."""


def sample_lines(dump: Dump, sample: DumpSample) -> Iterator[str]:
    """Yield the lines that a dry run prints: sources, changes by rule, labels, what is kept out.

    Args:
        dump: What the run would read.
        sample: What became of some of its documents.
    """
    kinds = Counter(form for _, form in {(shard.name, shard.format) for shard in dump.shards})
    size = sum(shard.size for shard in dump.shards) / MEGABYTE
    told = ", ".join(f"{count} {form}" for form, count in kinds.most_common())
    yield f"sources   {kinds.total()} files, {size:.1f} MB: {told}"
    reasons: dict[str, list[str]] = {}
    for each in (*dump.passed_over, *sample.passed_over):
        reasons.setdefault(each.reason, []).append(each.name)
    for reason, names in sorted(reasons.items(), key=lambda known: -len(known[1])):
        yield f"          {len(names)} passed over: {reason}: {_first(names)}"
    for fields, count in sample.report.fields.most_common():
        yield f"fields    {fields} ({count} records)"
    yield f"sample    {sample.report.summary()}, from {sample.sources} sources"
    yield from _changes(sample.report)
    yield from _counts("labels", sample.report.labels)
    yield from _counts("languages", sample.report.languages)
    for reason, names in sample.rejected.items():
        yield f"rejected  {len(names)} {reason}: {_first(names)}"
    for failure in sample.failures[:_MOST]:
        yield f"failed    {failure.source}: {place_of(failure)}: {failure.error}"
    yield "Nothing was written."


def _changes(report: Report) -> Iterator[str]:
    """Yield a line for each rule, with one of its changes."""
    for rule, count in report.changes.most_common():
        sample = report.samples[rule][0]
        before, after = _clipped(sample.before), _clipped(sample.after)
        yield f"{count:>8}  {rule:<34} {before!r} → {after!r}  ({sample.document})"


def _counts(what: str, counts: Mapping[str, int]) -> Iterator[str]:
    told = ", ".join(f"{count} {name}" for name, count in Counter(counts).most_common(_MOST))
    if told:
        yield f"{what:<9} {told}"


def _first(names: Sequence[str]) -> str:
    """Return the first three of some names."""
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")  # noqa: PLR2004


def _clipped(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
