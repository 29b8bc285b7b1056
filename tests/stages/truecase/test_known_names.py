"""Names with a spelling of their own, among the words of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.stages.truecase.known_names import KnownNames
from cleantext.stages.truecase.words import TextWords

FORMS = st.text("aàbœA0", min_size=1, max_size=4)


def found(names: list[str], *texts: str) -> list[str]:
    return list(KnownNames(names).find(TextWords.of(*texts)).values())


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["OpenAI"], "chez openai, openais et open ai", ["OpenAI"]),
        (["Elon Musk"], "elon musk, elon et musk", ["Elon", "Musk"]),
        (["New York", "New York Times"], "le new york times", ["New", "York", "Times"]),
        (["Jean-Luc"], "jean-luc", ["Jean", "Luc"]),
        (["Elon Musk"], "elon  musk", []),
        (["Elon Musk"], "elon, musk", []),
        (["IPhone", "iPhone"], "un iphone", ["iPhone"]),
        ([], "un iphone", []),
        (["…"], "un iphone", []),
        (["iPhone"], "", []),
    ],
)
def test_names(names: list[str], text: str, expected: list[str]) -> None:
    assert found(names, text) == expected


def test_a_name_does_not_reach_across_two_texts() -> None:
    assert found(["Elon Musk"], "elon", "musk") == []


@given(st.lists(FORMS, max_size=5), st.lists(FORMS, max_size=8))
def test_a_name_of_one_word_is_found_wherever_it_stands(names: list[str], words: list[str]) -> None:
    sought = {name.lower() for name in names}
    at = KnownNames(names).find(TextWords.of(" ".join(words).lower()))
    assert sorted(at) == [place for place, word in enumerate(words) if word.lower() in sought]
