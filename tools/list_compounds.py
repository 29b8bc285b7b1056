"""Make the list of what a language writes with a hyphen from text.

    python tools/list_compounds.py FOLDER/*.txt.xz --pack cleantext/languages/fr

Writes `compounds.txt`, in lowercase: pairs of parts that are written with a hyphen more
often than without it, the commonest first; then beginnings (`vice-`) and endings (`-il`) that
make many such pairs and few words of `words.txt`. The same texts always give the same list.
"""

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from cleantext.languages.lists import read_list

WORD = re.compile(r"[^\W\d_]+")
COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
FEWEST = 3
"""A pair that is rarer may be a slip."""
PAIRS = 20
"""Fewest different pairs of a beginning or an ending that stands for all others."""
TIMES = (5, 1)
"""A beginning, and an ending, makes at least this many times more pairs than it begins or ends
words without a hyphen; few words break before an ending that is a word of its own."""
HEADER = """\
# What is written with a hyphen, the commonest first, in lowercase; beginnings and endings last.
# Made by tools/list_compounds.py; sources and licences are in README.md.
"""


def count(paths: Iterable[Path]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Count pairs of parts with a hyphen between them, and words, both in lowercase."""
    pairs: Counter[tuple[str, str]] = Counter()
    solid: Counter[str] = Counter()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in map(str.lower, lines):
                for compound in COMPOUND.findall(line):
                    pairs.update(pairwise(compound.split("-")))
                solid.update(WORD.findall(line))
    return pairs, solid


def productive(parts: Counter[str], inside: Counter[str], times: int) -> list[str]:
    """Return the parts of many pairs that begin or end few words."""
    return sorted(part for part, many in parts.items() if many >= max(PAIRS, times * inside[part]))


def main() -> None:
    """Read the texts that the command line names, and write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--pack", required=True, type=Path)
    arguments = parser.parse_args()
    pairs, solid = count(arguments.texts)
    hyphened = {pair: many for pair, many in pairs.items() if many >= solid["".join(pair)]}
    known = sorted((-many, "-".join(pair)) for pair, many in hyphened.items() if many >= FEWEST)
    words = read_list(arguments.pack / "words.txt")
    cuts = [(word[:at], word[at:]) for word in words for at in range(1, len(word))]
    begins, ends = (
        productive(
            Counter(pair[side] for pair in hyphened), Counter(cut[side] for cut in cuts), times
        )
        for side, times in enumerate(TIMES)
    )
    entries = [
        *(pair for _, pair in known),
        *(f"{part}-" for part in begins),
        *(f"-{part}" for part in ends),
    ]
    text = HEADER + "".join(f"{entry}\n" for entry in entries)
    (arguments.pack / "compounds.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
