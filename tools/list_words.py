"""Make the word lists of a language pack from text with capitals.

    python tools/list_words.py FOLDER/*.txt.xz --pack cleantext/languages/fr

Writes `words.txt`, the commonest words of the language, and `names.txt`, the commonest
that are mostly written with a capital; both in lowercase, the commonest first, without
those of `foreign_words.txt`. The same texts always give the same lists.
"""

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleantext.languages.lists import read_list

WORD = re.compile(r"\b[^\W\d_]+\b")
WORDS = 30_000
NAMES = 6_000
HEADER = """\
# {what}, the commonest first, in lowercase.
# Made by tools/list_words.py; sources and licences are in README.md.
"""


def count(paths: Iterable[Path]) -> tuple[Counter[str], Counter[str]]:
    """Count words in lowercase, and words with a capital by their lowercase form."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for word in WORD.findall(line):
                    (lower if word.islower() else capital)[word.lower()] += 1
    return lower, capital


def commonest(counts: Counter[str], number: int) -> list[str]:
    """Return the commonest words; equally common ones in alphabetical order."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [word for word, _ in ranked[:number]]


def main() -> None:
    """Read the texts that the command line names, and write the lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--pack", required=True, type=Path)
    arguments = parser.parse_args()
    lower, capital = count(arguments.texts)
    foreign = set(read_list(arguments.pack / "foreign_words.txt"))
    words = Counter({w: n for w, n in lower.items() if 2 * n >= capital[w] and w not in foreign})
    names = Counter({w: n for w, n in capital.items() if 2 * lower[w] < n and w not in foreign})
    for name, what, chosen in (
        ("words.txt", "Words of the language", commonest(words, WORDS)),
        ("names.txt", "Words mostly written with a capital", commonest(names, NAMES)),
    ):
        text = HEADER.format(what=what) + "".join(f"{word}\n" for word in chosen)
        (arguments.pack / name).write_text(text, encoding="utf-8")
        print(name, len(chosen), "words")


if __name__ == "__main__":
    main()
