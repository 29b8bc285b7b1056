"""Marks of Markdown and of wikis, taken out where a configuration says that a text has them.

Nobody can tell from a text alone whether an asterisk is a mark or a footnote, so this is an
option. Every pattern stays in one line and reads each sign a bounded number of times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleantext.changes import Edit
from cleantext.document import Document

MARKS = {
    "markdown": (
        (r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)", ""),
        (r"(?<!!)\[([^\]\[\n]{1,300})\]\([^()\n]{0,500}\)", r"\1"),
        (r"(?m)^ {0,3}#{1,6}[ \t]+([^\n]*?)[ \t]*#*[ \t]*$", r"\1"),
        (r"(?m)^ {0,3}(?:[*_-][ \t]*){3,}$\n?", ""),
        (r"(?m)^ {0,3}>[ \t]?", ""),
        (r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\1(?![\w*])", r"\2"),
        (r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^_\n]{1,500})(?<=[^\s_])\1(?![\w_])", r"\2"),
        (r"(?<![~\\])~~(?=\S)([^~\n]{1,500})~~", r"\1"),
    ),
    "wiki": (
        (r"\[\[(?:[^\[\]|:\n]{1,30}:[^\[\]\n]{0,300}\.\w{3,4})(?:\|[^\[\]\n]{0,500})?\]\]", ""),
        (r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]", r"\1"),
        (r"\[https?://[^\s\]]{1,500} ([^\]\n]{1,300})\]", r"\1"),
        (r"<ref[^<>]{0,300}/>|<ref(?:\s[^<>]{0,300})?>[^<\n]{0,2000}</ref>", ""),
        (r"\{\{[^{}]{0,1000}\}\}", ""),
        (r"(?m)^(={2,6})[ \t]*([^=\n]{1,300}?)[ \t]*\1[ \t]*$", r"\2"),
        (r"'{5}([^'\n]{1,500})'{5}|'''(?!')((?:[^'\n]|'(?!'')){1,500})'''", r"\1\2"),
        (r"(?<!')''(?!')((?:[^'\n]|'(?!')){1,500})''(?!')", r"\1"),
    ),
}
"""What each kind of mark looks like, and what stays of it."""

REASONS = {
    "encoding.markdown": "marks of Markdown (CommonMark), taken out on demand",
    "encoding.wiki": "marks of MediaWiki (Help:Formatting), taken out on demand",
}


def rules(kinds: tuple[str, ...]) -> Iterator["LightMark"]:
    """Yield a rule for each pattern of some kinds of marks.

    >>> document = Document("# Un **grand** [jour](https://exemple.fr)")
    >>> for rule in rules(("markdown",)):
    ...     document = document.apply("encoding", rule(document))
    >>> document.text
    'Un grand jour'
    """
    for kind in kinds:
        for pattern, after in MARKS[kind]:
            yield LightMark(re.compile(pattern), after, f"encoding.{kind}")


@dataclass(frozen=True, slots=True)
class LightMark:
    """A rule that takes out marks of one form.

    Attributes:
        pattern: What a mark looks like, with what it encloses.
        after: What stays of it, as a template.
        name: The id of the rule.
    """

    pattern: re.Pattern[str]
    after: str
    name: str

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Yield the edits that take the marks out."""
        for match in self.pattern.finditer(document.text):
            yield Edit(*match.span(), match.expand(self.after), self.name)
