"""Train the model of cut lines of a language pack.

    python tools/train_truncation.py --texts FOLDER/*.txt.xz --titles FILE.jsonl.xz
        --pack cleantext/languages/fr

Texts have a paragraph a line. Sentences of them are cut at words, in words and at quotes;
whole ones without their final mark, titles, and parts of titles for subheads are what must
not be taken for cut. A logistic regression on them (AdaGrad, Duchi et al. 2011) is rounded
to whole numbers. The same texts always give the same model.
"""

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleantext.endings import BITS, SCALE, Endings
from cleantext.rules import read_list

EXAMPLES_A_PARAGRAPH = 4
PARAGRAPHS_A_TEXT = 200_000
COMMON = 250
RARE = 10  # a place that fewer examples use gets no weight
SMALL = 1  # nor does one whose rounded weight is no larger
EPOCHS, BATCH, RATE, DECAY = 2, 256, 0.06, 1e-5
BIAS = -1.5
"""Moves the score 0.5 to where few titles pass for cut; chosen on development sets."""

# How often each kind of example is made of a paragraph; weights and shares taught best so.
KINDS = {
    "at word": 36,
    "in word": 12,
    "after another": 10,
    "piece": 8,
    "at quote": 8,
    "whole": 20,
    "whole after another": 12,
}
LONGEST_SUBHEAD = 7  # words
HALF = 0.5
FINAL = (".", "!", "?", "…")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»]?\s+(?=[\"«A-ZÉÈÀÇÊÎÔ])")
_MARK = re.compile(r"\s*[.!?…]+[\"»]?$")
_QUOTE = re.compile(r"[\"«»“”(]")
_SITE = re.compile(r" : actualité automobile, infos, scoop$")  # what one site adds to titles
_PART = re.compile(r" ?: | ?[,;] ")


class Example(NamedTuple):
    """A line, whether it is cut, and how much it counts."""

    text: str
    cut: bool
    weight: float = 1.0


def cut_at_word(rng: random.Random, sentence: str) -> str:
    """Keep the first words."""
    words = sentence.split(" ")
    return " ".join(words[: rng.randrange(1, max(2, len(words)))])


def cut_in_word(rng: random.Random, sentence: str) -> str:
    """Keep the first letters."""
    return sentence[: rng.randrange(5, max(6, len(sentence) - 2))]


def cut_at_quote(rng: random.Random, sentence: str) -> str:
    """Keep what stands before a quote or bracket, perhaps from another one on."""
    quotes = list(_QUOTE.finditer(sentence))
    if not quotes:
        return ""
    quote = rng.choice(quotes)
    earlier = [other.start() for other in quotes if other.start() < quote.start()]
    return sentence[rng.choice([0, 0, *earlier]) : rng.choice(quote.span())]


def piece(rng: random.Random, sentence: str) -> str:
    """Keep some words from the middle, as where a page breaks lines at links."""
    words = sentence.split(" ")
    start = rng.randrange(1, max(2, len(words) - 5))
    return " ".join(words[start : start + rng.choice((2, 3, 4, 5, 6, 8, 10, 12, 16))])


def of_paragraph(rng: random.Random, paragraph: str) -> Iterator[Example]:
    """Examples from one paragraph."""
    sentences = _SENTENCE.split(paragraph)
    for kind in rng.choices(tuple(KINDS), KINDS.values(), k=EXAMPLES_A_PARAGRAPH):
        place = rng.randrange(len(sentences))
        sentence = sentences[place]
        before = " ".join(sentences[max(0, place - rng.choice((1, 1, 2, 4))) : place])
        whole = _MARK.sub("", sentence)
        match kind:
            case "at word":
                yield Example(cut_at_word(rng, sentence), cut=True)
            case "in word":
                yield Example(cut_in_word(rng, sentence), cut=True)
            case "at quote":
                yield Example(cut_at_quote(rng, sentence), cut=True)
            case "piece":
                yield Example(piece(rng, sentence), cut=True, weight=0.4)
            case "whole":
                yield Example(whole[rng.choice((0, 0, -130)) :], cut=False, weight=0.15)
            case "after another" if before:
                yield Example(f"{before} {cut_at_word(rng, sentence)}", cut=True)
            case "whole after another" if before:
                yield Example(f"{before} {whole}", cut=False, weight=0.03)


def of_title(rng: random.Random, title: str) -> Iterator[Example]:
    """Examples from one title: itself, its parts, and a cut one."""
    yield Example(title, cut=False, weight=2)
    for part in _PART.split(title):
        if part != title and len(part.split()) <= LONGEST_SUBHEAD and rng.random() < HALF:
            yield Example(part, cut=False, weight=5)
    quoted = re.search(r'"([^"]{4,60})"', title)
    if quoted and rng.random() < HALF:
        said = quoted[1]
        yield Example(
            rng.choice((f'"{said}"', f"« {said} »", f"«{said}»", said)), cut=False, weight=5
        )
    if " " in title and rng.random() < HALF / 2:
        yield Example(cut_at_word(rng, title), cut=True)


def examples(texts: Sequence[Path], titles: Path) -> list[Example]:
    """All examples, in an order of chance that is always the same."""
    rng = random.Random(1)  # noqa: S311 - nothing secret
    found: list[Example] = []
    for path in texts:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            paragraphs = [line.strip() for line in lines if line.rstrip().endswith(FINAL)]
        rng.shuffle(paragraphs)
        for paragraph in paragraphs[:PARAGRAPHS_A_TEXT]:
            found += of_paragraph(rng, paragraph)
    with lzma.open(titles, "rt", encoding="utf-8") as lines:
        for line in lines:
            found += of_title(rng, _SITE.sub("", json.loads(line)["title"]).strip())
    found = [one for one in found if len(one.text.strip()) > 1 and not one.text.endswith(FINAL)]
    rng.shuffle(found)
    return found


def fit(places: list[np.ndarray], found: Sequence[Example]) -> tuple[np.ndarray, float]:
    """Fit a logistic regression; returns the weight of each place, and the bias."""
    cut = np.array([one.cut for one in found], dtype=np.float64)
    importance = np.array([one.weight for one in found])
    weights, squares = np.zeros(1 << BITS), np.full(1 << BITS, 1e-2)
    bias, bias_square = 0.0, 1e-2
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(found))
        for start in range(0, len(found), BATCH):
            batch = order[start : start + BATCH]
            flat = np.concatenate([places[index] for index in batch])
            row = np.repeat(np.arange(len(batch)), [len(places[index]) for index in batch])
            sums = np.bincount(row, weights=weights[flat], minlength=len(batch)) + bias
            error = (1 / (1 + np.exp(-sums)) - cut[batch]) * importance[batch]
            used, inverse = np.unique(flat, return_inverse=True)
            slope = np.bincount(inverse, weights=error[row]) + DECAY * len(batch) * weights[used]
            squares[used] += slope**2
            weights[used] -= RATE * slope / np.sqrt(squares[used])
            bias_square += error.sum() ** 2
            bias -= RATE * error.sum() / np.sqrt(bias_square)
    return weights, float(bias)


def train(texts: Sequence[Path], titles: Path, pack: Path) -> Endings:
    """Train a model with the word lists of a pack."""
    words = read_list(pack / "words.txt")
    known = frozenset(words) | frozenset(read_list(pack / "names.txt"))
    blank = Endings(bytes(1 << BITS), 0, frozenset(words[:COMMON]), known)
    found = examples(texts, titles)
    places = [np.array(sorted(blank.places(one.text)), dtype=np.int32) for one in found]
    often = np.bincount(np.concatenate(places), minlength=1 << BITS) >= RARE
    weights, bias = fit([place[often[place]] for place in places], found)
    rounded = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    rounded[np.abs(rounded) <= SMALL] = 0
    print(f"{len(found)} examples, {np.count_nonzero(rounded)} weights")
    return Endings(rounded.tobytes(), round((bias + BIAS) * SCALE), blank.common, known)


def main() -> None:
    """Train what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", nargs="+", required=True, type=Path)
    parser.add_argument("--titles", required=True, type=Path)
    parser.add_argument("--pack", required=True, type=Path)
    arguments = parser.parse_args()
    model = train(sorted(arguments.texts), arguments.titles, arguments.pack)
    model.write(arguments.pack / "truncation.model")


if __name__ == "__main__":
    main()
