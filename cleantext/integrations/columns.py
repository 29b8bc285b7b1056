"""Columns of texts, some of which are missing."""

from collections.abc import Iterable, Iterator

from cleantext.document import Document
from cleantext.pipeline import Pipeline


def clean_column(
    values: Iterable[object], pipeline: Pipeline, workers: int = 1
) -> list[str | None]:
    """Return the texts of a column, clean; see `clean_documents`.

    >>> clean_column(["oui!", None, "non!"], Pipeline.of("typography"))
    ['oui\u202f!', None, 'non\u202f!']
    """
    documents = clean_documents(values, pipeline, workers)
    return [None if document is None else document.text for document in documents]


def clean_documents(
    values: Iterable[object], pipeline: Pipeline, workers: int = 1
) -> Iterator[Document | None]:
    """Yield the document of each text of a column in order, and None for what is missing.

    Args:
        values: Texts; None and what is not equal to itself (NaN) are missing.
        pipeline: What cleans.
        workers: Processes that share the work.

    Raises:
        TypeError: A value is neither a text nor missing; the message begins with the number of
            the text among the texts.
    """
    given = [None if is_missing(value) else value for value in values]
    texts = (value for value in given if value is not None)
    documents = pipeline.map(texts, workers=workers)  # type: ignore[arg-type]  # it tells
    return (None if value is None else next(documents) for value in given)


def is_missing(value: object) -> bool:
    """Tell whether a value of a column is missing.

    >>> [is_missing(value) for value in (None, float("nan"), "", 0)]
    [True, True, False, False]
    """
    if value is None or type(value).__name__ == "NAType":  # of pandas, which compares to itself
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124 - so NaN is known
