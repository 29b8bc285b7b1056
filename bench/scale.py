"""Simulate an array of jobs at three sizes, and see whether what two predict holds for the third.

    python bench/scale.py [--corpus PATH] [--megabytes N] [--shares N] [--check]

A dump of N MB, one of four times and one of sixteen times as much are cleaned in shares, with
furniture learnt and near-duplicates kept out: `learn --shard-of`, `merge` of the counts, `clean
--shard-of`, `merge` of the shares, one process after the other. Of each phase it prints seconds of
a core, what it leaves on the disk for the next one, and the largest process. A straight line
through the first two sizes predicts the third; with `--check` it fails where that is 20 % off.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from typing import NamedTuple

from runs import texts as made_up
from texts import documents

SIZES = (1, 4, 16)
FILES = 8
"""Files of a dump."""
SETTINGS = "[duplicates]\nsimilarity = 0.8\n"
OFF = 0.2


class Phase(NamedTuple):
    """What a phase took.

    Attributes:
        seconds: Of a core, by all its processes.
        left: Bytes on the disk that the next phase reads.
        memory: MB of the largest process.
    """

    seconds: float
    left: int
    memory: float


def make_dump(folder: Path, corpus: Path | None, megabytes: float) -> None:
    """Write records of some sites into files of about one size."""
    texts = documents(corpus) if corpus else made_up(1)
    folder.mkdir()
    for file in range(FILES):
        size = 0
        with (folder / f"{file}.jsonl").open("wb") as sink:
            while size < megabytes * 1e6 / FILES:
                text = next(texts, None)
                if text is None:
                    sys.exit("the corpus is too small for the largest dump; take fewer --megabytes")
                record = {"id": f"{file}-{size}", "text": text, "site": f"{len(text) % 5}.fr"}
                size += sink.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def spent(*arguments: str | Path) -> tuple[float, float]:
    """Run a command; return its seconds of a core, and the MB of its largest process."""
    command = [sys.executable, "-m", "cleantext", *map(str, arguments)]
    with Popen(command, stderr=DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 3}:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def phase(commands: Sequence[Sequence[str | Path]], left: Path) -> Phase:
    """Run the commands of a phase one after the other."""
    took = [spent(*each) for each in commands]
    seconds, memory = zip(*took, strict=True)
    return Phase(sum(seconds), size_of(left), max(memory))


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def simulate(home: Path, dump: Path, shares: int) -> dict[str, Phase]:
    """Clean a dump in shares."""
    settings = home / "c.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    for name in ("counts", "shares"):
        (home / name).mkdir()
    counts, table, parts = home / "counts", home / "table.tsv", home / "shares"
    numbers = [str(number) for number in range(1, shares + 1)]

    def jobs(command: str, folder: Path, *options: str | Path) -> list[list[str | Path]]:
        common: list[str | Path] = [dump, "-c", settings, "--workers", "1", *options]
        return [
            [command, *common, "-o", folder / number, "--shard-of", f"{number}/{shares}"]
            for number in numbers
        ]

    all_of = [counts / number for number in numbers], [parts / number for number in numbers]
    learnt: Sequence[str | Path] = ("--learnt", table, "--quiet")
    return {
        "learn, in shares": phase(jobs("learn", counts), counts),
        "merge counts": phase([["merge", *all_of[0], "-o", table]], table),
        "clean, in shares": phase(jobs("clean", parts, *learnt), parts),
        "merge shares": phase([["merge", *all_of[1], "-o", home / "corpus"]], home / "corpus"),
    }


def measured(options: argparse.Namespace) -> list[tuple[float, dict[str, Phase]]]:
    """Return MB and phases of each size."""
    found = []
    for times in SIZES:
        with TemporaryDirectory() as folder:
            dump = Path(folder) / "dump"
            # In a process of its own: the memory of this one is said to be that of its children.
            given = dump, options.corpus, times * options.megabytes
            making = get_context("spawn").Process(target=make_dump, args=given)
            making.start()
            making.join()
            if making.exitcode:
                sys.exit(making.exitcode)
            size = size_of(dump) / 1e6
            found.append((size, simulate(Path(folder), dump, options.shares)))
    return found


def main() -> None:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, help="texts; without it, made up from some words")
    parser.add_argument("--megabytes", type=float, default=20, help="of the smallest dump")
    parser.add_argument("--shares", type=int, default=4)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found = measured(options)
    sizes = [size for size, _ in found]
    print(f"{options.shares} shares; dumps of {', '.join(f'{size:.1f}' for size in sizes)} MB\n")
    print("| phase | seconds of a core | s/MB | predicted | MB left per MB | MB of memory |")
    print("|-------|------------------:|-----:|----------:|---------------:|-------------:|")
    worst = 0.0
    for name in found[0][1]:
        first, second, third = (phases[name] for _, phases in found)
        slope = (second.seconds - first.seconds) / (sizes[1] - sizes[0])
        predicted = second.seconds + slope * (sizes[2] - sizes[1])
        worst = max(worst, abs(predicted / third.seconds - 1))
        seconds = " / ".join(f"{each.seconds:.1f}" for each in (first, second, third))
        memory = " / ".join(f"{each.memory:.0f}" for each in (first, second, third))
        left = third.left / 1e6 / sizes[2]
        share = predicted / third.seconds
        print(f"| {name} | {seconds} | {slope:.3f} | {share:.2f} | {left:.2f} | {memory} |")
    totals = [sum(each.seconds for each in phases.values()) for _, phases in found]
    slope = (totals[1] - totals[0]) / (sizes[1] - sizes[0])
    predicted = totals[1] + slope * (sizes[2] - sizes[1])
    said = " / ".join(f"{total:.1f}" for total in totals)
    print(f"| all | {said} | {slope:.3f} | {predicted / totals[2]:.2f} | | |")
    if options.check and abs(predicted / totals[2] - 1) > OFF:
        sys.exit("what two sizes predict does not hold for the third")


if __name__ == "__main__":
    main()
