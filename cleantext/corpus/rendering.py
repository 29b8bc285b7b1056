"""A document as bytes, in the format of the file that it is written to."""

from collections.abc import Sequence
from typing import NamedTuple

from cleantext.changes import Span
from cleantext.corpus.fields import parted
from cleantext.corpus.formats.jsonl import encode_record, record
from cleantext.corpus.formats.sentences import as_sentences
from cleantext.corpus.formats.text import as_text
from cleantext.corpus.formats.vertical import as_conllu, as_vertical
from cleantext.document import Document
from cleantext.languages.pack import Language

SENTENCES, VERTICAL, CONLLU = "sentences", "vertical", "conllu"
BY_TOKEN = {VERTICAL: as_vertical, CONLLU: as_conllu}
BY_SENTENCE = frozenset({SENTENCES, *BY_TOKEN})
"""The formats that have the sentences of a document apart."""


class Rendered(NamedTuple):
    """A document as it is written.

    Attributes:
        data: Its bytes; for a table, a line of JSON from which its row is made.
        sentences: How many sentences they hold, where each stands for itself.
    """

    data: bytes
    sentences: int = 0


class Rendering(NamedTuple):
    """How documents are written.

    Attributes:
        pack: The language pack, which says what sentences and tokens are.
        form: One of `cleantext.corpus.write.FORMATS`.
        changes: Whether records carry the changes.
        by_sentence: Whether text has a sentence a line, and records carry their spans.
    """

    pack: Language
    form: str
    changes: bool = False
    by_sentence: bool = False

    def of(self, document: Document) -> Rendered:
        """Return a document as it is written; each of several fields stands under its own name."""
        spans: Sequence[Span] | None = None
        if self.by_sentence or self.form in BY_SENTENCE:
            spans = document.segments.sentences(self.pack.sentence_vocabulary)
        document, spans = parted(document, spans)
        if self.form == "txt":
            return Rendered(as_text(document, spans))
        if self.form not in BY_SENTENCE or spans is None:
            return Rendered(encode_record(record(document, changes=self.changes, sentences=spans)))
        if self.form == SENTENCES:
            return Rendered(as_sentences(document, spans), len(spans))
        data = BY_TOKEN[self.form](document, spans, self.pack.token_vocabulary)
        return Rendered(data, len(spans))
