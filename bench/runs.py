"""Measure whole runs: memory, scaling, tiny files, kills, the start.

    python bench/runs.py [--megabytes N] [--documents N] [--kills N] [WHAT ...]

WHAT is among `large`, `tiny`, `start`, `kills`; all of them without it. The dumps are made for the
measurement, in a temporary folder, and deleted behind it: `large` is news-like JSONL of N MB
(2,000 for the promise of 400 MB a worker), `tiny` 5,000 files, `kills` documents in five formats,
of which runs are killed at random moments and gone on with.
"""

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

WORDS = (
    "le maire de la commune annonce hier que les travaux du pont vont reprendre avant hiver et "
    "les habitants attendent une réponse sur le prix des repas à la cantine tandis que paul "
    "martin préside à lyon une réunion du conseil où la région doit voter son budget pour deux ans"
).split()
ENDS = (".", " .", "?", " !", ".. ", ".")
EVERY = 0.05  # seconds from one look at the memory to the next


def texts(seed: int) -> Iterator[str]:
    """Yield articles without end, in lowercase: words in an order by chance."""
    chance = random.Random(seed)
    while True:
        lines = [
            " ".join(chance.choices(WORDS, k=chance.randint(8, 40))) + chance.choice(ENDS)
            for _ in range(8)
        ]
        yield "\n".join(lines)


def records(megabytes: float) -> Iterator[str]:
    """Yield lines of JSON up to a size."""
    size = 0
    for number, text in enumerate(texts(1)):
        line = json.dumps({"id": str(number), "text": text}, ensure_ascii=False)
        size += len(line.encode()) + 1
        yield line
        if size >= megabytes * 1e6:
            return


def command(source: Path, output: Path, *options: str) -> list[str]:
    """Return the command that cleans a dump."""
    start = [sys.executable, "-m", "cleantext", "clean", str(source), "-o", str(output)]
    return [*start, "--quiet", *options]


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return []
    return [int(child) for child in told.split()]


def resident(process: int) -> float:
    """Return the greatest memory that a process has had, in MB."""
    try:
        told = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0.0
    peak = [line.split()[1] for line in told.splitlines() if line.startswith("VmHWM")]
    return int(peak[0]) / 1000 if peak else 0.0


class Taken(NamedTuple):
    """What a run took.

    Attributes:
        seconds: From the command to the end.
        parent: The peak of the parent, in MB.
        worker: That of the largest worker.
        busiest: Seconds of a core that the busiest worker took: where others keep the cores busy,
            these of one worker and of two tell how the work is shared.
        managing: Those that the parent took.
    """

    seconds: float
    parent: float
    worker: float
    busiest: float
    managing: float


def core_seconds(process: int) -> float:
    """Return the time of a core that a process has had."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measured(source: Path, output: Path, *options: str) -> Taken:
    """Run, and look at the processes meanwhile."""
    began = time.perf_counter()
    parent = worker = busiest = managing = 0.0
    with subprocess.Popen(command(source, output, *options)) as process:
        while process.poll() is None:
            parent = max(parent, resident(process.pid))
            worker = max([worker, *map(resident, children(process.pid))])
            busiest = max([busiest, *map(core_seconds, children(process.pid))])
            managing = max(managing, core_seconds(process.pid))
            time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"the run failed with {process.returncode}")
    return Taken(time.perf_counter() - began, parent, worker, busiest, managing)


def digest(folder: Path) -> str:
    """Return a digest of all files of a folder, but for those that tell how long it took."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("timings."):
            whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def compare_workers(source: Path, folder: Path, size: float) -> None:
    """Print what one worker and two take, and see that both give the same."""
    taken = []
    for workers in (1, 2):
        output = folder / f"out{workers}"
        one = measured(source, output, "--workers", str(workers))
        taken.append(one)
        print(
            f"  {workers} worker(s): {one.seconds:7.1f} s  {size / one.seconds:5.2f} MB/s  "
            f"parent {one.parent:4.0f} MB, {one.managing:.1f} s of a core  "
            f"worker {one.worker:4.0f} MB, {one.busiest:.1f} s"
        )
    same = digest(folder / "out1") == digest(folder / "out2")
    first, second = taken
    print(
        f"  two are {first.seconds / second.seconds:.2f} times one by the clock, "
        f"{first.busiest / second.busiest:.2f} by the core; the same bytes: {same}"
    )


def large(folder: Path, options: argparse.Namespace) -> None:
    """One large JSONL file."""
    source = folder / "news.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in records(options.megabytes))
    compare_workers(source, folder, source.stat().st_size / 1e6)


def tiny(folder: Path, options: argparse.Namespace) -> None:
    """Many files of one or two kilobytes."""
    source = folder / "tiny"
    source.mkdir()
    size = 0
    for number, text in zip(range(options.documents), texts(2), strict=False):
        raw = text[:1500].encode()
        size += len(raw)
        (source / f"{number:05}.txt").write_bytes(raw)
    compare_workers(source, folder, size / 1e6)


def start(folder: Path, _options: argparse.Namespace) -> None:
    """One small text, from the command to the end."""
    source = folder / "a.txt"
    source.write_text(next(texts(3))[:1500], encoding="utf-8")
    taken = []
    for number in range(6):
        one = measured(source, folder / f"out{number}", "--workers", "1")
        if number:  # the first fills the caches
            taken.append(one.seconds)
    print(f"  {min(taken):.2f} s at best, {max(taken):.2f} s at worst of {len(taken)}")


def kills(folder: Path, options: argparse.Namespace) -> None:
    """A run that is killed again and again."""
    source = folder / "dump"
    five_formats(source, options.documents)
    seconds = measured(source, folder / "whole", "--workers", "2").seconds
    output = folder / "killed"
    chance = random.Random(4)
    done = 0
    for _ in range(options.kills):
        process = subprocess.Popen(
            command(source, output, "--workers", "2"), stderr=subprocess.PIPE
        )
        try:
            process.wait(chance.uniform(0, seconds / 4))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            done += 1
        process.communicate()
    subprocess.run(command(source, output, "--workers", "2"), check=False, capture_output=True)
    same = digest(output) == digest(folder / "whole")
    print(f"  killed {done} times; the same bytes: {same}")


def five_formats(folder: Path, documents: int) -> None:
    """Write documents as text, JSONL, JSON, CSV and compressed JSONL."""
    folder.mkdir()
    source = texts(5)
    share = documents // 5
    for number in range(share):
        (folder / f"{number:05}.txt").write_text(next(source)[:1500], encoding="utf-8")
    some = [
        [{"id": f"{part}-{number}", "text": next(source)[:1500]} for number in range(share)]
        for part in range(4)
    ]
    lines = ["\n".join(map(json.dumps, part)) for part in some]
    (folder / "a.jsonl").write_text(lines[0], encoding="utf-8")
    (folder / "b.json").write_text(json.dumps(some[1]), encoding="utf-8")
    cells = [(each["id"], each["text"].replace('"', '""')) for each in some[2]]
    rows = ["id,text", *(f'{identity},"{text}"' for identity, text in cells)]
    (folder / "c.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(lines[3].encode(), mtime=0))


PARTS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "large": large,
    "tiny": tiny,
    "start": start,
    "kills": kills,
}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(PARTS))
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in options.what or PARTS:
        print(f"{name}: {PARTS[name].__doc__}")
        with TemporaryDirectory() as folder, TemporaryDirectory() as cache:
            os.environ["PYTHONPYCACHEPREFIX"] = cache  # an installed package has its byte code
            PARTS[name](Path(folder), options)


if __name__ == "__main__":
    main()
