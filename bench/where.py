"""Tell where the time of the default pipeline goes: by stage, and by kind of work.

    python bench/where.py [--corpus PATH] [--lower] [--megabytes N] [--rounds N]

The stack is looked at every few milliseconds of CPU time while documents go through
`Pipeline.map`. The innermost function of the package says what kind of work it is: one of
`KINDS`, or else finding. The figures are milliseconds of CPU time a megabyte of the input.
"""

import gc
import os
import signal
import time
from collections import Counter
from types import FrameType

from speed import parse_options, sample

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.stage import Stage

INTERVAL = 0.001
"""Seconds of CPU time between two samples; the system may take fewer."""

FINDING = "finding"
KINDS = {
    "making edits": (
        ("rules/finders.py", "_replace _replace_groups _expand WordForms _edits"),
        ("rules/scan.py", "_chosen _apart _outside"),
        ("truecase/stage.py", "_edits _few_edits _spelt"),
        ("typography/stage.py", "_quotes _set_plain _set_in_turn _opening _closing"),
    ),
    "applying": (
        ("cleantext/changes.py", ""),
        ("cleantext/document.py", "apply"),
        ("cleantext/stage.py", "_made _outside _closed"),
    ),
    "moving labels": (("cleantext/document.py", "_moved moved gone"),),
    "segmenting": (
        ("text/segmenter.py", ""),
        ("text/segments.py", ""),
        ("text/lines.py", ""),
        ("truecase/words.py", ""),
    ),
    "network": (
        ("truecase/network.py", ""),
        ("boilerplate/line_model.py", ""),
        ("boilerplate/line_network.py", ""),
        ("boilerplate/line_features.py", ""),
        ("truncation/line_ends.py", ""),
    ),
}
"""The files of each kind of work, and the functions in them; all where none is named."""


def kind_of(frame: FrameType) -> str:
    """Return the kind of work that a function of the package does."""
    names = set(frame.f_code.co_qualname.split("."))
    for kind, places in KINDS.items():
        for file, functions in places:
            if frame.f_code.co_filename.endswith(file) and (
                not functions or names.intersection(functions.split())
            ):
                return kind
    return FINDING


class Samples:
    """Counts samples of the stack by stage and kind of work."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts: Counter[tuple[str, str]] = Counter()

    def take(self, _number: int, frame: FrameType | None) -> None:
        """Count what the process does: the innermost function of the package says the kind."""
        kind = ""
        while frame is not None:
            if not kind and f"{os.sep}cleantext{os.sep}" in frame.f_code.co_filename:
                kind = kind_of(frame)
            owner = frame.f_locals.get("self") if frame.f_code.co_name == "map" else None
            if isinstance(owner, Stage):
                self.counts[owner.name, kind] += 1
                return
            frame = frame.f_back


def measure(given: list[Document], rounds: int) -> dict[tuple[str, str], float]:
    """Return the mean seconds of a round that each stage takes for each kind of work."""
    pipeline = Pipeline.default("fr")
    for _ in pipeline.map(given[:50]):
        pass
    gc.freeze()
    samples = Samples()
    signal.signal(signal.SIGPROF, samples.take)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    before = time.process_time()
    for _ in range(rounds):
        for _ in pipeline.map(given):
            pass
    took = time.process_time() - before
    signal.setitimer(signal.ITIMER_PROF, 0)
    each = took / samples.counts.total() / rounds
    return {at: count * each for at, count in samples.counts.items()}


def main() -> None:
    """Parse the command line, measure and print."""
    options = parse_options(__doc__, rounds=3)
    given = sample(options.corpus, options.megabytes, lower=options.lower)
    size = sum(len(document.text.encode(errors="replace")) for document in given) / 1e6
    seconds = measure(given, options.rounds)
    kinds = [FINDING, *KINDS]
    print(f"| {'ms/MB':<12} | {' | '.join(kinds)} | all |")
    print(f"|{'-' * 14}|{'|'.join('-' * (len(kind) + 1) + ':' for kind in kinds)}|----:|")
    for stage in (*dict.fromkeys(stage for stage, _ in seconds), ""):
        row = [
            sum(s for (name, k), s in seconds.items() if k == kind and stage in {name, ""})
            for kind in kinds
        ]
        cells = [f"{took / size * 1e3:{len(k)}.0f}" for took, k in zip(row, kinds, strict=True)]
        total = f"{sum(row) / size * 1e3:3.0f}"
        print(f"| {stage or 'all':<12} | {' | '.join(cells)} | {total} |")


if __name__ == "__main__":
    main()
