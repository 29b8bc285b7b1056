"""Which files are read: those that are named, and those in folders that are named.

What a folder holds and nobody can read (a link out of it, a name without a known end, a closed
folder) is passed over and said, never silently.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from cleantext.corpus.formats import ENDINGS, format_of
from cleantext.corpus.streams import PassedOver
from cleantext.errors import DataError


class Sources(NamedTuple):
    """What was found.

    Attributes:
        files: The name of each file below the folder that all share, with `/`, and its path; in
            the order of the names.
        passed_over: What is not read, in the order of the names.
    """

    files: list[tuple[str, Path]]
    passed_over: list[PassedOver]


def find_files(
    sources: Sequence[str], leave_out: Path | None = None, *, follow_links: bool = False
) -> Sources:
    """Find all files that are to be read.

    Args:
        sources: Files, folders (searched through and through) and glob patterns.
        leave_out: A folder inside the sources that does not count: the output's.
        follow_links: Whether links inside of folders are followed to where they lead.

    Raises:
        DataError: A source does not exist, is no file or folder, has no known suffix, or holds
            no document.
    """
    walk = _Walk(leave_out, follow_links=follow_links)
    found = [path for source in sources for path in walk.find(source)]
    # Two spellings of one path are one file; a link keeps the name that it goes by.
    files = {Path(os.path.abspath(path)): None for path in found}  # noqa: PTH100
    root = Path(os.path.commonpath([path.parent for path in files]))
    named = sorted((path.relative_to(root).as_posix(), path) for path in files)
    return Sources(named, sorted(set(walk.passed_over)))


class _Walk:
    """Goes through sources, and notes what it passes over."""

    def __init__(self, leave_out: Path | None, *, follow_links: bool) -> None:
        self._leave_out = leave_out and leave_out.resolve()
        self._follow_links = follow_links
        self.passed_over: list[PassedOver] = []

    def find(self, source: str) -> Iterator[Path]:
        """Yield the files of one source."""
        path = Path(source)
        if not source.strip():
            raise DataError("a source has no name; name a file or a folder (`.` for this one)")
        if path.is_dir():
            yield from self._in_folder(path)
        elif path.is_file():
            if not format_of(path.name):
                raise DataError(f"{source}: the name must end in {ENDINGS}")
            yield path
        elif path.exists():
            raise DataError(f"{source}: is neither a file nor a folder; copy it to a file first")
        elif has_magic(source):
            yield from self._matches(source)
        else:
            raise DataError(f"{source}: no such file or folder")

    def _matches(self, pattern: str) -> Iterator[Path]:
        matches = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - may be absolute
        known = [match for match in matches if Path(match).is_dir() or format_of(match)]
        if not known:
            raise DataError(f"{pattern}: no file that ends in {ENDINGS} matches this pattern")
        for match in known:
            if Path(match).is_dir() or Path(match).is_file():
                yield from self.find(match)
            else:
                self._pass_over(Path(match), "is no file")

    def _in_folder(self, folder: Path) -> Iterator[Path]:
        found = False
        for path in self._files_below(folder, folder.resolve()):
            reason = self._reason_against(path, folder)
            if reason:
                self._pass_over(path, reason)
            else:
                found = True
                yield path
        if not found:
            raise DataError(f"{folder}: the folder holds no file that ends in {ENDINGS}")

    def _files_below(self, folder: Path, home: Path) -> Iterator[Path]:
        """Yield what is no folder, in the order of the names."""
        seen = {home}
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            below: list[Path] = []
            for path in self._listed(current):
                if not path.is_dir():
                    yield path
                elif self._leave_out and path.resolve() == self._leave_out:
                    continue
                elif path.is_symlink() and not self._follow_links:
                    self._pass_over(path, "is a link to a folder")
                elif path.name.startswith("."):
                    self._pass_over(path, "is hidden")
                elif path.resolve() not in seen:  # links may lead in a circle
                    seen.add(path.resolve())
                    below.append(path)
            waiting += reversed(below)

    def _listed(self, folder: Path) -> Iterable[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as reason:
            self._pass_over(folder, f"cannot be opened: {reason.strerror}")
            return ()

    def _reason_against(self, path: Path, folder: Path) -> str | None:
        """Say why a file of a folder is not read."""
        if path.name.startswith("."):
            return "is hidden"
        if not format_of(path.name):
            return "has a name of no known format"
        try:
            mode = path.stat().st_mode
        except OSError as reason:
            return f"cannot be opened: {reason.strerror}"
        if not stat.S_ISREG(mode):
            return "is no file"
        if path.is_symlink() and not self._follow_links:
            inside = folder.resolve() in path.resolve().parents
            return None if inside else "is a link out of the folder"
        return None

    def _pass_over(self, path: Path, reason: str) -> None:
        self.passed_over.append(PassedOver(path.as_posix(), reason))
