"""Run a function over items in processes of this machine, which are watched.

A worker is a fresh interpreter (spawn: alike on every system), or, where workers have something to
load and this process has a single thread, a copy of this process that has loaded it (fork, on
Linux). It reads items from a pipe and writes what came of them. One that dies, or takes too long,
costs the item that it was at: that comes back as `LostItem`, the items that waited behind it go to
another, and a new worker takes its place. Workers never see Ctrl-C, SIGTERM or SIGHUP: whoever
holds the pool decides, and closing it kills them. They end with their parent, however it ends, even
inside a long call of C.
"""

import gc
import os
import pickle
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from math import inf
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.resource_tracker import ensure_running
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, Self, TypeVar, cast

from cleantext.errors import StageError
from cleantext.rules.byte_code import BYTE_CODE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

Item = TypeVar("Item")
Result = TypeVar("Result")
Tell = Callable[[Any], None]
"""Given to the function: says where it is, with a mark of any kind that pickles.

From a mark on, the next one must come within the time limit of the pool; None stops the clock.
"""

_AHEAD = 2  # items given to a worker: the second waits in its pipe, so that it never idles
_MARK, _DONE, _RAISED, _LOST = range(4)
_SPAWN = get_context("spawn")
_THREADS = Path("/proc/self/task")
"""Where Linux lists the threads of this process, those of libraries among them."""
_RARELY = 100_000
"""As many objects a worker makes before it looks for garbage: what it has loaded stays."""
_SIGNALS = {
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
}


class LostItem(NamedTuple):
    """What came of an item whose worker died or was killed.

    Attributes:
        mark: What the function told last; None before it told anything.
        reason: What became of the worker, for people.
    """

    mark: Any
    reason: str


class Pool:
    """Processes that wait for work; to be used as a context, which kills them at its end.

    Args:
        workers: Processes. With 0, all happens in this one and nothing is watched.
        timeout: Seconds that may pass from one mark to the next.
        load: What each worker does first; whoever can be copied does it once for all of them.

    Raises:
        Exception: What `load` raises, when the context begins.
    """

    def __init__(
        self, workers: int, timeout: float = inf, load: Callable[[], object] | None = None
    ) -> None:
        self.timeout = timeout
        self._count = workers
        self._load = load
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        try:
            copied = self._load is not None and (not self._count or _has_one_thread())
            if self._load and copied:
                self._load()
                copied = not self._count or _has_one_thread()  # it may have started some
            with _blocked_signals(spawns=not copied):
                self._workers += (_Worker(copy=copied) for _ in range(self._count))
            if self._load and not copied:
                list(self.run(_call, [self._load] * self._count))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def run(
        self,
        function: Callable[[Item, Tell], Result],
        items: Iterable[Item],
        heard: Callable[[Item, Any], None] = lambda _item, _mark: None,
        room: Callable[[], bool] = lambda: True,
    ) -> Iterator[tuple[Item, Result | LostItem]]:
        """Yield each item with its result, in the order in which they are done.

        Args:
            function: Must be picklable if there are workers.
            items: Read only as fast as workers take them.
            heard: Told each mark.
            room: Asked before an item is read whether one more result could be held.

        Raises:
            StageError: A worker died before it could begin.
            Exception: What the function raises.
        """
        if not self._count:
            yield from ((item, function(item, partial(heard, item))) for item in items)
            return
        waiting, left = iter(items), deque[Item]()

        def following() -> list[Item]:
            if left:
                return [left.popleft()]
            return list(islice(waiting, 1)) if room() else []

        while busy := self._give_out(function, following):
            for worker in self._ready(busy):
                item = worker.items[0]
                kind, told = worker.hear(self.timeout)
                if kind == _RAISED:
                    raise told
                if kind == _MARK:
                    heard(item, told)
                    continue
                worker.items.popleft()
                if kind == _LOST:
                    left.extend(worker.items)
                    with _blocked_signals(spawns=True):
                        self._workers[self._workers.index(worker)] = _Worker(copy=False)
                yield item, told

    def _give_out(
        self, function: Callable[[Item, Tell], Result], following: Callable[[], list[Item]]
    ) -> list["_Worker"]:
        """Give items to workers, first to those that have none, and return all that have some."""
        for given in range(_AHEAD):
            for worker in self._workers:
                if len(worker.items) == given:
                    for item in following():
                        worker.give(function, item)
        return [worker for worker in self._workers if worker.items]

    def _ready(self, busy: Sequence["_Worker"]) -> list["_Worker"]:
        """Wait for workers that have something to say, or have no time left."""
        soonest = min(worker.since for worker in busy) + self.timeout - time.monotonic()
        ready = wait([worker.pipe for worker in busy], None if soonest == inf else max(soonest, 0))
        late = time.monotonic() - self.timeout
        return [worker for worker in busy if worker.pipe in ready or worker.since <= late]


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


HERE = Pool(0)
"""No worker: all happens in this process."""


def map_in_order(
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
    held: dict[int, Result] = {}
    at = 0
    with Pool(workers if workers > 1 else 0) as pool:
        for (number, _), result in pool.run(
            partial(_apply_to_numbered, function),
            enumerate(items),
            room=lambda: len(held) < _AHEAD * workers,
        ):
            if isinstance(result, LostItem):
                raise StageError(f"{result.reason}; try again with fewer workers")
            held[number] = result
            while at in held:
                yield held.pop(at)
                at += 1


def _apply_to_numbered(
    function: Callable[[Item], Result], numbered: tuple[int, Item], _tell: Tell
) -> Result:
    return function(numbered[1])


def _call(load: Callable[[], object], _tell: Tell) -> None:
    load()


class _Worker:
    """A process, its pipe, and the items that were given to it; made while signals are blocked."""

    def __init__(self, *, copy: bool) -> None:
        context = get_context("fork") if copy else _SPAWN
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self.items = deque[Any]()
        self.mark: Any = None
        self.since = inf  # when it told the mark
        self._began = False

    def give(self, function: Callable[..., Any], item: object) -> None:
        """Send an item; one that has died shows in `hear`."""
        self.items.append(item)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send((function, item))

    def hear(self, timeout: float) -> tuple[int, Any]:
        """Return the kind and the contents of what the worker says next."""
        try:
            if not self.pipe.poll():
                self.process.kill()
                return _LOST, LostItem(self.mark, f"took more than {timeout:g} s")
            kind, told = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            if not self._began:
                raise StageError(
                    f"a worker process cannot start: it {_death(self.process.exitcode)}; try again "
                    "with fewer --workers (a script that starts a run needs the guard "
                    '`if __name__ == "__main__":`)'
                ) from None
            return _LOST, LostItem(self.mark, f"the worker process {_death(self.process.exitcode)}")
        self._began = True
        self.mark = told if kind == _MARK else None
        self.since = inf if self.mark is None else time.monotonic()
        return kind, told


def _has_one_thread() -> bool:
    """Say whether this process can be copied: what other threads hold, a copy waits for for ever.

    Elsewhere than on Linux copies are not safe, or there are none.
    """
    try:
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def _death(code: int | None) -> str:
    """Say how a process ended."""
    if code is None or code >= 0:
        return f"ended with exit code {code}"
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return f"was killed by {name}" + (" (out of memory?)" if name == "SIGKILL" else "")
    return f"was killed by signal {-code}"


@contextmanager
def _blocked_signals(*, spawns: bool) -> Iterator[None]:
    """Block what would end a process politely; who is started meanwhile never hears of it.

    Nor can it part the start of a worker from the note of it, by which it is killed.

    Args:
        spawns: Whether one is a fresh interpreter.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if spawns:
        ensure_running()  # the first worker would start it, and that unblocks signals before 3.12
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection) -> None:
    """Do what comes in, until nobody is there to give more."""
    _end_with_parent()
    gc.set_threshold(_RARELY)
    gc.freeze()
    pipe.send((_MARK, None))
    with suppress(EOFError, OSError):  # the parent is no more
        first = _answer(pipe.recv_bytes(), pipe)
        BYTE_CODE.save()  # before the parent may end this process
        pipe.send(first)
        gc.freeze()  # what the first item needed, others do
        while True:
            pipe.send(_answer(pipe.recv_bytes(), pipe))


def _answer(given: bytes, pipe: Connection) -> tuple[int, Any]:
    """Return what comes of a function and an item."""
    try:
        function, item = pickle.loads(given)  # noqa: S301 - from the parent
        return _DONE, function(item, lambda mark: pipe.send((_MARK, mark)))
    except Exception as error:  # noqa: BLE001 - the parent raises it
        return _RAISED, sendable(error)


def sendable(error: Exception) -> Exception:
    """Return an error as it is, with where it was raised, or what it says if it does not pickle."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        return cast(Exception, pickle.loads(pickle.dumps(error)))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever an error of a library does when it is pickled
        return StageError(f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """Have the system end this process when its parent ends.

    The sentinel is a pipe that the parent alone holds open. A thread could watch it, but no
    thread runs while a pattern of `re` is matched; SIGIO, whose default is to end the process,
    comes whatever Python does.
    """
    parent = parent_process()
    if parent is None:
        return
    if fcntl is not None:
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
    Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
