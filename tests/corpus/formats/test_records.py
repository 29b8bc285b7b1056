"""Records in every format: what is read, where it stood, and what fails by itself."""

import gzip
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.fields import Fields
from cleantext.corpus.formats import READERS
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import AS_IT_COMES, Failure, Piece, Read, ReadOptions

RECORDS = [
    {"id": "a", "text": 'Un été.\nDeux lignes, "citées".', "site": "phare"},
    {"id": "b", "text": "Deux ; trois", "site": "phare"},
]


def read_bytes(form: str, raw: bytes, options: ReadOptions = AS_IT_COMES) -> list[Read | Failure]:
    return list(READERS[form](io.BytesIO(raw), Piece("x", options=options)))


def texts(form: str, raw: bytes, options: ReadOptions = AS_IT_COMES) -> list[str]:
    return [
        item.document.text if isinstance(item, Read) else f"! {item.error}"
        for item in read_bytes(form, raw, options)
    ]


def test_a_column_of_bytes_is_told_as_that() -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [b"un texte"]}), sink)
    assert texts("parquet", sink.getvalue()) == [
        "! no text: the field 'text' is bytes, not a string"
    ]


def as_jsonl(records: list[dict[str, str]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def as_json(records: list[dict[str, str]]) -> bytes:
    return json.dumps(records, indent=1, ensure_ascii=False).encode()


def as_csv(records: list[dict[str, str]]) -> bytes:
    rows = [list(records[0])] + [list(record.values()) for record in records]
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode()


WAYS: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "jsonl": as_jsonl,
    "json": as_json,
    "csv": as_csv,
}


@pytest.mark.parametrize("form", WAYS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_records_are_read_in_any_encoding_of_unicode(form: str, encoding: str) -> None:
    raw = WAYS[form](RECORDS).decode().encode(encoding)
    if encoding == "utf-16-be":
        raw = b"\xfe\xff" + raw
    found = read_bytes(form, raw)
    assert [
        (item.document.id, item.document.text, item.document.meta["site"]) for item in found
    ] == [tuple(record.values()) for record in RECORDS]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4)
)
@pytest.mark.parametrize("form", WAYS)
def test_any_text_comes_back(form: str, given_texts: list[str]) -> None:
    given_texts = [text.replace("\0", "").replace("\r", " ") or "." for text in given_texts]
    records = [{"id": str(number), "text": text} for number, text in enumerate(given_texts)]
    assert texts(form, WAYS[form](records)) == given_texts


@pytest.mark.parametrize(
    ("form", "raw", "expected"),
    [
        ("jsonl", b'{"text": "a"}\n{"text": \n{"text": "b"}\n', ["a", "! not valid JSON", "b"]),
        ("jsonl", b'{"text": 7}', ["! no text: the field 'text' is a number, not a string"]),
        ("jsonl", b'{"text": ["a"]}', ["! no text: the field 'text' is a list, not a string"]),
        ("jsonl", b'{"titel": "a"}', ["! no text: the record has no field for the text; name it"]),
        ("jsonl", b"[1, 2]", ["! not a JSON object"]),
        (
            "jsonl",
            b'[\n{"text": "a"}\n]\n',
            ["! not valid JSON: a record is one line", "a", "! not"],
        ),
        (
            "jsonl",
            b'{\r\n"text": "a"\r\n}',
            ["! not valid JSON: a record is one line", "! n", "! n"],
        ),
        ("jsonl", b'{"text": "a", "n": NaN, "big": 123456789012345678901234567890}', ["a"]),
        ("jsonl", b'{"text": "a", "text": "b"}', ["b"]),
        ("jsonl", b'{"x":' + b"[" * 100_000, ["! not a record: JSON nested more than 200 levels"]),
        ("jsonl", b'{"text": "un \xe9t\xe9"}', ["un été"]),
        ("jsonl", b"\n \n\0\n", []),
        (
            "json",
            b'[{"text": "a"}, {"text": "b" "c"}, {"text": "d"}]',
            ["a", "! not valid JSON", "d"],
        ),
        ("json", b'[{"text": "a"}, 7]', ["a", "! not a JSON object"]),
        ("json", b'{"text": "]}\\"["}', [']}"[']),
        ("json", b'{"text": "a"}\n{"text": "b"}', ["a", "b"]),
        (
            "json",
            b'[{"text": "a"}, {"text": "b',
            ["a", "! not valid JSON: the record does not end"],
        ),
        (
            "json",
            b'[{"text": "a"}, {"text": "b", {"text": "c"}]',
            ["a", "! not valid JSON: the re"],
        ),
        (
            "json",
            b'[{"text": "a"}, {"text": "b}, {"text": "c"}]',
            ["a", "! not valid JSON: the re"],
        ),
        ("json", b'[{"text": "a"}}, {"text": "b"}]', ["a", "! not a JSON object", "b"]),
        ("json", b"[" * 100_000, ["! not valid JSON: the record does not end"]),
        ("json", b"", []),
        ("csv", 'id;texte\n1;"a;b"\n2;é\n'.encode(), ["a;b", "é"]),
        (
            "csv",
            b"text,id\na,1,2\nb,2\n",
            ["! not a row of CSV: 3 cells under 2 names; put a cell", "b"],
        ),
        ("csv", b'text\n"a\nb\nc\n', ["! not a row of CSV", "b", "c"]),
        ("csv", b"text\na\0b\n", ["ab"]),
        ("csv", b"text\nun \xe9t\xe9\n", ["un été"]),
        ("csv", b"text\n", []),
        ("csv", "text,n\n\ufeffa,1\n".encode("utf-16"), ["a"]),
        ("csv", b'a","b\n' * 3, ["! the header is not a row of CSV, and nothing is read from"]),
        ("csv", b'"id,text\n1,a\n2,b\n', ["! the header is not a row of CSV"]),
        ("csv", b"text,text\na,b\n", ["a"]),
        ("jsonl", b'{"text": "a", "n": ' + b"9" * 10_000 + b"}", ["! not valid JSON"]),
        ("jsonl", b'{"text": "a", "n": 1e999999}', ["a"]),
        ("jsonl", b'{"text": "a", "\\ud800": 1}', ["a"]),
        ("jsonl", b'{"text": "a"}\r\n{"text": "b"}\r\n', ["a", "b"]),
        ("json", b'"a"', ["! not a JSON object"]),
        ("json", b'[{"text": "a"}] junk', ["a", "! not a JSON object"]),
        ("json", b'[{"text": "a"} {"text": "b"}]', ["a", "b"]),
        ("csv", b"", []),
    ],
)
def test_what_is_broken_costs_itself_alone(form: str, raw: bytes, expected: list[str]) -> None:
    found = texts(form, raw)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.startswith(other) if other.startswith("!") else one == other


def test_positions_are_bytes() -> None:
    for form, make in WAYS.items():
        raw = make(RECORDS)
        for item in read_bytes(form, raw):
            assert raw[item.position :].lstrip(b' \n{"')[:1] in b"iab", form


@pytest.mark.parametrize("form", ["txt", *WAYS])
def test_a_document_above_the_limit_fails_and_the_next_is_read(form: str) -> None:
    options = ReadOptions(max_document=1000)
    large = [{"id": "a", "text": "x" * 5000}, {"id": "b", "text": "y"}]
    found = texts(form, WAYS[form](large) if form in WAYS else b"x" * 5000, options)
    assert found[0].startswith("! ")
    assert "--max-document" in found[0]
    assert found[1:] == (["y"] if form in WAYS else [])


def test_the_option_for_a_page_is_named_where_there_is_none() -> None:
    (item,) = read_bytes("jsonl", b'{"text": "a"}', ReadOptions(fields=Fields(html="page")))
    assert isinstance(item, Failure)
    assert "no field 'page'; name it with --html-field (it has 'text')" in item.error


def test_named_fields_and_what_passes_through() -> None:
    fields = Fields(text="corps", id="numero", source="journal", date="paru")
    raw = json.dumps(
        {"corps": "Un.", "numero": 7, "journal": "Le Phare", "paru": "2024-05-02", "labels": [1]}
    ).encode()
    (item,) = read_bytes("jsonl", raw, ReadOptions(fields=fields))
    assert isinstance(item, Read)
    assert (item.document.id, item.document.text) == ("7", "Un.")
    assert item.document.meta["source"] == "Le Phare"
    assert item.document.meta["date"] == "2024-05-02"
    assert item.document.meta["given_labels"] == [1]


@pytest.mark.parametrize(
    ("raw", "most"),
    [
        (b"id,text\n" + b"1,2,3\n" * 50_000, 50_000),
        (b"id,text\n" + b'a","b\n' * 50_000, 60),
        (b'id,text\n1,"a\n' + b"b,c\n" * 50_000, 50_001),
        (b'id,text\n1,"' + b"a b c\n" * 500_000 + b'"\n2,b\n', 2),
    ],
    ids=["ragged", "all open", "one open", "one large"],
)
def test_broken_rows_take_time_for_their_number_alone(raw: bytes, most: int) -> None:
    before = time.process_time()
    found = texts("csv", raw, ReadOptions(max_document=1_000_000))
    assert 1 <= len(found) <= most
    assert time.process_time() - before < 20


def test_columns_of_one_name_are_both_kept() -> None:
    (item,) = read_bytes("csv", b"id,text,tag,tag,\n1,a,b,c,d\n")
    assert isinstance(item, Read)
    assert item.document.meta == {
        "source": "x",
        "tag": "b",
        "tag (column 4)": "c",
        "column 5": "d",
    }


def test_a_meta_that_is_no_object_keeps_its_value() -> None:
    (item,) = read_bytes("jsonl", b'{"text": "a", "meta": 7, "changes": "none", "title": null}')
    assert isinstance(item, Read)
    assert item.document.meta == {
        "source": "x",
        "meta": 7,
        "title": None,
        "given_changes": "none",
    }


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_every_compression_comes_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    with path.open("wb") as sink, COMPRESSIONS[suffix].writer(sink) as stream:
        stream.write(as_jsonl(RECORDS))
    (shard,) = find([str(tmp_path)]).shards
    assert [item.document.id for item in read(shard) if isinstance(item, Read)] == ["a", "b"]


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_truncated_file_gives_what_was_read_and_says_so(tmp_path: Path, suffix: str) -> None:
    records = [{"id": str(n), "text": f"Phrase {n * 7919 % 997}."} for n in range(5000)]
    path = tmp_path / f"a.jsonl{suffix}"
    with path.open("wb") as sink, COMPRESSIONS[suffix].writer(sink) as stream:
        stream.write(as_jsonl(records))
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 2 // 3])
    found = [item for shard in find([str(path)]).shards for item in read(shard)]
    assert isinstance(found[-1], Failure)
    assert "damaged file" in found[-1].error
    assert all(isinstance(item, Read) for item in found[:-1])


@pytest.mark.parametrize("raw", [b'[{"n": [1}, {"text": "c"}]', b'[{"n": 1, {"text": "c"}]'])
def test_records_behind_one_that_does_not_end_are_named_as_the_rest(raw: bytes) -> None:
    *_, last = read_bytes("json", raw)
    assert isinstance(last, Failure)
    assert (last.position, last.rest) == (1, True)


@pytest.mark.parametrize("form", ["json", "csv", "jsonl"])
def test_all_that_was_whole_before_the_damage_is_read(form: str) -> None:
    records = [{"id": str(n), "text": f"Phrase {n}."} for n in range(30)]
    raw = WAYS[form](records) + b"\n"
    plain = COMPRESSIONS[".gz"].reader(io.BytesIO(gzip.compress(raw) + b"\x1f\x8b\x08junk" * 9))
    *found, last = READERS[form](plain, Piece("x"))
    assert [item.document.id for item in found if isinstance(item, Read)] == [
        record["id"] for record in records
    ]
    assert isinstance(last, Failure)
    assert last.rest


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_what_stands_behind_a_compressed_text_is_told_and_the_text_read(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a.txt{suffix}"
    with path.open("wb") as sink, COMPRESSIONS[suffix].writer(sink) as stream:
        stream.write(b"Un texte.")
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"garbage")
    text, behind = read(find([str(path)]).shards[0])
    assert isinstance(text, Read)
    assert text.document.text == "Un texte."
    assert isinstance(behind, Failure)
    told = f"trailing garbage after {size} bytes; what came before is whole"
    assert (behind.position, told in behind.error, behind.rest) == (9, True, True)


def test_large_jsonl_in_utf_16_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleantext.corpus.shards.RANGE", 100)
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_jsonl(RECORDS * 20).decode().encode("utf-16"))
    (shard,) = find([str(path)]).shards
    assert sum(isinstance(item, Read) for item in read(shard)) == 40


def test_one_long_line_is_not_read_again_for_each_range(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 12_000_000 + b'"}\n{"text": "b"}\n')
    shards = find([str(path)]).shards
    assert len(shards) > 2
    found = [item for shard in shards for item in read(shard)]
    assert len(found) == 2
    assert [isinstance(item, Read) for item in found] == [True, True]


def test_gzip_members_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"".join(gzip.compress(as_jsonl([record])) for record in RECORDS))
    (shard,) = find([str(path)]).shards
    assert sum(isinstance(item, Read) for item in read(shard)) == 2


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("form", READERS)
def test_no_format_stumbles_over_compressed_data_that_is_none(form: str, suffix: str) -> None:
    plain = COMPRESSIONS[suffix].reader(io.BytesIO(b"none " * 99))
    (item,) = READERS[form](plain, Piece("x"))
    assert isinstance(item, Failure)
