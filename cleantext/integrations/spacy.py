"""spaCy: clean a text before it is tokenized, or keep what the cleaner says beside a `Doc`.

import cleantext.integrations.spacy

nlp = spacy.load("fr_core_news_sm")
nlp.tokenizer = cleantext.integrations.spacy.CleaningTokenizer(nlp.tokenizer)
nlp("il habite à paris.depuis, il attend .").text

nlp.add_pipe("cleantext")             # or: leave the text, and
nlp("il habite à paris")._.cleantext  # look at its clean document
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from cleantext.document import Document
from cleantext.pipeline import Pipeline

EXTENSION = "cleantext"
"""The attribute of a `Doc` that holds the clean `Document`."""

Doc.set_extension(EXTENSION, default=None, force=True)


class CleaningTokenizer:
    """A tokenizer that gets the clean text; the `Doc` holds the document as `._.cleantext`.

    Args:
        tokenizer: What makes tokens.
        pipeline: What cleans; without one, the default for French.
    """

    def __init__(self, tokenizer: Tokenizer, pipeline: Pipeline | None = None) -> None:
        self.tokenizer = tokenizer
        self.vocab = tokenizer.vocab
        self.pipeline = pipeline or Pipeline.default()

    def __call__(self, text: str) -> Doc:
        """Return the tokens of the clean text."""
        document = self.pipeline(text)
        doc = self.tokenizer(document.text)
        doc._.set(EXTENSION, document)
        return doc

    # A pipeline of spaCy is saved with its tokenizer; the one inside is all there is to save.

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return what the inner tokenizer says of itself."""
        saved: bytes = self.tokenizer.to_bytes(exclude=exclude)
        return saved

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "CleaningTokenizer":
        """Restore the inner tokenizer."""
        self.tokenizer.from_bytes(data, exclude=exclude)
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Save the inner tokenizer."""
        self.tokenizer.to_disk(path, exclude=exclude)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "CleaningTokenizer":
        """Load the inner tokenizer."""
        self.tokenizer.from_disk(path, exclude=exclude)
        return self


@Language.factory("cleantext", default_config={"language": "fr"}, assigns=["doc._.cleantext"])
def make_component(nlp: Language, name: str, language: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - the contract
    """Return the component that sets `Doc._.cleantext` and leaves the text as it is.

    Args:
        nlp: The pipeline of spaCy.
        name: The name of the component in it.
        language: The code of the language pack.
    """
    pipeline = Pipeline.default(language)

    def look(doc: Doc) -> Doc:
        document: Document = pipeline(doc.text)
        doc._.set(EXTENSION, document)
        return doc

    return look
