"""A dump of every format, with records that repeat, are damaged, or kill who cleans them."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
from deadly import DIE, EAT, HANG
from runs import text

FURNITURE = "Suivez toute notre actualité sur le fil du journal"
Record = dict[str, str]


def make_everything(folder: Path) -> None:
    """Write the dump; what is the same in two files has different ids."""
    folder.mkdir()
    lines = [json.dumps(record).encode() for record in _records("a", range(60))]
    lines[7] = b"no json"
    lines[20:20] = [json.dumps({"id": word, "text": word}).encode() for word in (DIE, HANG, EAT)]
    files = {
        "a.jsonl": b"\n".join(lines),  # cut into parts
        "b.jsonl.gz": gzip.compress(_jsonl(range(50, 70))),  # ten of them again
        "c.jsonl.xz": lzma.compress(_jsonl(range(70, 80))),
        "cut.jsonl.bz2": bz2.compress(_jsonl(range(80, 90)))[:-40],
        "d.json": json.dumps(list(_records("d", range(90, 95)))).encode(),
        "e.csv": _csv(range(95, 100)),
        "f.parquet": _parquet(range(100, 120)),  # row groups
        "g.arrow": _arrow(range(120, 125)),
        "h.warc.gz": gzip.compress(b"".join(map(_response, range(130, 136)))),
        "i.html": _page(140).encode(),
        "j.xml": _feed(range(141, 144)).encode(),
        "k.zip": _zip({f"un/{n}.txt": text(n).encode() for n in range(150, 156)}),
        "l.tar.gz": gzip.compress(_tar({f"{n}.txt": text(n).encode() for n in range(156, 160)})),
        "damaged.parquet": _parquet(range(5))[:-9],
        "dies.txt": DIE.encode(),
        "latin.txt": "Le café est fermé depuis l'été .".encode("latin-1"),
        "nothing.txt": b"",
        "readme.pdf": b"%PDF",  # passed over
    }
    files |= {f"small/{n}.txt": text(n).encode() for n in (*range(160, 170), 160, 161)}
    files |= {f"small/again{n}.txt": text(n).upper().encode() for n in (160, 150, 130)}
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)


def _records(mark: str, numbers: Iterable[int]) -> Iterator[Record]:
    for number in numbers:
        body = f"{text(number)}\n{FURNITURE} {number % 2}\n"
        yield {"id": f"{mark}{number}", "text": body, "site": f"{number % 2}.example"}


def _jsonl(numbers: Iterable[int]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in _records("b", numbers))


def _csv(numbers: Iterable[int]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, ["id", "text", "site"])
    writer.writeheader()
    writer.writerows(_records("e", numbers))
    return sink.getvalue().encode() + b"only,\xff\xfe,two,three,four\n"


def _table(numbers: Iterable[int]) -> pa.Table:
    return pa.Table.from_pylist(list(_records("f", numbers)))


def _parquet(numbers: Iterable[int]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(_table(numbers), sink, row_group_size=5)
    return sink.getvalue()


def _arrow(numbers: Iterable[int]) -> bytes:
    sink = io.BytesIO()
    pyarrow.feather.write_feather(_table(numbers), sink)
    return sink.getvalue()


def _page(number: int) -> str:
    return (
        f"<html><head><title>Titre {number}</title></head><body><nav>Menu Sport</nav><article>"
        f"<h1>Titre {number}</h1><p>{text(number)}</p><p>{text(1000 + number)}</p>"
        "</article></body></html>"
    )


def _response(number: int) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page(number).encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://0.example/{number}\r\n"
        f"WARC-Date: 2024-05-02T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def _feed(numbers: Iterable[int]) -> str:
    items = "".join(
        f"<item><title>Titre {n}</title><guid>{n}</guid><description>{text(n)}</description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss><channel><title>Le Phare</title>{items}</channel></rss>'


def _zip(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    return sink.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, raw in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(raw)
            archive.addfile(header, io.BytesIO(raw))
    return sink.getvalue()
