"""A pipeline: a tuple of stages, called with a text or a document."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import regex

from cleantext.config import Config
from cleantext.config import read as read_config
from cleantext.document import PROTECTED, Document, Label
from cleantext.languages.loading import load_once
from cleantext.stage import Stage
from cleantext.stages import STAGES

BATCH_SIZE = 250_000
"""As many code points each stage does in a row: long enough for what it does with many documents
at once, short enough for the processor's cache."""
BATCH_MOST = 1_000
"""As many documents it does in a row at most."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """Stages in order; each gets the document that the one before made.

    A pipeline that was made from a configuration pickles as that, without tables and models;
    two of the same configuration are equal.

    Attributes:
        stages: What it does.
        config: What it was made from; None if from stages of one's own.

    >>> Pipeline.of("typography")("Vraiment?").text
    'Vraiment\u202f?'
    """

    stages: tuple[Stage, ...]
    config: Config | None = None

    @classmethod
    def default(cls, language: str = "fr") -> "Pipeline":
        """Return the pipeline that `cleantext.clean` and the command line use.

        A stage that the pack says it lacks is left out; `cleantext check` tells.

        Raises:
            PackError: There is no pack of this language.
        """
        return cls.from_config({"language": language})

    @classmethod
    def of(
        cls,
        *names: str,
        language: str = "fr",
        options: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> "Pipeline":
        """Return a pipeline of the named stages alone, in the order given.

        Args:
            names: Stages, as in `cleantext.stages.STAGES`.
            language: The code of a language pack.
            options: The options of stages, by stage, as in a configuration.

        Raises:
            ConfigError: A stage or an option is unknown or wrong.
            PackError: There is no pack of this language, or it lacks one of the stages.
        """
        tables = dict(options or {})
        tables["language"] = {"code": language, **tables.get("language", {})}
        return cls.from_config({"stages": names, **tables})

    @classmethod
    def from_config(cls, source: Path | str | Mapping[str, Any] | Config) -> "Pipeline":
        """Return the pipeline of a configuration: a TOML file, a dictionary or a `Config`.

        Raises:
            ConfigError: The configuration is wrong.
            PackError: There is no pack of its language, or it lacks a stage that is named.
        """
        settings = source if isinstance(source, Config) else read_config(source)
        language = settings.pack
        stages = [STAGES[name].build(language, settings.options[name]) for name in settings.stages]
        if settings.keep:
            stages.insert(0, Stage("keep", (Protect(settings.keep),)))
        return cls(tuple(stages), settings)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pipeline):
            return NotImplemented
        if self.config and other.config:
            return self.config == other.config
        return self.stages == other.stages

    def __hash__(self) -> int:
        return hash(self.config or self.stages)

    def __reduce__(self) -> tuple[Callable[..., "Pipeline"], tuple[object, ...]]:
        if self.config:
            return _unpickled, (self.config, self.config.digest)
        return Pipeline, (self.stages,)

    def __call__(self, source: str | Document) -> Document:
        """Return the document with all that the stages found and changed."""
        document = Document(source) if isinstance(source, str) else source
        for stage in self.stages:
            document = stage(document)
        return document

    def map(self, sources: Iterable[str | Document]) -> Iterator[Document]:
        """Yield the document of each text or document, in order.

        The same as one call for each, but faster: each stage does some documents in a row,
        some of its rules all of them at once.

        Args:
            sources: Read a few ahead of what is taken.
        """
        for batch in batches(sources, text_length):
            documents = [Document(item) if isinstance(item, str) else item for item in batch]
            for stage in self.stages:
                documents = stage.map(documents)
            yield from documents

    @property
    def reasons(self) -> dict[str, str]:
        """Why each rule changes what it changes, by rule id."""
        return {rule: reason for stage in self.stages for rule, reason in stage.reasons.items()}

    @property
    def removing(self) -> frozenset[str]:
        """The names of the stages that take text out."""
        return frozenset(stage.name for stage in self.stages if stage.removes)


@load_once
def _unpickled(settings: Config, _digest: str) -> Pipeline:
    """Return the pipeline of a configuration, whose files are as the digest says."""
    return Pipeline.from_config(settings)


def batches(items: Iterable[Item], length: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Yield the items in lists of at most `BATCH_SIZE` code points and `BATCH_MOST` items.

    An item that is longer than that is a list by itself.

    Args:
        items: Documents, or what holds one.
        length: Tells how many code points one has.

    >>> list(batches(["un", "", "deux" * 100_000, "trois"], len))[0]
    ['un', '']
    """
    batch: list[Item] = []
    left = BATCH_SIZE
    for item in items:
        left -= length(item)
        if batch and (left < 0 or len(batch) == BATCH_MOST):
            yield batch
            batch = []
            left = BATCH_SIZE - length(item)
        batch.append(item)
    if batch:
        yield batch


def text_length(source: str | Document) -> int:
    """Return how many code points a text or the text of a document has."""
    return len(source if isinstance(source, str) else source.text)


@dataclass(frozen=True, slots=True)
class Protect:
    """The rule that labels what no stage may touch.

    Attributes:
        patterns: In the syntax of the `regex` package.
    """

    patterns: tuple[str, ...]

    def __call__(self, document: Document) -> Iterator[Label]:
        """Yield a label for each match that is not empty."""
        # `regex` keeps what it has compiled.
        scan = regex.compile("|".join(f"(?:{pattern})" for pattern in self.patterns))
        for match in scan.finditer(document.text):
            if match.end() > match.start():
                yield Label(match.start(), match.end(), PROTECTED, "", "keep.pattern")
