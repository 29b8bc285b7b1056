"""A table of French as it is typed, and as the stages spacing and typography set it."""

from pathlib import Path

import pytest

from cleantext.pipeline import Pipeline

SIGNS = str.maketrans({"~": "\u00a0", "^": "\u202f"})
LINES = Path(__file__).with_name("french.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("# ")]
SET = Pipeline.of("spacing", "typography")
PLAIN = Pipeline.of(
    "spacing",
    "typography",
    options={"spacing": {"profile": "plain"}, "typography": {"profile": "plain"}},
)


def parts(case: str) -> tuple[str, str]:
    before, arrow, after = case.replace("\\n", "\n").translate(SIGNS).partition(" => ")
    return before, after if arrow else before


@pytest.mark.parametrize("case", CASES)
def test_french_is_set_as_it_should_be(case: str) -> None:
    before, after = parts(case)
    document = SET(before)
    assert document.text == after
    assert document.original == before
    assert SET(after).text == after


@pytest.mark.parametrize("case", CASES)
def test_the_plain_profile_is_the_same_but_for_glyphs(case: str) -> None:
    def folded(text: str) -> str:
        return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")

    before, after = parts(case)
    assert folded(PLAIN(before).text) == folded(after)
    assert folded(PLAIN(after).text) == folded(after)
