"""A rule, and a stage: a name and the rules that it applies in order."""

import inspect
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, get_type_hints, runtime_checkable

from cleantext.changes import NO_EDITS, Edit, Edits, Span
from cleantext.document import (
    LANGUAGE,
    PERSONAL_DATA,
    PROTECTED,
    UNKNOWN,
    Document,
    Fact,
    Finding,
    Label,
)
from cleantext.errors import StageError
from cleantext.text.differing import differing

Rule = Callable[[Document], Iterable[Finding]]
"""A pure function from a document to what it finds there."""


@runtime_checkable
class ManyRule(Protocol):
    """A rule that judges many documents faster than one after the other."""

    def __call__(self, document: Document) -> Iterable[Finding]:
        """Return what is found in a document."""

    def many(self, documents: Sequence[Document]) -> Iterable[Iterable[Finding]]:
        """Return what is found in each document: exactly what a call for each would."""


class Recipe(Protocol):
    """What a stage was made from: it is pickled, compared and hashed in place of the rules."""

    def __hash__(self) -> int: ...
    def pickled(self) -> tuple[Callable[..., "Stage"], tuple[object, ...]]:
        """Return what makes the stage again, as `__reduce__` does."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A step of a pipeline.

    Attributes:
        name: What changes and configurations call it.
        rules: Applied in order, each to the text that the one before left.
        language: The code of the language that the rules hold for. Text that is
            labelled as another language is left alone. None: any language.
        reasons: Why each rule changes what it changes, by rule id.
        removes: Whether it takes text out; a run writes that text to `removed/`.
        conceals: Whether nothing that a run writes may hold what it replaced.
        recipe: What it was made from, with these rules; None if from rules of one's own.
    """

    name: str
    rules: tuple[Rule, ...]
    language: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    removes: bool = False
    conceals: bool = False
    recipe: tuple[Recipe, tuple[Rule, ...]] | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        function: Callable[..., Any],
        name: str = "",
        *,
        removes: bool = False,
        **options: object,
    ) -> "Stage":
        """Return the stage of a function of one's own.

        Args:
            function: From a `str` to a `str`, whose differences become edits, so that offsets and
                the way back are kept; or a rule, from a `Document` to findings. It says which by
                the annotation of its first parameter. It must be pure: the same text, the same
                result.
            name: What changes call it; without it the function's.
            removes: Whether it takes text out; a run writes that to `removed/`.
            options: Given to the function each time.

        Raises:
            TypeError: The function does not say what it takes.

        >>> def quieter(text: str, *, most: int = 1) -> str:
        ...     return text.replace("!!", "!" * most)
        >>> stage = Stage.of(quieter)
        >>> document = stage(Document("Oui !!"))
        >>> document.text, document.original, document.changes[0].rule
        ('Oui !', 'Oui !!', 'quieter.quieter')
        """
        called = getattr(function, "__name__", type(function).__name__).replace("_", "-")
        stage = name or called
        takes = taken_by(function)
        rule: Rule = partial(function, **options) if options else function
        if takes is str:
            rule = Rewrite(f"{stage}.{called}", function, tuple(options.items()))
        told = (inspect.getdoc(function) or "").partition("\n")[0]
        reasons = {f"{stage}.{called}": told} if told else {}
        return cls(stage, (rule,), reasons=reasons, removes=removes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stage):
            return NotImplemented
        return self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __reduce__(self) -> tuple[Callable[..., "Stage"], tuple[object, ...]]:
        if self._is_as_made and self.recipe:
            return self.recipe[0].pickled()
        fields = (self.name, self.rules, self.language, self.reasons, self.removes, self.conceals)
        return Stage, fields

    @property
    def _is_as_made(self) -> bool:
        return self.recipe is not None and self.recipe[1] is self.rules

    @property
    def _identity(self) -> tuple[object, ...]:
        made = self.recipe[0] if self._is_as_made and self.recipe else self.rules
        return self.name, made, self.language, self.removes, self.conceals

    def __call__(self, document: Document) -> Document:
        """Return the document with what the rules found made true."""
        for rule in self.rules:
            findings = rule(document)
            if findings is not NO_EDITS:
                document = self._made(document, findings)
        return document

    def map(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents, each with what the rules found in it made true.

        The same as one call for each, but faster where a rule can judge many at a time.
        """
        done = list(documents)
        for rule in self.rules:
            found = rule.many(done) if isinstance(rule, ManyRule) else map(rule, done)
            done = list(map(self._made, done, found))
        return done

    def _made(self, document: Document, findings: Iterable[Finding]) -> Document:
        """Return the document with findings outside of closed spans made true."""
        if not isinstance(findings, Edits):
            findings = list(findings)
        if not findings:
            return document
        closed = self._closed(document) if document.labels else ()
        if closed:
            findings = self._outside(findings, closed)
        return document.apply(self.name, findings)

    def _closed(self, document: Document) -> list[Span]:
        """The spans that this stage may not touch, merged and in order.

        Personal data, or the mark in its place, is no prose: it stays as it is or goes as a whole.
        """
        spans = sorted(
            Span(label.start, label.end)
            for label in document.labels
            if label.start < label.end
            and (
                label.name == PROTECTED
                or (
                    label.name == PERSONAL_DATA and not (self.removes or self.name == PERSONAL_DATA)
                )
                or (
                    label.name == LANGUAGE
                    and self.language is not None
                    and label.value not in {self.language, UNKNOWN}
                )
            )
        )
        merged: list[Span] = []
        for span in spans:
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged

    def _outside(self, findings: Iterable[Finding], closed: list[Span]) -> Iterator[Finding]:
        """Pass on what leaves the closed spans as they are."""
        starts = [span.start for span in closed]
        ends = [span.end for span in closed]
        for finding in findings:
            if isinstance(finding, Fact):
                yield finding
                continue
            # The spans that end after the finding starts and start before it ends.
            first, behind = bisect_right(ends, finding.start), bisect_left(starts, finding.end)
            if first >= behind or (
                isinstance(finding, Label)
                and (self.language is None or finding.start < starts[first])
            ):
                yield finding


def taken_by(function: Callable[..., Any]) -> type[str] | type[Document]:
    """Return what a function of one's own takes, by the annotation of its first parameter.

    Raises:
        TypeError: It is neither a text nor a document.
    """
    try:
        called = function if inspect.isroutine(function) else type(function).__call__
        hints = get_type_hints(called)
        first = next(iter(inspect.signature(function).parameters))
    except (TypeError, ValueError, NameError, StopIteration) as reason:
        raise TypeError(f"{function!r}: is no function of a text: {reason}") from reason
    if hints.get(first) is str:
        return str
    if hints.get(first) is Document:
        return Document
    raise TypeError(
        f"{function!r}: its first parameter must be annotated as `str` (a text for a text) or as "
        "`cleantext.Document` (findings)"
    )


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The rule that a function from text to text is.

    Attributes:
        rule: The id of its edits.
        function: What it calls.
        options: Given to the function each time, by name.
    """

    rule: str
    function: Callable[..., object]
    options: tuple[tuple[str, object], ...] = ()

    @property
    def __name__(self) -> str:  # by which failures name it
        return getattr(self.function, "__name__", type(self.function).__name__)

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Yield where the text of the function differs.

        Raises:
            StageError: It is none.
        """
        after = self.function(document.text, **dict(self.options))
        if not isinstance(after, str):
            raise StageError(f"{self.rule}: must return a str, not {type(after).__name__}")
        for (start, end), words in differing(document.text, after):
            yield Edit(start, end, words, self.rule)
