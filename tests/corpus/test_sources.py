"""Which files are read: paths go where the kernel goes, and no walk leaves the tree."""

import os
from pathlib import Path

import pytest

from cleantext.corpus.globs import matches
from cleantext.corpus.read import read as read_shard
from cleantext.corpus.shards import find
from cleantext.corpus.sources import find_files
from cleantext.corpus.streams import Failure, Read
from cleantext.errors import DataError


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two folders with texts; a link in one, `dump/link`, leads below the other."""
    monkeypatch.chdir(tmp_path)
    for name in ("dump/a.txt", "dump/sub/b.txt", "dump/.hidden.txt", "other/a.txt"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Ceci est {name}.", encoding="utf-8")
    Path("other/below").mkdir()
    Path("dump/link").symlink_to("../other/below")


def read(*sources: str, follow_links: bool = False) -> list[str]:
    """Return the first lines of all files that are found."""
    found = find_files(sources, follow_links=follow_links).files
    return [path.read_text(encoding="utf-8") for _, path in found]


def test_a_path_through_a_link_and_back_leads_where_the_kernel_goes() -> None:
    assert read("dump/link/../a.txt") == ["Ceci est other/a.txt."]
    assert read("dump/sub/../a.txt", "dump/a.txt") == ["Ceci est dump/a.txt."]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("dump/*.txt", ["dump/a.txt"]),
        ("dump/.*.txt", ["dump/.hidden.txt"]),
        ("dump/**/*.txt", ["dump/a.txt", "dump/sub/b.txt"]),
        ("**/b.txt", ["dump/sub/b.txt"]),
        ("*/a.txt", ["dump/a.txt", "other/a.txt"]),
        ("d?mp/[a-b].txt", ["dump/a.txt"]),
        ("dump/[.txt", []),
        ("none/*.txt", []),
    ],
)
def test_patterns(pattern: str, names: list[str]) -> None:
    assert [path.as_posix() for path in matches(pattern)] == names


def test_links_in_a_circle_are_gone_through_once() -> None:
    for number in range(8):
        Path(f"dump/round{number}").symlink_to(".")
    assert read("dump/**/*.txt") == ["Ceci est dump/a.txt.", "Ceci est dump/sub/b.txt."]
    Path("other/below/c.txt").write_text("Ceci est c.", encoding="utf-8")
    assert read("dump/**/*.txt", follow_links=True).count("Ceci est dump/a.txt.") == 1
    assert "Ceci est c." in read("dump", follow_links=True)


def test_a_link_out_of_the_tree_is_passed_over_by_folder_and_by_pattern() -> None:
    Path("dump/out.txt").symlink_to("../other/a.txt")
    for source in ("dump", "dump/*.txt"):
        found = find_files([source])
        assert "dump/out.txt" not in [name for name, _ in found.files]
        assert ("dump/out.txt", "is a link out of the folder") in found.passed_over
    assert read("dump/out.txt") == ["Ceci est other/a.txt."]  # named by the user


def test_pipes_and_dangling_links_are_passed_over_with_the_reason() -> None:
    os.mkfifo("dump/pipe.txt")
    Path("dump/nowhere.txt").symlink_to("none")
    told = dict(find_files(["dump"]).passed_over)
    assert told["dump/pipe.txt"] == "is no file"
    assert told["dump/nowhere.txt"] == "cannot be opened: No such file or directory"


def test_a_file_that_vanishes_is_a_failure_and_one_that_grows_is_read() -> None:
    shards = find(["dump"]).shards
    Path("dump/a.txt").unlink()
    Path("dump/sub/b.txt").write_text("Ceci est plus long que ce qui fut.", encoding="utf-8")
    gone, grown = (list(read_shard(shard)) for shard in shards)
    assert isinstance(gone[0], Failure)
    assert isinstance(grown[0], Read)
    assert grown[0].document.text == "Ceci est plus long que ce qui fut."


def test_names_that_are_not_utf_8_are_found() -> None:
    Path(os.fsdecode(b"dump/caf\xe9.txt")).write_text("Ceci est un café.", encoding="utf-8")
    assert "Ceci est un café." in read("dump")
    assert read(os.fsdecode(b"dump/caf\xe9.txt")) == ["Ceci est un café."]


def test_a_folder_in_which_nothing_can_be_opened_says_why() -> None:
    Path("broken").mkdir()
    Path("broken/a.txt").symlink_to("none")
    with pytest.raises(DataError, match=r"broken/a\.txt: cannot be opened: No such file"):
        find_files(["broken"])


@pytest.mark.parametrize("source", ["loop", "loop/a.txt", "a" * 300, "a\0b"])
def test_names_that_lead_nowhere_are_errors(source: str) -> None:
    Path("loop").symlink_to("loop")
    with pytest.raises(DataError):
        find_files([source])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any folder")
def test_a_closed_folder_is_an_error_and_a_closed_folder_in_it_is_passed_over() -> None:
    Path("dump/sub").chmod(0)
    assert ("dump/sub", "cannot be opened: Permission denied") in find_files(["dump"]).passed_over
    with pytest.raises(DataError, match="Permission denied"):
        find_files(["dump/sub"])
    Path("dump/sub").chmod(0o700)


def test_of_an_earlier_run_its_corpus_alone_is_read() -> None:
    for name, text in (
        ("clean/a.txt", "Un."),
        ("rejected/a.txt.jsonl", "{}"),
        ("report.json", "{}"),
    ):
        path = Path("run") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Path("run/manifest.json").write_text('{"cleantext": "1.0"}', encoding="utf-8")
    found = find_files(["run"])
    assert [name for name, _ in found.files] == ["a.txt"]
    assert [name for name, _ in found.passed_over] == [
        "run/manifest.json",
        "run/rejected",
        "run/report.json",
    ]
