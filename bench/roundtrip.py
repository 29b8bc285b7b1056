"""Check that a run does not depend on the number of workers, and loses no document.

    python bench/roundtrip.py SRC... [--workers N]

Runs `cleantext clean` with one worker and with several, compares every byte of both
output folders, and adds up the counts. Exits with 1 when something differs.
"""

import argparse
import filecmp
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cleantext.cli.commands import SOME_FAILED


def run(sources: list[str], output: Path, workers: int) -> float:
    """Clean the sources into a folder; return the seconds that it took."""
    command = [sys.executable, "-m", "cleantext", "clean", *sources, "-o", str(output)]
    before = time.perf_counter()
    code = subprocess.run([*command, "--workers", str(workers)], check=False).returncode
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder, "one"), Path(folder, "many")
        print(f"1 worker: {run(options.sources, one, 1):.1f} s")
        print(f"{options.workers} workers: {run(options.sources, many, options.workers):.1f} s")
        different = differences(one, many)
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
