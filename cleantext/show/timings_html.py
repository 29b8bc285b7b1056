"""How long a run took, as a page of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleantext.corpus.formats.jsonl import decode_record
from cleantext.errors import DataError
from cleantext.run.timings import Timings
from cleantext.show.html import render


class Pace(NamedTuple):
    """How long a stage took of all documents, and how many characters a second that is."""

    name: str
    seconds: float
    share: float
    speed: int


def draw_timings(path: Path, stages: Sequence[str]) -> bytes:
    """Return the page of the timings that stand in a file.

    Args:
        path: The file.
        stages: The stages in their order.

    Raises:
        DataError: It holds no timings.
    """
    try:
        found, _ = decode_record(path.read_bytes())
        timings = msgspec.convert(found, Timings)
    except (ValueError, msgspec.ValidationError) as reason:
        raise DataError(f"{path}: is no file of timings; move it away") from reason
    return render("timings.html", timings=timings, paces=_paces(timings, stages))


def _paces(timings: Timings, stages: Sequence[str]) -> list[Pace]:
    """Return the stages in their order, and behind them all that is no cleaning."""
    total = timings.seconds or 1.0
    others = timings.stages.keys() - set(stages)
    paces = [
        Pace(name, seconds, seconds / total, round(timings.characters / seconds) if seconds else 0)
        for name in (*sorted(others), *stages)
        if (seconds := timings.stages.get(name)) is not None
    ]
    rest = max(0.0, timings.seconds - sum(timings.stages.values()))
    speed = round(timings.characters / rest) if rest else 0
    return [*paces, Pace("", rest, rest / total, speed)]
