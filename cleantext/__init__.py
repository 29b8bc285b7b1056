"""From scraped news to a clean corpus.

>>> import cleantext
>>> cleantext.clean("il habite à paris.depuis, il attend .")
'Il habite à Paris. Depuis, il attend.'
>>> document = cleantext.Pipeline.default("fr")("il habite à paris")
>>> document.text, document.original
('Il habite à Paris', 'il habite à paris')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cleantext.errors import CleantextError, ConfigError, DataError, PackError, StageError
from cleantext.languages.loading import load_once
from cleantext.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from cleantext import segment
    from cleantext.changes import Change, Edit, Span
    from cleantext.document import Document, Fact, Label
    from cleantext.pipeline import Pipeline
    from cleantext.show.explanation import Explanation

__all__ = [
    "Change",
    "CleantextError",
    "ConfigError",
    "DataError",
    "Document",
    "Edit",
    "Explanation",
    "Fact",
    "Label",
    "PackError",
    "Pipeline",
    "Span",
    "StageError",
    "__version__",
    "clean",
    "clean_many",
    "explain",
    "segment",
]

__version__ = VERSION

_HOMES = {
    "Change": "changes",
    "Document": "document",
    "Edit": "changes",
    "Explanation": "show.explanation",
    "Fact": "document",
    "Label": "document",
    "Pipeline": "pipeline",
    "Span": "changes",
}
"""Where the names live that are imported when they are first asked for."""


def __getattr__(name: str) -> object:
    """Import what is public when it is first asked for: `import cleantext` takes no time.

    Raises:
        AttributeError: There is no such name.
    """
    if name == "segment":
        return import_module("cleantext.segment")
    if name not in _HOMES:
        raise AttributeError(f"module 'cleantext' has no attribute {name!r}")
    found: object = getattr(import_module(f"cleantext.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


@load_once
def _default(language: str) -> Pipeline:
    from cleantext.pipeline import Pipeline  # noqa: PLC0415 - see `__getattr__`

    return Pipeline.default(language)


def clean(text: str, language: str = "fr") -> str:
    """Return the clean text of a scraped article.

    Args:
        text: The text as it was scraped.
        language: The code of the language pack.

    Raises:
        PackError: There is no pack of this language.

    >>> clean("le 3 mai, l'idée est née à lyon")
    'Le 3 mai, l’idée est née à Lyon'
    """
    return _default(language)(text).text


def clean_many(
    texts: Iterable[str | Document | Mapping[str, Any]],
    language: str = "fr",
    workers: int = 1,
    *,
    pipeline: Pipeline | None = None,
) -> Iterator[Document]:
    """Return the cleaned documents of texts, one by one in their order.

    Args:
        texts: Texts, documents or records with a field `text`; read only a little ahead of the
            documents that are taken.
        language: The code of the language pack.
        workers: Processes to share the work; with more than one, the calling script
            needs the usual `if __name__ == "__main__":` guard.
        pipeline: One of your own, in place of the default of the language.

    Raises:
        PackError: There is no pack of this language.
        TypeError: An item is no text; the message begins with its number.

    >>> [document.text for document in clean_many(["un", "deux"])]
    ['Un', 'Deux']
    """
    # An unknown language is an error here, not at the first document.
    return (pipeline or _default(language)).map(texts, workers=workers)


def explain(text: str, language: str = "fr") -> list[Explanation]:
    """Return every change that `clean` makes to a text, with its place and its reason.

    Raises:
        PackError: There is no pack of this language.
    """
    from cleantext.show.explanation import explain_changes  # noqa: PLC0415 - see `__getattr__`

    pipeline = _default(language)
    return list(explain_changes(pipeline(text), pipeline))
