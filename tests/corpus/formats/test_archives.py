"""Files that are more than lines: Parquet, WARC, WET and feeds."""

import gzip
import io
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.formats import READERS
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import AS_IT_COMES, Failure, Piece, Read, ReadOptions
from cleantext.document import Document

SENTENCE = "Le conseil municipal a voté mardi soir le budget de la commune pour l’an prochain. "
PAGE = f"""<html><head><title>Le budget est voté</title></head><body><nav>Menu Sport</nav><article>
<h1>Le budget est voté</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 3}</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Le Phare</title>
<item><title>Un pont neuf</title><guid>7</guid><link>https://phare.example/7</link>
<dc:creator>Ana Roux</dc:creator><pubDate>Thu, 02 May 2024 08:00:00 +0200</pubDate>
<description>Chapeau.</description><content:encoded><![CDATA[<p>Le pont est ouvert.</p>]]>
</content:encoded></item><item><title>Sans texte</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Un titre</title>
<id>urn:1</id><link href="https://phare.example/1"/><published>2024-05-02</published>
<summary>Le texte.</summary></entry></feed>"""

ITEM = "<rss><item><title>l’été</title></item></rss>"


def warc(kind: str, content_type: str, body: bytes, number: int = 1) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.phare.example/{number}\r\n"
        f"WARC-Date: 2024-05-02T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(
    page: bytes, number: int = 1, kind: str = "text/html", status: str = "200 OK"
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
    return warc("response", "application/http; msgtype=response", http + page, number)


def read_bytes(form: str, raw: bytes, options: ReadOptions = AS_IT_COMES) -> list[Read | Failure]:
    return list(READERS[form](io.BytesIO(raw), Piece("x", options=options)))


def documents_of(items: list[Read | Failure]) -> list[Document]:
    return [item.document for item in items if isinstance(item, Read)]


def table(tmp_path: Path, rows: int = 10) -> Path:
    path = tmp_path / "news.parquet"
    columns = {
        "url": [f"u{n}" for n in range(rows)],
        "content": [f"Texte {n}." for n in range(rows)],
    }
    pq.write_table(pa.table(columns), path, row_group_size=4)
    return path


def test_row_groups_are_shards(tmp_path: Path) -> None:
    table(tmp_path)
    shards = find([str(tmp_path)]).shards
    assert [(shard.start, shard.end) for shard in shards] == [(0, 1), (1, 2), (2, 3)]
    documents = [
        item.document for shard in shards for item in read(shard) if isinstance(item, Read)
    ]
    assert [document.text for document in documents] == [f"Texte {n}." for n in range(10)]
    assert len({document.id for document in documents}) == 10
    assert documents[5].meta == {"source": "news.parquet", "url": "u5"}


@pytest.mark.parametrize("keep", [0, 3, 200])
def test_a_damaged_table_fails(tmp_path: Path, keep: int) -> None:
    path = table(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    (item,) = [item for shard in find([str(path)]).shards for item in read(shard)]
    assert isinstance(item, Failure)
    assert "damaged file" in item.error


def test_a_table_that_holds_one_text_very_often_is_a_bomb(tmp_path: Path) -> None:
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 400), ["x" * 1_000_000])
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", compression="zstd")
    (shard,) = find([str(tmp_path)]).shards
    *items, last = read(shard)
    assert len(items) == 100
    assert isinstance(last, Failure)
    assert "--max-expansion" in last.error


def test_a_row_that_is_not_utf_8_fails_by_itself(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["Un.", "Deux.", "Trois."]}), tmp_path / "a.parquet",
                   compression="none", use_dictionary=False)  # fmt: skip
    raw = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(raw.replace(b"Deux.", b"De\xffx."))
    one, two, three = read(find([str(tmp_path)]).shards[0])
    assert isinstance(one, Read)
    assert isinstance(two, Failure)
    assert (two.position, "not UTF-8" in two.error) == (1, True)
    assert isinstance(three, Read)


def test_a_table_without_text_fails_row_by_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [None, "a"], "n": [1, 2]}), tmp_path / "a.parquet")
    one, two = (item for shard in find([str(tmp_path)]).shards for item in read(shard))
    assert isinstance(one, Failure)
    assert "is null" in one.error
    assert isinstance(two, Read)


def test_pages_and_texts_of_an_archive() -> None:
    raw = (
        warc("warcinfo", "application/warc-fields", b"software: x\r\n")
        + response(PAGE.encode(), 1)
        + response(b"body { }", 2, "text/css")
        + response(PAGE.encode(), 3, status="404 Not Found")
        + warc("conversion", "text/plain", "Un été.".encode(), 4)
    )
    page, text = documents_of(read_bytes("warc", raw))
    assert SENTENCE.strip() in page.text
    assert "Menu" not in page.text
    assert page.meta["url"] == "https://www.phare.example/1"
    assert page.meta["title"] == "Le budget est voté"
    assert (text.text, text.meta["site"], text.id) == (
        "Un été.",
        "www.phare.example",
        "<urn:uuid:4>",
    )


def test_an_archive_that_ends_in_a_record() -> None:
    raw = warc("conversion", "text/plain", b"Un.", 1) + warc(
        "conversion", "text/plain", b"x" * 90, 2
    )
    one, two = read_bytes("warc", raw[:-60])
    assert isinstance(one, Read)
    assert isinstance(two, Failure)
    assert "does not end" in two.error


@pytest.mark.parametrize("cut", [12, 60, 150])
def test_an_archive_that_ends_in_a_header(cut: int) -> None:
    first = warc("conversion", "text/plain", b"Un.", 1)
    one, two = read_bytes("warc", first + warc("conversion", "text/plain", b"x" * 90, 2)[:cut])
    assert isinstance(one, Read)
    assert isinstance(two, Failure)
    assert "does not end" in two.error
    assert 0 < two.position <= len(first)  # so that `clean failed.jsonl` reads the second alone


TEXT = [warc("conversion", "text/plain", b"Un.", number) for number in range(4)]
ONE = response(PAGE.encode(), 7)
HEAD = ONE.index(b"HTTP/1.1")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TEXT[0] + b"junk\r\nmore " * 99 + TEXT[1] + TEXT[2], "0!12"),
        (b"junk\r\nmore " * 99 + TEXT[1] + TEXT[2], "!12"),
        (TEXT[1] + TEXT[2] + b"junk" * 99, "12!"),
        (TEXT[0] + TEXT[1][:90] + TEXT[2] + TEXT[3], "0!23"),  # cut in the head
        (TEXT[0] + TEXT[1][:-5] + TEXT[2] + TEXT[3], "0!23"),  # cut in the text
        (TEXT[0] + TEXT[1].replace(b"th: 3", b"th: 90") + TEXT[2] + TEXT[3], "0!23"),
        (TEXT[0] + TEXT[1].replace(b"th: 3", b"th: 2") + TEXT[2] + TEXT[3], "0!23"),
        (TEXT[0] + TEXT[1].replace(b"th: 3", b"th: x") + TEXT[2] + TEXT[3], "0!23"),
        (TEXT[0] + TEXT[1].replace(b"th: 3", b"th: 9" + b"0" * 12) + TEXT[2] + TEXT[3], "0!23"),
        (TEXT[0] + ONE[:HEAD], "0!"),  # cut between the two heads
        (TEXT[0] + ONE[:HEAD] + TEXT[1], "0!1"),
        (TEXT[0] + ONE[: HEAD + 20] + TEXT[1], "0!1"),
        (TEXT[0] + TEXT[1].removesuffix(b"\r\n\r\n") + TEXT[2], "012"),
        (b"".join(TEXT).replace(b"\r\n", b"\n"), "0123"),
        (warc("conversion", "text/plain", TEXT[1], 0) + TEXT[2], "02"),  # a record as a text
    ],
)
def test_records_behind_damage_are_read_and_what_is_broken_is_named(
    raw: bytes, expected: str
) -> None:
    found = read_bytes("warc", raw)
    ids = [item.document.id[-2] if isinstance(item, Read) else "!" for item in found]
    assert "".join(ids) == expected
    for item in found:
        if isinstance(item, Failure):
            assert item.rest == (item is found[-1])
            assert item.rest or "read on from byte" in item.error


@pytest.mark.parametrize("broken", ["damaged", "junk"])
@pytest.mark.parametrize("end", [".gz", ".zst"])
def test_records_behind_a_damaged_member_of_a_compressed_file_are_read(
    broken: str, end: str
) -> None:
    members = list[bytes]()
    for text in TEXT:
        sink = io.BytesIO()
        with COMPRESSIONS[end].writer(sink) as stream:
            stream.write(text)
        members.append(sink.getvalue())
    half = len(members[1]) // 2
    members[1] = (
        b"junk" * 9 if broken == "junk" else members[1][:half] + b"xxxx" + members[1][half:]
    )
    plain = COMPRESSIONS[end].reader(io.BytesIO(b"".join(members)))
    found = list(READERS["warc"](plain, Piece("x")))
    ids = [item.document.id[-2] if isinstance(item, Read) else "!" for item in found]
    assert "".join(ids) == "0!23"


def test_an_address_that_is_none_costs_the_name_of_the_site_alone() -> None:
    raw = TEXT[0].replace(b"https://www.phare.example/0", b"https://[www.phare.example/")
    (document,) = documents_of(read_bytes("warc", raw))
    assert "site" not in document.meta


def test_records_that_lie_about_their_length_take_linear_time() -> None:
    liar = TEXT[0].replace(b"th: 3", b"th: 900000")
    before = time.process_time()
    found = read_bytes("warc", liar * 20_000)
    assert any(isinstance(item, Failure) for item in found)
    assert time.process_time() - before < 20


def test_an_empty_feed_fails_once() -> None:
    (item,) = read_bytes("feed", b"")
    assert isinstance(item, Failure)


@pytest.mark.parametrize("each", [True, False], ids=["record-wise", "as-a-whole"])
def test_a_compressed_archive(tmp_path: Path, *, each: bool) -> None:
    records = [warc("conversion", "text/plain", b"Un.", n) for n in range(3)]
    members = records if each else [b"".join(records)]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, members)))
    (shard,) = find([str(tmp_path)]).shards
    items = list(read(shard))
    assert [item.position for item in items] == [0, len(records[0]), 2 * len(records[0])]
    assert [document.text for document in documents_of(items)] == ["Un."] * 3


def test_an_archive_that_is_none() -> None:
    (item,) = read_bytes("warc", b"junk " * 50)
    assert isinstance(item, Failure)


def test_items_of_feeds() -> None:
    one, two = (
        item.document for item in read_bytes("feed", FEED.encode()) if isinstance(item, Read)
    )
    assert one.text == "Un pont neuf\n<p>Le pont est ouvert.</p>"
    assert (one.id, one.meta["author"], one.meta["url"]) == (
        "7",
        "Ana Roux",
        "https://phare.example/7",
    )
    assert two.text == "Sans texte"
    (atom,) = (
        item.document for item in read_bytes("feed", ATOM.encode()) if isinstance(item, Read)
    )
    assert (atom.text, atom.meta["url"], atom.id) == (
        "Un titre\nLe texte.",
        "https://phare.example/1",
        "urn:1",
    )


@pytest.mark.parametrize("raw", [b"", b"no xml", b"<html><p>un</p></html>"])
def test_what_is_no_feed_fails(raw: bytes) -> None:
    items = read_bytes("feed", raw)
    assert items
    assert all(isinstance(item, Failure) for item in items)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"<rss><item><title>Un</title></item><item><title>Deu", ["Un", "!"]),
        (b"<rss><item><title>Un</title></item></rs", ["Un", "!"]),
        (b"<rss><item><title>Un</title></item>", ["Un"]),
        (b"<rss><item><title>a <br> b</title></item></rss>", ["a  b"]),
        (f"<rss><item><title>{'é' * 100_000}</title></item></rss>".encode(), ["é" * 100_000]),
        (b"<?xml version='1.0' encoding='utf-8'?>" + ITEM.encode("cp1252"), ["l’été"]),
        (b"<?xml version='1.0' encoding='utf-8'?>" + ITEM.encode(), ["l’été"]),
        (
            b"<?xml version='1.0' encoding='koi8-r'?>"
            + "<rss><item><title>мир</title></item></rss>".encode("koi8-r"),
            ["мир"],
        ),
        ("<rss><item><title>été</title></item></rss>".encode("utf-16"), ["été"]),
    ],
)
def test_feeds_that_are_cut_or_wrong_about_their_encoding(raw: bytes, expected: list[str]) -> None:
    items = read_bytes("feed", raw)
    found = [item.document.text if isinstance(item, Read) else "!" for item in items]
    assert found == expected


@pytest.mark.parametrize("stream", [True, False])
def test_arrow_files_and_streams(stream: bool) -> None:  # noqa: FBT001
    rows = pa.table({"id": ["a", "b"], "text": ["Un.", "Deux."], "n": [1, 2]})
    sink = io.BytesIO()
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with new(sink, rows.schema) as writer:
        writer.write_table(rows)
    one, two = documents_of(read_bytes("arrow", sink.getvalue()))
    assert (one.id, two.text, two.meta["n"]) == ("a", "Deux.", 2)
    cut = read_bytes("arrow", sink.getvalue()[:-60])
    assert isinstance(cut[-1], Failure)


def test_a_bomb_of_entities_is_not_set_off() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "lol">{levels}]><rss><item><title>&a9;</title></item></rss>'
    for item in read_bytes("feed", bomb.encode()):
        assert isinstance(item, Failure) or len(item.document.text) < 1000
