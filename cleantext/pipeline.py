"""A pipeline: a tuple of stages, called with a text or a document."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any, Literal, TypeVar, overload

from cleantext.changes import Changes, Edits
from cleantext.config import Config
from cleantext.config import read as read_config
from cleantext.document import Document
from cleantext.errors import ConfigError, PackError, StageError
from cleantext.languages.loading import load_once
from cleantext.languages.pack import Language
from cleantext.rules.protect import Protect
from cleantext.stage import Stage
from cleantext.stages import STAGES

BATCH_SIZE = 250_000
"""As many code points each stage does in a row: long enough for what it does with many documents
at once, short enough for the processor's cache."""
BATCH_MOST = 1_000
"""As many documents it does in a row at most."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Source = str | Document | Mapping[str, Any]
"""A text, a document, or a record that holds a text."""


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
        with _loading_ahead(language, settings.stages):
            stages = [_built(name, settings) for name in settings.stages]
        _check_order(stages)
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

    def __call__(self, source: Source) -> Document:
        """Return the document with all that the stages found and changed.

        Raises:
            TypeError: The source is neither a text nor a document nor a record with a text.
        """
        document = Document.of(source)
        for stage in self.stages:
            document = stage(document)
        return document

    @overload
    def map(
        self,
        sources: Iterable[Source],
        *,
        text: str = "text",
        workers: int = 1,
        errors: Literal["raise"] = "raise",
    ) -> Iterator[Document]: ...

    @overload
    def map(
        self,
        sources: Iterable[Source],
        *,
        text: str = "text",
        workers: int = 1,
        errors: Literal["return"],
    ) -> Iterator[Document | Exception]: ...

    def map(
        self,
        sources: Iterable[Source],
        *,
        text: str = "text",
        workers: int = 1,
        errors: Literal["raise", "return"] = "raise",
    ) -> Iterator[Document] | Iterator[Document | Exception]:
        """Return the documents of many texts, documents or records, one by one in their order.

        The same as one call for each, but faster: each stage does some documents in a row,
        some of its rules all of them at once.

        Args:
            sources: Read a few ahead of what is taken.
            text: The field of a record that holds the text; see `Document.of`.
            workers: Processes that share the work. With more than one, the calling script needs
                the usual `if __name__ == "__main__":` guard.
            errors: Whether an item that cannot be cleaned ends it all (`raise`), behind the
                documents that came before it, or its error stands in its place (`return`).

        Raises:
            TypeError: An item is no text; or `sources` is one text, not many.
            StageError: A rule failed over an item. Both messages begin with its number, from 0.
            ValueError: `errors` is neither.

        >>> pipeline = Pipeline.of("typography")
        >>> [document.text for document in pipeline.map([{"text": "Oui!"}, {"text": "Non!"}])]
        ['Oui\u202f!', 'Non\u202f!']
        >>> list(pipeline.map(["Oui!", None], errors="return"))[1]
        TypeError('item 1: a text must be a str, not NoneType; leave it out or give "" for it')
        """
        if isinstance(sources, str | bytes | Document | Mapping):
            raise TypeError(f"many texts are needed, and this is one {type(sources).__name__}")
        if errors not in {"raise", "return"}:
            raise ValueError(f"`errors` must be 'raise' or 'return', not {errors!r}")
        given = batches(_numbered(sources, text), _length)
        results = chain.from_iterable(_shared(partial(_cleaned, self), given, workers))
        return results if errors == "return" else _raising(results)

    @property
    def reasons(self) -> dict[str, str]:
        """Why each rule changes what it changes, by rule id."""
        return {rule: reason for stage in self.stages for rule, reason in stage.reasons.items()}

    def concealed(self, source: Document, document: Document) -> tuple[Document, Document]:
        """Return a document as read and as cleaned, neither with what a stage conceals.

        The changes up to that stage go, and what was read is the text that they led to: nothing
        behind it knows what it replaced. Without such a stage, and where it found nothing, both
        are as they were.

        Args:
            source: What was read.
            document: What this pipeline made of it.
        """
        names = {stage.name for stage in self.stages if stage.conceals}
        scans = document.changes.scans
        last = max((at for at, scan in enumerate(scans) if scan.stage in names), default=-1)
        if last < 0:
            return source, document
        for scan in scans[len(source.changes.scans) : last + 1]:  # so that labels move along
            edits = Edits(scan.starts, scan.ends, scan.afters, scan.rules, scan.scores)
            source = source.apply(scan.stage, edits)
        later = replace(document, changes=Changes(scans[last + 1 :]))
        return replace(source, changes=Changes()), later

    @property
    def removing(self) -> frozenset[str]:
        """The names of the stages that take text out."""
        return frozenset(stage.name for stage in self.stages if stage.removes)


def _shared(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """Yield the results in the order of the items."""
    if workers == 1:
        return map(function, items)
    from cleantext.engines.local import map_in_order  # noqa: PLC0415 - processes are slow to import

    return map_in_order(function, items, workers)


def _numbered(sources: Iterable[Source], text: str) -> Iterator[tuple[int, Document | Exception]]:
    """Yield each item as a document with its number; one that is none as the error that it is."""
    for number, source in enumerate(sources):
        try:
            yield number, Document.of(source, text)
        except TypeError as error:
            yield number, TypeError(f"item {number}: {error}")


def _length(item: tuple[int, Document | Exception]) -> int:
    return len(item[1].text) if isinstance(item[1], Document) else 0


def _cleaned(
    pipeline: Pipeline, batch: list[tuple[int, Document | Exception]]
) -> list[Document | Exception]:
    """Return a batch of documents as they are cleaned; one that fails is tried again alone."""
    documents = [item for _, item in batch if isinstance(item, Document)]
    done: Iterator[Document] | None
    try:
        for stage in pipeline.stages:
            documents = stage.map(documents)
        done = iter(documents)
    except (ConfigError, PackError):
        raise
    except Exception:  # noqa: BLE001 - which item it was comes out below
        done = None
    results: list[Document | Exception] = []
    for number, item in batch:
        if isinstance(item, Exception):
            results.append(item)
        else:
            results.append(next(done) if done else _alone(pipeline, number, item))
    return results


def _alone(pipeline: Pipeline, number: int, document: Document) -> Document | Exception:
    """Return a document as it is cleaned, or the error, which says its number."""
    try:
        return pipeline(document)
    except (ConfigError, PackError):
        raise
    except Exception as error:  # noqa: BLE001 - it is raised or returned by the caller's choice
        told = str(error) if isinstance(error, StageError) else f"{type(error).__name__}: {error}"
        failure = StageError(f"item {number}: {told}")
        failure.__cause__ = error
        return failure


def _raising(results: Iterable[Document | Exception]) -> Iterator[Document]:
    """Yield documents up to the first error, which is raised."""
    for result in results:
        if isinstance(result, Exception):
            raise result
        yield result


@contextmanager
def _loading_ahead(language: Language, stages: Iterable[str]) -> Iterator[None]:
    """Load models in threads of their own: while they are read and unpacked, others may run."""

    def load_model(load: Callable[[Language], object]) -> None:
        with suppress(Exception):  # the stage that needs it raises the same when it is built
            load(language)

    loads = filter(None, (STAGES[name].load_model for name in stages))
    threads = [Thread(target=load_model, args=(load,)) for load in loads]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def _check_order(stages: Sequence[Stage]) -> None:
    """See that no stage takes text out before another conceals what is in it."""
    removing = ""
    for stage in stages:
        if stage.conceals and removing:
            raise ConfigError(
                f"`stages` has {stage.name!r} behind {removing!r}, which writes what it takes out "
                f"to removed/ as it was; name {stage.name!r} first, right behind 'encoding'"
            )
        removing = removing or (stage.name if stage.removes else "")


@dataclass(frozen=True, slots=True)
class StageRecipe:
    """What a stage was made from.

    Attributes:
        config: A configuration of it alone.
    """

    config: Config

    def pickled(self) -> tuple[Callable[..., Stage], tuple[object, ...]]:
        """Return what makes the stage again."""
        return _unpickled_stage, (self.config, self.config.digest)


def _built(name: str, settings: Config) -> Stage:
    """Return a stage of a configuration."""
    options = settings.options[name]
    alone = replace(settings, stages=(name,), keep=(), options={name: options})
    stage = STAGES[name].build(settings.pack, options)
    return replace(stage, recipe=(StageRecipe(alone), stage.rules))


@load_once
def _unpickled_stage(settings: Config, _digest: str) -> Stage:
    (name,) = settings.stages
    return _built(name, settings)


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
