"""How well lines of articles are told from the furniture around them."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evalsets import Figures, articles, located, scorer

from cleantext.document import Document
from cleantext.passes.counting import Learner, counted, write
from cleantext.passes.counting import furniture as learnt
from cleantext.pipeline import Pipeline
from cleantext.training.lines.pages import address_title

Page = Mapping[str, Any]

VARIANTS = ("insc", "bs4")
KINDS = ("news", "article")

SHORT, LONG = 3, 30
"""Lines of up to 3 words of an article are lost soonest, and furniture of 30 and more stays."""
SUBHEAD_WORDS, BELOW_WORDS = 12, 15
"""A subhead has up to 12 words and stands above a line of at least 15."""


def pages(name: str, *, part: int, of: int) -> list[Page]:
    """Read the pages that `cleantext train lines` leaves out: a part of the sites.

    Where a set is of one site, it is a part of its pages. Of a set that says of what kind its pages
    are, it is news and articles, with the labels that nobody doubts.
    """
    with gzip.open(located(f"boilerplate/pages_{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    for page in found:
        page["site"] = page.get("dom") or page["site"]
        for variant in VARIANTS:
            page[variant]["labels"] = page[variant].get("labels_clean") or page[variant]["labels"]
    by = "site" if len({page["site"] for page in found}) > 1 else "id"
    return [
        page
        for page in found
        if int(hashlib.sha256(page[by].encode()).hexdigest(), 16) % of == part
        and page.get("kind", "news") in KINDS
    ]


def kept_lines(lines: Sequence[str], pipeline: Pipeline) -> list[bool]:
    """Tell which lines of a page stay, or a part of them."""
    lines = [" ".join(line.split()) for line in lines]
    document = pipeline(Document("\n".join(lines), meta={"site": "one"}))
    source = list(range(len(document.original)))
    for change in document.changes:
        places = slice(change.start, change.start + len(change.before))
        source[places] = (source[places] + [-1] * len(change.after))[: len(change.after)]
    alive = set(source)
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [
        any(start + at in alive for at, char in enumerate(line) if char != " ")
        for start, line in zip(starts, lines, strict=False)
    ]


def furniture(name: str, part: int, of: int) -> Figures:
    """Tell the lines of articles from what stands around them, on pages never trained on.

    `insc` has a paragraph a line; in `bs4` a line ends at each tag.
    """
    pipeline = Pipeline.of("boilerplate")
    found = pages(name, part=part, of=of)
    figures: dict[str, float] = {}
    for variant in VARIANTS:
        for suffix, lower in (("", False), (" lowercased", True)):
            kept = [
                kept_lines(
                    [line.lower() if lower else line for line in page[variant]["lines"]], pipeline
                )
                for page in found
            ]
            score = scorer("boilerplate").score_pages(found, kept, variant)
            figures[f"line F1 {variant}{suffix}"] = 100 * score["line_F1"]
            if "kind" in found[0]:
                figures[f"by characters {variant}{suffix}"] = 100 * score["char_F1"]
    return figures


def furniture_by_kind(name: str, part: int, of: int) -> Figures:
    """Keep what readers miss first (titles, subheads, short lines), and take long furniture."""
    pipeline = Pipeline.of("boilerplate")
    counts: Counter[tuple[str, bool]] = Counter()
    for page in pages(name, part=part, of=of):
        text = page["insc"]
        kept = kept_lines(text["lines"], pipeline)
        title = address_title(text["lines"], page["url"] or "")
        rows = [
            (line.strip(), label, stays)
            for line, label, stays in zip(text["lines"], text["labels"], kept, strict=True)
            if line.strip()
        ]
        if title:
            counts["titles kept", any(s for line, _, s in rows if line.lower() == title)] += 1
        for (line, label, stays), below in pairwise([*rows, ("", None, False)]):
            words = len(line.split())
            if label == 1 and words <= SHORT:
                counts["lines of 1 to 3 words kept", stays] += 1
            if label == 0 and words >= LONG:
                counts["furniture of 30 words gone", not stays] += 1
            if label == 1 == below[1] and _is_subhead(line, below[0]):
                counts["subheads kept", stays] += 1
    figures = sorted({figure for figure, _ in counts})
    return {
        figure: 100 * counts[figure, True] / (counts[figure, True] + counts[figure, False])
        for figure in figures
    }


def _is_subhead(line: str, below: str) -> bool:
    fits = len(line.split()) <= SUBHEAD_WORDS and len(below.split()) >= BELOW_WORDS
    return fits and line[-1] not in ".!?…:;," and line[0] not in "*+-•–—"


def furniture_with_memory(name: str, part: int, of: int) -> Figures:
    """Tell the lines of one site's articles when what repeats on its pages was learnt first."""
    found = pages(name, part=part, of=of)
    figures: dict[str, float] = {}
    for variant in VARIANTS:
        texts = ["\n".join(page[variant]["lines"]) for page in found]
        with TemporaryDirectory() as place, Learner() as learner:
            learner.add(counted(("one", text) for text in texts).items())
            write(Path(place, "furniture.tsv"), "site", learnt(learner.rows()))
            options = {"boilerplate": {"memory": str(Path(place, "furniture.tsv"))}}
            pipeline = Pipeline.of("boilerplate", options=options)
        kept = [kept_lines(page[variant]["lines"], pipeline) for page in found]
        score = scorer("boilerplate").score_pages(found, kept, variant)
        figures[f"line F1 {variant}"] = 100 * score["line_F1"]
    return figures


def furniture_in_articles(name: str) -> Figures:
    """Leave clean articles alone; `room left` is what is left of one line in 1,000."""
    pipeline = Pipeline.of("boilerplate")
    figures: dict[str, float] = {}
    found = articles(name)
    total = sum(len(article) for article in found)
    for suffix, lower in (("", False), (" lowercased", True)):
        texts = ["\n".join(article) for article in found]
        gone = sum(
            change.before.strip() != ""
            for text in texts
            for change in pipeline(text.lower() if lower else text).changes
        )
        figures[f"room left{suffix}"] = 100 * (1 - gone / (total / 1_000))
    return figures
