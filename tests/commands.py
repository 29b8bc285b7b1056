"""The command as a user runs it, in a process of its own or in this one."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import CliRunner

from cleantext.cli import main

ROOT = Path(__file__).parent.parent


def run(
    *arguments: str,
    stdin: bytes = b"",
    limit: Callable[[], None] | None = None,
    variables: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cleantext", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})},
    )


def shell(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a shell script in which $CLEAN is the command."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CLEAN": f"{sys.executable} -m cleantext"},
    )


def error_of(*arguments: "str | Path", code: int = 1) -> str:
    """Return the one line that a call ends with."""
    result = CliRunner().invoke(main, [os.fspath(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line
