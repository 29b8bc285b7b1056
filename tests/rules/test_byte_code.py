"""The byte code of patterns, kept from one process to the next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from cleantext.rules.byte_code import ByteCode, Key

PATTERN = r"(?<day>\d\d?)\h\L<listed>(?i:É)"
KEY: Key = (PATTERN, int(regex.IGNORECASE), frozenset({"mars", "mai"}))
TEXT = "le 4 maiÉ, le 12 marsé"


def compiled() -> regex.Pattern[str]:
    return regex.compile(PATTERN, regex.IGNORECASE, listed=["mars", "mai"])


def never() -> regex.Pattern[str]:
    raise AssertionError("it was compiled again")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "patterns"


def keep(file: Path) -> None:
    code = ByteCode(file)
    code.pattern(KEY, compiled)
    code.save()


def test_what_one_process_compiled_another_need_not(file: Path) -> None:
    keep(file)
    found = ByteCode(file).pattern(KEY, never)
    assert found.findall(TEXT) == compiled().findall(TEXT) == ["4", "12"]
    assert found.groupindex == compiled().groupindex


def test_what_others_wrote_meanwhile_stays(file: Path) -> None:
    first, second = ByteCode(file), ByteCode(file)
    first.pattern(KEY, compiled)
    second.pattern(("b", 0, None), lambda: regex.compile("b"))
    first.save()
    second.save()
    later = ByteCode(file)
    assert later.pattern(KEY, never).search(TEXT)
    assert later.pattern(("b", 0, None), never).search("ab")


@pytest.mark.parametrize("damage", [b"", b"no byte code at all", None])
def test_a_damaged_file_is_as_none(file: Path, damage: bytes | None) -> None:
    keep(file)
    content = file.read_bytes()
    file.write_bytes(content[:-1] if damage is None else damage)
    assert ByteCode(file).pattern(KEY, compiled).search(TEXT)
    keep(file)
    assert file.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone may")
def test_the_file_of_another_user_is_not_read(file: Path) -> None:
    keep(file)
    os.chown(file, 12345, -1)
    with pytest.raises(AssertionError, match="compiled again"):
        ByteCode(file).pattern(KEY, never)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no such modes")
def test_a_file_that_others_may_write_is_not_read(file: Path) -> None:
    keep(file)
    file.chmod(0o620)
    with pytest.raises(AssertionError, match="compiled again"):
        ByteCode(file).pattern(KEY, never)


def test_where_nothing_can_be_written_all_is_compiled(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the folder's place")
    keep(tmp_path / "cache" / "patterns")


def test_without_a_home_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    keep(Path("~", ".cache", "patterns"))
    assert not list(tmp_path.iterdir())


def test_a_command_leaves_byte_code_for_the_next(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    environment["HOME"] = str(tmp_path)
    command = [sys.executable, "-m", "cleantext", "clean", "-"]

    def run() -> bytes:
        done = subprocess.run(
            command,
            input="l'été,le soir".encode(),
            capture_output=True,
            env=environment,
            check=True,
        )
        return done.stdout

    first = run()
    (kept,) = tmp_path.rglob("patterns.*")
    written = kept.stat().st_mtime_ns
    assert first == run() == "L’été, le soir\n".encode()
    assert kept.stat().st_mtime_ns == written, "the second run compiled something"
