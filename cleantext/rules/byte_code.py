"""The byte code of compiled patterns, kept from one process to the next.

To compile the patterns that a pack's rules ask for takes half a second, to make them from their
byte code 10 ms. It is kept in the user's folder for caches, in a file for each version of Python
and of the `regex` package; where none can be written, patterns are compiled each time. A pattern
tells its byte code as it does for `pickle`; the file is read by `marshal`, as modules are, and
only if it is the user's own and nobody else may write it.
"""

import atexit
import copyreg
import marshal
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any, cast

import platformdirs
import regex

Key = tuple[str, int, frozenset[str] | None]
"""A pattern, its flags and the list of words that it may name."""
Code = tuple[Any, ...]
"""What `regex` makes a pattern from, without compiling it."""

_DIGEST_SIZE = 16
_MOST = 5_000
"""The byte code of so many patterns is kept; a file that would hold more begins anew."""

_OTHERS = stat.S_IWGRP | stat.S_IWOTH
"""That others than its user may write a file."""


class ByteCode:
    """Patterns that were compiled by this or an earlier process.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "patterns")
    ...     first = ByteCode(file)
    ...     pattern = first.pattern(("a+", 0, None), lambda: regex.compile("a+"))
    ...     first.save()
    ...     ByteCode(file).pattern(("a+", 0, None), lambda: regex.compile("b")).findall("aab")
    ['aa']
    """

    def __init__(self, file: Path) -> None:
        """Take the file that holds byte code, or is to hold it."""
        self._file = file
        self._known: dict[Key, Code] | None = None
        self._new: dict[Key, Code] = {}
        self._lock = Lock()

    def pattern(self, key: Key, compiled: Callable[[], regex.Pattern[str]]) -> regex.Pattern[str]:
        """Return a pattern, by its byte code or else by the function that compiles it."""
        if self._known is None:
            self._known = _read(self._file)
        code = self._known.get(key)
        if code is not None:
            with suppress(Exception):  # then it is no byte code of this version
                return _MAKE(*code)
        pattern = compiled()
        with self._lock:
            if not self._new:
                atexit.register(self.save)
            self._new[key] = _pickled(pattern)[1]
        return pattern

    def save(self) -> None:
        """Write what was compiled to the file, beside what others wrote there meanwhile."""
        with self._lock:
            new, self._new = self._new, {}
        if new and self._file.is_absolute():  # as `~` is not, where the user has no home
            known = _read(self._file) | new
            self._known = known
            with suppress(OSError):  # a folder that is closed, a disk that is full
                _write(self._file, known if len(known) <= _MOST else new)


def _pickled(pattern: regex.Pattern[str]) -> tuple[Callable[..., regex.Pattern[str]], Code]:
    """Return the function that `pickle` calls to make a pattern, and with what."""
    told = copyreg.dispatch_table[type(pattern)](pattern)
    return cast("tuple[Callable[..., regex.Pattern[str]], Code]", told)


def _read(file: Path) -> dict[Key, Code]:
    """Return the byte code in a file, none if it is not whole."""
    try:
        with file.open("rb") as stream:
            told = os.fstat(stream.fileno())
            if hasattr(os, "geteuid") and (told.st_uid != os.geteuid() or told.st_mode & _OTHERS):
                return {}  # who else could write it could have this process run anything
            content = stream.read()
        digest, code = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
        if digest == _digest(code):
            return cast(dict[Key, Code], marshal.loads(code))  # noqa: S302 - as of any module
    except (OSError, EOFError, ValueError, TypeError):
        pass
    return {}


def _write(file: Path, known: dict[Key, Code]) -> None:
    """Write byte code aside, then put it in place."""
    told = marshal.dumps(known)
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as aside:
        try:
            aside.write(_digest(told) + told)
            aside.close()
            Path(aside.name).replace(file)
        except OSError:
            Path(aside.name).unlink()
            raise


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=_DIGEST_SIZE).digest()


def _place() -> Path:
    """Return the file for this Python and this version of `regex`."""
    version = f"{sys.implementation.cache_tag}.regex-{regex.__version__}"
    return platformdirs.user_cache_path("cleantext") / f"patterns.{version}"


_MAKE, _ = _pickled(regex.compile(""))
BYTE_CODE = ByteCode(_place())
"""That of all patterns that are compiled later."""
