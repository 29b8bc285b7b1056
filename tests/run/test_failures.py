"""What failed is read again, from the list that a run left."""

import gzip
import json
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


def test_members_of_archives_are_named_and_the_others_read_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with ZipFile(tmp_path / "in/z.zip", "w") as archive:
        archive.writestr("b.jsonl", "no json\n")
    run(Job(CONFIG, tmp_path / "one"), [str(tmp_path / "in")])
    with pytest.raises(DataError, match="names but members of archives; unpack"):
        run(Job(CONFIG, tmp_path / "none"), [str(tmp_path / "one/failed.jsonl")])
    source = tmp_path / "in/a.jsonl"
    source.write_text("{ }\n")
    run(Job(CONFIG, tmp_path / "out"), [str(tmp_path / "in")])
    source.write_text('{"text": "Un texte ."}\n')
    report = run(Job(CONFIG, tmp_path / "again"), [str(tmp_path / "out/failed.jsonl")])
    assert (report.documents, report.clean) == (1, 1)
    (told,) = json.loads((tmp_path / "again/manifest.json").read_bytes())["passed_over"]
    assert told == {"name": "z.zip/b.jsonl", "reason": "is an archive or in one: unpack it first"}


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
