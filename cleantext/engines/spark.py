"""Spark: the Python workers of its executors do what the local engine does, each with one process.

An item is a row of a frame, by its number; `mapInArrow` hands it to a Python worker, which keeps a
process of its own as long as the engine works: there models are loaded once, and a document that
kills it or hangs costs itself alone. Functions write to a disk that all machines share; what they
write and somebody else has written already must not matter, since Spark may do an item twice.
"""

import os
import pickle
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from math import inf
from pathlib import Path
from secrets import token_hex
from shutil import which
from threading import current_thread, main_thread
from typing import Any, TypeVar

from cleantext.corpus.extras import load_extra
from cleantext.engines.local import LostItem, Pool, Tell, sendable
from cleantext.engines.retry import Faults, Local
from cleantext.errors import ConfigError, StageError

Item = TypeVar("Item")
Result = TypeVar("Result")

_PARTITIONS = 8
"""Partitions that a job has for each core."""
_JOBS = 2
"""Jobs that run at a time, so that no core waits for the last partition of one."""
_ITEMS = 8
"""Items that a partition has at most: for each, Spark takes some hundredths of a second."""
_ROW = "number long, outcome binary"
_JAVA = "a whole Java, 17 or later, such as Debian's openjdk-17-jre-headless"


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every process of an engine knows.

    Attributes:
        engine: Tells it apart from others that the same Python worker works for.
        folder: Where relative paths begin.
        timeout: As for `Pool`.
        load: What a process does first, pickled.
    """

    engine: str
    folder: str
    timeout: float
    load: bytes


@contextmanager
def started(load: Callable[[], object], timeout: float = inf) -> Iterator["Spark"]:
    """Give the engine; a session that runs already is used and goes on.

    Args:
        load: What each process does first.
        timeout: Seconds that may pass from one mark to the next.

    Raises:
        ConfigError: PySpark or Java is missing, or Spark cannot start.
    """
    sql = load_extra("pyspark.sql", "runs on Spark", "PySpark", "spark")
    running = _running(sql)
    with warnings.catch_warnings():
        # We hand no frame of pandas to Spark.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        session = running or _start(sql)
        try:
            setting = _Setting(token_hex(8), str(Path.cwd()), timeout, pickle.dumps(load))
            yield Spark(session, setting)
        finally:
            if running is None:
                session.stop()


def _running(sql: Any) -> Any:  # noqa: ANN401 - PySpark is not there for whoever checks types
    """Return the session that runs already; None: there is none."""
    try:
        return sql.SparkSession.active()
    except import_module("pyspark.errors").PySparkException:
        return None


def _start(sql: Any) -> Any:  # noqa: ANN401 - the same
    """Start a session, as the settings of Spark say."""
    find_java()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    handler = signal.getsignal(signal.SIGINT)
    settings = {"spark.app.name": "cleantext", "spark.ui.showConsoleProgress": "false"}
    try:
        return sql.SparkSession.builder.config(map=settings).getOrCreate()
    except Exception as reason:
        raise ConfigError(f"Spark cannot start: {_line(reason)} (it needs {_JAVA})") from reason
    finally:
        if current_thread() is main_thread():  # Spark has set its own
            signal.signal(signal.SIGINT, handler)


def find_java() -> None:
    """See that there is a Java.

    Raises:
        ConfigError: There is none.
    """
    if not (os.environ.get("JAVA_HOME") or which("java")):
        raise ConfigError(f"runs on Spark need {_JAVA}; install it, or set JAVA_HOME")


@dataclass(frozen=True, slots=True)
class Spark:
    """The engine.

    Attributes:
        session: Of Spark.
        setting: What its processes know.
    """

    session: Any
    setting: _Setting

    def __call__(
        self,
        function: Callable[[Faults | None, Item, Tell], Result],
        items: Iterable[Item],
        heard: Callable[[Item, Any], None] = lambda _item, _mark: None,  # noqa: ARG002 - no mark comes so far
    ) -> Iterator[tuple[Item, Result]]:
        """Yield each item with its result; see `cleantext.engines.retry.Engine`."""
        jobs = self._jobs(list(items))
        tag = f"cleantext-{token_hex(8)}"
        done = partial(self._done, tag, pickle.dumps(function))
        threads = ThreadPoolExecutor(_JOBS)
        running = deque((job, threads.submit(done, *job)) for job in islice(jobs, _JOBS))
        try:
            while running:
                (given, _), work = running.popleft()
                outcomes = work.result()
                running += ((job, threads.submit(done, *job)) for job in islice(jobs, 1))
                for number, outcome in outcomes:
                    raised, result = pickle.loads(outcome)  # noqa: S301 - from our own process
                    if raised:
                        raise result
                    yield given[number], result
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            with suppress(Exception):  # it may have been stopped
                self.session.interruptTag(tag)
            threads.shutdown()

    def _jobs(self, items: list[Item]) -> Iterator[tuple[list[Item], int]]:
        """Yield the items of each job, and how many partitions it has: more where cores join."""
        at = 0
        while at < len(items):
            cores = self.session.sparkContext.defaultParallelism
            share = max(1, min(_ITEMS, len(items) // (4 * _PARTITIONS * cores)))
            job = items[at : at + _PARTITIONS * cores * share]
            yield job, -(-len(job) // share)
            at += len(job)

    def _done(
        self, tag: str, function: bytes, items: Sequence[object], partitions: int
    ) -> list[tuple[int, bytes]]:
        """Have a job done, and return the numbers and outcomes of its items."""
        self.session.addTag(tag)
        numbers = self.session.range(0, len(items), 1, partitions)
        try:
            return [
                (row.number, bytes(row.outcome))
                for row in numbers.mapInArrow(
                    partial(_work, self.setting, function, items), _ROW
                ).collect()
            ]
        except Exception as reason:
            told = _line(reason)
            if "No module named 'cleantext" in str(reason):
                told = "the executors have no cleantext; install it there, or ship it with the job"
            raise StageError(f"Spark gave the work up: {told}") from reason


def _line(error: Exception) -> str:
    """Return the beginning of an error, without the places in code, as one line."""
    lines = [line for line in str(error).splitlines() if line.strip() and "\tat " not in line]
    return " ".join(lines[:2]).strip() or type(error).__name__


_POOLS: dict[str, Pool] = {}
"""In a Python worker of an executor: the process that works for an engine, by its name."""


def _work(
    setting: _Setting, function: bytes, items: Sequence[object], batches: Iterable[Any]
) -> Iterator[Any]:
    """Do the items with the numbers that come in; this is what a Python worker runs."""
    arrow = import_module("pyarrow")
    for batch in batches:
        for number in batch.column(0).to_pylist():
            outcome = pickle.dumps(_outcome(setting, function, items[number]))
            yield arrow.record_batch({"number": [number], "outcome": [outcome]})


def _outcome(setting: _Setting, function: bytes, item: object) -> tuple[bool, object]:
    """Return whether something was raised, and that or the result."""
    try:
        here = partial(_in_folder, setting.folder, function)
        ((_, result),) = Local(_pool_of(setting))(here, [item])
    except Exception as error:  # noqa: BLE001 - the first process raises it
        _end_processes()  # a pool that has raised is of no more use
        return True, sendable(error)
    return False, result


def _pool_of(setting: _Setting) -> Pool:
    """Return the process of an engine, which is started if it is the first time; others end."""
    if setting.engine not in _POOLS:
        _end_processes()
        with ExitStack() as stack:
            pool = stack.enter_context(Pool(1, setting.timeout))
            ((_, loaded),) = pool.run(partial(_load, setting.folder), [setting.load])
            if isinstance(loaded, LostItem):
                raise StageError(f"{loaded.reason} when it began; give it more memory")
            stack.pop_all()
        _POOLS[setting.engine] = pool
    return _POOLS[setting.engine]


def _end_processes() -> None:
    while _POOLS:
        _POOLS.popitem()[1].__exit__()


def _load(folder: str, load: bytes, _tell: Tell) -> None:
    _enter(folder)
    pickle.loads(load)()  # noqa: S301 - from the first process


def _in_folder(
    folder: str, function: bytes, faults: Faults | None, item: object, tell: Tell
) -> object:
    """Do an item, where relative paths mean what they mean to the first process."""
    _enter(folder)
    return pickle.loads(function)(faults, item, tell)  # noqa: S301 - from the first process


def _enter(folder: str) -> None:
    with suppress(OSError):  # who names whole paths does not need it
        os.chdir(folder)
