"""Documents are cleaned in batches; one that fails in a batch is tried again alone."""

from collections.abc import Iterable, Iterator

from cleantext.corpus.streams import Failure, Read
from cleantext.document import Document
from cleantext.errors import ConfigError, PackError
from cleantext.pipeline import Pipeline, batches


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
