"""What a run is asked to do."""

from dataclasses import dataclass
from pathlib import Path

from cleantext.config import Config
from cleantext.corpus.streams import AS_IT_COMES, ReadOptions
from cleantext.run.limits import SHARD_SIZE
from cleantext.stages import output


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

    def __post_init__(self) -> None:
        """Take the format of the configuration where none is given."""
        if self.format is None:
            object.__setattr__(self, "format", self.config.options[output.NAME].format)
