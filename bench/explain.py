"""Tell what `cleantext explain` and `diff` take besides the cleaning itself, on one long text.

    python bench/explain.py PATH [--megabytes N] [--rounds 3]

The documents of a file or folder are lowercased and joined to one text, which the default pipeline
cleans once and another profile once more. The table has CPU seconds, medians of the rounds, and
parts of the cleaning's time; what explains has to stay below two seconds a megabyte.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from memory import long_text

from cleantext.pipeline import Pipeline
from cleantext.show.explanation import ALL, explanation_json, explanation_lines
from cleantext.show.hunks import find_differences
from cleantext.show.marked import MARKDOWN, PLAIN, TERMINAL, difference_lines, marked_lines


def command_seconds(text: str) -> float:
    """Return the seconds of a core that the command takes, from its start to its end."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text(text, encoding="utf-8")
        before = sum(os.times()[2:4])
        command = [sys.executable, "-m", "cleantext", "explain", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return sum(os.times()[2:4]) - before


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, help="file or folder of .txt or .jsonl")
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    text = long_text(options.path, options.megabytes * 1e6, lower=True)
    pipeline = Pipeline.default()
    other = Pipeline.from_config({"style": {"profile": "plain"}})
    begun = time.process_time()
    document = pipeline(text)
    cleaning = time.process_time() - begun
    second = other(text)
    ways: Mapping[str, Callable[[], Iterable[str]]] = {
        "explain, lines": lambda: explanation_lines(document, pipeline),
        "explain, terminal": lambda: marked_lines(document, pipeline, TERMINAL, ALL),
        "explain, Markdown": lambda: marked_lines(document, pipeline, MARKDOWN, ALL),
        "explain, JSON": lambda: [explanation_json(document, pipeline, ALL)],
        "diff": lambda: difference_lines("", text, find_differences(document, second), PLAIN),
    }
    whole = command_seconds(text)
    print(f"{len(text.encode()) / 1e6:.1f} MB, {len(document.changes)} changes\n")
    print("| what | s | times the cleaning |\n|---|---:|---:|")
    print(f"| cleaning | {cleaning:.2f} | 1.00 |")
    print(f"| `cleantext explain FILE`, the whole process | {whole:.2f} | {whole / cleaning:.2f} |")
    for name, way in ways.items():
        times = []
        for _ in range(options.rounds):
            begun = time.process_time()
            for _line in way():
                pass
            times.append(time.process_time() - begun)
        print(f"| {name} | {median(times):.2f} | {median(times) / cleaning:.2f} |")


if __name__ == "__main__":
    main()
