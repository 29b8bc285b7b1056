"""`cleantext.integrations.spark.clean`: frames come back whole, with what the pipeline gives."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from work import REFUSED, refuse_text

from cleantext import Pipeline, StageError
from cleantext.stage import Stage

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]

TEXTS = [
    "2024-10-04\nil habite à paris.depuis, il attend .",
    None,
    "Vraiment?",
    "",
    "The end of it all is near.",
]
Clean = Callable[..., "DataFrame"]
OWN = Pipeline((Stage("own", (refuse_text,)),))


@pytest.fixture
def frame(spark: "SparkSession") -> "DataFrame":
    rows = [(number, text, [number]) for number, text in enumerate(TEXTS)]
    return spark.createDataFrame(rows, "id int, body string, more array<int>").repartition(2)


@pytest.fixture
def clean() -> Clean:
    return import_module("cleantext.integrations.spark").clean


def test_a_frame_has_what_the_pipeline_gives(frame: "DataFrame", clean: Clean) -> None:
    done = clean(frame, "body", changes=True, reason=True)
    assert done.schema.simpleString() == (
        "struct<id:int,body:string,more:array<int>,meta:map<string,string>,"
        "labels:array<struct<start:bigint,end:bigint,name:string,value:string,score:double>>,"
        "changes:array<struct<stage:string,rule:string,start:bigint,before:string,after:string,"
        "score:double>>,reason:string>"
    )
    rows = sorted(done.collect())
    assert [(row.id, row.more) for row in rows] == [(number, [number]) for number in range(5)]
    given = [{"id": n, "text": text} for n, text in enumerate(TEXTS) if text is not None]
    documents = {document.id: document for document in Pipeline.default().map(given)}
    for row in rows:
        if row.body is None:
            assert (row.meta, row.labels, row.changes) == (None, None, None)
            continue
        document = documents[str(row.id)]
        assert row.body == document.text
        assert row.meta == document.meta
        assert [label[:4] for label in row.labels] == [label[:4] for label in document.labels]
        assert [tuple(change) for change in row.changes] == list(document.changes)
    assert [row.reason for row in rows] == [None, "failed: no text", None, "empty", "language: en"]


def test_what_is_not_asked_for_is_not_there(frame: "DataFrame", clean: Clean) -> None:
    done = clean(frame.select("body"), "body", pipeline=Pipeline.of("typography"))
    assert done.columns == ["body", "meta", "labels"]
    assert {row.body for row in done.collect()} >= {None, "Vraiment\u202f?"}


def test_a_document_that_fails_is_kept_as_it_was(spark: "SparkSession", clean: Clean) -> None:
    rows = spark.createDataFrame([("un",), (REFUSED,), (None,)], "text string")
    done = clean(rows, pipeline=OWN, reason=True).collect()
    assert {(row.text, row.reason) for row in done} == {
        ("un", None),
        (REFUSED, "failed: ValueError: no such text"),
        (None, "failed: no text"),
    }
    with pytest.raises(Exception, match=f"{StageError.__name__}: a document cannot be cleaned"):
        clean(rows, pipeline=OWN).collect()


def test_what_is_no_column_of_texts_is_said_at_once(frame: "DataFrame", clean: Clean) -> None:
    with pytest.raises(TypeError, match="the column 'text' must be a string, and is missing"):
        clean(frame)
    with pytest.raises(TypeError, match="the column 'id' must be a string, and is int"):
        clean(frame, "id")
    with pytest.raises(ValueError, match="the frame has a column 'labels'; drop it"):
        clean(frame.withColumnRenamed("more", "labels"), "body")


def test_the_recipes_run(spark: "SparkSession") -> None:
    page = (Path(__file__).parents[2] / "docs/spark.md").read_text(encoding="utf-8")
    script, *blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    exec(script, {})
    assert len(blocks) == 2
    exec("\n".join(blocks), {"spark": spark})
