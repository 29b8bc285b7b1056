"""Tell how fast the local page is answered, from the question to the last byte.

    python bench/serve.py [FILE] [--rounds 20] [--check]

An article (the one of the fixtures) is asked for over HTTP: as it is, with a stage switched off
and on again, and with options that were never set before, for which a stage is built anew. The
table has milliseconds of the processor and by the clock, medians of the rounds, beside those of the
pipeline alone; with --check, more than 100 of the processor for the article is an error.
"""

import argparse
import http.client
import json
import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from cleantext.pipeline import Pipeline
from cleantext.show.serve.app import Site, make_server
from cleantext.show.serve.settings import Settings

ARTICLE = Path(__file__).parents[1] / "fixtures" / "article.txt"
LIMIT = 100.0


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=ARTICLE)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8")
    site = Site(Settings(None))
    site.warm_up()
    pipeline = Pipeline.default()
    pipeline(text)
    stages = [stage.name for stage in pipeline.stages]
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = make_server(site.app("127.0.0.1"))
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        connection = http.client.HTTPConnection(*bound.getsockname())

        def ask(settings: Mapping[str, Any]) -> None:
            body = json.dumps({"text": text, "settings": settings})
            connection.request("POST", "/clean", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(answer.read().decode())
            answer.read()

        ways: Mapping[str, Callable[[int], object]] = {
            "the pipeline alone": lambda _: pipeline(text),
            "the article": lambda _: ask({}),
            "a stage off, a stage on": lambda at: ask({"stages": stages[at % 2 :]}),
            "an option never set before": lambda at: ask(
                {"truncation": {"threshold": 0.5 + at / 1000}}
            ),
        }
        times = {name: measured(way, options.rounds) for name, way in ways.items()}
        connection.close()
        server.should_exit = True
        thread.join()
    alone, _ = times["the pipeline alone"]
    print("| what | ms, processor | ms, clock | times the pipeline |\n|---|---:|---:|---:|")
    for name, (busy, spent) in times.items():
        print(f"| {name} | {busy:.0f} | {spent:.0f} | {busy / alone:.2f} |")
    busy, _ = times["the article"]
    if options.check and busy > LIMIT:
        sys.exit(f"the article took {busy:.0f} ms; {LIMIT:.0f} are allowed")


def measured(way: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Return milliseconds of the processor and by the clock, medians after a round to warm up."""
    times = []
    for at in range(rounds + 1):
        begun = time.process_time(), time.perf_counter()
        way(at)
        times.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    busy, spent = (median(column[1:]) for column in zip(*times, strict=True))
    return 1000 * busy, 1000 * spent


if __name__ == "__main__":
    main()
