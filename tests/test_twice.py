"""What is cleaned once stays as it is when it is cleaned again.

A second cleaning changes what the first one missed. `bench/twice.py` asks the same of whole
dressed articles.
"""

import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cleantext import Pipeline

ARTICLE = Path(__file__).parents[1] / "fixtures" / "article.txt"
MIXES = 1500
"""How many short texts are cleaned twice."""
MOST_CHANGING = 0.005
"""How many of them, as a share, may change again."""

_SIGNS = (*".,;:!?…«»\"'’“”()[]-–—%/", "...", " - ", ".-", " .", '".', ".«", "\n", "\n\n", "  ")
_DAMAGES = (
    lambda text, at: text[:at] + text[at + 1 :],
    lambda text, at: text[:at] + text[at : at + 1] * 2 + text[at + 1 :],
    lambda text, at: text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    lambda text, at: text[:at] + text[at : at + 1].swapcase() + text[at + 1 :],
)


def mixes(article: str) -> st.SearchStrategy[str]:
    """Return short mixes of the words of an article with signs, and damaged pieces of it."""
    words = sorted(set(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", article)))
    word = st.sampled_from(words) | st.sampled_from(words).map(str.lower)
    part = word | word | st.sampled_from(_SIGNS)
    mix = st.lists(st.tuples(part, st.sampled_from((" ", " ", ""))), min_size=4, max_size=30)
    mixed = mix.map(lambda parts: "".join(piece + space for piece, space in parts))
    case = st.sampled_from((str, str.lower, str.lower, str.upper))
    return mixed | st.builds(lambda text, change: change(text), _damaged(article), case)


@st.composite
def _damaged(draw: st.DrawFn, article: str) -> str:
    start = draw(st.integers(0, len(article) - 40))
    text = article[start : start + draw(st.integers(40, 400))]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        if draw(st.booleans()):
            text = text[:at] + draw(st.sampled_from(_SIGNS)) + text[at:]
        else:
            text = draw(st.sampled_from(_DAMAGES))(text, at)
    return text


def changing(article: str, number: int) -> list[tuple[str, str, str]]:
    """Return the mixes that change again: each with its first and second cleaning."""
    texts: list[str] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mixes(article))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    pipeline = Pipeline.default("fr")
    once = [document.text for document in pipeline.map(texts)]
    twice = [document.text for document in pipeline.map(once)]
    cleaned = zip(texts, once, twice, strict=True)
    return [(text, first, second) for text, first, second in cleaned if first != second]


def test_short_mixes_stay_as_they_were_cleaned() -> None:
    # The two lines above the text are a date and names of languages, which make no French words.
    article = ARTICLE.read_text(encoding="utf-8").split("\n", 2)[2]
    found = changing(article, MIXES)
    assert len(found) <= MOST_CHANGING * MIXES, found
