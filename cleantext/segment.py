"""Sentences of a language: the segmenter with a language pack."""

from cleantext.changes import Span
from cleantext.languages.pack import load
from cleantext.text import segmenter


def sentences(text: str, language: str = "fr") -> list[Span]:
    """Return the sentences of a text as half-open spans of code points.

    Works on text in any case, and where a space is missing between two sentences. White
    space around a sentence is not part of it.

    Args:
        text: Any text; a line end always ends a sentence.
        language: ISO 639-1.

    Raises:
        PackError: There is no pack for the language.

    >>> text = "il est sorti jeudi.le gouvernement, selon m. martin, attend."
    >>> [text[start:end] for start, end in sentences(text)]
    ['il est sorti jeudi.', 'le gouvernement, selon m. martin, attend.']
    """
    return segmenter.sentences(text, load(language).sentence_vocabulary)
