"""What a run is asked to do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cleantext.config import Config, Duplicates
from cleantext.corpus.streams import AS_IT_COMES, ReadOptions
from cleantext.run.limits import SHARD_SIZE
from cleantext.run.tasks import Share
from cleantext.stages import output as output_stage


class Destination(Protocol):
    """Where and how that is put together which tasks have written; see `Job`."""

    @property
    def output(self) -> Path: ...  # noqa: D102
    @property
    def shard_size(self) -> int: ...  # noqa: D102
    @property
    def separator(self) -> str: ...  # noqa: D102
    @property
    def duplicates(self) -> Duplicates: ...  # noqa: D102
    @property
    def against(self) -> tuple[Path, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with each shard.

    Attributes:
        config: The pipeline's configuration.
        output: The output folder.
        format: One of `cleantext.corpus.write.FORMATS`; None: that of the configuration
            or, without one, of each source.
        reading: How the sources are read.
        changes: Whether JSONL records carry the changes.
        by_sentence: Whether text has a sentence a line, and records carry their spans.
        learn: What makes a site (see `stages.boilerplate.site_memory.site_of`), if the
            furniture of each is to be learnt from the sources before they are cleaned.
        follow_links: Whether links in the folders of the sources are followed out of them.
        shard_size: Bytes of output, before any compression, from which a file gets no more.
        compression: The end of names, such as `.zst`, that says how the corpus is compressed;
            empty: not at all; None: like each source.
        separator: The line between two documents of text; empty: a blank one. A document that
            holds this line is rejected.
        against: Output folders of earlier runs; what stood there is a duplicate here.
        learnt: The furniture of each site, if it was learnt from the same sources before.
        share: Which of the tasks are done, if others do the others.
    """

    config: Config
    output: Path
    format: str | None = None
    reading: ReadOptions = AS_IT_COMES
    changes: bool = False
    by_sentence: bool = False
    learn: str | None = None
    follow_links: bool = False
    shard_size: int = SHARD_SIZE
    compression: str | None = None
    separator: str = ""
    against: tuple[Path, ...] = ()
    learnt: Path | None = None
    share: Share | None = None

    def __post_init__(self) -> None:
        """Take the format of the configuration where none is given."""
        if self.format is None:
            object.__setattr__(self, "format", self.config.options[output_stage.NAME].format)

    @property
    def duplicates(self) -> Duplicates:
        """Which documents are kept out since they have stood before."""
        return self.config.duplicates
