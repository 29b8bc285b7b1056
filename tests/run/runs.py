"""Runs of real processes, by the command line, and what stops them."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = (
    "le maire de la commune annonce hier que travaux du pont neuf vont reprendre avant hiver et "
    "les habitants attendent une réponse claire sur le prix des repas à cantine"
).split()


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cleantext", *map(str, arguments)]


def environment() -> dict[str, str]:
    paths = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env=environment()
    )


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start the command line; whoever is left is killed."""
    with subprocess.Popen(
        command(*arguments),
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=_hear_signals if os.name == "posix" else None,  # noqa: PLW1509 - no threads run that could hold a lock
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _hear_signals() -> None:
    """Ignore no signal, as a shell makes those do that it starts in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def text(number: int) -> str:
    """A text that no other number gives."""
    chance = random.Random(number)
    words = chance.choices(WORDS, k=40)
    return f"Article {number}. " + " ".join(words).capitalize() + " ."


def make_dump(folder: Path, documents: int) -> None:
    """Write documents in five formats."""
    folder.mkdir()
    numbers = iter(range(documents))
    share = documents // 5
    for number in (next(numbers) for _ in range(share)):
        (folder / f"{number:05}.txt").write_text(text(number), encoding="utf-8")

    def some() -> list[dict[str, str]]:
        return [{"id": str(n), "text": text(n)} for n in (next(numbers) for _ in range(share))]

    lines = [json.dumps(record) for record in some()]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "b.json").write_text(json.dumps(some()), encoding="utf-8")
    rows = [f'{record["id"]},"{record["text"]}"' for record in some()]
    (folder / "c.csv").write_text("\n".join(["id,text", *rows]), encoding="utf-8")
    lines = [json.dumps(record) for record in some()]
    (folder / "d.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
