"""List, by rule, the words of clean text that cleaning takes away or changes in their letters.

    python bench/harm.py TEXT... [--lower] [--check]

Articles that professionals have set need no repair, so a word that is missing afterwards, or
that has other letters, is harm, whichever rule did it. What the design asks for does not count:
ligatures, accents on capitals, ordinals, and the abbreviations of titles (`ASKED`). Each word is
printed under its rule, before and after, in its surroundings, to be read. Lines that the language
pack names furniture are counted apart, for clean text may hold some: read whether they are. With
`--lower` the texts are lowercased first; capitals are then not compared, for they are what the
pipeline gives back. `--check` fails where one word in 20,000 or more is lost or changed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import regex
from texts import documents

from cleantext.document import Document
from cleantext.pipeline import Pipeline

ASKED = frozenset(
    f"typography.{name}"
    for name in (
        "ligature capital-accent capital-shared capital-age capital-ca capital-saint capital-a "
        "first ordinal bare-ordinal mister misters miss doctor-point madam"
    ).split()
)
"""The rules whose business is letters: what the design lists."""
JUDGED = "boilerplate.line"
"""The rule of furniture that no language pack names."""
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
ALLOWED = 1 / 20_000
AROUND = 40
"""How many code points are shown on each side of a change."""


def is_named(rule: str) -> bool:
    """Return whether a rule takes away furniture that the language pack names."""
    return rule.startswith("boilerplate.") and rule != JUDGED


class Harm(NamedTuple):
    """What one edit did to the words that it touches.

    Attributes:
        lost: How many words are gone.
        changed: How many words have other letters.
        before: The words and their surroundings, before the edit and after it, on one line.
    """

    rule: str
    lost: int
    changed: int
    before: str
    after: str


def harms(document: Document, *, lower: bool = False) -> Iterator[Harm]:
    """Yield what the edits of a cleaned document did to its words, the last scan first."""
    after = document.text
    for scan in reversed(document.changes.scans):
        before = scan.undo(after)
        grown = 0
        for start, end, new, rule in zip(
            scan.starts, scan.ends, scan.afters, scan.rules, strict=True
        ):
            place = start + grown, start + grown + len(new)
            grown += len(new) - (end - start)
            begin, stop = whole(before, start, end)
            made = before[begin:start] + new + before[end:stop]
            lost, changed = compare(before[begin:stop], made, lower=lower)
            if (lost or changed) and rule not in ASKED:
                yield Harm(rule, lost, changed, shown(before, start, end), shown(after, *place))
        after = before


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the words that a range touches."""
    while start and WORD.match(text, start - 1, start):
        start -= 1
    while WORD.match(text, end, end + 1):
        end += 1
    return start, end


def compare(before: str, after: str, *, lower: bool) -> tuple[int, int]:
    r"""Count the words that are gone, and those that have other letters.

    Words that are parted or joined keep their letters, and so do those whose accents are
    written as signs of their own.

    >>> compare("un oeuf frais", "un œuf", lower=False)
    (1, 1)
    >>> compare("muni-\ncipal", "municipal", lower=False)
    (0, 0)
    """
    old, new = (WORD.findall(normalize("NFC", side)) for side in (before, after))
    if lower:
        old, new = ([word.lower() for word in side] for side in (old, new))
    if "".join(old) == "".join(new):
        return 0, 0
    lost = max(len(old) - len(new), 0)
    missing = (Counter(old) - Counter(new)).total()
    return lost, max(missing - lost, 0)


def shown(text: str, start: int, end: int) -> str:
    """Return a range in its surroundings, on one line."""
    around = max(start - AROUND, 0), start, end, end + AROUND
    return "|".join(text[left:right] for left, right in pairwise(around)).replace("\n", "⏎")


def main() -> None:
    """Clean the texts, print what was harmed by rule, then the sums."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    parser.add_argument("--lower", action="store_true", help="lowercase the texts first")
    parser.add_argument("--check", action="store_true", help="fail where too much is harmed")
    given = parser.parse_args()
    pipeline = Pipeline.default("fr")
    found: list[Harm] = []
    total = 0
    for path in given.texts:
        texts = (text.lower() if given.lower else text for text in documents(path))
        for document in pipeline.map(texts):
            total += len(WORD.findall(document.original))
            found += harms(document, lower=given.lower)
    for harm in sorted(found):
        print(f"{harm.rule}\t{harm.lost} lost, {harm.changed} changed")
        print(f"    {harm.before}\n    {harm.after}")
    furniture = sum(harm.lost for harm in found if is_named(harm.rule))
    lost = sum(harm.lost for harm in found) - furniture
    changed = sum(harm.changed for harm in found)
    per = total * ALLOWED
    print(f"{total:,} words: {lost} lost, {changed} changed, {furniture} of named furniture lost")
    print(f"{lost / per:.2f} lost, {changed / per:.2f} changed in {1 / ALLOWED:,.0f} words")
    if given.check and lost + changed >= per:
        sys.exit("more is harmed than is allowed")


if __name__ == "__main__":
    main()
