"""Documents are cleaned in batches; one that fails in a batch is tried again alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from cleantext.config import Config
from cleantext.corpus.streams import Failure, Read
from cleantext.document import Document
from cleantext.errors import ConfigError, PackError
from cleantext.pipeline import Pipeline, batches
from cleantext.run.job import Job
from cleantext.run.timings import Timings
from cleantext.stage import Rule


@cache
def _made(config: Config, _secrets: tuple[str, ...]) -> Pipeline:
    return Pipeline.from_config(config)


def pipeline_of(config: Config) -> Pipeline:
    """Return the pipeline of a configuration, made once in a process and not once a shard."""
    return _made(config, config.secrets)


def forget_pipelines() -> None:
    """Let the pipelines be made anew: a file that they were made of is another one."""
    _made.cache_clear()


def check_pipeline(job: Job) -> None:
    """See that there can be a pipeline, which stays for the tasks to come.

    Raises:
        CleantextError: The configuration is wrong.
    """
    pipeline_of(job.config)


def cleaned(
    pipeline: Pipeline, items: Iterable[Read | Failure], name: str, timings: Timings | None = None
) -> Iterator[tuple[Document, Document] | Failure]:
    """Yield each document as it was read and as it is cleaned, or what failed.

    Args:
        pipeline: What cleans.
        items: What was read.
        name: The source, for failures.
        timings: Where it is noted how long it takes.

    Raises:
        CleantextError: Something is wrong that no other document would be spared.
    """
    timings = timings or Timings()
    for batch in batches(items, _length):
        yield from _together(pipeline, batch, name, timings)


def _together(
    pipeline: Pipeline, batch: Sequence[Read | Failure], name: str, timings: Timings
) -> Iterator[tuple[Document, Document] | Failure]:
    sources = [item.document for item in batch if isinstance(item, Read)]
    try:
        documents = iter(timings.pass_through(pipeline, sources, name))
    except Exception:  # noqa: BLE001 - which document it was comes out below
        if len(batch) == 1:
            yield cleaned_alone(pipeline, batch[0], name)
            return
        for item in batch:
            yield from _together(pipeline, [item], name, timings)
        return
    for item in batch:
        yield (item.document, next(documents)) if isinstance(item, Read) else item


def _length(item: Read | Failure) -> int:
    return len(item.document.text) if isinstance(item, Read) else 0


def cleaned_alone(
    pipeline: Pipeline, item: Read | Failure, name: str
) -> tuple[Document, Document] | Failure:
    """Return one document as it was read and as it is cleaned, or what failed; see `cleaned`.

    It goes through the pipeline a rule at a time, so that a failure can name the rule.
    """
    if isinstance(item, Failure):
        return item
    document = item.document
    conceals = any(stage.conceals for stage in pipeline.stages)
    for stage in pipeline.stages:
        for rule in stage.rules:
            try:
                document = replace(stage, rules=(rule,))(document)
            except (ConfigError, PackError):
                raise
            except Exception as error:  # noqa: BLE001 - a defect in one document must not end the run
                kind = type(error).__name__
                # What it says may be a piece of the text.
                told = kind if conceals else f"{kind}: {error}"
                return Failure(
                    item.member or name, item.position, told, stage.name, rule_name(rule)
                )
    return item.document, document


def rule_name(rule: Rule) -> str:
    """Return the name of the function or class that a rule is.

    >>> rule_name(len)
    'len'
    """
    function = getattr(rule, "func", rule)  # of a partial one
    name: str = getattr(function, "__name__", type(function).__name__)
    return name
