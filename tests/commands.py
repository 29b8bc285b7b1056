"""The command as a user runs it, in a process of its own or in this one."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from cleantext.cli import main

ROOT = Path(__file__).parent.parent


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cleantext", *map(str, arguments)]


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a process that finds the package, and what its workers import."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests", ROOT / "tests" / "run")))
    return {**os.environ, "PYTHONPATH": paths, **(variables or {})}


def run(
    *arguments: str | Path,
    stdin: bytes = b"",
    limit: Callable[[], None] | None = None,
    variables: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command to its end as a user does, in a process of its own."""
    return subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
        env=environment(variables),
    )


@contextmanager
def started(*arguments: str | Path, read_output: bool = False) -> Iterator["subprocess.Popen[str]"]:
    """Start the command; whoever is left is killed."""
    with subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE if read_output else None,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=_hear_signals if os.name == "posix" else None,  # noqa: PLW1509 - no threads run that could hold a lock
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _hear_signals() -> None:
    """Ignore no signal, as a shell makes those do that it starts in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def shell(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a shell script in which $CLEAN is the command."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment({"CLEAN": " ".join(command())}),
    )


def error_of(*arguments: "str | Path", code: int = 1) -> str:
    """Return the one line that a call ends with."""
    result = CliRunner().invoke(main, [os.fspath(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line
