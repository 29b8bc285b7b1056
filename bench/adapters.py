"""Compare each adapter with `Pipeline.map` on a column of titles or of articles.

    python bench/adapters.py TEXTS [--kilobytes N] [--rounds N]

Only libraries that are installed are measured (the group `integrations`). By turns, `Pipeline.map`
and the adapter clean the same texts, which neither has seen before; CPU time, medians of their
ratios. 1.10 means that the adapter takes 10 % longer.
"""

import argparse
import gc
import importlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from texts import documents

from cleantext.pipeline import Pipeline

PIPELINE = Pipeline.default("fr")

Clean = Callable[[list[str]], object]


def pandas() -> Clean:
    """Return what cleans a column of pandas."""
    library = importlib.import_module("pandas")
    importlib.import_module("cleantext.integrations.pandas")
    return lambda texts: library.Series(texts).cleantext.clean(pipeline=PIPELINE)


def polars() -> Clean:
    """Return what cleans a column of Polars."""
    library = importlib.import_module("polars")
    importlib.import_module("cleantext.integrations.polars")
    return lambda texts: library.Series("text", texts).cleantext.clean(pipeline=PIPELINE)


def datasets() -> Clean:
    """Return what cleans a column of datasets."""
    library = importlib.import_module("datasets")
    library.disable_progress_bars()
    library.disable_caching()
    column = importlib.import_module("cleantext.integrations.datasets").CleanColumn
    return lambda texts: library.Dataset.from_dict({"text": texts}).map(
        column("text", PIPELINE), batched=True
    )


def duckdb() -> Clean:
    """Return what cleans a column of DuckDB."""
    library = importlib.import_module("duckdb")
    table = importlib.import_module("pyarrow").table
    connection = library.connect()
    importlib.import_module("cleantext.integrations.duckdb").register(connection, pipeline=PIPELINE)

    def clean(texts: list[str]) -> Any:  # noqa: ANN401 - a table of the library
        connection.register("news", table({"text": texts}))
        return connection.execute("SELECT clean(text) FROM news").fetchall()

    return clean


def sklearn() -> Clean:
    """Return what cleans for scikit-learn."""
    cleaner = importlib.import_module("cleantext.integrations.sklearn").TextCleaner
    return lambda texts: cleaner(pipeline=PIPELINE).fit_transform(texts)


def datatrove() -> Clean:
    """Return what cleans for datatrove."""
    step = importlib.import_module("cleantext.integrations.datatrove").CleantextStep
    document = importlib.import_module("datatrove.data").Document
    return lambda texts: list(step(PIPELINE).run([document(text, "") for text in texts]))


ADAPTERS = (pandas, polars, datasets, duckdb, sklearn, datatrove)


def take(texts: Iterator[str], size: float) -> list[str]:
    """Take texts up to a size in characters."""
    taken = []
    while size > 0:
        taken.append(next(texts))
        size -= len(taken[-1])
    return taken


def seconds(clean: Clean, texts: list[str]) -> float:
    """Return the CPU time that it takes to clean texts."""
    before = time.process_time()
    clean(texts)
    return time.process_time() - before


def ratios(clean: Clean, texts: Iterator[str], size: float, rounds: int) -> Iterator[float]:
    """Yield how many times as long as `Pipeline.map` an adapter takes, a round at a time."""

    def plain(texts: list[str]) -> object:
        return [document.text for document in PIPELINE.map(texts)]

    for each in (plain, clean):
        each(take(texts, size / 4))
    gc.freeze()
    for _ in range(rounds):
        took = {plain: 0.0, clean: 0.0}
        for first, second in ((plain, clean), (clean, plain)):  # whoever comes second knows words
            some = take(texts, size / 2)
            took[first] += seconds(first, some)
            took[second] += seconds(second, some)
        yield took[clean] / took[plain]


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path, help="text or JSONL, plain or compressed")
    parser.add_argument("--titles", action="store_true", help="the first line of each, cut at 100")
    parser.add_argument("--kilobytes", type=float, default=200, help="of text a round")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print("| adapter | times Pipeline.map |")
    print("|---------|-------------------:|")
    for adapter in ADAPTERS:
        try:
            clean = adapter()
        except ImportError:
            continue
        texts = documents(options.texts)
        if options.titles:
            texts = (text.partition("\n")[0][:100].lower() for text in texts)
        size = options.kilobytes * 1000
        told = median(ratios(clean, texts, size, options.rounds))
        print(f"| {adapter.__name__} | {told:.2f} |", flush=True)


if __name__ == "__main__":
    main()
