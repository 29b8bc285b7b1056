"""How well capitals are given back, and whether text that has them is left alone."""

import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from evalsets import Figures, f1, located, passages, scorer

from cleantext.pipeline import Pipeline

PRESS = ("orangesum",)
ENCYCLOPEDIA = (
    "leipzig_wikipedia_2021",
    "wikipedia_apertium",
    "wikipedia_vital_summaries",
    "wivico",
)
"""Two named corpora, by their files: what both write in one form is no matter of house style."""

AGREED_FROM, AGREED_SHARE = 5, 0.95
"""Both have seen the pair at least 5 times, and in 95 of 100 places in the same form."""

_WORD = re.compile(r"[^\W_]+")

Pair = tuple[str, str]
Pairs = dict[Pair, Counter[str]]


class Judged(NamedTuple):
    """A word of a text, inside a sentence, and what became of it.

    Attributes:
        before: The word before it, in lowercase.
        gold: As it should be.
        found: As it is now; None if it is gone.
    """

    before: str
    gold: str
    found: str | None


def recased(name: str) -> Iterator[tuple[str, str]]:
    """Yield the passages of a corpus, and what becomes of them when they are lowercased."""
    recase = Pipeline.of("spacing", "truecase")
    return ((gold, recase(gold.lower()).text) for gold in passages(name))


def inner_words(pairs: Iterable[tuple[str, str]]) -> Iterator[Judged]:
    """Yield the words of texts that begin no sentence."""
    for gold, found in pairs:
        before = ""
        for word, other, start in scorer("casing").align(gold, found):
            if not start:
                yield Judged(before, word, other)
            before = word.lower()


def casing(name: str) -> Figures:
    """Recase a lowercased corpus: exact form of the words that the gold capitalises.

    `agreed` is F1 inside sentences where two corpora agree on the form; `unseen` the share of
    right forms, capitals or none, of words that no training text has in any case.
    """
    pairs = list(recased(name))
    every, inner = scorer("casing").score(pairs)
    words = list(inner_words(pairs))
    agreed = scorer("casing").Score()
    for word in words:
        if agreed_form(word):
            agreed.add(word.gold, word.found)
    return {
        "all": f1(every),
        "inner": f1(inner),
        "agreed": f1(agreed),
        "unseen": 100 * right_of_unseen(words),
    }


def agreed_form(word: Judged) -> str:
    """Return how two corpora write a word behind the one before it, "" where they differ."""
    return agreed_pairs().get((word.before, word.gold.lower()), "")


def coverage(words: Sequence[Judged]) -> float:
    """Return the share of the capitals inside sentences on which two corpora agree."""
    capitals = [word for word in words if word.gold != word.gold.lower()]
    return sum(bool(agreed_form(word)) for word in capitals) / len(capitals)


def right_of_unseen(words: Iterable[Judged]) -> float:
    """Return the share of words of no training text that have their form; hyphens part them."""
    right = total = 0
    for word in words:
        parts, found = word.gold.split("-"), (word.found or "").split("-")
        for place, part in enumerate(parts):
            if not part.isdigit() and part.lower() not in training_words():
                total += 1
                right += len(found) == len(parts) and found[place] == part
    return right / total


@cache
def training_words() -> frozenset[str]:
    """Return the words of all training texts, in lowercase."""
    words: set[str] = set()
    for path in sorted(located("corpora/train").glob("*.txt.xz")):
        words.update(_WORD.findall(lzma.decompress(path.read_bytes()).decode().lower()))
    return frozenset(words)


@cache
def agreed_pairs() -> dict[Pair, str]:
    """Return the form of the second word of pairs of words on which two corpora agree."""
    here = _forms(ENCYCLOPEDIA, None)
    there = _forms(PRESS, here.keys())
    found = {pair: _agreed_form(forms) for pair, forms in there.items()}
    return {pair: form for pair, form in found.items() if form and form == _agreed_form(here[pair])}


def _forms(texts: Iterable[str], wanted: Collection[Pair] | None) -> Pairs:
    """Count how the second words of pairs are written inside sentences."""
    found: Pairs = defaultdict(Counter)
    words = scorer("casing").words
    for name in texts:
        with lzma.open(located(f"corpora/train/{name}.txt.xz"), "rt", encoding="utf-8") as lines:
            for line in lines:
                before = ""
                for word, start in words(line):
                    low = word.lower()
                    if not start and (wanted is None or (before, low) in wanted):
                        found[before, low][word] += 1
                    before = low
    return {pair: forms for pair, forms in found.items() if forms.total() >= AGREED_FROM}


def _agreed_form(forms: Counter[str]) -> str:
    [(form, count)] = forms.most_common(1)
    return form if count >= AGREED_SHARE * forms.total() else ""


def cased(name: str) -> Figures:
    """Leave alone what kept its case: a whole corpus, and every second line of it.

    Shares are those of words with a capital, less all words that were changed. `recased` is
    what becomes of the lowercased lines between the others.
    """
    recase = Pipeline.of("truecase")
    whole, half = Kept(), Kept()
    pairs: list[tuple[str, str]] = []
    for gold in passages(name):
        whole.add(gold, recase(gold).text)
        lines = gold.split("\n")
        mixed = [line.lower() if at % 2 else line for at, line in enumerate(lines)]
        done = recase("\n".join(mixed)).text.split("\n")
        half.add("\n".join(lines[::2]), "\n".join(done[::2]))
        pairs.append(("\n".join(lines[1::2]), "\n".join(done[1::2])))
    _, inner = scorer("casing").score(pairs)
    return {"left alone": whole.share, "half cased": half.share, "recased": f1(inner)}


class Kept:
    """Counts words with a capital, and words that were changed."""

    def __init__(self) -> None:
        self.capitals = self.changed = 0

    def add(self, before: str, after: str) -> None:
        """Compare the words of a text with what became of them."""
        words = before.split()
        self.capitals += sum(word != word.lower() for word in words)
        self.changed += sum(word != other for word, other in zip(words, after.split(), strict=True))

    @property
    def share(self) -> float:
        """The share in percent."""
        return 100 * (1 - self.changed / self.capitals)
