"""Documents as tables, CSV and Parquet: a row a document, a column for each thing known of any.

What the columns are is known when the last document is, so records are looked through twice. A
column has one type: numbers and booleans keep theirs if it holds nothing else; what is no text
among texts is written as JSON.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any

from cleantext.corpus.formats.jsonl import decode_record
from cleantext.corpus.formats.parquet import load_parquet

Rows = Callable[[], Iterator[Mapping[str, Any]]]
"""Gives all rows, as often as it is called."""

_META = "meta"
_STRUCTURED = ("labels", "sentences", "changes")
_ROWS = 1000
"""Rows of a row group of Parquet."""
_INT64 = 1 << 63


def row_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as a row: what is in its `meta` gets columns of its own.

    >>> row_of({"id": "a", "text": "Un.", "meta": {"site": "x", "id": 7}, "labels": []})
    {'id': 'a', 'text': 'Un.', 'site': 'x', 'meta.id': 7, 'labels': []}
    """
    row = {key: value for key, value in record.items() if key not in {_META, *_STRUCTURED}}
    taken = record.keys() - {_META}
    for key, value in record.get(_META, {}).items():
        row[f"{_META}.{key}" if key in taken else key] = value
    return row | {key: record[key] for key in _STRUCTURED if key in record}


def rows_of_lines(lines: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of records of JSONL."""
    for line in lines:
        yield row_of(decode_record(line)[0])


def write_csv(rows: Rows, sink: IO[bytes], delimiter: str = ",") -> None:
    """Write rows as CSV (RFC 4180), with a header.

    Args:
        rows: What to write.
        sink: Where to; it stays open.
        delimiter: What parts cells.
    """
    names = _in_order(dict.fromkeys(name for row in rows() for name in row))
    text = io.TextIOWrapper(sink, "utf-8", "replace", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(names)
    writer.writerows([as_text(row.get(name)) for name in names] for row in rows())
    text.detach()


def write_parquet(rows: Rows, sink: IO[bytes]) -> None:
    """Write rows as Parquet, compressed with zstd.

    Args:
        rows: What to write.
        sink: Where to; it stays open.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    arrow, parquet = load_parquet("pyarrow"), load_parquet()
    schema = _schema(rows(), arrow)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        waiting = rows()
        while some := list(islice(waiting, _ROWS)):
            columns = [_column(some, field, arrow) for field in schema]
            writer.write_table(arrow.table(columns, schema=schema))


def _in_order(names: Iterable[str]) -> list[str]:
    """Return names as they come, but what is found in a text behind what is known of it."""
    return sorted(names, key=lambda name: name in _STRUCTURED)


def as_text(value: object) -> str:
    """Return a value as a cell of text: a string as it is, all else as JSON.

    >>> as_text("un"), as_text(None), as_text([1, "é"])
    ('un', '', '[1, "é"]')
    """
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _schema(rows: Iterable[Mapping[str, Any]], arrow: Any) -> Any:  # noqa: ANN401
    kinds: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(_kind(value))
    number = arrow.int64()
    label = {"start": number, "end": number, "name": arrow.string(), "value": arrow.string()}
    change = {"stage": arrow.string(), "rule": arrow.string(), "start": number}
    change |= {"before": arrow.string(), "after": arrow.string()}
    score = {"score": arrow.float64()}
    types = {
        "labels": arrow.list_(arrow.struct((label | score).items())),
        "changes": arrow.list_(arrow.struct((change | score).items())),
        "sentences": arrow.list_(arrow.list_(number)),
    }
    plain = {"bool": arrow.bool_(), "int": number, "float": arrow.float64()}
    for name, found in kinds.items():
        found.discard("NoneType")
        if name not in types:
            only = "float" if found == {"int", "float"} else "".join(found)
            types[name] = plain.get(only, arrow.string())
    return arrow.schema([(name, types[name]) for name in _in_order(kinds)])


def _kind(value: object) -> str:
    if type(value) is int and not -_INT64 <= value < _INT64:
        return "large"
    return type(value).__name__


def _column(rows: list[Mapping[str, Any]], field: Any, arrow: Any) -> Any:  # noqa: ANN401
    values = [row.get(field.name) for row in rows]
    if field.type == arrow.string():
        values = [None if value is None else as_text(value) for value in values]
        try:
            return arrow.array(values, field.type)
        except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 cannot hold
            values = [value and value.encode("utf-8", "replace").decode() for value in values]
    return arrow.array(values, field.type)
