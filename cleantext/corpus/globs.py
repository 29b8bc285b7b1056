"""Which paths a glob pattern stands for; unlike `glob.glob`, without a walk through links."""

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import translate
from glob import has_magic
from pathlib import Path

ANY_DEPTH = "**"


def head_of(pattern: str) -> Path:
    """Return the folder that a pattern looks into: its path as far as it is a plain name.

    >>> head_of("dump/2024/*/a*.txt").as_posix(), head_of("*.txt").as_posix()
    ('dump/2024', '.')
    """
    parts = Path(pattern).parts
    first = next((at for at, part in enumerate(parts) if has_magic(part)), len(parts))
    return Path(*parts[:first])


def matches(pattern: str, *, follow_links: bool = False) -> list[Path]:
    """Return the paths that a pattern matches, in order.

    As in a shell, `*` and `?` leave out names that begin with a point, and `**` stands for any
    number of folders, none of them hidden. A folder that cannot be opened matches nothing.

    Args:
        pattern: With `*`, `?`, `[…]` and `**`.
        follow_links: Whether `**` goes through links to folders, each folder once.
    """
    head = head_of(pattern)
    rest = Path(pattern).parts[len(head.parts) :]
    seen = {os.path.realpath(head)} if follow_links else None
    return sorted(dict.fromkeys(_below(head, rest, seen)))


def _below(folder: Path, parts: Sequence[str], seen: set[str] | None) -> Iterator[Path]:
    """Yield what matches parts of a pattern in a folder."""
    waiting = [(folder, tuple(parts))]
    while waiting:
        current, (first, *rest) = waiting.pop()
        if first == ANY_DEPTH:
            # `**` stands for no folder, or for one and again for `**`; at the end for all there is.
            waiting += [(current, tuple(rest))] if rest else []
            for entry in _entries(current):
                path = current / entry.name
                if _is_hidden(entry.name):
                    continue
                if not rest:
                    yield path
                if _is_entered(entry, path, seen):
                    waiting.append((path, (first, *rest)))
            continue
        for path in _named(current, first):
            if not rest:
                yield path
            elif path.is_dir():
                waiting.append((path, tuple(rest)))


def _named(folder: Path, part: str) -> Iterator[Path]:
    """Yield what a part of a pattern, which is not `**`, stands for in a folder."""
    if not has_magic(part):
        if os.path.lexists(folder / part):
            yield folder / part
        return
    match = re.compile(translate(part)).match
    for entry in _entries(folder):
        if match(entry.name) and (part.startswith(".") or not _is_hidden(entry.name)):
            yield folder / entry.name


def _is_entered(entry: "os.DirEntry[str]", path: Path, seen: set[str] | None) -> bool:
    """Whether `**` goes into a folder; where links are followed, into each but once."""
    if seen is None:
        return entry.is_dir(follow_symlinks=False)
    real = os.path.realpath(path)
    if real in seen or not os.path.isdir(real):  # noqa: PTH112 - never raises
        return False
    seen.add(real)
    return True


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
