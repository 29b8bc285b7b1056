"""What the stage personal-data finds in texts, and what it costs.

    python bench/personal_data.py TEXT... [--paragraphs 10000] [--show]

The paragraphs (lines of 80 code points or more) are taken evenly from all texts. Whether what is
found in them is personal data has to be read: `--show` prints each in its surroundings. Of the
cases of the tests it tells what is found and missed, by kind.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from texts import documents

from cleantext import Pipeline
from cleantext.document import PERSONAL_DATA

CASES = Path(__file__).parents[1] / "tests" / "stages" / "personal_data"
SHORTEST = 80
AROUND = 40
Spans = list[tuple[int, int, str]]


def pipeline() -> Pipeline:
    """Return the stage alone, with its rules for addresses of houses."""
    names = ("address", "address-number-last", "canadian-address")
    options = {"on": [f"personal-data.{name}" for name in names]}
    return Pipeline.of(PERSONAL_DATA, options={PERSONAL_DATA: options})


def scores(stage: Pipeline) -> dict[str, tuple[int, int, int]]:
    """Return found, wrongly found and missed by kind, where spans of a kind that overlap agree."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for name in ("personal_data.jsonl", "look_alikes.jsonl"):
        for line in (CASES / name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            gold = [(span["start"], span["end"], span["kind"]) for span in case["spans"]]
            got = found(stage, case["text"])
            right.update(each[2] for each in gold if meets(each, got))
            missed.update(each[2] for each in gold if not meets(each, got))
            wrong.update(each[2] for each in got if not meets(each, gold))
    kinds = sorted({*right, *wrong, *missed})
    return {kind: (right[kind], wrong[kind], missed[kind]) for kind in kinds}


def found(stage: Pipeline, text: str) -> Spans:
    """Return what is found in a text."""
    labels = stage(text).labels
    return [(at.start, at.end, at.value) for at in labels if at.name == PERSONAL_DATA]


def meets(one: tuple[int, int, str], others: Spans) -> bool:
    """Whether one of the spans is of the same kind and overlaps."""
    return any(one[2] == kind and one[0] < end and start < one[1] for start, end, kind in others)


def paragraphs(paths: list[Path], count: int) -> list[str]:
    """Return so many paragraphs, evenly from all texts."""
    chosen: list[str] = []
    for path in paths:
        lines = [line for text in documents(path) for line in text.split("\n")]
        lines = [line for line in lines if len(line) >= SHORTEST]
        step = max(1, len(lines) * len(paths) // count)
        chosen += lines[::step]
    return chosen[:count]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--paragraphs", type=int, default=10_000)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    stage = pipeline()
    print("| kind | found | wrongly | missed | F1 |\n|---|--:|--:|--:|--:|")
    table = scores(stage)
    table["all"] = tuple(map(sum, zip(*table.values(), strict=True)))
    for kind, (right, wrong, missed) in table.items():
        f1 = 2 * right / (2 * right + wrong + missed)
        print(f"| {kind} | {right} | {wrong} | {missed} | {f1:.3f} |")
    chosen = paragraphs(given.texts, given.paragraphs) if given.texts else []
    if not chosen:
        return
    began = time.process_time()
    done = list(stage.map(chosen))
    seconds = time.process_time() - began
    counts = Counter(
        label.value for document in done for label in document.labels if label.name == PERSONAL_DATA
    )
    size = sum(len(text.encode()) for text in chosen)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    print(
        f"\n{len(chosen)} paragraphs, {size / 1e6:.1f} MB, {seconds / size * 1e9:.0f} ms/MB: {told}"
    )
    for document in done if given.show else ():
        for label in document.labels:
            around = document.text[max(0, label.start - AROUND) : label.end + AROUND]
            print(f"{label.rule:<36} {around!r}")


if __name__ == "__main__":
    main()
