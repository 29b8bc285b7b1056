"""Compare the default pipeline with `ftfy.fix_text` on each kind of text that it meets.

    python bench/rows.py ARTICLES.jsonl.xz [--pages PATH] [--kilobytes N] [--rounds N]

The articles have a record a line with `id`, `title`, `heading` and `article`. From them are made:
news as a careless scraper leaves it (`dress.py`), articles as they were published, and titles with
their leads, lowercased. Raw pages are read from a file or folder of their own.

No text is cleaned twice: a round takes documents that neither the pipeline nor ftfy has seen, half
of them in a row (`Pipeline.map`) and half one by one, so nothing that is remembered of a text makes
the next round faster. Figures are medians over the rounds, of CPU time on one core.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import ftfy
from dress import dressed
from speed import FTFY
from texts import documents, opened

from cleantext.pipeline import Pipeline

WARM = 100_000
"""As many bytes are cleaned before the first round."""


def kinds_of(articles: Path, pages: Path | None) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield each kind of text, and texts of it."""
    with opened(articles) as stream:
        records = [json.loads(line) for line in stream]
    fields = ("title", "heading", "article")
    yield (
        "lowercased, dressed",
        (dressed(str(each["id"]), *(each[field] for field in fields)) for each in records),
    )
    yield "as published", (each["article"] for each in records)
    if pages:
        yield "raw pages", documents(pages)
    yield "headlines", (f"{each['title']}\n{each['heading']}".lower() for each in records)


def take(texts: Iterator[str], size: int) -> list[str]:
    """Take texts up to a size in bytes; fewer where there are no more."""
    taken: list[str] = []
    while size > 0 and (text := next(texts, None)) is not None:
        taken.append(text)
        size -= len(text.encode(errors="replace"))
    return taken if size <= 0 else []


def seconds(step: Callable[[list[str]], object], texts: list[str]) -> float:
    """Return the CPU time that a step takes over texts."""
    before = time.process_time()
    step(texts)
    return time.process_time() - before


def measure(texts: Iterator[str], size: int, rounds: int) -> Iterator[tuple[str, float, float]]:
    """Yield for each way to clean texts the milliseconds a megabyte, and how many times ftfy."""
    pipeline = Pipeline.default("fr")
    ways: dict[str, Callable[[list[str]], object]] = {
        "in a row": lambda some: list(pipeline.map(some)),
        "one by one": lambda some: [pipeline(text) for text in some],
    }
    for way in ways.values():
        way(take(texts, WARM // 2))
    gc.freeze()
    took: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, clean in ways.items():
            some = take(texts, size // 2)
            if some:
                own, other = seconds(clean, some), seconds(ftfy_all, some)
                bytes_of = sum(len(text.encode(errors="replace")) for text in some)
                took[way].append((own / bytes_of * 1e9, other / own))
    for way, figures in took.items():
        if figures:
            yield way, median(ms for ms, _ in figures), median(times for _, times in figures)


def ftfy_all(texts: list[str]) -> None:
    """Let ftfy mend texts."""
    for text in texts:
        ftfy.fix_text(text)


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, help=".jsonl, also .gz or .xz")
    parser.add_argument("--pages", type=Path, help="file or folder")
    parser.add_argument("--kilobytes", type=float, default=500, help="of text a round")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"| {'text':<20} | {'way':<10} | ms/MB | times {FTFY} |")
    print(f"|{'-' * 22}|{'-' * 12}|------:|{'-' * (7 + len(FTFY))}:|")
    for kind, texts in kinds_of(options.articles, options.pages):
        for way, ms, times in measure(texts, int(options.kilobytes * 1e3), options.rounds):
            print(
                f"| {kind:<20} | {way:<10} | {ms:5.0f} | {times:{6 + len(FTFY)}.2f} |", flush=True
            )


if __name__ == "__main__":
    main()
