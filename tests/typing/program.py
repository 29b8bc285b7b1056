"""What a user writes: type checkers must know all of it, from the installed package."""

from collections.abc import Iterator
from typing import Any, assert_type

import cleantext
from cleantext import Change, Document, Edit, Explanation, Label, Pipeline, Span
from cleantext.stage import Stage

assert_type(cleantext.clean("un"), str)
assert_type(cleantext.clean("un", language="fr"), str)
assert_type(cleantext.clean_many(["un", {"text": "deux"}, Document("trois")]), Iterator[Document])
assert_type(cleantext.explain("un"), list[Explanation])
assert_type(cleantext.__version__, str)
assert_type(cleantext.segment.sentences("Un. Deux."), list[Span])

pipeline = Pipeline.of("spacing", "typography", options={"typography": {"profile": "plain"}})
assert_type(pipeline, Pipeline)
document = pipeline("Un ,deux")
assert_type(document, Document)
assert_type(document.text, str)
assert_type(document.original, str)
assert_type(document.source(1), int)
assert_type(document.labels, tuple[Label, ...])
assert_type(document.changes[0], Change)
for change in document.changes:
    assert_type(change, Change)
    assert_type(change.before, str)
assert_type(document.to_dict(), dict[str, Any])
assert_type(Document.from_dict(document.to_dict()), Document)

texts = ["un", "deux"]
assert_type(pipeline.map(texts), Iterator[Document])
assert_type(pipeline.map(texts, errors="raise", workers=2), Iterator[Document])
for outcome in pipeline.map(texts, errors="return"):
    assert_type(outcome, Document | Exception)
    if isinstance(outcome, Document):
        assert_type(outcome.text, str)


def quieter(text: str, *, most: int = 1) -> str:
    """Leave one mark of several."""
    return text.replace("!!", "!" * most)


def shouts(document: Document) -> Iterator[Edit | Label]:
    """Label marks."""
    for at, sign in enumerate(document.text):
        if sign == "!":
            yield Label(at, at + 1, "shout", sign, "shout.sign")


own = Pipeline(
    (*pipeline.stages, Stage.of(quieter, most=2), Stage.of(shouts), Stage("s", (shouts,)))
)
assert_type(own("Oui !!"), Document)


def wrong() -> None:
    """Nothing of this is allowed."""
    pipeline.map(3)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    pipeline.map(texts, errors="no")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    cleantext.clean(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
