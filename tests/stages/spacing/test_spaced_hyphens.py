"""Hyphens with a space on one side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline

SPACING = Pipeline.of("spacing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("celui -ci et celle- là", "celui-ci et celle-là"),
        ("est -ce le sous- préfet ?", "est-ce le sous-préfet ?"),
        ("la Franche- Comté", "la Franche-Comté"),
        ("que dira -t- on", "que dira-t-on"),
        ("le gouver- nement répond", "le gouvernement répond"),
        ("le gouver- nement et le finan-cement", "le gouvernement et le financement"),
    ],
)
def test_a_space_about_a_hyphen_goes(text: str, expected: str) -> None:
    assert SPACING(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "la micro- et la macro-économie",
        "les pro- et les anti-vélos",
        "le retour au calme -Le maire est venu",
        "le retour au calme -il est venu",
        "la ville - qui dort - se tait",
        "il fera -3 °C ce soir",
        "une salle- atelier",
        "le finan-cement",  # nothing shows that hyphens of line ends stay
        "dbf- xyz",
    ],
)
def test_other_hyphens_stay(text: str) -> None:
    assert SPACING(text).text == text


@given(st.text(alphabet="bud getceluicia- "))
def test_nothing_but_spaces_and_hyphens_goes(text: str) -> None:
    once = SPACING(text).text
    assert once.replace("-", "").split() or not text.replace("-", "").split()
    assert "".join(filter(str.isalpha, once)) == "".join(filter(str.isalpha, text))
    assert SPACING(once).text == once
