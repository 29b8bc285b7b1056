"""Measure reading and writing in every format beside the default pipeline, in the same run.

    python bench/formats.py [--corpus PATH] [--megabytes N] [--rounds N]

Each format is written from the same documents and read back; MB are bytes of their texts in
UTF-8, whatever a file is made of, and the last columns say how much of a run reading and writing
take: one that reads and writes this format and cleans in between, in a single process. Pages hold
the texts as paragraphs, and their reading is mostly trafilatura's.
"""

import argparse
import io
import tarfile
import time
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from texts import documents

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.formats import READERS, format_of, open_file
from cleantext.corpus.rendering import Rendering
from cleantext.corpus.streams import Piece, Read
from cleantext.corpus.write import Writer
from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.pipeline import Pipeline

FIXTURES = Path(__file__).parent.parent / "fixtures"
WRITTEN = ["a.txt", "a.jsonl", "a.csv", "a.parquet", *(f"a.jsonl{end}" for end in COMPRESSIONS)]
READ_ONLY = ["a.json", "a.tar", "a.zip", "a.warc", "a.html.zip"]


def sample(path: Path, megabytes: float) -> list[Document]:
    """Read documents up to a size."""
    chosen, size = list[Document](), 0.0
    for number, text in enumerate(documents(path)):
        chosen.append(Document(text, f"id-{number}", {"source": "bench", "site": "phare"}))
        size += len(text.encode(errors="replace"))
        if size >= megabytes * 1e6:
            break
    if not chosen:
        raise SystemExit(f"{path}: no documents")
    return chosen


def write(path: Path, given: list[Document]) -> None:
    """Write documents as a run does."""
    how = Rendering(load("fr"), format_of(path.name) or "txt")
    with Writer(path, path.name, "-----") as writer:
        for document in given:
            writer.write(how.of(document).data)


def read(path: Path) -> int:
    """Read a file as a run does; return how many documents it gives."""
    form = format_of(path.name) or "txt"
    with open_file(path, path.name) as stream:
        return sum(isinstance(item, Read) for item in READERS[form](stream, Piece(path.name)))


def make(path: Path, given: list[Document], folder: Path) -> None:
    """Write documents in a format that a run only reads."""
    if path.suffix == ".json":
        lines = (folder / "a.jsonl").read_bytes().splitlines()
        path.write_bytes(b"[" + b",\n".join(lines) + b"]")
    elif path.suffix == ".warc":
        path.write_bytes(b"".join(map(conversion, given)))
    elif path.suffix == ".tar":
        with tarfile.open(path, "w") as archive:
            for document in given:
                raw = document.text.encode(errors="replace")
                header = tarfile.TarInfo(f"{document.id}.txt")
                header.size = len(raw)
                archive.addfile(header, io.BytesIO(raw))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for document in given:
                is_page = ".html" in path.suffixes
                text = page(document) if is_page else document.text
                name = f"{document.id}.{'html' if is_page else 'txt'}"
                archive.writestr(name, text.encode(errors="replace"))


def conversion(document: Document) -> bytes:
    """Return a record of a WET file."""
    raw = document.text.encode(errors="replace")
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: {len(raw)}\r\n\r\n"
    return head.encode() + raw + b"\r\n\r\n"


def page(document: Document) -> str:
    """Return a document as a page in HTML."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in document.text.splitlines())
    return (
        f"<html><head><title>Un</title></head><body><article>{paragraphs}</article></body></html>"
    )


def timed(step: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of a step."""
    seconds = []
    for _ in range(rounds):
        before = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - before)
    return median(seconds)


def measure(given: list[Document], rounds: int) -> None:
    """Print the table."""
    size = sum(len(document.text.encode(errors="replace")) for document in given) / 1e6
    pipeline = Pipeline.default()
    list(pipeline.map(given[:1]))
    cleaning = timed(lambda: list(pipeline.map(given)), rounds)
    print(f"{len(given)} documents of {size:.1f} MB; cleaning: {size / cleaning:.1f} MB/s\n")
    print("| format       | read MB/s | write MB/s | share of a run |")
    print("|--------------|----------:|-----------:|---------------:|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in [*WRITTEN, *READ_ONLY]:
            path = folder / file
            writing = 0.0
            if file in WRITTEN:
                writing = timed(lambda: write(path, given), rounds)  # noqa: B023 - called at once
            else:
                make(path, given, folder)
            reading = timed(lambda: read(path), rounds)  # noqa: B023 - the same
            share = (reading + writing) / (reading + writing + cleaning)
            written = f"{size / writing:10.0f}" if writing else " " * 10
            print(f"| {file[1:]:12} | {size / reading:9.0f} | {written} | {share:13.1%} |")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=FIXTURES)
    parser.add_argument("--megabytes", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    measure(sample(options.corpus, options.megabytes), options.rounds)


if __name__ == "__main__":
    main()
