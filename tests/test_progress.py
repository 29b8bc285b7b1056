"""What a log shows of a run."""

import json
from collections.abc import Iterator

import pytest

from cleantext.run.dump import Progress
from cleantext.show.progress import Lines

MB = 1_000_000


def shown(steps: list[tuple[float, Progress]], *, as_json: bool = False) -> list[str]:
    """The lines that are shown when the run is as far as told at each of some times."""
    times: Iterator[tuple[float, Progress]] = iter(steps)
    now = [0.0]
    lines: list[str] = []
    log = Lines(as_json=as_json, clock=lambda: now[0], show=lines.append)
    for now[0], progress in times:
        log.tell(progress)
    return lines


def test_a_line_comes_every_thirty_seconds() -> None:
    steps = [
        (0.0, Progress(0, 60 * MB)),
        (10.0, Progress(5 * MB, 60 * MB, 50)),
        (30.0, Progress(15 * MB, 60 * MB, 150, 2)),
        (40.0, Progress(20 * MB, 60 * MB, 200, 2)),
        (61.0, Progress(30 * MB, 60 * MB, 300, 3)),
    ]
    assert shown(steps) == [
        "15.0 of 60.0 MB, 150 documents, 2 failed, 0.50 MB/s, 2 min to go",
        "30.0 of 60.0 MB, 300 documents, 3 failed, 0.49 MB/s, 1 min to go",
    ]


def test_a_run_that_goes_on_says_so_and_what_was_done_is_no_speed() -> None:
    steps = [
        (0.0, Progress(30 * MB, 60 * MB, 300, 0, 300)),
        (30.0, Progress(45 * MB, 60 * MB, 450, 0, 300)),
    ]
    assert shown(steps) == [
        "goes on where it stopped: 300 documents (30.0 of 60.0 MB) are done",
        "45.0 of 60.0 MB, 450 documents, 0 failed, 0.50 MB/s, 0 min to go",
    ]


@pytest.mark.parametrize(("resumed", "event"), [(0, "started"), (7, "resumed")])
def test_lines_of_json_name_their_event(resumed: int, event: str) -> None:
    (first,) = map(json.loads, shown([(0.0, Progress(1, 2, 7, 0, resumed))], as_json=True))
    assert first["event"] == event
    assert (first["done"], first["total"], first["documents"]) == (1, 2, 7)
