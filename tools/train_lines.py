"""Train the model that tells the lines of an article from what stands around them.

    python tools/train_lines.py --pages FOLDER/pages_*.jsonl.gz --articles FILE.txt.xz

Pages are JSON records: `id`, `site`, `lang`, and for each way to make text of a page (`insc`,
`bs4`) its `lines` and their `labels` (1 text, 0 not, null not known). Articles have a paragraph
a line and a blank line between them: all of it is text. A fifth of the sites is left out, for
measuring, and where a file has one site, half of its pages. Each page is seen as it is and
thinned, as a scraper leaves it that knows some furniture, and every second time in lowercase.
Gradient boosting (Friedman 2001) with a step of Newton's makes the trees; what the first row
says of lines that the second one learns from comes from trees that never saw their site. The
same pages always give the same model.
"""

import argparse
import gzip
import hashlib
import json
import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cleantext.languages.lists import read_list
from cleantext.languages.pack import FOLDER
from cleantext.stages.boilerplate.line_features import LineVocabulary, features
from cleantext.stages.boilerplate.line_model import DEPTH, SCALE, LineModel, Trees, with_sums

FOLDS = 3
TREES = (120, 260)  # of each row
RATES = (0.15, 0.1)
ROWS, COLUMNS = 0.5, 0.35  # how much of the examples and features a tree sees
SMOOTH = 20.0  # added to the weight of each leaf
NEAR, FAR_SHARE = 8, 4  # of lines that far from text, one in so many counts, for all
ARTICLES, ARTICLE_WEIGHT = 4000, 0.5
THINNED = (0.0, 0.05, 0.15, 0.4)  # how much of the furniture is left
ABOVE, TITLE_WORDS = 8, 4
NO_SPACES = frozenset(("ja", "jp", "cn", "tw", "zh", "th", "ko"))
BINS = 256
LONGEST_LEAF = 32767

_ROWS = (row.partition("\t") for row in read_list(FOLDER / "function_words.txt"))
VOCABULARY = LineVocabulary((code, words.split()) for code, _, words in _ROWS)


class Sheet(NamedTuple):
    """A page: features, labels (-1 not known), weights, and the fold that it is in."""

    seen: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    fold: int


def number(text: str) -> int:
    """A number that is drawn from a text."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def pages(paths: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    """Read the pages that are not left out."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        one = len({page["site"] for page in found}) == 1
        for page in found:
            out = number(page["id"]) % 2 if one else number(page["site"]) % 5
            if out != 0 and page["lang"] not in NO_SPACES:
                yield page


def sheet(
    lines: Sequence[str], labels: Sequence[int | None], rng: random.Random, site: str
) -> Sheet:
    """Look at a page."""
    rows = [(" ".join(line.split()), label) for line, label in zip(lines, labels, strict=True)]
    rows = [(line, label) for line, label in rows if line]
    seen = features([line for line, _ in rows], VOCABULARY)
    known = np.array([-1 if label is None else label for _, label in rows])
    text = np.flatnonzero(known == 1)
    # What is not known shortly above the text, and is no mere sign, is the title.
    top = int(text[0]) if len(text) else 0
    for at in range(max(0, top - ABOVE), top):
        if known[at] < 0 and len(rows[at][0].split()) >= TITLE_WORDS:
            known[at] = 1
    place = np.arange(len(known))
    at = np.searchsorted(text, place)
    edges = np.concatenate(([-NEAR * 9], text, [len(known) + NEAR * 9]))
    far = np.minimum(place - edges[at], np.abs(edges[at + 1] - place)) > NEAR
    drawn = np.array([rng.randrange(FAR_SHARE) == 0 for _ in rows])
    weights = np.where(far, np.where(drawn, float(FAR_SHARE), 0.0), 1.0)
    return Sheet(seen, known, np.where(known < 0, 0.0, weights), number(site) // 5 % FOLDS)


def sheets(paths: Sequence[Path], articles: Path) -> Iterator[Sheet]:
    """Look at all pages and articles."""
    rng = random.Random(1)  # noqa: S311 - nothing secret
    for page in pages(paths):
        # Of the pages of one site, each may be in another fold.
        site = page["site"] if page["group"] == "other" else page["id"]
        low = rng.random() < 1 / 2
        for variant in ("insc", "bs4"):
            lines, labels = page[variant]["lines"], page[variant]["labels"]
            for thin in (False, True):
                low = not low
                left = rng.choice(THINNED) if thin else 1
                kept = [
                    (line.lower() if low else line, label)
                    for line, label in zip(lines, labels, strict=True)
                    if label != 0 or rng.random() < left
                ]
                if any(line.strip() for line, _ in kept):
                    yield sheet([line for line, _ in kept], [label for _, label in kept], rng, site)
    with lzma.open(articles, "rt", encoding="utf-8") as stream:
        found = stream.read().strip().split("\n\n")
    for article in rng.sample(found, min(ARTICLES, len(found))):
        lines = (article.lower() if rng.random() < 1 / 2 else article).split("\n")
        one = sheet(lines, [1] * len(lines), rng, article)
        yield one._replace(weights=one.weights * ARTICLE_WEIGHT)


def grow(
    seen: np.ndarray, labels: np.ndarray, weights: np.ndarray, trees: int, rate: float
) -> Trees:
    """Grow a row of trees."""
    rng = np.random.default_rng(0)
    share = (weights * labels).sum() / weights.sum()
    bias = round(float(np.log(share / (1 - share))) * SCALE)
    sums = np.full(seen.shape[1], bias, dtype=np.int64)
    asked = np.zeros((trees, DEPTH), np.uint8)
    limits = np.zeros((trees, DEPTH), np.uint8)
    leaves = np.zeros((trees, 1 << DEPTH), np.int16)
    for tree in range(trees):
        chance = 1 / (1 + np.exp(-sums / SCALE))
        slope, bend = weights * (labels - chance), weights * chance * (1 - chance)
        rows = np.flatnonzero(rng.random(len(sums)) < ROWS)
        columns = np.sort(rng.permutation(len(seen))[: round(len(seen) * COLUMNS)])
        part, node = seen[:, rows], np.zeros(len(rows), np.int64)
        for level in range(DEPTH):
            best = (-1.0, 0, 0)
            for column in columns:
                place = node * BINS + part[column]
                shape = (1 << level, BINS)
                size = BINS << level
                up = np.bincount(place, slope[rows], size).reshape(shape).cumsum(axis=1)
                down = np.bincount(place, bend[rows], size).reshape(shape).cumsum(axis=1)
                gain = up**2 / (down + SMOOTH)
                gain += (up[:, -1:] - up) ** 2 / (down[:, -1:] - down + SMOOTH)
                total = gain.sum(axis=0)
                limit = int(total.argmax())
                best = max(best, (float(total[limit]), int(column), limit))
            asked[tree, level], limits[tree, level] = best[1:]
            node += (part[best[1]] > best[2]).astype(np.int64) << level
        place = np.zeros(len(sums), np.int64)
        for level in range(DEPTH):
            place += (seen[asked[tree, level]] > limits[tree, level]).astype(np.int64) << level
        up = np.bincount(place, slope, 1 << DEPTH)
        down = np.bincount(place, bend, 1 << DEPTH)
        leaf = np.round(rate * SCALE * up / (down + SMOOTH))
        leaves[tree] = np.clip(leaf, -LONGEST_LEAF, LONGEST_LEAF)
        sums += leaves[tree].astype(np.int64)[place]
    return Trees(asked, limits, leaves, bias)


def joined(found: Sequence[Sheet], seen: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
    """The lines that count, of many pages."""
    used = [sheet.weights > 0 for sheet in found]
    return (
        np.concatenate([one[:, some] for one, some in zip(seen, used, strict=True)], axis=1),
        np.concatenate([one.labels[some] for one, some in zip(found, used, strict=True)]),
        np.concatenate([one.weights[some] for one, some in zip(found, used, strict=True)]),
    )


def train(paths: Sequence[Path], articles: Path) -> LineModel:
    """Train both rows of trees."""
    found = list(sheets(paths, articles))
    print(len(found), "pages")
    seen: list[np.ndarray] = [one.seen for one in found]
    for fold in range(FOLDS):
        others = [one for one in found if one.fold != fold]
        trees = grow(*joined(others, [one.seen for one in others]), TREES[0], RATES[0])
        for place, one in enumerate(found):
            if one.fold == fold:
                seen[place] = with_sums(one.seen, trees.sums(one.seen))
        print("fold", fold, flush=True)
    first = grow(*joined(found, [one.seen for one in found]), TREES[0], RATES[0])
    second = grow(*joined(found, seen), TREES[1], RATES[1])
    return LineModel((first, second), VOCABULARY)


def main() -> None:
    """Train what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="+", required=True, type=Path)
    parser.add_argument("--articles", required=True, type=Path)
    parser.add_argument("--output", type=Path, default=FOLDER / "lines.model")
    arguments = parser.parse_args()
    train(sorted(arguments.pages), arguments.articles).write(arguments.output)


if __name__ == "__main__":
    main()
