"""Parquet and Arrow (Feather) files: a row a document; the row groups of a file are its parts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cleantext.corpus.compression import Budget
from cleantext.corpus.extras import load_extra
from cleantext.corpus.formats.records import read_record
from cleantext.corpus.streams import (
    DAMAGE,
    Failure,
    Piece,
    Read,
    Stream,
    damaged,
    seekable,
)

_ROWS = 32
"""Rows that are read at a time: a file of a megabyte can hold a thousand times the largest text."""
_ARROW_FILE = b"ARROW1"
_PARQUET_FILE = b"PAR1"


def load_parquet(module: str = "pyarrow.parquet") -> Any:  # noqa: ANN401 - a module without types
    """Return a module of pyarrow.

    Raises:
        ConfigError: It is not installed; the message says what to install.
    """
    return load_extra(module, "Parquet files", "pyarrow", "parquet")


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

    The position of a row is its number in the file.
    """
    position = 0
    try:
        with seekable(stream, _PARQUET_FILE) as source:
            file = load_parquet().ParquetFile(source)
            groups = [file.metadata.row_group(group) for group in range(file.num_row_groups)]
            position = sum(group.num_rows for group in groups[: piece.start])
            for group in range(piece.start, int(min(piece.end, len(groups)))):
                first = position
                budget = Budget(piece.options.max_expansion, _size(groups[group]))
                for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group]):
                    for row in _rows_of(batch):
                        item = _document(row, piece, position, f"{group}@{position - first}")
                        if isinstance(item, Read):
                            budget.give(len(item.document.text))
                        yield item
                        position += 1
    except (load_parquet("pyarrow").ArrowException, *DAMAGE) as reason:
        yield damaged(piece.name, position, reason)


def _size(group: Any) -> int:  # noqa: ANN401 - pyarrow has no types
    """Return the bytes that a row group has in its file."""
    columns = range(group.num_columns)
    return sum(int(group.column(number).total_compressed_size) for number in columns)


def rows_of_parquet(stream: Stream) -> Iterator[dict[str, Any]]:
    """Yield all rows of a file that is known to be good."""
    for batch in load_parquet().ParquetFile(stream).iter_batches(batch_size=_ROWS):
        yield from batch.to_pylist()


def read_arrow(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the rows of an Arrow file (Feather) or stream; a position is the number of a row."""
    arrow = load_parquet("pyarrow")
    position = 0
    try:
        with seekable(stream) as source:
            for batch in _batches(source):
                batch.validate(full=True)  # else one that is damaged ends the process
                for start in range(0, batch.num_rows, _ROWS):
                    for row in _rows_of(batch.slice(start, _ROWS)):
                        yield _document(row, piece, position, f"0@{position}")
                        position += 1
    except (arrow.ArrowException, *DAMAGE) as reason:
        yield damaged(piece.name, position, reason)


def _batches(stream: Stream) -> Iterator[Any]:
    ipc = load_parquet("pyarrow.ipc")
    if stream.read(len(_ARROW_FILE)) != _ARROW_FILE:
        stream.seek(0)
        yield from ipc.open_stream(stream)
        return
    stream.seek(0)
    file = ipc.open_file(stream)
    for number in range(file.num_record_batches):
        yield file.get_batch(number)


def _rows_of(batch: Any) -> Iterator[dict[str, Any] | UnicodeDecodeError]:  # noqa: ANN401
    """Yield each row, or what is wrong with its bytes."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError as reason:
        if batch.num_rows == 1:
            yield reason
            return
        for number in range(batch.num_rows):
            yield from _rows_of(batch.slice(number, 1))


def _document(
    row: dict[str, Any] | UnicodeDecodeError, piece: Piece, position: int, name: str
) -> Read | Failure:
    """Return the document of a row, which is called after the file and `name` if it has no id."""
    if isinstance(row, UnicodeDecodeError):
        return Failure(piece.name, position, f"a text of this row is not UTF-8: {row}")
    item = read_record(row, piece, position)
    if isinstance(item, Read) and item.document.id == f"{piece.name}@{position}":
        return Read(replace(item.document, id=f"{piece.name}@{name}"), position)
    return item
