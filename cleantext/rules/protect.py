"""The rule of text that no stage may touch, by the patterns of a user."""

from collections.abc import Iterator
from dataclasses import dataclass

from cleantext.changes import Span
from cleantext.document import PROTECTED, Document, Label
from cleantext.errors import StageError
from cleantext.rules.patterns import compile_pattern
from cleantext.text.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Protect:
    """The rule that labels what no stage may touch.

    Attributes:
        patterns: In the syntax of the `regex` package.
    """

    patterns: tuple[str, ...]

    def __call__(self, document: Document) -> Iterator[Label]:
        """Yield a label for each stretch of text that is in matches.

        Raises:
            StageError: A pattern takes more than five seconds over the text.
        """
        # Each pattern by itself: what one says of its groups and flags holds for no other.
        spans = sorted(span for pattern in self.patterns for span in _found(pattern, document.text))
        start = end = 0
        for span in spans:
            if span.start > end:
                if end > start:
                    yield Label(start, end, PROTECTED, "", "keep.pattern")
                start = span.start
            end = max(end, span.end)
        if end > start:
            yield Label(start, end, PROTECTED, "", "keep.pattern")


def _found(pattern: str, text: str) -> list[Span]:
    """Return the matches of a pattern that are not empty."""
    try:
        found = compile_pattern(pattern).finditer(text, timeout=PATIENCE)
        return [Span(*match.span()) for match in found if match.end() > match.start()]
    except TimeoutError as reason:
        raise StageError(
            f"`keep`: {pattern!r} takes more than {PATIENCE:.0f} s over this text; "
            "write it without repetitions of repetitions"
        ) from reason
