"""Run a function over items in the processes of this machine, in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from cleantext.errors import StageError

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # items waiting for each worker: enough to keep it busy, few enough for memory


def run(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """Yield the results in the order of the items, whichever worker is done first.

    Args:
        function: Must be picklable if there is more than one worker.
        items: Read only as fast as results are taken.
        workers: Processes; with one, everything happens in this one.

    Raises:
        StageError: A worker died, as it does when memory runs out.
    """
    if workers == 1:
        yield from map(function, items)
        return
    # Several workers alone need the machinery of processes, which is slow to import.
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    waiting: deque[Future[Result]] = deque()
    items = iter(items)
    # A fresh interpreter for each worker behaves alike on every system.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        waiting.extend(pool.submit(function, item) for item in islice(items, workers * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(function, item) for item in islice(items, 1))
    except BrokenProcessPool as reason:
        raise StageError(
            "a worker process died (out of memory?); try again with fewer --workers"
        ) from reason
    finally:
        pool.shutdown(cancel_futures=True)
