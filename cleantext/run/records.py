"""What is recorded of a task that is done: enough to go on from, whoever was killed meanwhile."""

from collections import Counter
from hashlib import file_digest
from pathlib import Path
from typing import Any, NamedTuple, get_origin

import msgspec

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record, encode_record
from cleantext.corpus.streams import PassedOver
from cleantext.errors import DataError
from cleantext.run.report import Report
from cleantext.run.survey import Overview
from cleantext.run.timings import Timings


class Part(NamedTuple):
    """A file of what a part of a source became, which waits to be joined with others.

    Attributes:
        kind: As in `cleantext.run.folder.KINDS`, or `HELD`.
        name: The file, in the folder of the parts.
        target: Where it belongs, below the folder of the kind.
        documents: Documents (of removed text: lines) in it.
        size: Bytes in it, before any compression.
        sha256: Its digest; empty: nobody has looked yet.
    """

    kind: str
    name: str
    target: str
    documents: int
    size: int
    sha256: str = ""


class Output(NamedTuple):
    """A file of the output folder that is whole.

    Attributes:
        name: Below the output folder.
        documents: Documents (of removed text: lines) in it.
        bytes: Its size.
        sha256: Its digest.
    """

    name: str
    documents: int
    bytes: int
    sha256: str


class Tally(NamedTuple):
    """What became of a source, or of a part of it.

    Attributes:
        documents: What came in, read or not.
        clean: Documents written to the corpus.
        characters_in: Code points read.
        characters_out: Code points written to the corpus.
    """

    documents: int = 0
    clean: int = 0
    characters_in: int = 0
    characters_out: int = 0

    def and_that(self, other: "Tally | Report") -> "Tally":
        """Return what became of both."""
        return Tally(*(mine + getattr(other, name) for name, mine in self._asdict().items()))


class Record(msgspec.Struct):
    """What is recorded of a task.

    Attributes:
        read: How many documents, and failures in place of one, the readers gave.
        report: What became of them.
        failures: Input that could not be read or cleaned.
        parts: What waits to be put in its place.
        marks: The file of the marks by which duplicates are told, in the folder of the parts.
        passed_over: Members of archives that are not read.
        dropped: The places, among the clean documents, of those that were taken out as duplicates.
        sources: What became of each source.
        order: The folders of the splits that the clean documents belong to, one after the other.
        overview: What else is worth seeing.
        timings: How long it took.
    """

    read: int
    report: Report
    failures: list[dict[str, Any]]
    parts: list[Part]
    marks: str = ""
    passed_over: list[PassedOver] = msgspec.field(default_factory=list)
    dropped: list[int] = msgspec.field(default_factory=list)
    sources: dict[str, Tally] = msgspec.field(default_factory=dict)
    order: list[str] = msgspec.field(default_factory=list)
    overview: Overview = msgspec.field(default_factory=Overview)
    timings: Timings = msgspec.field(default_factory=Timings)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def output_of(folder: Path, name: str, documents: int, sha256: str = "") -> Output:
    """Return what the manifest says of a file that is whole."""
    path = folder / name
    return Output(name, documents, path.stat().st_size, sha256 or digest_of(path))


def write_record(path: Path, record: Record, aside: Path) -> None:
    """Write a record, whole or not at all; see `cleantext.corpus.durable.written_aside`."""
    with written_aside(path, aside) as stream:
        stream.write(encode_record(msgspec.to_builtins(record)))


def read_record(path: Path) -> Record:
    """Read a record."""
    found, _ = decode_record(path.read_bytes())
    return msgspec.convert(found, Record, dec_hook=_counter)


def read_report(path: Path) -> Report:
    """Read the report of a run.

    Raises:
        DataError: It is missing, or no report.
    """
    try:
        found, _ = decode_record(path.read_bytes())
        return msgspec.convert(found, Report, dec_hook=_counter)
    except FileNotFoundError as reason:
        raise DataError(f"{path}: is missing; do the run again") from reason
    except (ValueError, TypeError) as reason:
        raise DataError(f"{path}: is no report of a run: {reason}") from reason


def read_overview(path: Path) -> Overview:
    """Read what else the report of a run tells; earlier versions told nothing.

    Raises:
        DataError: It is no overview.
    """
    try:
        found, _ = decode_record(path.read_bytes())
        return msgspec.convert(found.get("overview", {}), Overview)
    except ValueError as reason:
        raise DataError(f"{path}: is no report of a run: {reason}") from reason


def _counter(kind: type, value: object) -> object:
    if get_origin(kind) is Counter or kind is Counter:
        return Counter(value)  # type: ignore[call-overload]
    raise TypeError(f"Expected `{kind.__name__}`, got `{type(value).__name__}`")
