"""Names that a file system can hold."""

import os
from pathlib import Path

import pytest
from commands import error_of, run

from cleantext.corpus.names import LONGEST, fitted


@pytest.mark.parametrize(
    "name",
    [
        "a" * 251 + ".txt",
        "é" * 125 + ".txt",
        "a." * 124 + "txt",
        os.fsdecode(b"\xe9" * 251) + ".jsonl.gz",
    ],
)
def test_long_names_are_cut_and_keep_their_end(name: str) -> None:
    short = fitted(f"folder/{name}")
    assert short.startswith("folder/")
    assert len(os.fsencode(short.removeprefix("folder/"))) <= LONGEST
    assert short.endswith(name[-4:])
    assert fitted(short) == short != fitted(f"folder/b{name}")


def test_sources_with_names_of_255_bytes_are_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dump").mkdir()
    for sign in "ab":
        (Path("dump") / (sign * 251 + ".txt")).write_text("Le bac part.", encoding="utf-8")
    result = run("clean", "dump", "-o", "out", "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    assert len(list(Path("out/clean").iterdir())) == 2


def test_a_file_in_the_place_of_a_folder_is_an_error_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dump/a.txt.jsonl").mkdir(parents=True)
    for name in ("a.txt", "a.txt.jsonl/b.txt"):
        (Path("dump") / name).write_text("Le bac part.", encoding="utf-8")
    told = error_of("clean", "dump", "-o", "out", "--format", "jsonl")
    assert "a.txt would be written to clean/a.txt.jsonl" in told
    assert not Path("out").exists()
