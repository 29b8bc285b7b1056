"""Dumps to run, of texts that are all different, and what breaks a run off."""

import gzip
import json
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

from cleantext.run.dump import Progress

WORDS = (
    "le maire de la commune annonce hier que travaux du pont neuf vont reprendre avant hiver et "
    "les habitants attendent une réponse claire sur le prix des repas à cantine"
).split()


def text(number: int) -> str:
    """A text that no other number gives."""
    chance = random.Random(number)
    words = chance.choices(WORDS, k=40)
    return f"Article {number}. " + " ".join(words).capitalize() + " ."


class Broken(BaseException):
    """Breaks a run off, as a signal would."""


def break_off_at(step: int) -> Callable[[Progress], None]:
    """Return what breaks a run off when it tells of its progress for the step-th time."""
    steps = count()

    def tell(_: Progress) -> None:
        if next(steps) == step:
            raise Broken

    return tell


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
