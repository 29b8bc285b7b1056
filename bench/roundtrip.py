"""Check that a run does not depend on the number of workers or the engine, and loses no document.

    python bench/roundtrip.py SRC... [--workers N] [--spark]

Runs `cleantext clean` with one worker, with several, and on Spark with as many cores, compares
every byte of the output folders, and adds up the counts. Exits with 1 when something differs.
"""

import argparse
import filecmp
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cleantext.cli.commands import SOME_FAILED


def run(sources: list[str], output: Path, *options: str) -> float:
    """Clean the sources into a folder; return the seconds that it took."""
    command = [sys.executable, "-m", "cleantext", "clean", *sources, "-o", str(output), *options]
    before = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    if code not in {0, SOME_FAILED}:
        sys.exit(f"cleantext exited with {code}")
    return time.perf_counter() - before


def differences(one: Path, two: Path) -> list[str]:
    """Name the files that differ in both folders, but for those that tell how long it took."""
    names = {
        str(path.relative_to(folder))
        for folder in (one, two)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("timings.")
    }
    _, different, missing = filecmp.cmpfiles(one, two, sorted(names), shallow=False)
    return [*different, *missing]


def main() -> None:
    """Run twice, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--spark", action="store_true", help="compare Spark on as many cores, too")
    options = parser.parse_args()
    number = str(options.workers)
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder, "one"), Path(folder, "many")
        print(f"1 worker: {run(options.sources, one, '--workers', '1'):.1f} s")
        took = run(options.sources, many, "--workers", number)
        print(f"{number} workers: {took:.1f} s")
        different = differences(one, many)
        if options.spark:
            os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local[{number}] pyspark-shell"
            spark = Path(folder, "spark")
            longer = run(options.sources, spark, "--engine", "spark")
            print(f"Spark, local[{number}]: {longer:.1f} s, {longer / took:.2f} times as long")
            different += differences(one, spark)
        manifest = json.loads((one / "manifest.json").read_text(encoding="utf-8"))
    names = ("documents", "clean", "rejected", "failed")
    counts = [manifest[name] for name in names]
    print(", ".join(f"{count} {name}" for count, name in zip(counts, names, strict=True)))
    if different:
        sys.exit(f"not the same: {', '.join(different)}")
    if counts[0] != sum(counts[1:]):
        sys.exit("the counts do not balance")
    print("the same bytes, and the counts balance")


if __name__ == "__main__":
    main()
