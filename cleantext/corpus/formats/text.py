"""Text files: a document a file, or several that a pattern parts."""

from collections.abc import Iterable, Iterator, Sequence

import regex

from cleantext.changes import Span
from cleantext.corpus.decoding import decode
from cleantext.corpus.streams import Failure, Piece, Raw, Read, Stream, numbered, stem, whole
from cleantext.document import Document

PATIENCE = 5.0
"""A pattern may take 5 seconds of a processor over a line, which needs some microseconds."""

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
        parts = split_lines(numbered(stream, name, limit=limit), regex.compile(split), name)
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
    lines: Iterable[Raw | Failure], pattern: regex.Pattern[str], name: str = ""
) -> Iterator[Raw | Failure]:
    """Cut lines into documents at each line that the pattern matches from its start.

    The line is a mere border and belongs to no document, unless what matched is empty
    (a lookahead): then it is the first line of the next one. Where nothing is left but borders,
    and where the pattern takes more than five seconds over a line, that is a failure.
    """
    start, held = 0, list[bytes]()
    borders = documents = 0
    for line in lines:
        if isinstance(line, Failure):
            # What was read since the last border is not known to be whole.
            yield line._replace(position=start)
            return
        position, raw = line
        try:
            border = pattern.match(raw.decode("utf-8", "replace").rstrip("\r\n"), timeout=PATIENCE)
        except TimeoutError:
            yield Failure(name, start, _SLOW)
            return
        if border:
            borders += bool(raw.strip())
            if b"".join(held).strip():
                documents += 1
                yield start, b"".join(held)
            held = [] if border.end() else [raw]
            start = position + (len(raw) if border.end() else 0)
        else:
            held.append(raw)
    if b"".join(held).strip():
        yield start, b"".join(held)
    elif borders and not documents:
        yield Failure(name, 0, _ALL_BORDERS)


def as_text(document: Document, sentences: Sequence[Span] | None = None) -> bytes:
    """Return a document as text output holds it: its text, or a sentence a line."""
    text = document.text
    if sentences is not None:
        text = "\n".join(text[start:end] for start, end in sentences)
    end = "" if text.endswith("\n") else "\n"
    return (text + end).encode("utf-8", "replace")
