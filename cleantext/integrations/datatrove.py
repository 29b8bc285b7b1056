"""datatrove: a step of its pipelines.

from cleantext.integrations.datatrove import CleantextStep

LocalPipelineExecutor([JsonlReader("dump"), CleantextStep(), JsonlWriter("corpus")])
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext

from datatrove.data import Document as TroveDocument
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter
from datatrove.utils.typeshelper import StatHints

from cleantext.pipeline import Pipeline, batches
from cleantext.stages import output

FAILED = "failed"
"""The reason of a document that could not be cleaned."""


class CleantextStep(PipelineStep):
    """Cleans each document, and drops what a run would reject, with the reason.

    The text is the clean one; what is found of the whole document (language, date, …) joins its
    metadata. It pickles as its configuration; each process loads the models once.

    Args:
        pipeline: What cleans; without one, the default of the language.
        language: The code of the language pack.
        exclusion_writer: Gets what is dropped, as it was read, with `filter_reason` in the
            metadata. Without it a document that cannot be cleaned ends the task, so that none is
            lost unseen.
    """

    name = "🧹 cleantext"
    type = "✂️ - FORMAT"
    __slots__ = ("exclusion_writer", "pipeline")  # the executor writes all else as JSON

    def __init__(
        self,
        pipeline: Pipeline | None = None,
        language: str = "fr",
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__()
        self.pipeline = pipeline or Pipeline.default(language)
        self.exclusion_writer = exclusion_writer

    def run(
        self,
        data: Iterable[TroveDocument],
        rank: int = 0,
        world_size: int = 1,  # noqa: ARG002 - the contract
    ) -> Iterator[TroveDocument]:
        """Yield the documents that stay, in their order.

        Raises:
            StageError: A rule failed over a document, and there is no `exclusion_writer`.
        """
        with self.exclusion_writer or nullcontext() as writer:
            for batch in batches(data, lambda each: len(each.text)):
                with self.track_time("batch"):
                    reasons = list(self._clean(batch))
                for document, reason in zip(batch, reasons, strict=True):
                    self.stat_update(StatHints.total)
                    if not reason:
                        self.stat_update(StatHints.forwarded)
                        self.update_doc_stats(document)
                        yield document
                        continue
                    self.stat_update(StatHints.dropped, f"dropped_{reason.partition(':')[0]}")
                    if writer:
                        document.metadata["filter_reason"] = reason
                        writer.write(document, rank)

    def _clean(self, batch: list[TroveDocument]) -> Iterator[str | None]:
        """Clean the documents of a batch that stay, and yield why each of the others goes."""
        given = ({"text": each.text, "id": each.id, "meta": each.metadata} for each in batch)
        config = self.pipeline.config
        for source, document in zip(batch, self.pipeline.map(given, errors="return"), strict=True):
            if isinstance(document, Exception):
                if not self.exclusion_writer:
                    raise document
                yield f"{FAILED}: {document}"
                continue
            reason = None
            if config and output.NAME in config.options:
                options = config.options[output.NAME]
                reason = output.rejection(document, config.language, options)
            if not reason:
                source.text = document.text
                source.metadata = dict(document.meta)
            yield reason
