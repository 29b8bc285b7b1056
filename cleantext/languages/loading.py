"""Packs and models are loaded once a process, also where several threads ask at the same time."""

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Loaded = TypeVar("Loaded")


def load_once(load: Callable[Arguments, Loaded]) -> Callable[Arguments, Loaded]:
    """Decorate what loads something large, so that it is called once for the same arguments.

    `functools.cache` alone lets threads that come before the first is done load it again.

    >>> loads = []
    >>> @load_once
    ... def model(name):
    ...     loads.append(name)
    ...     return name.upper()
    >>> model("lines"), model("lines"), loads
    ('LINES', 'LINES', ['lines'])
    """
    cached: Callable[..., Loaded] = cache(load)
    lock = RLock()

    @wraps(load)
    def loaded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Loaded:
        with lock:
            return cached(*args, **kwargs)

    return loaded
