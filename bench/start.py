"""Time whole processes from start to end: the import, the version, one article, one headline.

    python bench/start.py [--tree OTHER] [--rounds 9]

Each round starts the same commands one after the other; the table gives medians and, for each
command, the median of its times divided by those of an interpreter that does nothing. `--tree`
names another checkout: the same commands run in it by turns, and the last column is how long ours
take, in parts of its time, pair by pair. Byte code is kept in a folder of the bench's own, as it is
for a package that is installed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent.parent
ARTICLE = """2024-10-04
la fonderie de saint-brévain a rallumé son four jeudi, deux ans après l'incendie. 74 des 90 salariés
ont été repris, précise la direction.le maire, lubin traversac, parle d’un "petit miracle".
elle l'écrit sur x.depuis, elle se tait . les premières pièces seront livrées à
"""
MODULE = (sys.executable, "-m", "cleantext")
COMMANDS: Mapping[str, tuple[Sequence[str], str]] = {
    "python": ((sys.executable, "-c", "pass"), ""),
    "import cleantext": ((sys.executable, "-c", "import cleantext"), ""),
    "cleantext --version": ((*MODULE, "--version"), ""),
    "cleantext --help": ((*MODULE, "--help"), ""),
    "cleantext clean -, an article": ((*MODULE, "clean", "-"), ARTICLE),
    "cleantext clean -, a headline": ((*MODULE, "clean", "-"), "le budget voté à lyon\n"),
}


def seconds(command: Sequence[str], text: str, tree: Path, cache: str) -> float:
    """How long a command takes in a checkout."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    subprocess.run(
        command,
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        cwd=tree,
        env=environment,
        check=True,
    )
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, help="another checkout, to compare with")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    trees = [HERE, *([given.tree.resolve()] if given.tree else [])]
    times: dict[tuple[str, Path], list[float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for number in range(given.rounds + 1):
            for name, (command, text) in COMMANDS.items():
                for tree in trees:
                    took = seconds(command, text, tree, cache)
                    if number:  # the first round fills the caches
                        times.setdefault((name, tree), []).append(took)
    print("| command | ms | times python |" + (" of the other tree's |" if given.tree else ""))
    print("|---|---:|---:|" + ("---:|" if given.tree else ""))
    idle = times["python", HERE]
    for name in COMMANDS:
        ours = times[name, HERE]
        row = [name, f"{1000 * median(ours):.0f}", f"{ratio(ours, idle):.1f}"]
        row += [f"{ratio(ours, times[name, tree]):.2f}" for tree in trees[1:]]
        print(f"| {' | '.join(row)} |")


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios, pair by pair."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    main()
