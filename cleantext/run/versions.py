"""The versions of all that decides what comes out of a run."""

import platform
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from cleantext.languages.pack import FOLDER
from cleantext.run.records import digest_of
from cleantext.version import VERSION

_DISTRIBUTIONS = (
    "ftfy regex langdetect numpy msgspec langdetect-rs heliport py3langid lingua-language-detector"
    " ahocorasick-rs trafilatura lxml lxml-html-clean fastwarc pyarrow backports.zstd isal rensa"
    " phonenumbers python-stdnum"
).split()


def versions(pack: Path) -> dict[str, str]:
    """Return the version of each thing that decides, and a digest of the language pack.

    Args:
        pack: The folder of the language pack, whose models and tables count.
    """
    return installed() | {"language pack": _digest(pack)}


def installed() -> dict[str, str]:
    """Return the version of the package, of Python and of each library that decides."""
    found = {"cleantext": VERSION, "python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def models(pack: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each model, its format and version, and its SHA-256.

    Args:
        pack: The folder of the language pack, beside whose models stand those for all languages.
    """
    for path in sorted(
        {*FOLDER.glob("*.model"), *pack.rglob("*.model")}, key=lambda each: each.name
    ):
        yield path.name, _kind(path), _digest_once(path)


def version_lines() -> Iterator[str]:
    """Yield the version of each library and each model, for people."""
    for name, said in versions(FOLDER).items():
        if name not in {"cleantext", "language pack"}:
            yield f"{name} {said}"
    for path in sorted(FOLDER.rglob("*.model")):
        name = path.relative_to(FOLDER).as_posix()
        yield f"{name}: {_kind(path)}, sha256 {_digest_once(path)}"


def _kind(path: Path) -> str:
    """Return the format of a model and its version."""
    with path.open("rb") as stream:
        header = msgspec.json.decode(stream.readline())
    return f"{header['format']} {header['version']}"


def _digest_once(path: Path) -> str:
    """Return the SHA-256 of a file of a pack: a run asks twice for a model, of 18 MB."""
    told = path.stat()
    return _digest_of(path, told.st_ino, told.st_size, told.st_mtime_ns)


@cache
def _digest_of(path: Path, _inode: int, _size: int, _changed: int) -> str:
    return digest_of(path)


def _digest(folder: Path) -> str:
    """Return a digest of the files of a folder."""
    whole = sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            whole.update(path.name.encode() + bytes.fromhex(_digest_once(path)))
    return whole.hexdigest()
