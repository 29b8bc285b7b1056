"""HTML pages: the article of each; see `cleantext.corpus.pages`."""

from collections.abc import Iterator

from cleantext.corpus.pages import article
from cleantext.corpus.streams import Failure, Piece, Read, Stream, stem, whole
from cleantext.document import Document


def read(stream: Stream, piece: Piece) -> Iterator[Read | Failure]:
    """Read the article of a page."""
    name = piece.name
    for part in whole(stream, piece):
        if isinstance(part, Failure):
            yield part
            continue
        position, raw = part
        try:
            text, meta = article(raw)
        except ValueError as reason:
            yield Failure(name, position, str(reason))
        else:
            yield Read(Document(text, stem(name), {"source": name, **meta}), position)
