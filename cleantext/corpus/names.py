"""Names of output files that a file system can hold, one beside the other."""

import os
import unicodedata
from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import PurePosixPath

LONGEST = 240
"""Bytes of a name; most file systems hold 255, and the parts of a file are numbered."""

_LONGEST_END = 30


def fitted(name: str) -> str:
    """Return a relative path whose last part is short enough, and its own.

    What is too long is cut, and a digest of the whole name stands in its place, before the end
    that says what the file is.

    >>> fitted("2024/a.jsonl")
    '2024/a.jsonl'
    >>> fitted("2024/" + "a" * 300 + ".txt.jsonl")[-22:]
    'aaa~facd2c28.txt.jsonl'
    """
    if len(os.fsencode(name.rpartition("/")[2])) <= LONGEST:
        return name
    return _marked(name)


def told_apart(names: Iterable[str]) -> dict[str, str]:
    """Return other names for those that many file systems take for one that came before.

    They differ from it by case alone, or in how their accents are written. The same names in the
    same order give the same.

    >>> told_apart(["2024/A.txt", "2024/a.txt", "b.txt"])
    {'2024/a.txt': '2024/a~99042eae.txt'}
    """
    seen: dict[str, str] = {}
    return {name: _marked(name) for name in names if seen.setdefault(folded(name), name) != name}


def folded(name: str) -> str:
    """Return what names have in common that many file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _marked(name: str) -> str:
    """Return a name with a digest of it, before the end that says what the file is."""
    folder, sign, last = name.rpartition("/")
    raw = os.fsencode(last)
    end = "".join(PurePosixPath(last).suffixes[-3:])[-_LONGEST_END:]
    stem = last.removesuffix(end)
    mark = f"~{blake2b(raw, digest_size=4).hexdigest()}{end}"
    while len(os.fsencode(stem + mark)) > LONGEST:
        stem = stem[:-1]
    return f"{folder}{sign}{stem}{mark}"


def find_blocked(names: Collection[str]) -> str | None:
    """Return a name where another one needs a folder, if there is any.

    >>> find_blocked(["a.txt", "b/c.txt", "a.txt/d.txt"])
    'a.txt'
    """
    known = {folded(name): name for name in names}
    for name in names:
        folder = name
        while folder := folder.rpartition("/")[0]:
            if folded(folder) in known:
                return known[folded(folder)]
    return None
