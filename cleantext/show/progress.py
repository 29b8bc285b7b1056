"""What is told on standard error while a run lasts: a bar to a person, lines to a log."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cleantext.run.dump import Progress, ProgressListener

MEGABYTE = 1e6
EVERY = 30.0
"""Seconds from one plain line to the next."""


@contextmanager
def progress_shown(*, quiet: bool = False, as_json: bool = False) -> Iterator[ProgressListener]:
    """Give what is to be told how far a run is.

    Args:
        quiet: Whether nothing is shown.
        as_json: Whether lines of JSON are shown and no bar, for a program to read.
    """
    if quiet:
        yield lambda _: None
    elif as_json or sys.stderr is None or not sys.stderr.isatty():
        yield Lines(as_json=as_json).tell
    else:
        with _bar() as tell:
            yield tell


def _print(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


class Lines:
    """A line when the run goes on from where it stopped, and one every 30 seconds.

    In JSON there is one when it begins, too.

    Args:
        as_json: Whether it is one of JSON.
        clock: Seconds that have passed.
        show: Where a line goes.
    """

    def __init__(
        self,
        *,
        as_json: bool = False,
        clock: Callable[[], float] = time.monotonic,
        show: Callable[[str], object] = _print,
    ) -> None:
        self._line: Callable[[str, Progress, float], str | None]
        self._line = _json_line if as_json else _plain_line
        self._clock = clock
        self._show = show
        self._rate = Rate(clock)
        self._last = clock()
        self._begun = False

    def tell(self, now: Progress) -> None:
        """Show a line if it is time for one."""
        rate = self._rate.of(now)
        event = "progress"
        if not self._begun:
            event = "resumed" if now.resumed else "started"
        if self._begun and self._clock() - self._last < EVERY:
            return
        self._begun = True
        self._last = self._clock()
        line = self._line(event, now, rate)
        if line:
            self._show(line)


class Rate:
    """How fast a run is, from when it was first asked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None

    def of(self, now: Progress) -> float:
        """Return bytes a second; 0 if that cannot be said yet."""
        if self._first is None or now.done == 0:
            self._first = self._clock(), now.done
        began, before = self._first
        passed = self._clock() - began
        return (now.done - before) / passed if passed > 0 else 0.0


def _plain_line(event: str, now: Progress, rate: float) -> str | None:
    if event == "resumed":
        return resumed_line(now)
    if event == "started":
        return None  # a short run shows its summary alone
    return (
        f"{now.done / MEGABYTE:.1f} of {now.total / MEGABYTE:.1f} MB, {now.documents} documents, "
        f"{now.failed} failed, {rate / MEGABYTE:.2f} MB/s, {_minutes(now, rate)} to go"
    )


def resumed_line(now: Progress) -> str:
    """Say that a run goes on.

    >>> resumed_line(Progress(5_000_000, 20_000_000, 1200, 0, 1200))
    'goes on where it stopped: 1200 documents (5.0 of 20.0 MB) are done'
    """
    return (
        f"goes on where it stopped: {now.resumed} documents "
        f"({now.done / MEGABYTE:.1f} of {now.total / MEGABYTE:.1f} MB) are done"
    )


def _minutes(now: Progress, rate: float) -> str:
    if rate <= 0:
        return "? min"
    return f"{(now.total - now.done) / rate / 60:.0f} min"


def _json_line(event: str, now: Progress, rate: float) -> str:
    return json.dumps({"event": event, **now._asdict(), "bytes_per_second": round(rate)})


@contextmanager
def _bar() -> Iterator[ProgressListener]:
    # Only a run into a folder shows a bar; `rich` would be a third of the start of all others.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.percentage:>3.0f} %"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    bar = Bar(*columns, console=console, transient=True)
    task = bar.add_task("", told="")
    rate = Rate(time.monotonic)
    resumed = 0

    def tell(now: Progress) -> None:
        nonlocal resumed
        bar.start()  # its thread begins behind the workers, which may be copies of this process
        if now.resumed > resumed:
            resumed = now.resumed
            console.print(resumed_line(now))
        told = (
            f"{now.done / MEGABYTE:.1f} of {now.total / MEGABYTE:.1f} MB, "
            f"{now.documents} documents, {now.failed} failed, "
            f"{rate.of(now) / MEGABYTE:.2f} MB/s"
        )
        bar.update(task, completed=now.done, total=now.total, told=told)

    try:
        yield tell
    finally:
        bar.stop()
