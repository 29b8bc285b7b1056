"""A job: clean every shard of a dump into an output folder.

The folder then holds:

- `clean/`: the corpus, under the names of the sources
- `rejected/`: whole documents that were kept out, with the reason
- `removed/`: lines and sentences that were taken out of clean documents
- `furniture.tsv`: the lines that repeat on each site, if they were learnt
- `failed.jsonl`: input that could not be read or cleaned, if there was any
- `report.json`: counts and samples
- `manifest.json`: configuration digest, inputs, and counts that balance
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from cleantext.config import Config
from cleantext.corpus.pages import extractor
from cleantext.corpus.read import Failure, Read, read
from cleantext.corpus.shards import Shard, find
from cleantext.corpus.write import Writer, record, target_name
from cleantext.document import Document
from cleantext.engines import local
from cleantext.errors import ConfigError, DataError, PackError, StageError
from cleantext.learning import learn, remembering
from cleantext.pipeline import Pipeline, batches
from cleantext.report import Report
from cleantext.segment import sentences
from cleantext.version import VERSION

KINDS = ("clean", "rejected", "removed")
_PARTS = ".parts"
_LEARNT = "furniture.tsv"
_OWN = (*KINDS, _PARTS, _LEARNT, "failed.jsonl", "report.json", "manifest.json")
_REMOVING_STAGES = ("boilerplate", "output")


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with each shard.

    Attributes:
        config: The pipeline's configuration.
        output: The output folder.
        format: `txt` or `jsonl`; None: that of each source.
        split: Cuts text files into documents; see `cleantext.corpus.read.split_lines`.
        changes: Whether JSONL records carry the changes.
        by_sentence: Whether text has a sentence a line, and records carry their spans.
        learn: What makes a site (see `cleantext.memory.site_of`), if the furniture of each
            is to be learnt from the sources before they are cleaned.
    """

    config: Config
    output: Path
    format: str | None = None
    split: str | None = None
    changes: bool = False
    by_sentence: bool = False
    learn: str | None = None


class Done(NamedTuple):
    """A shard that is done: its report, and what failed in it."""

    shard: Shard
    report: Report
    failures: list[Failure]


def run(
    job: Job,
    sources: Sequence[str],
    *,
    workers: int = 1,
    overwrite: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Clean all sources into the output folder.

    Args:
        job: What to do.
        sources: Files, folders and glob patterns.
        workers: Processes; the output does not depend on their number.
        overwrite: Whether to delete what another run left in the output folder.
        progress: Told the bytes of input that are done, and all of them.

    Raises:
        CleantextError: The configuration, the sources or the output folder are wrong,
            or the counts do not balance at the end.
    """
    _pipeline(job.config)  # a wrong configuration is an error before anything is written
    shards = find(sources, leave_out=job.output)
    if any(shard.format == "html" for shard in shards):
        extractor()  # the same of what is not installed
    _check_targets(job, shards)
    _prepare(job.output, overwrite=overwrite)
    if job.learn is not None:
        learnt = job.output / _LEARNT
        learn(job.config, shards, learnt, by=job.learn, split=job.split, workers=workers)
        job = replace(job, config=remembering(job.config, learnt))
        _pipeline.cache_clear()  # it may hold what an earlier run learnt into the same file
    report, done = Report(), 0
    total = sum(shard.size for shard in shards)
    progress(0, total)
    with Writer(job.output / "failed.jsonl", "failed.jsonl") as failed:
        for shard, part, failures in local.run(partial(clean_shard, job), shards, workers):
            _collect(job, shard)
            for failure in failures:
                failed.write_record(failure._asdict())
            report += part
            done += shard.size
            progress(done, total)
    shutil.rmtree(job.output / _PARTS, ignore_errors=True)
    if not report.balances:
        raise StageError(
            f"{report.documents} documents came in, but {report.clean} clean, "
            f"{report.rejected.total()} rejected and {report.failed} failed do not add up to them"
        )
    _write_json(job.output / "report.json", report)
    _write_json(job.output / "manifest.json", manifest(job, shards, report))
    return report


def clean_shard(job: Job, shard: Shard) -> Done:
    """Clean one shard into part files, which `run` puts in their places."""
    pipeline = _pipeline(job.config)
    report, failures = Report(), list[Failure]()
    with ExitStack() as stack:
        clean, rejected, removed = (
            stack.enter_context(Writer(_part(job, kind, shard), _target(job, kind, shard.name)))
            for kind in KINDS
        )
        for outcome in cleaned(pipeline, read(shard, job.split), shard.name):
            if isinstance(outcome, Failure):
                failures.append(outcome)
                report += Report(documents=1, failed=1)
                continue
            source, document = outcome
            reason = decide(document, job.config)
            if reason:
                rejected.write_record({**record(source), "reason": reason})
            else:
                spans = sentences(document.text, job.config.language) if job.by_sentence else None
                clean.write(document, changes=job.changes, sentences=spans)
                for line in _removed(document):
                    removed.write_record(line)
            report += Report.of(document, len(source.text), reason)
    return Done(shard, report, failures)


def decide(document: Document, config: Config) -> str | None:
    """Return why a cleaned document does not belong in the corpus, or None."""
    if not document.text.strip():
        return "empty"
    language = document.meta.get("language", "und")
    accepted = config.options["output"].languages or (config.language, "und")
    return None if language in accepted else f"language: {language}"


def manifest(job: Job, shards: Sequence[Shard], report: Report) -> dict[str, Any]:
    """Return what ties an output to its input: the same run gives the same manifest."""
    sizes: dict[str, int] = {}
    for shard in shards:
        sizes[shard.name] = sizes.get(shard.name, 0) + shard.size
    return {
        "cleantext": VERSION,
        "configuration": job.config.digest,
        "stages": job.config.stages,
        "format": job.format,
        "split": job.split,
        "changes": job.changes,
        "by_sentence": job.by_sentence,
        "learn": job.learn,
        "inputs": [{"name": name, "bytes": size} for name, size in sizes.items()],
        "documents": report.documents,
        "clean": report.clean,
        "rejected": report.rejected.total(),
        "failed": report.failed,
    }


# A worker makes its pipeline once, not once a shard.
_pipeline = cache(Pipeline.from_config)


def cleaned(
    pipeline: Pipeline, items: Iterable[Read | Failure], name: str
) -> Iterator[tuple[Document, Document] | Failure]:
    """Yield each document as it was read and as it is cleaned, or what failed.

    Args:
        pipeline: What cleans.
        items: What was read.
        name: The source, for failures.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    for batch in batches(items):
        sources = [item.document for item in batch if isinstance(item, Read)]
        try:
            documents = iter(list(pipeline.map(sources)))
        except Exception:  # noqa: BLE001 - which document it was comes out below
            documents = None
        for item in batch:
            if isinstance(item, Read) and documents is not None:
                yield item.document, next(documents)
            else:
                yield cleaned_alone(pipeline, item, name)


def cleaned_alone(
    pipeline: Pipeline, item: Read | Failure, name: str
) -> tuple[Document, Document] | Failure:
    """Return one document as it was read and as it is cleaned, or what failed; see `cleaned`."""
    if isinstance(item, Failure):
        return item
    try:
        return item.document, pipeline(item.document)
    except (ConfigError, PackError):
        raise
    except Exception as error:  # noqa: BLE001 - a defect in one document must not end the run
        return Failure(name, item.position, f"{type(error).__name__}: {error}")


def _removed(document: Document) -> Iterator[Mapping[str, object]]:
    """The lines and sentences that were taken out, with the rule as the reason."""
    for change in document.changes:
        if change.stage in _REMOVING_STAGES and not change.after and change.before.strip():
            yield {"id": document.id, "rule": change.rule, "text": change.before}


def _target(job: Job, kind: str, name: str) -> str:
    return target_name(name, job.format if kind == "clean" else "jsonl")


def _check_targets(job: Job, shards: Sequence[Shard]) -> None:
    """See that no two sources would be written into one file."""
    for kind in KINDS:
        sources: dict[str, str] = {}
        for name in dict.fromkeys(shard.name for shard in shards):
            other = sources.setdefault(_target(job, kind, name), name)
            if other != name:
                raise DataError(
                    f"{other} and {name} would both be written to one file in {kind}/; "
                    "rename one, or clean them in two runs"
                )


def _part(job: Job, kind: str, shard: Shard) -> Path:
    return job.output / _PARTS / kind / f"{shard.name}.{shard.part}"


def _collect(job: Job, shard: Shard) -> None:
    """Put the parts of a shard behind those of the shards before it."""
    for kind in KINDS:
        part = _part(job, kind, shard)
        if not part.exists():
            continue
        target = job.output / kind / _target(job, kind, shard.name)
        if target.exists():
            with part.open("rb") as source, target.open("ab") as sink:
                shutil.copyfileobj(source, sink)
            part.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)


def _prepare(output: Path, *, overwrite: bool) -> None:
    """Make the output folder, and see that nothing of another run is in it."""
    if output.exists() and not output.is_dir():
        raise DataError(f"{output}: is a file; name a folder for the output")
    found = [name for name in _OWN if (output / name).exists()]
    if found and not overwrite:
        raise DataError(
            f"{output}: holds another run ({', '.join(found)}); "
            "choose another folder, or delete that run with --overwrite"
        )
    for name in found:
        path = output / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    if output.exists() and any(output.iterdir()):
        raise DataError(f"{output}: holds other files; choose a folder that is new or empty")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise DataError(f"{output}: cannot be made: {reason.strerror}") from reason


def _write_json(path: Path, value: object) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value, order="sorted")) + b"\n")
