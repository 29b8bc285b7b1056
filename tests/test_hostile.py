"""Input, output and streams that are not as they should be: one clear line, never a traceback."""

import os
import resource
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import error_of, run, shell

from cleantext.cli import main


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.txt"
    path.write_text("Le phare de Kervalo est ouvert.\n", encoding="utf-8")
    return path


class TestStreams:
    @pytest.mark.parametrize(
        ("script", "told"),
        [
            ("echo un. | $CLEAN clean - >&-", "standard output is closed"),
            ("echo un. | $CLEAN explain >&-", "standard output is closed"),
            ("echo un. | $CLEAN clean - > /dev/full", "standard output: No space left on device"),
            ("echo un. | $CLEAN explain > /dev/full", "standard output: No space left on device"),
            ("$CLEAN --help > /dev/full", "No space left on device"),
            ("$CLEAN clean - <&-", "standard input is closed; pipe a text into it"),
        ],
    )
    def test_closed_or_full(self, tmp_path: Path, script: str, told: str) -> None:
        result = shell(script, tmp_path)
        assert result.returncode == 1
        assert told in result.stderr
        assert len(result.stderr.splitlines()) == 1

    def test_a_run_needs_no_standard_error(self, text: Path) -> None:
        assert shell("$CLEAN clean a.txt -o out 2>&-", text.parent).returncode == 0
        assert (text.parent / "out/clean/a.txt").is_file()

    def test_a_reader_that_goes_away_is_no_error_to_speak_of(self, tmp_path: Path) -> None:
        lines = 'for i in $(seq 999); do echo "{\\"text\\": \\"Un $i.\\"}"; done'
        result = shell(f"{lines} | $CLEAN clean - --format jsonl | head -1", tmp_path)
        assert result.stdout.startswith('{"id"')
        assert result.stderr == ""

    def test_binary_input_is_cleaned_as_what_it_may_be(self) -> None:
        result = run("clean", "-", stdin=bytes(range(256)) * 8)
        assert (result.returncode, result.stderr) == (0, b"")

    def test_an_old_encoding_shows_what_it_has_not_with_escapes(self) -> None:
        text = "il dit → ok ,oui".encode()
        result = run("explain", stdin=text, variables={"PYTHONIOENCODING": "cp1252"})
        assert result.returncode == 0
        assert b"\\u2192" in result.stdout

    def test_names_in_a_locale_without_a_language(self, text: Path) -> None:
        text.rename("été.txt")
        variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        result = run("clean", "été.txt", "-o", "out", variables=variables)
        assert result.returncode == 0, result.stderr
        assert Path("out/clean/été.txt").exists()


class TestErrors:
    def test_debug_shows_where_an_error_comes_from(self) -> None:
        result = run("clean", "none.txt", "-o", "out", "--debug")
        assert result.returncode == 1
        assert result.stderr.startswith(b"Traceback")

    @pytest.mark.usefixtures("text")
    def test_what_could_steer_a_terminal_is_escaped(self) -> None:
        assert error_of("clean", "a\nb\x1b{.txt", "-o", "out").startswith(
            r"cleantext: a\nb\x1b{.txt: no such file"
        )

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["clean", "", "-o", "out"], "a source has no name"),
            (["clean", "a" * 300 + ".txt", "-o", "out"], "File name too long"),
            (["clean", "b/" * 3000 + "a.txt", "-o", "out"], "File name too long"),
            (["clean", "a.txt", "-o", "b" * 300], "File name too long"),
            (["clean", "a\0.txt", "-o", "out"], "is no name"),
            (["clean", "a.txt", "-o", "a.txt/out"], "a.txt/out: Not a directory"),
            (["clean", "/dev/zero", "-o", "out"], "is neither a file nor a folder"),
            (["clean", "a.txt", "-o", "out", "-c", "/dev/zero"], "it is no regular file"),
            (["clean", "loop.txt", "-o", "out"], "symbolic links"),
            (["learn", "a.txt", "-o", "a.txt"], "is one of the sources"),
            (["learn", "a.txt", "-o", "/dev/full"], "is no regular file"),
        ],
    )
    def test_names_that_cannot_be_used(self, text: Path, arguments: list[str], told: str) -> None:
        Path("loop.txt").symlink_to("loop.txt")
        assert told in error_of(*arguments)
        assert text.read_text(encoding="utf-8").startswith("Le phare")

    @pytest.mark.usefixtures("text")
    def test_the_nearest_command_and_option_are_named(self) -> None:
        runner = CliRunner()
        assert "Did you mean 'clean'?" in runner.invoke(main, ["claen", "a.txt"]).stderr
        assert "--output" in runner.invoke(main, ["clean", "a.txt", "--outptu", "x"]).stderr

    def test_a_file_may_grow_too_large_for_its_limit(self, text: Path) -> None:
        text.write_text("Le phare de Kervalo est ouvert au public.\n" * 2000, encoding="utf-8")

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        result = run("clean", "a.txt", "-o", "out", limit=limit)
        assert result.returncode == 1
        assert b"File too large; allow larger files (ulimit -f)" in result.stderr

    @pytest.mark.usefixtures("text")
    def test_few_open_files_are_enough(self) -> None:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))

        assert run("clean", "a.txt", "-o", "out", limit=limit).returncode == 0


class TestConfigurations:
    @pytest.mark.usefixtures("text")
    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            ("x = " + "[" * 900 + "]" * 900, "nested too deep"),
            ("x = " + "[" * 100_000 + "]" * 100_000, "nested too deep"),
            ("x" + ".x" * 100_000 + " = 1", "nested too deep"),
            ("x = " + "9" * 10_000, "Exceeds the limit"),
            ('[boilerplate]\ntables = ["/dev/zero"]', "/dev/zero: cannot be read"),
            ('[boilerplate]\ntables = ["pipe"]', "pipe: cannot be read: it is no regular file"),
            ('[boilerplate]\nmemory = "pipe"', "pipe: cannot be read: it is no regular file"),
            ('[boilerplate]\nmemory = "a\\u0000b"', "embedded null"),
            ('[boilerplate]\ntables = ["."]', "it is a folder"),
            ('language = "../fr"', "no language pack '../fr'"),
        ],
    )
    def test_a_configuration_that_cannot_be_used(self, toml: str, told: str) -> None:
        os.mkfifo("pipe")
        Path("c.toml").write_text(toml, encoding="utf-8")
        assert told in error_of("check", "-c", "c.toml")

    @pytest.mark.usefixtures("text")
    def test_a_byte_order_mark_is_no_part_of_a_configuration(self) -> None:
        Path("c.toml").write_text('stages = ["spacing"]', encoding="utf-8-sig")
        assert CliRunner().invoke(main, ["check", "-c", "c.toml"]).exit_code == 0
