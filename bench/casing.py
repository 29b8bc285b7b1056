"""How well the stage truecase gives capitals back: inner F1 on cased text, lowercased first.

    python bench/casing.py CORPORA [NAME...]

CORPORA is a folder with `dev/NAME.txt.xz`. A document is what blank lines part, or 20
lines. The stage changes nothing but case, so gold and result align word by word. A word
is a run of letters and digits with its inner hyphens; `inner` leaves out the first word of
a line and every word after . ! ? or a colon.
"""

import lzma
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleantext import Document, Pipeline

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
BEGIN = re.compile(r"[.!?:\n]")
FLOORS = {
    "orangesum_2020-07": 93.2,
    "wikinews_winer": 90.3,
    "leipzig_news_2023": 87.4,
    "ud_sequoia_dev": 85.5,
}
DOCUMENT = 20


class Score(NamedTuple):
    """F1, precision and recall in per cent."""

    f1: float
    precision: float
    recall: float


def documents(path: Path) -> Iterator[str]:
    """Yield the documents of a file, lines whose length lowercasing changes left out."""
    lines = lzma.decompress(path.read_bytes()).decode().split("\n")
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        kept = [line for line in group if filled and len(line.lower()) == len(line)]
        size = len(kept) if "" in lines[:-1] else DOCUMENT
        for first in range(0, len(kept), max(1, size)):
            yield "\n".join(kept[first : first + size])


def inner(pairs: Iterator[tuple[str, str]]) -> Score:
    """Score pairs of a gold text and a result that differs from it in case alone."""
    right = cased = given = 0
    for gold, result in pairs:
        before = 0
        for match in WORD.finditer(gold):
            begins = not before or BEGIN.search(gold, before, match.start())
            before = match.end()
            if begins:
                continue
            word, made = match[0], result[match.start() : match.end()]
            cased += word != word.lower()
            given += made != made.lower()
            right += word == made and word != word.lower()
    precision, recall = right / max(1, given), right / max(1, cased)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Score(100 * f1, 100 * precision, 100 * recall)


def main() -> int:
    """Print a row for each set; the number of sets below their floor is the exit code."""
    pipeline = Pipeline.of("truecase", language="fr")
    low = 0
    for name in sys.argv[2:] or FLOORS:
        texts = list(documents(Path(sys.argv[1]) / "dev" / f"{name}.txt.xz"))
        score = inner((text, pipeline(Document(text.lower())).text) for text in texts)
        low += score.f1 < FLOORS.get(name, 0)
        print(f"| {name} | {score.f1:.2f} | P {score.precision:.1f} | R {score.recall:.1f} |")
    return low


if __name__ == "__main__":
    sys.exit(main())
