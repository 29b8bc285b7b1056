"""Subheads of dispatches that stand in the middle of a line: `a-t-il dit. - Retour -Le marché`.

Agencies write a subhead as a line of its own between hyphens; a converter that loses the line
ends leaves it in the text. It gets its line back; the stage `truncation` labels it `heading`.
"""

import re
from collections.abc import Iterator

from cleantext.changes import Edit
from cleantext.document import Document

RULE = "boilerplate.subhead"
REASON = "A subhead between hyphens is a line of its own, as agencies send it (AFP)."

_OPENS = r"(?:(?<=[.!?…»\"”)][-–—])|(?<=[.!?…»\"”)] [-–—])|(?<=[.!?…»\"”)]  [-–—]))"
_OPENING = {sign: re.compile(f"{sign}{_OPENS}") for sign in "-–—"}
"""What begins with one sign is found much faster than what begins with a choice."""
_SUBHEAD = re.compile(
    rf"[-–—]{_OPENS} {{0,3}}"
    r"(?=[^\W_]|[«\"“])"
    r"(?P<head>[^\n.!…;–—]{2,70}? )[-–—](?P<behind> {0,4})(?=[^\W_]|[«\"“])"
)
_MOST_WORDS = 9
"""How many words a subhead has at most."""
_LONG = re.compile(r"[^\n.!?…]{60}")
"""A subhead is followed by a sentence of 60 code points or more; an item of a list is shorter."""
_LIST = re.compile(r"[^\n.!?…]{0,200}? [-–—](?: |[^\W_])")


def subheads(document: Document) -> Iterator[Edit]:
    r"""Yield the edits that put subheads on lines of their own.

    The closing hyphen is glued to the word behind it; or it stands between spaces, and then a
    capital follows (in a text without any, a long sentence), or the opening hyphen is glued to
    the sentence before it, and there is no third hyphen in that sentence, which would show a list.

    >>> text = "Il est parti. - Un vide -Le maire reste."
    >>> Document(text).apply("boilerplate", list(subheads(Document(text)))).text
    'Il est parti.\n- Un vide -\nLe maire reste.'
    >>> list(subheads(Document("Au menu. - Du riz - Des pois - Du pain")))
    []
    """
    text = document.text
    if not any(sign in text and opening.search(text) for sign, opening in _OPENING.items()):
        return
    lowered = text.islower()
    for match in _SUBHEAD.finditer(text):
        start, end = match.start(), match.end()
        glued = not match["behind"]
        opened = text[end].isupper() or text[start - 1] != " "
        opened = opened or bool(lowered and _LONG.match(text, end))
        alone = opened and "?" not in match["head"] and not _LIST.match(text, end)
        if match["head"].count(" ") <= _MOST_WORDS and (glued or alone):
            begin = start
            while text[begin - 1] == " ":
                begin -= 1
            yield Edit(begin, start, "\n", RULE)
            if text[start + 1] != " ":
                yield Edit(start + 1, start + 1, " ", RULE)
            yield Edit(*match.span("behind"), "\n", RULE)
