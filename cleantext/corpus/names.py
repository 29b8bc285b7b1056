"""Names of output files that a file system can hold, one beside the other."""

import os
from collections.abc import Collection
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
    folder, sign, last = name.rpartition("/")
    raw = os.fsencode(last)
    if len(raw) <= LONGEST:
        return name
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
    known = set(names)
    for name in names:
        folder = name
        while folder := folder.rpartition("/")[0]:
            if folder in known:
                return folder
    return None
