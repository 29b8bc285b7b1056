"""What becomes of labelled text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document, Label
from cleantext.languages.pack import load
from cleantext.stages import output


def cut(text: str, piece: str, value: str = "end", score: float = 1.0) -> Label:
    start = text.index(piece)
    return Label(start, start + len(piece), "truncated", value, "truncation.open-word", score)


def put_out(text: str, *labels: Label, **options: str | float) -> Document:
    stage = output.build(load("fr"), output.Options(**options))  # type: ignore[arg-type]
    return stage(Document(text, labels=labels))


@pytest.mark.parametrize(
    ("text", "piece", "dropped", "marked"),
    [
        ("il vote. les élus de", "les élus de", "il vote.", "il vote. les élus de […]"),
        ("un.\nles élus de\ndeux.", "les élus de", "un.\ndeux.", "un.\nles élus de […]\ndeux."),
        ("un.\nles élus de", "les élus de", "un.", "un.\nles élus de […]"),
        ("un.\nles élus de\n", "les élus de", "un.\n", "un.\nles élus de […]\n"),
        ("les élus de\nun.", "les élus de", "un.", "les élus de […]\nun."),
        ("les élus de", "les élus de", "les élus de", "les élus de […]"),
        ("un. les élus…", "les élus…", "un.", "un. les élus…"),
        ("un. les élus [...]", "les élus [...]", "un.", "un. les élus [...]"),
    ],
)
def test_a_cut_sentence_is_dropped_marked_or_kept(
    text: str, piece: str, dropped: str, marked: str
) -> None:
    label = cut(text, piece)
    assert put_out(text, label).text == dropped
    assert put_out(text, label, truncated="mark").text == marked
    assert put_out(text, label, truncated="keep").text == text


def test_a_cut_beginning_is_marked_before_it() -> None:
    text = "et a déclaré que non. il part."
    label = cut(text, "et a déclaré que non.", "start")
    assert put_out(text, label).text == "il part."
    assert put_out(text, label, truncated="mark").text == f"[…] {text}"


def test_the_label_of_a_dropped_sentence_stays_with_no_length() -> None:
    text = "un. les élus de\ndeux."
    document = put_out(text, cut(text, "les élus de"))
    assert [(label.start, label.end, label.value) for label in document.labels] == [(3, 3, "end")]
    assert document.changes[0].before == " les élus de"
    assert document.original == text


def test_a_doubtful_sentence_stays() -> None:
    text = "un. les élus de"
    assert put_out(text, cut(text, "les élus de", score=0.6)).text == text
    assert put_out(text, cut(text, "les élus de", score=0.6), threshold=0.5).text == "un."


def test_foreign_paragraphs_are_kept_or_dropped() -> None:
    text = "un.\nhello there.\ndeux."
    label = Label(4, 16, "language", "en", "language.detector", 1.0)
    assert put_out(text, label).text == text
    assert put_out(text, label, foreign="drop").text == "un.\ndeux."
    assert put_out("hello", Label(0, 5, "language", "en", "x.y"), foreign="drop").text == "hello"


PIECES = st.lists(st.sampled_from(["un.", "les élus de", "[…]", "…", " ", "\n", "x"]), max_size=12)


@given(PIECES, st.data(), st.sampled_from(["drop", "mark", "keep"]))
def test_output_changes_nothing_the_second_time(
    pieces: list[str], data: st.DataObject, truncated: str
) -> None:
    text = "".join(pieces)
    places = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(places, places), max_size=4))
    labels = [
        Label(
            min(span), max(span), "truncated", data.draw(st.sampled_from(["end", "start"])), "a.b"
        )
        for span in spans
    ]
    once = put_out(text, *labels, truncated=truncated)
    stage = output.build(load("fr"), output.Options(truncated=truncated))  # type: ignore[arg-type]
    assert stage(once).text == once.text
    assert once.original == text
    assert once.text.strip() or not text.strip()
