"""What is cleaned once stays as it is when it is cleaned again.

A second cleaning changes what the first one missed. `bench/twice.py` asks the same of whole
dressed articles.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

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


def mixed(words: Sequence[str], random: Random) -> str:
    """Return 4 to 30 words and signs, with and without spaces between them."""
    parts = [
        random.choice(random.choice((words, words, _SIGNS))) + random.choice((" ", " ", ""))
        for _ in range(random.randint(4, 30))
    ]
    return "".join(parts)


def damaged(article: str, random: Random) -> str:
    """Return 40 to 400 code points of an article with 1 to 4 misprints, in any case."""
    start = random.randrange(len(article) - 40)
    text = article[start : start + random.randint(40, 400)]
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(text))
        if random.random() < 1 / 2:
            text = text[:at] + random.choice(_SIGNS) + text[at:]
        else:
            text = random.choice(_DAMAGES)(text, at)
    return random.choice((str, str.lower, str.lower, str.upper))(text)


def changing(article: str, number: int) -> list[tuple[str, str, str]]:
    """Return the texts that change again, each with its first and its second cleaning."""
    words = sorted(set(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", article)))
    texts = [
        mixed(words, Random(seed)) if seed % 2 else damaged(article, Random(seed))
        for seed in range(number)
    ]
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
