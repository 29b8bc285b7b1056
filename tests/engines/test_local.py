"""Processes that are watched: real ones, with real signals."""

import os
import re
import signal
import subprocess
import sys
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from cleantext import ConfigError, StageError
from cleantext.engines.local import LostItem, Pool, Tell

BACKTRACKING = re.compile(r"(a|aa)+b")
"""Takes some 2 ** 40 steps on 60 letters, and no other thread runs meanwhile."""


def double(item: int, _tell: Tell) -> int:
    return 2 * item


def end(item: str, tell: Tell) -> str:
    """Do to this process what the item says."""
    tell(f"at {item}")
    if item == "exit":
        os._exit(3)
    if item == "hang":
        BACKTRACKING.match("a" * 60)
    if item == "raise":
        raise ConfigError("no such option")
    if item.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, item))
    tell(None)
    return item


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_all_items_come_back_with_their_results(workers: int) -> None:
    with Pool(workers) as pool:
        assert dict(pool.run(double, range(40))) == {item: 2 * item for item in range(40)}
        assert dict(pool.run(double, [7])) == {7: 14}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_costs_the_item_that_it_was_at(workers: int) -> None:
    items = ["a", "SIGKILL", "b", "SIGSEGV", "exit", "c", "hang", "d"]
    with Pool(workers, timeout=5) as pool:
        found = dict(pool.run(end, items))
    assert found == {
        "a": "a",
        "SIGKILL": LostItem(
            "at SIGKILL", "the worker process was killed by SIGKILL (out of memory?)"
        ),
        "b": "b",
        "SIGSEGV": LostItem("at SIGSEGV", "the worker process was killed by SIGSEGV"),
        "exit": LostItem("at exit", "the worker process ended with exit code 3"),
        "c": "c",
        "hang": LostItem("at hang", "took more than 5 s"),
        "d": "d",
    }


def test_workers_leave_signals_that_stop_a_run_to_whoever_holds_the_pool() -> None:
    items = ["SIGINT", "SIGTERM", "SIGHUP"]
    with Pool(1) as pool:
        assert [item for item, _ in pool.run(end, items)] == items


def test_so_do_the_first_workers_of_a_process() -> None:
    name = test_workers_leave_signals_that_stop_a_run_to_whoever_holds_the_pool.__name__
    paths = os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[2])))
    result = subprocess.run(
        [sys.executable, "-c", f"import test_local; test_local.{name}()"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("workers", [0, 2])
def test_what_the_function_raises_is_raised(workers: int) -> None:
    with Pool(workers) as pool, pytest.raises(ConfigError, match="no such option"):
        list(pool.run(end, ["a", "raise"]))


def test_marks_are_heard_in_their_order() -> None:
    heard: list[tuple[str, str | None]] = []
    with Pool(1) as pool:
        list(pool.run(end, ["a", "b"], lambda item, mark: heard.append((item, mark))))
    told = [mark for mark in heard if mark[1]]
    assert told == [("a", "at a"), ("b", "at b")]


PARENT = """
import sys
from engines.test_local import *

def work(item, tell):
    print(os.getpid(), flush=True)
    BACKTRACKING.match("a" * 60)

if __name__ == "__main__":
    with Pool(2, load=LOAD) as pool:
        list(pool.run(work, [1, 2, 3]))
"""


@pytest.mark.parametrize("load", ["None", "dict"])
def test_workers_end_with_a_parent_that_is_killed_inside_of_a_long_match(
    tmp_path: Path, load: str
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.replace("LOAD", load))
    paths = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    ) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        handles = [os.pidfd_open(worker) for worker in workers]
        parent.kill()
        ended = set[object]()
        while len(ended) < len(handles):
            found = wait([handle for handle in handles if handle not in ended], 5)
            assert found, "a worker lives on"
            ended.update(found)
        assert parent.stdout.read() == b""  # nobody holds the pipe
        for handle in handles:
            os.close(handle)


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "from cleantext.engines.local import Pool\n"
        "with Pool(1) as pool:\n    list(pool.run(print, [1]))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 1
    assert StageError.__name__ in done.stderr
    assert "needs the guard" in done.stderr


STOPPED = """
import signal, sys
from cleantext.engines.local import Pool

def stop(*_):
    raise SystemExit(7)

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    print("ready", flush=True)
    while True:
        with Pool(1):
            pass
"""


def test_a_signal_while_workers_start_leaves_none(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(STOPPED)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.terminate()
        assert parent.wait(20) == 7
        assert parent.stdout.read() == b""  # no worker holds the pipe


LOADING = """
import os
from threading import Event, Thread
from cleantext.engines.local import Pool

loaded = []

def load():
    loaded.append(os.getpid())

def tell_loads(_item, _tell):
    return [process == os.getpid() for process in loaded]

def fail():
    raise ValueError("nothing to load")

if __name__ == "__main__":
    done = Event()
    if {threads}:
        Thread(target=done.wait).start()
    with Pool(2, load=load) as pool:
        print(*(loads for _, loads in pool.run(tell_loads, range(6))))
    try:
        with Pool(2, load=fail):
            pass
    except ValueError as error:
        print(error)
    done.set()
"""


@pytest.mark.parametrize("threads", [0, 1])
def test_every_worker_has_loaded_once_what_it_needs(tmp_path: Path, threads: int) -> None:
    script = tmp_path / "parent.py"
    script.write_text(LOADING.format(threads=threads))
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    # A copy has what its parent loaded; with a second thread, nobody can be copied.
    itself = bool(threads) or sys.platform != "linux"
    assert done.stdout.split("\n") == [" ".join([f"[{itself}]"] * 6), "nothing to load", ""]
