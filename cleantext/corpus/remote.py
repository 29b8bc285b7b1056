"""Objects of stores, by their URL: `s3://`, `gs://`, `https://` and whatever else fsspec knows.

They are read as they are, in ranges, and nothing is copied first. What a run writes goes to the
disk: a folder that another run may hold, and that is gone on with, needs locks and renames.
"""

import io
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple, cast

from cleantext.errors import ConfigError, DataError

_BUFFER = 1 << 20


class Size(NamedTuple):
    """What is known of an object, by the name that `os.stat_result` has for it."""

    st_size: int


@dataclass(frozen=True, slots=True)
class Remote:
    """An object of a store, with what readers ask of a path.

    Attributes:
        url: Where it is.
    """

    url: str

    def __str__(self) -> str:
        return self.url

    def open(self, _mode: str = "rb") -> IO[bytes]:
        """Open it for reading; what goes wrong in the store is an `OSError`."""
        system, path = _system(self.url)
        try:
            return cast(IO[bytes], io.BufferedReader(_Object(system.open(path, "rb")), _BUFFER))
        except Exception as reason:
            raise OSError(str(reason)) from reason

    def stat(self) -> Size:
        """Return its size in bytes; 0 where the store does not say."""
        system, path = _system(self.url)
        try:
            return Size(system.size(path) or 0)
        except Exception as reason:  # each store has errors of its own
            raise DataError(f"{self.url}: {reason or type(reason).__name__}") from reason

    def resolve(self) -> PurePosixPath:
        """Return something that lies in no folder of this machine."""
        return PurePosixPath(self.url)


class _Object(io.RawIOBase):
    """An open object, whose errors are those of files."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - fsspec has no types
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        data = self._asked("read", len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._asked("seek", offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _asked(self, method: str, *arguments: int) -> Any:  # noqa: ANN401
        try:
            return getattr(self._stream, method)(*arguments)
        except OSError:
            raise
        except Exception as reason:
            raise OSError(str(reason) or type(reason).__name__) from reason


def is_url(source: str) -> bool:
    """Whether a source is a URL and no path.

    >>> is_url("s3://bucket/a.jsonl.gz"), is_url("news/a.jsonl.gz")
    (True, False)
    """
    return "://" in source


def find_urls(urls: Sequence[str]) -> Iterator[tuple[str, Remote]]:
    """Yield the objects that are meant, with their names below what all have in common.

    Args:
        urls: Of objects, of folders (searched through and through), or with the signs of globs.

    Raises:
        DataError: There is nothing there, or it cannot be reached.
        ConfigError: A library that knows the store is not installed.
    """
    found = sorted({url for each in urls for url in _objects(each)})
    paths = [url.partition("?")[0].partition("://")[2] for url in found]
    root = posixpath.commonpath([posixpath.dirname(path) for path in paths]) if paths else ""
    for url, path in zip(found, paths, strict=True):
        yield posixpath.relpath(path, root or "."), Remote(url)


def _objects(url: str) -> list[str]:
    system, path = _system(url)
    try:
        if not url.startswith("http") and "*" in path:
            paths = system.glob(path)
        elif not url.startswith("http") and system.isdir(path):
            paths = system.find(path)
        else:
            paths = [path] if system.exists(path) else []
        found = [str(system.unstrip_protocol(each)) for each in paths]
    except Exception as reason:
        raise DataError(f"{url}: {reason or type(reason).__name__}") from reason
    if not found:
        raise DataError(f"{url}: nothing is there")
    return found


def _system(url: str) -> tuple[Any, str]:
    """Return the store of a URL, and the path in it."""
    try:
        core = import_module("fsspec.core")
        system, path = core.url_to_fs(url)
    except ImportError as reason:
        raise ConfigError(
            f"{url}: object stores need fsspec ({reason}): pip install 'cleantext-corpus[remote]'"
        ) from reason
    except ValueError as reason:
        raise DataError(f"{url}: {reason}") from reason
    return system, str(path)
