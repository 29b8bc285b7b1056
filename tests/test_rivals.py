"""The command says when another distribution has put its files over ours."""

import sys
from pathlib import Path

import pytest
from commands import run as call

from cleantext.cli.rivals import rivals


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ("clean_text-0.6.0.dist-info", ["clean-text"]),
        ("clean-text-0.6.0.dist-info", ["clean-text"]),
        ("cleantext-1.1.4.dist-info", ["cleantext"]),
        ("cleantext-1.1.4-py3.11.egg-info", ["cleantext"]),
        ("cleantext_corpus-0.1.0.dist-info", []),
        ("cleantext", []),
    ],
)
def test_who_installs_the_same_import_name(tmp_path: Path, installed: str, told: list[str]) -> None:
    (tmp_path / installed).mkdir()
    assert list(rivals([str(tmp_path), str(tmp_path / "none")])) == told


def test_any_command_says_so_in_one_line_and_goes_on(tmp_path: Path) -> None:
    site = tmp_path / "clean_text-0.6.0.dist-info"
    site.mkdir()
    paths = ":".join(filter(None, (str(tmp_path), *sys.path)))
    done = call("--version", variables={"PYTHONPATH": paths})
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("warning: clean-text installs the import name `cleantext` too;")
    assert done.returncode == 0
    assert done.stdout
