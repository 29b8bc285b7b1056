"""Read the text files that a configuration or a language pack is made of."""

import stat
from pathlib import Path
from typing import Any

import tomli

from cleantext.errors import CleantextError, ConfigError

LARGEST = 64_000_000
"""A file of more than 64 MB is no word list, no table and no configuration."""

_MOST_POINTS = 1000


def check_file(path: Path, error: type[CleantextError] = ConfigError) -> int:
    """Return the size of a regular file in bytes.

    Nothing else is ever opened: a pipe may wait for ever, and a device may never end.

    Raises:
        CleantextError: Of the given type; there is no such file, or it is no regular one.
    """
    try:
        found = path.stat()
    except OSError as reason:
        raise error(f"{path}: cannot be read: {reason.strerror}") from reason
    except ValueError as reason:  # a NUL in the name
        raise error(f"{str(path)!r}: cannot be read: {reason}") from reason
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
        raise error(f"{path}: cannot be read: it is {what}; name a file")
    return found.st_size


def read_text(path: Path, error: type[CleantextError] = ConfigError) -> str:
    """Read a file of UTF-8; a byte-order mark at its start is no part of the text.

    Raises:
        CleantextError: Of the given type; the file cannot be read, or is not UTF-8.
    """
    if check_file(path, error) > LARGEST:
        raise error(f"{path}: cannot be read: it has more than {LARGEST // 1_000_000} MB")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as reason:
        raise error(f"{path}: is not UTF-8: {reason}") from reason
    except OSError as reason:
        raise error(f"{path}: cannot be read: {reason.strerror}") from reason


def read_toml(path: Path, error: type[CleantextError] = ConfigError) -> dict[str, Any]:
    """Read a file of TOML.

    Raises:
        CleantextError: Of the given type; the file cannot be read, or is not valid TOML.
    """
    text = read_text(path, error)
    deep = error(f"{path}: it is nested too deep; 100 levels are safe")
    # `tomli` takes quadratic time for the points of a key.
    if any(line.partition("=")[0].count(".") > _MOST_POINTS for line in text.splitlines()):
        raise deep
    try:
        return tomli.loads(text)
    except RecursionError as reason:
        raise deep from reason
    except ValueError as reason:  # not TOML, or a number of more than 4,300 digits
        raise error(f"{path}: {reason}") from reason
