"""Measure the default pipeline, stage by stage, beside `ftfy.fix_text` in the same run.

A second yardstick is `re.sub` with a function that gives every word back as it is: what a
loop in Python over the words of a text costs at the least.

    python bench/speed.py [--corpus PATH] [--lower] [--megabytes N] [--rounds N]

Every round runs both and then each stage over all documents, so that a busy machine
slows down both; the table shows medians over the rounds. One process on one core.
Tables and models are loaded before the first round.
"""

import argparse
import gc
import os
import re
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from statistics import median

import ftfy
from texts import documents

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.stage import ManyRule

FIXTURES = Path(__file__).parent.parent / "fixtures"
FTFY = "ftfy.fix_text"
LOOP = "re.sub, words"
WORD = re.compile(r"\w+")
WHOLE = "whole"
IN_A_ROW = ", in a row"


def sample(path: Path, megabytes: float, *, lower: bool) -> list[Document]:
    """Read documents up to a size; a small corpus is repeated."""
    texts = list(documents(path))
    if not texts:
        raise SystemExit(f"{path}: no documents")
    chosen: list[Document] = []
    size = 0
    for text in cycle(texts):
        chosen.append(Document(text.lower() if lower else text))
        size += len(text.encode(errors="replace"))
        if size >= megabytes * 1e6:
            return chosen
    raise AssertionError


def timed(step: Callable[[Document], object], given: list[Document]) -> float:
    """Return the seconds that a step takes over all documents; its results are let go."""
    before = time.perf_counter()
    for document in given:
        step(document)
    return time.perf_counter() - before


def measure(given: list[Document], rounds: int) -> dict[str, float]:
    """Return the median seconds of ftfy, of a loop that does nothing, of each stage and of all."""
    pipeline = Pipeline.default("fr")
    # What each stage is given, made beforehand: a stage is measured alone.
    steps: list[tuple[str, Callable[[Document], object], list[Document]]] = [
        (FTFY, lambda document: ftfy.fix_text(document.text), given),
        (LOOP, lambda document: WORD.sub(lambda match: match[0], document.text), given),
    ]
    rows = {WHOLE + IN_A_ROW: (pipeline, given)}
    current = given
    for stage in pipeline.stages:
        steps.append((stage.name, stage, current))
        if any(isinstance(rule, ManyRule) for rule in stage.rules):
            rows[stage.name + IN_A_ROW] = (Pipeline((stage,)), current)
        current = [stage(document) for document in current]
    steps.append((WHOLE, pipeline, given))
    del current
    gc.freeze()  # the documents above are not for the collector to walk, over and over
    seconds: dict[str, list[float]] = {name: [] for name in (*(name for name, *_ in steps), *rows)}
    for _ in range(rounds):
        for name, step, documents_before in steps:
            seconds[name].append(timed(step, documents_before))
        for name, (mapped, documents_before) in rows.items():
            before = time.perf_counter()
            for _ in mapped.map(documents_before):
                pass
            seconds[name].append(time.perf_counter() - before)
    return {name: median(values) for name, values in seconds.items()}


def parse_options(description: str, rounds: int) -> argparse.Namespace:
    """Parse a command line that says what is measured, and how often unless it says so."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=FIXTURES, help="file or folder")
    parser.add_argument("--lower", action="store_true", help="lowercase the corpus first")
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=rounds)
    return parser.parse_args()


def main() -> None:
    """Parse the command line, measure and print."""
    options = parse_options(__doc__, rounds=5)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    given = sample(options.corpus, options.megabytes, lower=options.lower)
    size = sum(len(document.text.encode(errors="replace")) for document in given) / 1e6
    words = sum(len(re.findall(r"\w+", document.text)) for document in given)
    seconds = measure(given, options.rounds)
    print(f"{len(given)} documents, {size:.2f} MB, {words:,} words, {options.rounds} rounds\n")
    print(f"| {'step':<18} | ms/MB | MB/s | words/s | times ftfy |")
    print(f"|{'-' * 20}|------:|-----:|--------:|-----------:|")
    for name, took in seconds.items():
        print(
            f"| {name:<18} | {took / size * 1e3:5.0f} | {size / took:4.1f}"
            f" | {words / took:7,.0f} | {seconds[FTFY] / took:10.2f} |"
        )


if __name__ == "__main__":
    main()
