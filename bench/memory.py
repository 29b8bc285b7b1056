"""Tell how much memory one long text takes: by stage, as times the size of the text.

    python bench/memory.py PATH [--megabytes N] [--lower]

The documents of a file or folder are joined to one text, which goes through the default pipeline
stage by stage. The kernel says how much the process holds at most while a stage runs (`VmHWM`,
Linux alone); what it held when tables and models were loaded is told apart.
"""

import argparse
import gc
import time
from pathlib import Path

from texts import documents

from cleantext.document import Document
from cleantext.pipeline import Pipeline

WARM = 100_000
"""As many code points are cleaned first, so that all that is loaded once is there."""


def held(what: str) -> float:
    """Return a figure of `/proc/self/status` in bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    return 1024 * float(status.partition(f"{what}:")[2].split()[0])


def long_text(path: Path, size: float, *, lower: bool) -> str:
    """Join documents up to a size in bytes."""
    taken: list[str] = []
    for text in documents(path):
        taken.append(text.lower() if lower else text)
        size -= len(text.encode(errors="replace"))
        if size <= 0:
            break
    return "\n".join(taken)


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, help="file or folder of .txt or .jsonl")
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--lower", action="store_true", help="lowercase the text first")
    options = parser.parse_args()
    text = long_text(options.path, options.megabytes * 1e6, lower=options.lower)
    size = len(text.encode(errors="replace"))
    pipeline = Pipeline.default("fr")
    pipeline(text[:WARM])
    gc.collect()
    base = held("VmRSS")
    print(f"{size / 1e6:.1f} MB; the process holds {base / 1e6:.0f} MB before\n")
    print("| stage        | at most | behind it | s/MB |")
    print("|--------------|--------:|----------:|-----:|")
    document, peak = Document(text), 0.0
    for stage in pipeline.stages:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        before = time.process_time()
        document = stage(document)
        took = time.process_time() - before
        most, behind = held("VmHWM") - base, held("VmRSS") - base
        peak = max(peak, most)
        figures = f"{most / size:7.1f} | {behind / size:9.1f} | {took / size * 1e6:4.2f}"
        print(f"| {stage.name:<12} | {figures} |", flush=True)
    print(
        f"\nAt most {peak / size:.1f} times its size, {(base + peak) / size:.1f} with the process."
    )


if __name__ == "__main__":
    main()
