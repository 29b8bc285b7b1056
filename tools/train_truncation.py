"""Train the model of cut lines of a language pack.

    python tools/train_truncation.py --texts FOLDER/*.txt.xz --titles FILE.jsonl.xz
        --pack cleantext/languages/fr

Texts have a paragraph a line. Sentences of them are cut at words, in words, at quotes and
where a page might set a link; titles, subheads (agencies set them between dashes, - like
this - inside a paragraph), parts of titles, and whole sentences without their final mark are
what must not be taken for cut. Two logistic regressions (AdaGrad, Duchi et al. 2011), text
against headings and cut sentences against whole ones, are rounded to whole numbers. The same
texts always give the same model.
"""

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleantext.languages.lists import read_list
from cleantext.stages.truncation.line_ends import BITS, SCALE, LineEnds

EXAMPLES_A_PARAGRAPH = 4
PARAGRAPHS_A_TEXT = 100_000
COMMON = 800
RARE = 8  # a place that fewer examples use gets no weight
SMALL = 1  # nor does one whose rounded weight is no larger
EPOCHS, BATCH, RATE, DECAY = 2, 256, 0.06, 1e-5
TEXT_BIAS = -1.7
"""Moves the probability of text to 0.5 where few titles and subheads pass for it."""

CUT_BIAS = -1.0
"""Makes up for cut sentences being more than whole ones among the examples."""

# How often each kind of example is made of a paragraph.
KINDS = {
    "at word": 30,
    "in word": 10,
    "after another": 10,
    "at link": 16,
    "at quote": 8,
    "whole": 20,
    "whole after another": 12,
}
# How much an example counts for telling text from headings. A whole sentence looks like one
# that a link has cut, so it counts little: what does not look like a title makes the difference.
TITLE, SUBHEAD, PART, QUOTED, WHOLE, SECOND_WHOLE = 4, 16, 2, 5, 0.05, 0.01
LINK_LENGTHS = (1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14)  # words
LONGEST_SUBHEAD = 7  # words
HALF = 0.5
NAMED = 0.4  # so many links are names
SHORTEST_WITH_LINK = 4  # a sentence of fewer words has none
FINAL = (".", "!", "?", "…")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»]?\s+(?=[\"«A-ZÉÈÀÇÊÎÔ])")
_MARK = re.compile(r"\s*[.!?…]+[\"»]?$")
_QUOTE = re.compile(r"[\"«»“”(]")
_SITE = re.compile(r" : actualité automobile, infos, scoop$")  # what one site adds to titles
_SUBHEAD = re.compile(r"(?:^|[.!?\"»] ?)-\s([^-.!?\n]{3,60}) -(?=\s*\S)")
_NAME = re.compile(r"(?:\b[A-ZÉÈÀÇÊÎÔ][\w'’-]*(?: (?:de|du|la|le|des|van|von|d'|and|of) | )?){1,5}")
_PART = re.compile(r" ?: | ?[,;] ")


class Kind(Enum):
    """What a line is."""

    CUT = auto()
    WHOLE = auto()
    HEADING = auto()


class Example(NamedTuple):
    """A line, what it is, and how much it counts for telling text from headings."""

    text: str
    kind: Kind = Kind.CUT
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


def cut_at_link(rng: random.Random, sentence: str) -> tuple[str, str]:
    """Keep what stands before a link, and the link: a name or some words from the middle."""
    words = sentence.split(" ")
    names = [match.span() for match in _NAME.finditer(sentence, 3)]
    if len(words) < SHORTEST_WITH_LINK:
        return "", ""
    if names and rng.random() < NAMED:
        start, end = rng.choice(names)
        return sentence[:start], sentence[start:end].strip(" '’")
    place = rng.randrange(1, len(words) - 1)
    link = words[place : place + rng.choice(LINK_LENGTHS)]
    return " ".join(words[:place]), " ".join(link).strip(" ,.")


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
                yield Example(cut_at_word(rng, sentence))
            case "in word":
                yield Example(cut_in_word(rng, sentence))
            case "at quote":
                yield Example(cut_at_quote(rng, sentence))
            case "at link":
                cut, link = cut_at_link(rng, sentence)
                yield Example(f"{before} {cut}" if rng.random() < NAMED else cut)
                yield Example(link)
            case "whole":
                yield Example(whole[rng.choice((0, 0, -130)) :], Kind.WHOLE, WHOLE)
            case "after another" if before:
                yield Example(f"{before} {cut_at_word(rng, sentence)}")
            case "whole after another" if before:
                yield Example(f"{before} {whole}", Kind.WHOLE, SECOND_WHOLE)


def of_title(rng: random.Random, title: str) -> Iterator[Example]:
    """Examples from one title: itself, its parts, and a cut one."""
    yield Example(title, Kind.HEADING, TITLE)
    for part in _PART.split(title):
        if part != title and len(part.split()) <= LONGEST_SUBHEAD and rng.random() < HALF:
            yield Example(part, Kind.HEADING, PART)
    quoted = re.search(r'"([^"]{4,60})"', title)
    if quoted and rng.random() < HALF:
        said = quoted[1]
        line = rng.choice((f'"{said}"', f"« {said} »", f"«{said}»", said))
        yield Example(line, Kind.HEADING, QUOTED)
    if " " in title and rng.random() < HALF / 2:
        yield Example(cut_at_word(rng, title))


def examples(texts: Sequence[Path], titles: Path) -> list[Example]:
    """All examples, in an order of chance that is always the same."""
    rng = random.Random(1)  # noqa: S311 - nothing secret
    found: list[Example] = []
    for path in texts:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            paragraphs = [line.strip() for line in lines if line.rstrip().endswith(FINAL)]
        for paragraph in paragraphs:
            subheads = _SUBHEAD.findall(paragraph)
            found += (Example(subhead, Kind.HEADING, SUBHEAD) for subhead in subheads)
        rng.shuffle(paragraphs)
        for paragraph in paragraphs[:PARAGRAPHS_A_TEXT]:
            found += of_paragraph(rng, _SUBHEAD.sub(". ", paragraph))
    with lzma.open(titles, "rt", encoding="utf-8") as lines:
        for line in lines:
            found += of_title(rng, _SITE.sub("", json.loads(line)["title"]).strip())
    found = [
        one for one in found if len(one.text.strip()) > 1 and not one.text.rstrip().endswith(FINAL)
    ]
    rng.shuffle(found)
    return found


def fit(
    places: Sequence[np.ndarray], cut: np.ndarray, importance: np.ndarray
) -> tuple[bytes, float]:
    """Fit a logistic regression; returns the rounded weight of each place, and the bias."""
    weights, squares = np.zeros(1 << BITS), np.full(1 << BITS, 1e-2)
    bias, bias_square = 0.0, 1e-2
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(places))
        for start in range(0, len(places), BATCH):
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
    rounded = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    rounded[np.abs(rounded) <= SMALL] = 0
    print(f"{len(places)} examples, {np.count_nonzero(rounded)} weights")
    return rounded.tobytes(), float(bias)


def train(texts: Sequence[Path], titles: Path, pack: Path) -> LineEnds:
    """Train a model with the word lists of a pack."""
    words = read_list(pack / "words.txt")
    names = frozenset(read_list(pack / "names.txt"))
    nothing = bytes(1 << BITS)
    blank = LineEnds((nothing, nothing), (0, 0), frozenset(words[:COMMON]), frozenset(words), names)
    found = examples(texts, titles)
    places = [np.array(sorted(blank.places(one.text)), dtype=np.int32) for one in found]
    often = np.bincount(np.concatenate(places), minlength=1 << BITS) >= RARE
    places = [place[often[place]] for place in places]
    cut = np.array([one.kind is Kind.CUT for one in found], dtype=np.float64)
    text_table, text_bias = fit(places, cut, np.array([one.weight for one in found]))
    no_heading = [place for place, one in enumerate(found) if one.kind is not Kind.HEADING]
    cut_table, cut_bias = fit(
        [places[place] for place in no_heading], cut[no_heading], np.ones(len(no_heading))
    )
    bias = round((text_bias + TEXT_BIAS) * SCALE), round((cut_bias + CUT_BIAS) * SCALE)
    return replace(blank, tables=(text_table, cut_table), bias=bias)


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
