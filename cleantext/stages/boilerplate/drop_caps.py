"""Initials that stand on a line of their own: a dropped capital that the page set apart."""

import re
from collections.abc import Collection, Iterator
from functools import partial

from cleantext.changes import Edit
from cleantext.document import Document
from cleantext.stage import Rule

RULE = "boilerplate.drop-cap"
REASON = "A dropped capital is the first letter of its word (CSS Inline Layout, initial-letter)."

_INITIAL = re.compile(r"\n(?<=^([^\W\d_a-z])\n)(?=([^\W\d_]+))", re.MULTILINE)


def drop_caps(words: Collection[str], openers: Collection[str]) -> Rule:
    r"""Return the rule that puts an initial and the rest of its word together.

    Args:
        words: Of the language, in lowercase.
        openers: Lowercase words that often begin a sentence; with these the rest may look
            like a word of its own.

    >>> rule = drop_caps({"bateaux", "es", "port"}, {"les"})
    >>> text = "L\nes bateaux sont là."
    >>> Document(text).apply("boilerplate", list(rule(Document(text)))).text
    'Les bateaux sont là.'
    >>> list(rule(Document("A\nport de mer")))
    []
    """
    return partial(_joined, words=words, openers=openers)


def _joined(document: Document, words: Collection[str], openers: Collection[str]) -> Iterator[Edit]:
    for match in _INITIAL.finditer(document.text):
        initial, rest = match[1], match[2]
        word = f"{initial}{rest}".lower()
        likely = word in openers or (word in words and rest not in words)
        if initial.isupper() and rest.islower() and likely:
            yield Edit(match.end(1), match.end(), "", RULE)
