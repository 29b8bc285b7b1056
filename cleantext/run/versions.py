"""The versions of all that decides what comes out of a run."""

import platform
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cleantext.version import VERSION

_DISTRIBUTIONS = (
    "ftfy regex langdetect numpy msgspec langdetect-rs heliport py3langid lingua-language-detector"
    " trafilatura lxml lxml-html-clean fastwarc pyarrow backports.zstd isal"
).split()


def versions(pack: Path) -> dict[str, str]:
    """Return the version of each thing that decides, and a digest of the language pack.

    Args:
        pack: The folder of the language pack, whose models and tables count.
    """
    found = {"cleantext": VERSION, "python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found | {"language pack": _digest(pack)}


def _digest(folder: Path) -> str:
    """Return a digest of the files of a folder."""
    whole = sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            with path.open("rb") as stream:
                whole.update(path.name.encode() + file_digest(stream, "sha256").digest())
    return whole.hexdigest()
