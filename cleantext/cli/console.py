"""Standard input, output and errors, which may be closed, full, or of an old encoding."""

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import click

from cleantext.errors import CleantextError, DataError

_ADVICE: Mapping[int, str] = {
    errno.ENOSPC: "make room, and run the same command again",
    errno.EDQUOT: "make room, and run the same command again",
    errno.EFBIG: "allow larger files (ulimit -f), and run the same command again",
    errno.EMFILE: "allow more open files (ulimit -n), or take fewer --workers",
    errno.ENFILE: "close other programs, and run the same command again",
    errno.ENOMEM: "take fewer --workers, or a smaller --max-document",
    errno.EACCES: "ask for permission, or name another",
    errno.EPERM: "ask for permission, or name another",
    errno.EROFS: "name a folder that can be written to",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EEXIST: "rename the one or the other",
    errno.ENOTDIR: "a file stands where a folder is needed; name another",
    errno.ELOOP: "the links lead in a circle; name the file itself",
}
_MEMORY = "memory ran out; take fewer --workers, a smaller --max-document, or allow more"
_DEPTH = "something is nested too deep; make it flatter"
_LONGEST = 600


def prepare() -> None:
    """See that printing cannot fail for want of a sign, nor write into a file of the run.

    The number of a stream that is closed would go to the next file that is opened.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def standard_input() -> IO[bytes]:
    """Return standard input.

    Raises:
        DataError: It is closed.
    """
    if sys.stdin is None:
        raise DataError("standard input is closed; pipe a text into it, or name a file")
    return sys.stdin.buffer


def write(data: bytes) -> None:
    """Write to standard output at once.

    Raises:
        DataError: It is closed, or cannot be written to.
        BrokenPipeError: Nobody reads it any more.
    """
    if sys.stdout is None:
        raise DataError("standard output is closed; send it to a file, or use -o DIR")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as reason:
        raise DataError(f"standard output: {reason.strerror}") from reason


def print_line(line: str) -> None:
    """Print a line of text to standard output.

    Raises:
        DataError: As in `write`.
        BrokenPipeError: The same.
    """
    if sys.stdout is None:
        raise DataError("standard output is closed; send it to a file")
    try:
        click.echo(line)
    except BrokenPipeError:
        raise
    except OSError as reason:
        raise DataError(f"standard output: {reason.strerror}") from reason


def shows_colour() -> bool:
    """Whether standard output is a terminal, and nobody asked it for no colour."""
    if sys.stdout is None or not sys.stdout.isatty():
        return False
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def page(lines: Iterable[str]) -> None:
    """Show lines in colour on the terminal: in its pager, where they are more than it holds."""
    os.environ.setdefault("LESS", "-FRX")  # ends at once what one screen holds, as git has it
    click.echo_via_pager((f"{line}\n" for line in lines), color=True)


def tell_error(error: Exception) -> None:
    """Print an error as one line that says what to do, on standard error."""
    if any(isinstance(cause, OSError) for cause in _causes(error)):
        _forget_output()
    click.echo(f"cleantext: {one_line(_told(error))}", err=True)


def one_line(message: str) -> str:
    r"""Return a message without line ends and without what could steer a terminal.

    >>> print(one_line("a\nb\x1b[31m.txt: no such file"))
    a\nb\x1b[31m.txt: no such file
    """
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in message
    )
    half = _LONGEST // 2
    return shown if len(shown) <= _LONGEST else f"{shown[:half]} […] {shown[-half:]}"


def _told(error: Exception) -> str:
    causes = list(_causes(error))
    if any(isinstance(cause, MemoryError) for cause in causes):
        return _MEMORY
    told = str(error)
    if isinstance(error, OSError):
        told = f"{error.filename or 'a file or stream'}: {error.strerror or error}"
    elif isinstance(error, RecursionError):
        told = _DEPTH
    elif not isinstance(error, CleantextError):
        told = f"{type(error).__name__}: {error}; --debug shows where: please report it"
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
    advice = next((_ADVICE[number] for number in numbers if number in _ADVICE), "")
    return f"{told}; {advice}" if advice and ";" not in told else told


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it, the last first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _forget_output() -> None:
    """Let what could not be written go, or the interpreter fails again when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
