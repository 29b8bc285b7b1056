"""Spark: `clean(frame)` gives a frame with its texts clean, and what was found beside them.

    from cleantext.integrations.spark import clean

    clean(spark.read.json("news")).write.parquet("clean")

The function that Spark ships pickles as the configuration of a pipeline, some hundred bytes; each
Python worker loads the models once. Whole runs, with a report and the passes over a dump, are
`cleantext clean --engine spark`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.types import ArrayType, MapType, StringType, StructType

from cleantext.corpus.formats.jsonl import record
from cleantext.corpus.formats.table import as_text
from cleantext.corpus.streams import Failure, Read
from cleantext.document import Document
from cleantext.errors import StageError
from cleantext.pipeline import Pipeline
from cleantext.run.cleaning import cleaned
from cleantext.stages import output

_SPAN = StructType().add("start", "long").add("end", "long")
_LABEL = _SPAN.add("name", "string").add("value", "string").add("score", "double")
_CHANGE = StructType().add("stage", "string").add("rule", "string").add("start", "long")
_CHANGE = _CHANGE.add("before", "string").add("after", "string").add("score", "double")
_COLUMNS = StructType().add("meta", MapType(StringType(), StringType()))
_COLUMNS = _COLUMNS.add("labels", ArrayType(_LABEL)).add("changes", ArrayType(_CHANGE))
_COLUMNS = _COLUMNS.add("reason", "string")

_NUMBER, _STRING, _SCORE = pa.int64(), pa.string(), pa.float64()
_ARROW = {
    "meta": pa.map_(_STRING, _STRING),
    "labels": pa.list_(
        pa.struct(
            {"start": _NUMBER, "end": _NUMBER, "name": _STRING, "value": _STRING, "score": _SCORE}
        )
    ),
    "changes": pa.list_(
        pa.struct(
            {
                "stage": _STRING,
                "rule": _STRING,
                "start": _NUMBER,
                "before": _STRING,
                "after": _STRING,
                "score": _SCORE,
            }
        )
    ),
    "reason": _STRING,
}
"""The same columns as Arrow has them."""


def clean(
    frame: DataFrame,
    text: str = "text",
    *,
    language: str = "fr",
    pipeline: Pipeline | None = None,
    changes: bool = False,
    reason: bool = False,
) -> DataFrame:
    """Return a frame with a column of texts clean, its other columns, and what was found.

    Args:
        frame: A row a document. Its other columns stand in the `meta` of the document, `id` is its
            id, as in `Pipeline.map`; all of them come out as they are.
        text: The column of texts; what is NULL stays NULL.
        language: The code of the language pack.
        pipeline: One of your own, in place of the default of the language.
        changes: Whether there is a column of all changes, which undo what was done.
        reason: Whether there is a column that says why a run would keep the document out of the
            corpus, or `failed: …` for one that could not be cleaned or has no text, and is as it
            was; NULL: it is clean. Without it, a document that fails ends the job.

    Returns:
        The columns of `frame`, and behind them

        - `meta`: a map of what was found about the document, such as its `language` and `date`
        - `labels`: an array of structs with `start`, `end` (code points of the text, from 0),
          `name`, `value` and `score`
        - `changes`: an array of structs with `stage`, `rule`, `start`, `before`, `after`, `score`
        - `reason`: a string

    Raises:
        TypeError: There is no such column, or it holds no strings.
        ValueError: `frame` has a column of one of these names.
    """
    fields = {field.name: field.dataType for field in frame.schema.fields}
    if not isinstance(fields.get(text), StringType):
        told = f"is {fields[text].simpleString()}" if text in fields else "is missing"
        raise TypeError(f"the column {text!r} must be a string, and {told}")
    wanted = {"meta": True, "labels": True, "changes": changes, "reason": reason}
    names = tuple(name for name, asked in wanted.items() if asked)
    for name in names:
        if name in fields:
            raise ValueError(f"the frame has a column {name!r}; drop it, or give it another name")
    schema = StructType([*frame.schema.fields, *(_COLUMNS[name] for name in names)])
    cleaner = _Cleaner(pipeline or Pipeline.default(language), text, names)
    return frame.mapInArrow(cleaner.batches, schema)


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """What Spark ships to its Python workers.

    Attributes:
        pipeline: What cleans.
        text: The column of texts.
        names: The columns that are added.
    """

    pipeline: Pipeline
    text: str
    names: tuple[str, ...]

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches with the columns that `clean` gives."""
        for batch in batches:
            rows = list(self._rows(batch.to_pylist()))
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            kinds = {name: _ARROW[name] for name in self.names}
            kinds[self.text] = columns[self.text].type
            for name, kind in kinds.items():
                columns[name] = pa.array([row.get(name) for row in rows], kind)
            yield pa.RecordBatch.from_pydict(columns)

    def _rows(self, given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield what stands in the columns of texts and of what was found."""
        texts = (row for row in given if row[self.text] is not None)
        items = (Read(Document.of(row, self.text), at) for at, row in enumerate(texts))
        outcomes = cleaned(self.pipeline, items, "")
        for row in given:
            if row[self.text] is None:
                yield {"reason": "failed: no text"}
                continue
            outcome = next(outcomes)
            if not isinstance(outcome, Failure):
                yield self._row(*outcome)
            elif "reason" in self.names:
                yield {self.text: row[self.text], "reason": f"failed: {outcome.error}"}
            else:
                told = "; `reason=True` keeps it as it is, and says so"
                raise StageError(f"a document cannot be cleaned: {outcome.error}{told}")

    def _row(self, source: Document, document: Document) -> dict[str, Any]:
        """Return what stands in the columns for a document."""
        config = self.pipeline.config
        reason = None
        if config:
            reason = output.rejection(document, config.language, config.options[output.NAME])
        _, document = self.pipeline.concealed(source, document)
        given = source.meta.items()
        found = [pair for pair in document.meta.items() if pair not in given]
        meta = [(key, as_text(value)) for key, value in found]
        fields = record(document, changes="changes" in self.names)
        return {**fields, self.text: document.text, "meta": meta, "reason": reason}
