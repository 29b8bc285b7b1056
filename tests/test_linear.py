"""No text takes for ever, whatever is repeated in it and however often."""

from time import process_time

import pytest

from cleantext import Pipeline

SIZE = 25_000
MOST = 4.0
"""Seconds of a processor; ordinary text of this size takes a tenth of one."""

TAIL = ' Xx, été ½ ok ?¤5 Ž!\nUn mot é\x8e l\'h?pital a?b « oui » "non" .\n'
"""What wakes the rules that ask for a sign first."""

UNITS = (
    *"!\"'()*+,-./:;<>?@[]_`|~«»“”’…–—·•°§ 0aA\t\n\u00a0\u200b\u200d\u00ad\u0301\u2009½é",
    *(
        "x.com",
        "x.com.X",
        ".com",
        "a.com..",
        "a@b.c",
        "http://",
        "www.",
        "x.com-",
        "a-",
        "A-",
        "a'",
    ),
    *("AbAb", "ACGT", "a.", "A. ", "1.", "1 ", "1,", "12:", "a?", "?a", "a? ", "l' ", "d’"),
    *("<a>", "<a ", "</a>", "<p>", "<!--", "&amp;", "&#", "\\u00e9", "\\n", "[a](", "**", "%20"),
    *("Ã©", "â€™", "«a", "a»", '" ', ' "', "''", "``", "...", ". . ", "?!", " ;", "- ", "-\n"),
    *(
        "a\n",
        "A\n",
        "a\n\n",
        "Lire aussi\n",
        "12 mai\n",
        "a b ",
        "A B ",
        "SPORT - ",
        "a | ",
        "# a\n",
    ),
    *("e\u0301", "👨\u200d", "a\u00ad", "« a", "(a", "[1]", "$", "{a}", "@media ", "color: red;"),
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    pipeline = Pipeline.default()
    pipeline("Un mot.")
    return pipeline


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_signs_take_linear_time(pipeline: Pipeline, unit: str) -> None:
    text = "Un phare. " + unit * (SIZE // len(unit)) + TAIL
    begin = process_time()
    assert pipeline(text).original == text
    assert process_time() - begin < MOST
