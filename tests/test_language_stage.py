"""Which language a document and its lines are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import detectors
from cleantext.document import Document
from cleantext.errors import ConfigError
from cleantext.language import load
from cleantext.stages import language

FRENCH = "le conseil municipal a voté mardi soir le budget de la ville pour l'année prochaine."
ENGLISH = "the city council voted on tuesday evening for the budget that it had been promised."
SPANISH = "el ayuntamiento aprobó el martes por la noche el presupuesto para el próximo año."

STAGE = language.build(load("fr"), language.Options())


def labelled(document: Document) -> list[tuple[str, str]]:
    return [
        (document.text[label.start : label.end], label.value)
        for label in document.labels
        if label.name == "language"
    ]


@pytest.mark.parametrize(
    ("text", "code", "labels"),
    [
        (FRENCH, "fr", []),
        (ENGLISH, "en", [(ENGLISH, "en")]),
        (f"{ENGLISH}\n\n{ENGLISH}\nok", "en", [(f"{ENGLISH}\n\n{ENGLISH}\nok", "en")]),
        (f"{FRENCH}\n{ENGLISH}\n{FRENCH}", "fr", [(ENGLISH, "en")]),
        (f"{FRENCH}\n{ENGLISH}\nok\n{FRENCH}", "fr", [(ENGLISH, "en")]),
        (
            f"{FRENCH}\n{SPANISH}\n{FRENCH}\n{ENGLISH}\n{FRENCH}",
            "fr",
            [(SPANISH, "es"), (ENGLISH, "en")],
        ),
        ("", "und", []),
        ("12 345 : 67", "und", []),
    ],
)
def test_a_document_has_a_language_and_foreign_lines_a_label(
    text: str, code: str, labels: list[tuple[str, str]]
) -> None:
    document = STAGE(Document(text))
    assert document.meta["language"] == code
    assert labelled(document) == labels


def test_what_the_record_says_stays_but_labels_are_found() -> None:
    document = STAGE(Document(ENGLISH, meta={"language": "fr"}))
    assert document.meta["language"] == "fr"
    assert labelled(document) == [(ENGLISH, "en")]


@given(st.text() | st.text(alphabet="le da, 1\n"))
def test_it_never_raises_and_always_says_the_same(text: str) -> None:
    document = STAGE(Document(text))
    assert document.text == text
    assert document == STAGE(Document(text))
    assert all(0 <= label.start < label.end <= len(text) for label in document.labels)


def test_a_detector_that_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(detectors, "import_module", missing)
    detectors.load.cache_clear()
    with pytest.raises(ConfigError, match=r"pip install 'cleantext-corpus\[heliport\]'"):
        detectors.load("heliport")


@pytest.mark.parametrize("unit", ["a", "1", " ", ".", "文", "a ", "\n", "a\n", "le "])
def test_a_detector_is_shown_a_bounded_sample(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []

    def detect(text: str) -> detectors.Detected:
        shown.append(len(text))
        return detectors.Detected("en", 1.0)

    monkeypatch.setattr(detectors, "load", lambda _: detect)
    STAGE(Document(unit * (200_000 // len(unit))))
    assert sum(shown) <= language.SAMPLE
