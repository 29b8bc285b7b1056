"""What failed is read again, from the list that a run left."""

import gzip
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deadly import DIE, deadly
from folders import records

from cleantext import DataError
from cleantext.config import read
from cleantext.corpus.streams import ReadOptions
from cleantext.corpus.write import target_name
from cleantext.run.dump import run
from cleantext.run.job import Job

CONFIG = read({"stages": ["spacing", "output"]})


def test_only_what_failed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    source = tmp_path / "in/deep/a.jsonl"
    good = [json.dumps({"id": str(number), "text": f"Texte {number} ."}) for number in range(6)]
    source.write_text("\n".join([*good[:2], "no json", good[3], "{}", good[5]]) + "\n")
    (tmp_path / "in/b.txt").write_text("Un texte .")
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])
    assert (report.clean, report.failed) == (5, 2)
    # Somebody mends both lines in their places.
    text = source.read_text().replace("no json", '{"x":1}').replace("{}\n", good[4] + "\n")
    source.write_text(text)
    report = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert report.documents == 2
    (record,) = records(tmp_path / "again/clean/deep/a.jsonl")
    assert record["id"] == "4"


GOOD = b'{"id": "a", "text": "Un ."}\n'
BAD, MENDED = b'{"id": "b", "txt": "Deux ."}\n', b'{"id": "b","text": "Deux ."}\n'


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """Write an archive, by its name."""
    if path.suffix == ".zip":
        with ZipFile(path, "w") as packed:
            for name, raw in members.items():
                packed.writestr(name, raw)
        return path
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as packed:
        for name, raw in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(raw)
            packed.addfile(header, io.BytesIO(raw))
    return path


@pytest.mark.parametrize("name", ["z.zip", "z.tar", "z.tar.gz"])
def test_members_of_archives_are_read_again(tmp_path: Path, name: str) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/other.txt").write_text("Un texte .")
    path = tmp_path / "in/deep" / name
    archive(
        path, {"./one.jsonl": GOOD + BAD, "two.jsonl": BAD, "three.jsonl": GOOD, "four.csv": b""}
    )
    assert run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")]).failed == 2
    archive(path, {"./one.jsonl": GOOD + MENDED, "three.jsonl": GOOD, "two.jsonl": GOOD})
    job = Job(CONFIG, tmp_path / "again", compression="")
    again = run(job, [str(tmp_path / "out/failed.jsonl")])
    assert (again.documents, again.clean) == (2, 2)
    found = records(tmp_path / "again/clean/deep" / target_name(name, None, ""))
    assert sorted(record["text"] for record in found) == ["Deux.", "Un."]


def test_members_that_are_gone_are_named(tmp_path: Path) -> None:
    path = archive(tmp_path / "z.zip", {"a.jsonl": BAD, "b.jsonl": BAD})
    run(Job(CONFIG, tmp_path / "out"), [str(path)])
    archive(path, {"b.jsonl": MENDED})
    again = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (again.clean, again.failed) == (1, 1)
    (failure,) = records(tmp_path / "again/failed.jsonl")
    assert (failure["source"], "not in the archive any more" in failure["error"]) == (
        "z.zip/a.jsonl",
        True,
    )


@pytest.mark.parametrize("keep", [0, 700, 1100, 1700, 2300])
def test_an_archive_that_was_cut_is_read_from_the_cut_on(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "z.tar"
    archive(path, {f"{n}.jsonl": GOOD.replace(b"a", b"%d" % n) for n in range(5)})
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])
    first = run(Job(CONFIG, tmp_path / "out"), [str(path)])
    path.write_bytes(whole)
    again = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (again.failed, first.clean + again.clean) == (0, 5)


def test_a_document_of_an_archive_that_kills_is_named_by_its_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = json.dumps({"text": DIE}).encode()
    path = archive(tmp_path / "z.zip", {"a.jsonl": GOOD, "b.jsonl": GOOD + raw, "c.jsonl": GOOD})
    report = run(Job(deadly(CONFIG, monkeypatch), tmp_path / "out"), [str(path)], workers=1)
    assert (report.clean, report.failed) == (3, 1)
    (failure,) = records(tmp_path / "out/failed.jsonl")
    assert (failure["source"], failure["position"]) == ("z.zip/b.jsonl", len(GOOD))
    again = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (again.documents, again.clean) == (1, 1)


def test_a_file_that_was_damaged_is_read_from_the_damage_on(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": f"Le texte {n * n} est là ."}) for n in range(3000)]
    whole = gzip.compress("\n".join(lines).encode())
    source = tmp_path / "a.jsonl.gz"
    source.write_bytes(whole[: len(whole) // 2])
    first = run(Job(CONFIG, tmp_path / "out"), [str(source)])
    assert first.failed == 1
    source.write_bytes(whole)
    again = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (again.failed, first.clean + again.clean) == (0, 3000)


def test_a_file_that_held_too_much_is_read_on_with_a_higher_limit(tmp_path: Path) -> None:
    line = json.dumps({"text": "Le texte est là . " * 5000}) + "\n"
    source = tmp_path / "a.jsonl.gz"
    source.write_bytes(gzip.compress(line.encode() * 1300))
    job = Job(read({"stages": ["output"]}), tmp_path / "out")
    first = run(job, [str(source)])
    assert first.failed == 1
    more = replace(job, output=tmp_path / "again", reading=ReadOptions(max_expansion=2000))
    again = run(more, [str(tmp_path / "out/failed.jsonl")])
    assert (again.failed, first.clean + again.clean) == (0, 1300)


def test_a_text_that_was_too_large_is_read_again_as_several(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Un .\n---\nDeux .\n---\nTrois .\n")
    job = Job(CONFIG, tmp_path / "out", reading=ReadOptions(max_document=20))
    assert run(job, [str(source)]).failed == 1
    cut = replace(job, output=tmp_path / "again", reading=ReadOptions("^---$", max_document=20))
    assert run(cut, [str(tmp_path / "out/failed.jsonl")]).clean == 3


def test_a_row_is_found_again_among_several_row_groups(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    texts = ["Un .", "Deux .", "Trois .", None, "Cinq .", "Six ."]
    pq.write_table(pa.table({"text": texts}), source, row_group_size=2)
    run(Job(CONFIG, tmp_path / "out"), [str(source)])
    texts[3] = "Quatre ."
    pq.write_table(pa.table({"text": texts}), source, row_group_size=2)
    run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    (record,) = records(tmp_path / "again/clean/a.parquet.jsonl")
    assert (record["id"], record["text"]) == ("a.parquet@1@1", "Quatre.")


def test_what_does_not_stand_where_it_stood_fails(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "Un texte ."}\nno json\n')
    run(Job(CONFIG, tmp_path / "out"), [str(source)])
    source.write_text('{"text": "Un texte plus long ."}\n{"text": "Un autre ."}\n')
    report = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    (failure,) = records(tmp_path / "again/failed.jsonl")
    assert (report.clean, "the file was changed" in failure["error"]) == (0, True)


def test_a_list_of_failures_whose_sources_are_gone_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("broken\n")
    run(Job(CONFIG, tmp_path / "out"), [str(source)])
    source.unlink()
    with pytest.raises(DataError, match="is not there any more"):
        run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert not (tmp_path / "again").exists()


def test_any_other_file_of_that_name_is_a_dump(tmp_path: Path) -> None:
    (tmp_path / "failed.jsonl").write_text('{"text": "Un texte ."}\n')
    report = run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "failed.jsonl")])
    assert report.clean == 1


def test_what_a_document_kills_in_the_pass_that_learns_is_done_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = deadly(read({"stages": ["boilerplate", "output"]}), monkeypatch)
    config = replace(config, stages=("deadly", "boilerplate", "output"))
    lines = [json.dumps({"id": str(n), "text": f"Texte {n}."}) for n in range(5)]
    lines[2] = json.dumps({"id": "2", "text": DIE})
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    job = Job(config, tmp_path / "out", learn="auto")
    report = run(job, [str(tmp_path / "a.jsonl")], workers=1)
    assert (report.clean, report.failed) == (4, 1)
