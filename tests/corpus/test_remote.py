"""Objects of stores are read like files; fsspec's file system in memory stands for them all."""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec import AbstractFileSystem

from cleantext.config import read as read_config
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import Failure, Read
from cleantext.errors import ConfigError, DataError
from cleantext.run.dump import run
from cleantext.run.job import Job

LINES = b'{"id": "a", "text": "Un."}\n{"id": "b", "text": "Deux."}\n'


@pytest.fixture(name="store")
def _store() -> Iterator[AbstractFileSystem]:
    store = fsspec.filesystem("memory")
    store.pipe(
        {
            "/news/2024/a.jsonl": LINES,
            "/news/2024/b.jsonl.gz": gzip.compress(LINES),
            "/news/c.txt": "Un été.".encode(),
            "/news/d.pdf": b"%PDF",
        }
    )
    yield store
    store.rm("/", recursive=True)


def ids(urls: list[str]) -> list[str]:
    items = [item for shard in find(urls).shards for item in read(shard)]
    return [item.document.id if isinstance(item, Read) else "!" for item in items]


@pytest.mark.usefixtures("store")
def test_objects_folders_and_globs_are_found() -> None:
    found = find(["memory://news"])
    assert [shard.name for shard in found.shards] == ["2024/a.jsonl", "2024/b.jsonl.gz", "c.txt"]
    assert [each.reason for each in found.passed_over] == ["has a name of no known format"]
    assert ids(["memory://news"]) == ["a", "b", "a", "b", "c"]
    assert ids(["memory://news/*/*.jsonl"]) == ["a", "b"]
    assert ids(["memory://news/2024/a.jsonl"]) == ["a", "b"]


def test_large_objects_are_cut_and_tables_read_by_row_group(
    store: AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleantext.corpus.shards.RANGE", 1000)
    store.pipe("/large/a.jsonl", LINES * 100)
    with store.open("/large/b.parquet", "wb") as sink:
        pq.write_table(pa.table({"text": ["Un."] * 10}), sink, row_group_size=4)
    shards = find(["memory://large"]).shards
    assert [shard.format for shard in shards] == ["jsonl"] * 6 + ["parquet"] * 3
    assert len(ids(["memory://large"])) == 210


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("memory://news/none.jsonl", "nothing is there"),
        ("memory://news/d.pdf", "no object there ends in"),
        ("nosuch://news/a.jsonl", "nosuch"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_is_not_there_is_an_error(url: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        find([url])


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ConfigError, match=r"cleantext-corpus\[remote\]"):
        find(["s3://bucket/a.jsonl"])


def test_an_object_that_vanishes_fails(store: AbstractFileSystem) -> None:
    (shard,) = find(["memory://news/c.txt"]).shards
    store.rm("/news/c.txt")
    (item,) = read(shard)
    assert isinstance(item, Failure)


@pytest.mark.usefixtures("store")
def test_a_run_reads_a_store(tmp_path: Path) -> None:
    report = run(Job(read_config({}), tmp_path / "out"), ["memory://news"])
    assert (report.documents, report.failed) == (5, 0)
    assert (tmp_path / "out" / "clean" / "2024" / "a.jsonl").exists()
