"""The file that a run leaves, by which a later one tells what stood in it.

A line of JSON says what it holds; behind it stand the marks of all documents that stayed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
import numpy as np

from cleantext.config import Duplicates
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.errors import DataError
from cleantext.passes.duplicates.marks import SIGNATURE, Marks, document_type, read_marks
from cleantext.passes.duplicates.shingles import load_rensa

MEMORY = "duplicates.index"
"""The name of the file, in the output folder of a run."""

_FORMAT = "cleantext duplicates"
_VERSION = 2


class EarlierRun(NamedTuple):
    """A file of an earlier run.

    Attributes:
        path: The file.
        run: What the run is called where one of its documents is named.
    """

    path: Path
    run: str


class _Head(msgspec.Struct):
    """What the file holds: `signatures` is the version of what made them, 0 if there are none."""

    format: str
    version: int
    signatures: int
    paragraphs: bool


def memory_of(folder: Path, options: Duplicates) -> EarlierRun:
    """Return what a run has left in its output folder.

    Raises:
        DataError: It has left nothing, or nothing that these options can be answered by.
    """
    memory = EarlierRun(folder / MEMORY, folder.resolve().name)
    try:
        with memory.path.open("rb") as stream:
            found = msgspec.convert(decode_record(stream.readline())[0], _Head)
    except OSError as reason:
        raise DataError(
            f"{memory.path}: cannot be read: {reason.strerror}; --against names the output folder "
            "of a finished run that looked for duplicates"
        ) from reason
    except (ValueError, msgspec.ValidationError) as reason:
        raise DataError(f"{memory.path}: is not what a run wrote: {reason}") from reason
    wanted = _head(options)
    if (found.format, found.version) != (wanted.format, wanted.version):
        raise DataError(f"{memory.path}: is of another version; do that run again")
    if wanted.signatures not in {0, found.signatures}:
        raise DataError(
            f"{memory.path}: has no signatures, or those of another version; run it again with "
            "`similarity` or `contained` under [duplicates]"
        )
    if wanted.paragraphs and not found.paragraphs:
        raise DataError(f"{memory.path}: has no paragraphs; run it again with `paragraphs`")
    return memory


def read_memory(memory: EarlierRun, options: Duplicates) -> Iterator[Marks]:
    """Read the marks that a run has left, as these options want them, named with the run.

    Raises:
        DataError: The file is damaged.
    """
    with memory.path.open("rb") as stream:
        stream.readline()
        try:
            for marks in read_marks(stream):
                yield _converted(marks, memory, options)
        except (ValueError, EOFError, IndexError) as reason:
            raise DataError(f"{memory.path}: is damaged: {reason}; run it again") from reason


def _converted(marks: Marks, memory: EarlierRun, options: Duplicates) -> Marks:
    documents = np.zeros(len(marks.documents), document_type(options))
    for field in documents.dtype.names or ():
        if field != SIGNATURE or options.by_signature:
            documents[field] = marks.documents[field]
    names = [{**decode_record(name)[0], "run": memory.run} for name in marks.names]
    return Marks(documents, marks.paragraphs, [encode_record(name) for name in names])


def begin_memory(stream: IO[bytes], options: Duplicates) -> None:
    """Write the first line of the file."""
    stream.write(encode_record(msgspec.to_builtins(_head(options))))


def _head(options: Duplicates) -> _Head:
    algorithm = load_rensa().RMinHash.ALGORITHM_VERSION if options.by_signature else 0
    return _Head(_FORMAT, _VERSION, algorithm, bool(options.paragraphs))
