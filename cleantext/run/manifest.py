"""The manifest ties the output of a run to its input: the same run gives the same manifest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from cleantext.config import Config
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.shards import Dump
from cleantext.corpus.streams import PassedOver
from cleantext.run.job import Job
from cleantext.run.plan import Input, Plan
from cleantext.run.records import Output, Tally
from cleantext.run.report import Report
from cleantext.run.versions import models
from cleantext.stages import output
from cleantext.version import VERSION


class Facts(msgspec.Struct, frozen=True):
    """What is told of a run beside its plan.

    Attributes:
        stages: What the pipeline does.
        written_as: Under which names sources are written that could be taken for others.
        passed_over: What was found and is not read.
        selected: Which documents are taken, in words.
        models: The name of each model, its format and version, and its SHA-256.
    """

    stages: tuple[str, ...]
    written_as: dict[str, str]
    passed_over: list[PassedOver]
    selected: tuple[str, ...]
    models: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, job: Job, dump: Dump) -> "Facts":
        """Return what is told of a job and of what it reads."""
        other = {shard.name: shard.written_as for shard in dump.shards if shard.written_as}
        config = job.config
        found = tuple(models(config.pack.folder))
        return cls(config.stages, other, dump.passed_over, tuple(_selected(config)), found)


def _selected(config: Config) -> Iterator[str]:
    """Yield which documents a configuration takes."""
    options = config.options[output.NAME]
    yield from (f"where {each.said}" for each in options.where)
    if options.sample < 1:
        yield f"a sample of {options.sample:g}"
    if options.split:
        yield f"split {options.split.said}"
    if config.duplicates.on:
        yield "without duplicates"


def manifest(
    plan: Plan,
    facts: Facts,
    outputs: Sequence[Output],
    report: Report,
    sources: Mapping[str, Tally],
) -> dict[str, Any]:
    """Return what was done, to which inputs, and the counts, which balance.

    Args:
        plan: What decides what the run gives.
        facts: What is told besides.
        outputs: The files that were written.
        report: What became of the inputs.
        sources: What became of each.
    """
    return _told(plan, facts, sources, finished=True) | {
        "outputs": [each._asdict() for each in sorted(outputs)],
        "documents": report.documents,
        "clean": report.clean,
        "rejected": report.rejected.total(),
        "failed": report.failed,
    }


def begun(plan: Plan, facts: Facts, names: Sequence[str]) -> dict[str, Any]:
    """Return what is said while a run lasts: the names of all files that it may write are its own.

    Args:
        plan: What decides what the run gives.
        facts: What is told besides.
        names: Those of the files.
    """
    told = _told(plan, facts, {}, finished=False)
    return told | {"outputs": [{"name": name} for name in names]}


def is_of(told: Mapping[str, Any], plan: Plan, facts: Facts) -> bool:
    """Whether a manifest is that of a run with a plan which is finished.

    Args:
        told: What the manifest says.
        plan: What decides what the run gives; when its inputs were changed is not compared.
        facts: What is told besides.
    """
    raw = encode_record(msgspec.to_builtins(manifest(plan, facts, [], Report(), {})))
    wanted, _ = decode_record(raw)
    named = [each._replace(modified=0) for each in plan.inputs]
    there = [
        Input(one["name"], one.get("bytes"), 0, one.get("sha256_of_head")) for one in told["inputs"]
    ]
    return (
        told.keys() == wanted.keys()
        and named == there
        and all(told[key] == wanted[key] for key in wanted.keys() - _CAME_OF_IT - {"inputs"})
    )


_CAME_OF_IT = {"passed_over", "outputs", "documents", "clean", "rejected", "failed"}
"""What a manifest says when the run is finished and no plan knows."""


def _told(
    plan: Plan, facts: Facts, sources: Mapping[str, Tally], *, finished: bool
) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {name: each._asdict() for name, each in sources.items()}
    for name, other in facts.written_as.items():
        more.setdefault(name, {})["written_as"] = other
    return {
        "cleantext": VERSION,
        "finished": finished,
        "versions": plan.versions,
        "configuration": plan.configuration,
        "stages": facts.stages,
        **plan.options,
        "inputs": [
            {"name": name, "bytes": size, "sha256_of_head": digest, **more.get(name, {})}
            for name, size, _, digest in plan.inputs
        ],
        "passed_over": [each._asdict() for each in facts.passed_over],
    }
