"""What begins as no text does: a file whose name says less than is in it."""

from collections.abc import Callable, Iterator, Mapping

from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.streams import DAMAGE, Failure, Piece, Read, Stream, head_of

Reader = Callable[[Stream, Piece], Iterator[Read | Failure]]

_OTHERS: Mapping[bytes, str] = {
    b"PK\x03\x04": "a ZIP archive or an office document; save a document as text, and let the name "
    "of an archive end in .zip",
    b"%PDF-": "a PDF; take the text out of it first",
}
"""What files begin with that are often taken for text, and what to do with them."""


def of_text(read: Reader) -> Reader:
    """Return a reader of text that refuses what is compressed, or an archive, or a PDF.

    Args:
        read: It reads any bytes as text.
    """

    def checked(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
        kind = _kind_of(stream)
        if kind:
            yield Failure(piece.name, 0, f"this is {kind}", rest=True)
        else:
            yield from read(stream, piece)

    return checked


def _kind_of(stream: Stream) -> str:
    """Say what a stream is that is no text, and what to do; empty: it may be text."""
    try:
        head = head_of(stream)
    except DAMAGE:
        return ""  # whoever reads it will see
    for end, compression in COMPRESSIONS.items():
        if compression.magic.match(head):
            return f"compressed; unpack it first, or let its name end in {end}"
    return next((kind for magic, kind in _OTHERS.items() if head.startswith(magic)), "")
