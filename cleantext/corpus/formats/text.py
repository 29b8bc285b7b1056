"""Text files: a document a file, or several that a pattern parts."""

from collections.abc import Iterable, Iterator, Sequence

import regex

from cleantext.changes import Span
from cleantext.corpus.decoding import decode
from cleantext.corpus.streams import (
    MAX_DOCUMENT,
    Failure,
    Piece,
    Raw,
    Read,
    Stream,
    numbered,
    stem,
    too_large,
    whole,
)
from cleantext.document import Document
from cleantext.text.patience import PATIENCE

_SLOW = (
    f"--split takes more than {PATIENCE:.0f} s over a line, and nothing is read from here on; "
    "write it without repetitions of repetitions"
)
_ALL_BORDERS = (
    "--split takes every line for a border, and borders belong to no document; "
    "to begin a document at each, look ahead: (?=…)"
)


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read one text as a document, or several with `split` in its options."""
    name, split, limit = piece.name, piece.options.split, piece.options.max_document
    if split is None:
        parts: Iterable[Raw | Failure] = whole(stream, piece)
    else:
        parts = split_lines(numbered(stream, name, limit=limit), regex.compile(split), name, limit)
    for number, part in enumerate(parts):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        text, encoding = decode(raw)
        meta = {"source": name} | ({} if encoding == "utf-8" else {"encoding": encoding})
        identity = stem(name) if split is None else f"{stem(name)}#{number}"
        yield Read(Document(text, identity, meta), position)


def split_lines(
    lines: Iterable[Raw | Failure],
    pattern: regex.Pattern[str],
    name: str = "",
    limit: int = MAX_DOCUMENT,
) -> Iterator[Raw | Failure]:
    """Cut lines into documents at each line that the pattern matches from its start.

    The line is a mere border and belongs to no document, unless what matched is empty
    (a lookahead): then it is the first line of the next one. A document above the limit, or with
    a line that could not be read, fails by itself. Where nothing is left but borders, and where
    the pattern takes more than five seconds over a line, that is a failure.
    """
    document = _Lines(0, limit)
    borders = documents = 0
    for line in lines:
        if isinstance(line, Failure):
            document.fail(line)
            continue
        position, raw = line
        try:
            border = pattern.match(raw.decode("utf-8", "replace").rstrip("\r\n"), timeout=PATIENCE)
        except TimeoutError:
            yield Failure(name, document.start, _SLOW, rest=True)
            return
        if not border:
            document.add(raw)
            continue
        borders += bool(raw.strip())
        part = document.part(name)
        if part:
            documents += 1
            yield part
        document = _Lines(position + (len(raw) if border.end() else 0), limit)
        if not border.end():
            document.add(raw)
    part = document.part(name)
    if part:
        yield part
    elif borders and not documents:
        yield Failure(name, 0, _ALL_BORDERS, rest=True)


class _Lines:
    """The lines since the last border; none are held once the document is known to fail."""

    def __init__(self, start: int, limit: int) -> None:
        self.start = start
        self._limit = limit
        self._size = 0
        self._held: list[bytes] = []
        self._failure: Failure | None = None

    def add(self, raw: bytes) -> None:
        self._size += len(raw)
        if self._failure or self._size > self._limit:
            self._held.clear()
        else:
            self._held.append(raw)

    def fail(self, failure: Failure) -> None:
        self._held.clear()
        self._failure = self._failure or failure

    def part(self, name: str) -> Raw | Failure | None:
        """Return the document, or why it fails; None where there is nothing but space."""
        if self._failure:
            return self._failure._replace(position=self.start)
        if self._size > self._limit:
            return Failure(name, self.start, too_large(self._size, self._limit))
        raw = b"".join(self._held)
        return (self.start, raw) if raw.strip() else None


def as_text(document: Document, sentences: Sequence[Span] | None = None) -> bytes:
    """Return a document as text output holds it: its text, or a sentence a line."""
    text = document.text
    if sentences is not None:
        text = "\n".join(text[start:end] for start, end in sentences)
    end = "" if text.endswith("\n") else "\n"
    return (text + end).encode("utf-8", "replace")
