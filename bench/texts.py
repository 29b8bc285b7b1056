"""Documents for the measurements, from text and JSONL files, plain or compressed."""

import gzip
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast

from cleantext.corpus.decoding import decode

_OPEN = {".gz": gzip.open, ".xz": lzma.open}
_LINES = 12
"""So many lines of a text file are a document, unless a blank line ends it before."""


def opened(path: Path) -> TextIO:
    """Open a text file, plain or compressed."""
    return cast(TextIO, _OPEN.get(path.suffix, open)(path, "rt", encoding="utf-8"))


def documents(path: Path) -> Iterator[str]:
    """Yield the texts of a file, or of all files in a folder, in the order of their names.

    Of a JSONL record, the text is the value of `text`, or else of `article`.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if ".txt" in file.suffixes or ".jsonl" in file.suffixes:
                yield from documents(file)
        return
    with _OPEN.get(path.suffix, open)(path, "rb") as stream:
        lines, _ = decode(stream.read())
    if ".jsonl" in path.suffixes:
        yield from _records(lines)
    elif path.suffix == ".txt":
        yield lines
    else:
        yield from _passages(lines)


def _records(lines: str) -> Iterator[str]:
    for line in lines.split("\n"):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue  # the job has to cope with it, a measurement of speed has not
        text = record.get("text") or record.get("article")
        if text:
            yield text


def _passages(lines: str) -> Iterator[str]:
    passage: list[str] = []
    for line in lines.split("\n"):
        if line.strip():
            passage.append(line)
        if passage and (not line.strip() or len(passage) == _LINES):
            yield "\n".join(passage)
            passage = []
    if passage:
        yield "\n".join(passage)
