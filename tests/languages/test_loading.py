"""What is large is loaded once a process, whoever asks and how many at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from cleantext.languages.loading import load_once

THREADS = 8


def test_threads_that_ask_at_once_wait_for_the_first() -> None:
    loads: list[str] = []
    barrier = Barrier(THREADS)

    @load_once
    def load(name: str) -> object:
        loads.append(name)
        return object()

    def ask(_: int) -> object:
        barrier.wait()
        return load("model")

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(ask, range(THREADS)))
    assert len(found) == len(loads) == 1
