"""Parquet and Arrow (Feather) files: a row a document; the row groups of a file are its parts."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cleantext.corpus.fields import document_of, guess_fields
from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream, too_large
from cleantext.errors import ConfigError

_ROWS = 256
"""Rows that are read at a time."""


def load_parquet(module: str = "pyarrow.parquet") -> Any:  # noqa: ANN401 - a module without types
    """Return a module of pyarrow.

    Raises:
        ConfigError: It is not installed; the message says what to install.
    """
    try:
        return import_module(module)
    except ImportError as reason:
        raise ConfigError(
            "Parquet files need pyarrow: pip install 'cleantext-corpus[parquet]'"
        ) from reason


def count_row_groups(stream: Stream) -> int:
    """Return how many row groups a Parquet file has.

    Raises:
        ValueError: It is no Parquet file, or damaged.
    """
    try:
        return int(load_parquet().ParquetFile(stream).num_row_groups)
    except (load_parquet("pyarrow").ArrowException, *DAMAGE) as reason:
        raise ValueError(f"damaged file: {reason}") from reason


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the rows of the row groups from `piece.start` to `piece.end`.

    The position of a row is its number within the row group.
    """
    number = 0
    try:
        file = load_parquet().ParquetFile(stream)
        groups = range(piece.start, int(min(piece.end, file.num_row_groups)))
        for group in groups:
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group]):
                for row in batch.to_pylist():
                    yield _document(row, piece, group, number)
                    number += 1
    except (load_parquet("pyarrow").ArrowException, *DAMAGE) as reason:
        yield Failure(piece.name, number, f"damaged file, read up to here: {reason}")


def _document(row: dict[str, Any], piece: Piece, group: int, number: int) -> Read | Failure:
    fields = guess_fields(row, piece.options.fields)
    try:
        document = document_of(row, fields, f"{piece.name}@{group}", number)
    except ValueError as reason:
        return Failure(piece.name, number, str(reason))
    document.meta["source"] = piece.name  # type: ignore[index]
    size, limit = len(document.text.encode("utf-8", "replace")), piece.options.max_document
    return (
        Failure(piece.name, number, too_large(size, limit))
        if size > limit
        else Read(document, number)
    )
