"""Members of archives: read in their own format, or passed over, or failed, each by itself."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cleantext.config import read as read_config
from cleantext.corpus.formats import READERS
from cleantext.corpus.read import read
from cleantext.corpus.shards import find
from cleantext.corpus.streams import Failure, Notes, Piece, Read
from cleantext.run.dump import run
from cleantext.run.job import Job

RECORDS = b'{"id": "a", "text": "Un."}\n{"text": \n{"id": "b", "text": "Deux."}\n'
MEMBERS = {
    "./un/a.txt": "Un été.".encode(),
    "b.jsonl": RECORDS,
    "c.jsonl.gz": gzip.compress(RECORDS),
    "d.csv": b"id,text\nx,Trois.\n",
    "note.pdf": b"%PDF",
    "../out.txt": b"out",
    "/etc/out.txt": b"out",
    "C:\\out.txt": b"out",
    ".hidden.txt": b"out",
    "inner.zip": b"PK",
}
TEXTS = ["Un été.", "Un.", "!", "Deux.", "Un.", "!", "Deux.", "Trois."]
REASONS = [
    "has a name of no known format",
    "has a name that leads out of the archive",
    "has an absolute name",
    "has an absolute name",
    "is hidden",
    "is an archive in an archive",
]


def as_tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode=mode) as archive:  # type: ignore[call-overload]
        for name, raw in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(raw)
            archive.addfile(header, io.BytesIO(raw))
    return sink.getvalue()


def as_zip(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return sink.getvalue()


def read_bytes(form: str, raw: bytes) -> tuple[list[Read | Failure], Notes]:
    notes = Notes()
    return list(READERS[form](io.BytesIO(raw), Piece(f"x.{form}", notes=notes))), notes


def texts(items: list[Read | Failure]) -> list[str]:
    return [item.document.text if isinstance(item, Read) else "!" for item in items]


WAYS: dict[str, Callable[[dict[str, bytes]], bytes]] = {"tar": as_tar, "zip": as_zip}


@pytest.mark.parametrize("form", WAYS)
def test_members_are_read_in_their_own_formats(form: str) -> None:
    items, notes = read_bytes(form, WAYS[form](MEMBERS))
    assert texts(items) == TEXTS
    assert [each.reason for each in notes.passed_over] == REASONS
    first, second, broken = items[:3]
    assert isinstance(first, Read)
    assert (first.document.id, first.document.meta["source"]) == (
        f"x.{form}/un/a",
        f"x.{form}/un/a.txt",
    )
    assert isinstance(second, Read)
    assert (broken.source, broken.position) == (f"x.{form}/b.jsonl", 27)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tgz", "a.tar.xz", "a.tar.bz2", "a.zip"])
def test_archives_are_read_from_files(tmp_path: Path, name: str) -> None:
    modes = {"a.tar": "w", "a.tgz": "w:gz", "a.zip": ""}
    mode = modes.get(name, "w:" + name.rpartition(".")[2])
    (tmp_path / name).write_bytes(as_tar(MEMBERS, mode) if mode else as_zip(MEMBERS))
    items = [item for shard in find([str(tmp_path)]).shards for item in read(shard)]
    assert texts(items) == TEXTS


def test_links_and_devices_of_a_tar_archive_are_passed_over() -> None:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, kind in [("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE)]:
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
        for name, kind in [("c.txt", tarfile.CHRTYPE), ("d.txt", tarfile.FIFOTYPE)]:
            device = tarfile.TarInfo(name)
            device.type = kind
            archive.addfile(device)
        folder = tarfile.TarInfo("e.txt")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    items, notes = read_bytes("tar", sink.getvalue())
    assert items == []
    assert [each.reason for each in notes.passed_over] == ["is a link"] * 2 + ["is no file"] * 2


TWO = {"a.txt": b"Un.", "b.txt": b"Deux." * 400}
TAR, ZIP = as_tar(TWO), as_zip(TWO)


@pytest.mark.parametrize(
    ("form", "raw", "expected"),
    [
        ("tar", TAR + as_tar({"c.txt": b"Trois."}), ["Un.", "Deux." * 400, "Trois."]),
        ("tar", TAR + b"junk" * 200, ["Un.", "Deux." * 400, "!"]),
        ("tar", TAR[:1536], ["Un.", "!", "!"]),
        ("tar", TAR[:2000], ["Un.", "!", "!"]),
        ("tar", TAR[:1024], ["Un.", "!"]),
        ("tar", TAR[:1024] + b"x" * 512 + TAR[1536:], ["Un.", "!"]),
        ("tar", b"", ["!"]),
        ("tar", b"no archive" * 100, ["!"]),
        ("tar", as_tar({}), []),
        ("zip", ZIP[:-30], ["!"]),
        ("zip", b"junk" + ZIP, ["Un.", "Deux." * 400]),
        ("zip", ZIP.replace(b"Un.", b"Uh."), ["Un.", "Deux." * 400]),
        ("zip", ZIP[40:], ["!", "Deux." * 400]),  # the headers lie before the beginning
        ("zip", b"", ["!"]),
        ("zip", as_zip({}), []),
    ],
)
def test_what_is_broken_costs_what_stands_behind_it(
    form: str, raw: bytes, expected: list[str]
) -> None:
    assert texts(read_bytes(form, raw)[0]) == expected


def test_a_zip_archive_without_its_table_of_contents_fails_and_says_what_mends_it() -> None:
    (item,) = read_bytes("zip", ZIP[: len(ZIP) // 2])[0]
    assert isinstance(item, Failure)
    assert item.rest
    assert "nothing of it is read" in item.error
    assert "zip -FF" in item.error


def test_a_member_with_a_wrong_checksum_fails_by_itself() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.txt", "Un.")
        archive.writestr("b.txt", "Deux.")
    assert texts(read_bytes("zip", sink.getvalue().replace(b"Un.", b"Uh."))[0]) == ["!", "Deux."]


def test_a_bomb_of_many_members_is_not_set_off() -> None:
    line = b'{"text": "' + b"x" * 1000 + b'"}\n'
    raw = as_zip({f"{number}.jsonl": line * 20_000 for number in range(8)})
    items, _ = read_bytes("zip", raw)
    assert 99_000 < len(items) < 160_000
    assert isinstance(items[-1], Failure)
    assert "--max-expansion" in items[-1].error


def test_members_of_a_zip_archive_are_shards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleantext.corpus.formats.archive._SMALLEST_PART", 1000)
    members = {f"{number:02}.txt": b"Une phrase. " * 30 for number in range(9)}
    (tmp_path / "a.zip").write_bytes(as_zip(members))
    shards = find([str(tmp_path)]).shards
    assert [(shard.start, shard.end) for shard in shards] == [(0, 3), (3, 6), (6, 9)]
    names = [item.document.id for shard in shards for item in read(shard) if isinstance(item, Read)]
    assert names == [f"a.zip/{number:02}" for number in range(9)]


def test_a_run_over_archives_says_what_it_passed_over_and_writes_outside_of_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(as_zip(MEMBERS))
    report = run(Job(read_config({}), tmp_path / "out"), [str(tmp_path / "in")])
    assert (report.documents, report.failed) == (8, 2)
    assert report.passed_over.total() == len(REASONS)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {"name": "a.zip/.hidden.txt", "reason": "is hidden"} in manifest["passed_over"]
    assert [each["reason"] for each in manifest["passed_over"]] == REASONS
    written = tmp_path / "out" / "clean" / "a.zip.jsonl"
    assert len(written.read_text(encoding="utf-8").splitlines()) == report.clean
    failed = (tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["source"] for line in failed] == ["a.zip/b.jsonl", "a.zip/c.jsonl.gz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
