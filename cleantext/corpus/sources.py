"""Which files are read: those that are named, and those in folders that are named.

What a folder holds and nobody can read (a link out of it, a name without a known end, a closed
folder) is passed over and said, never silently.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from cleantext.corpus.formats import ENDINGS, format_of
from cleantext.corpus.globs import head_of, matches
from cleantext.corpus.streams import PassedOver
from cleantext.errors import DataError

_CLOSED = "cannot be opened"
_CORPUS, _MANIFEST = "clean", "manifest.json"
"""What the output folder of a run holds."""


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
    files = {_plain(path): None for path in found}
    root = Path(os.path.commonpath([path.parent for path in files]))
    named = sorted((path.relative_to(root).as_posix(), path) for path in files)
    return Sources(named, sorted(set(walk.passed_over)))


def _plain(path: Path) -> Path:
    """Return an absolute path without `..`, which leads where the kernel goes.

    Behind a link, `..` is the folder above that which the link leads to.
    """
    parts = path.parts
    behind = max((at for at, part in enumerate(parts) if part == ".."), default=-1) + 1
    above = Path(os.path.realpath(Path(*parts[:behind])))
    return above.joinpath(*parts[behind:]) if behind else path.absolute()


class _Walk:
    """Goes through sources, and notes what it passes over."""

    def __init__(self, leave_out: Path | None, *, follow_links: bool) -> None:
        self._leave_out = _identity(leave_out) if leave_out else None
        self._follow_links = follow_links
        self.passed_over: list[PassedOver] = []

    def find(self, source: str) -> Iterator[Path]:
        """Yield the files of one source."""
        path = Path(source)
        if not source.strip():
            raise DataError("a source has no name; name a file or a folder (`.` for this one)")
        mode = _mode(path)
        if mode is None:
            if not has_magic(source):
                raise DataError(f"{source}: no such file or folder")
            yield from self._matches(source)
        elif stat.S_ISDIR(mode):
            yield from self._in_folder(path)
        elif not stat.S_ISREG(mode):
            raise DataError(f"{source}: is neither a file nor a folder; copy it to a file first")
        elif not format_of(path.name):
            raise DataError(f"{source}: the name must end in {ENDINGS}")
        else:
            yield path

    def _matches(self, pattern: str) -> Iterator[Path]:
        head = head_of(pattern)
        found = False
        for match in matches(pattern, follow_links=self._follow_links):
            if _is_folder(match) and (self._follow_links or not match.is_symlink()):
                found = True
                yield from self._in_folder(match)
            elif reason := self._reason_against(match, head):
                self._pass_over(match, reason)
            else:
                found = True
                yield match
        if not found:
            raise DataError(f"{pattern}: no file that ends in {ENDINGS} matches this pattern")

    def _in_folder(self, folder: Path) -> Iterator[Path]:
        found = False
        for path in self._files_below(folder):
            reason = self._reason_against(path, folder)
            if reason:
                self._pass_over(path, reason)
            else:
                found = True
                yield path
        if not found:
            below = [each for each in self.passed_over if Path(each.name).is_relative_to(folder)]
            closed = next((each for each in below if each.reason.startswith(_CLOSED)), None)
            if closed:
                raise DataError(f"{closed.name}: {closed.reason}")
            if _is_run(folder):
                raise DataError(
                    f"{folder}: this run has no corpus: nothing was clean, or it is not finished, "
                    "or is a share that `cleantext merge` joins with others"
                )
            raise DataError(f"{folder}: the folder holds no file that ends in {ENDINGS}")

    def _files_below(self, folder: Path) -> Iterator[Path]:
        """Yield what is no folder, in the order of the names."""
        seen = {_identity(folder)}
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            below: list[Path] = []
            for path in self._listed(current):
                if not _is_folder(path):
                    yield path
                    continue
                identity = _identity(path)
                if identity == self._leave_out:
                    continue
                if path.is_symlink() and not self._follow_links:
                    self._pass_over(path, "is a link to a folder")
                elif path.name.startswith("."):
                    self._pass_over(path, "is hidden")
                elif identity not in seen:  # links may lead in a circle
                    seen.add(identity)
                    below.append(path)
            waiting += reversed(below)

    def _listed(self, folder: Path) -> Iterable[Path]:
        try:
            found = sorted(folder.iterdir())
        except OSError as reason:
            self._pass_over(folder, f"{_CLOSED}: {reason.strerror}")
            return ()
        return self._of_run(found) if _is_run(folder) else found

    def _of_run(self, found: Iterable[Path]) -> Iterator[Path]:
        """Yield the corpus of an earlier run alone, not what that run kept out of it."""
        for path in found:
            if path.name == _CORPUS or path.name.startswith("."):
                yield path
            else:
                self._pass_over(path, "was kept out of the corpus, or made, by an earlier run")

    def _reason_against(self, path: Path, folder: Path) -> str | None:
        """Say why a file of a folder is not read."""
        if path.name.startswith("."):
            return "is hidden"
        try:
            mode = path.stat().st_mode
        except OSError as reason:
            return f"{_CLOSED}: {reason.strerror}"
        if not format_of(path.name):
            return "has a name of no known format"
        if not stat.S_ISREG(mode):
            return "is no file"
        if path.is_symlink() and not self._follow_links:
            inside = Path(os.path.realpath(folder)) in Path(os.path.realpath(path)).parents
            return None if inside else "is a link out of the folder"
        return None

    def _pass_over(self, path: Path, reason: str) -> None:
        self.passed_over.append(PassedOver(path.as_posix(), reason))


def _is_run(folder: Path) -> bool:
    """Whether a folder is the output of a run."""
    try:
        told = (folder / _MANIFEST).read_bytes()
    except OSError:
        return False
    return b'"cleantext":' in told and (b'"finished":' in told or _is_folder(folder / _CORPUS))


def _mode(path: Path) -> int | None:
    """Return the kind of what lies at a path, behind links; None if there is nothing.

    Raises:
        DataError: Nobody may look, or the name cannot be one.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as reason:
        raise DataError(f"{path}: {_CLOSED}: {reason.strerror}") from reason
    except ValueError as reason:  # a NUL in the name
        raise DataError(f"{str(path)!r}: is no name: {reason}") from reason


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a folder from all others, by whatever name it goes; None if it is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - as below
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where nobody may look
