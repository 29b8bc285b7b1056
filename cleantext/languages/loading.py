"""Packs and models are loaded once a process, also where several threads ask at the same time."""

from collections.abc import Callable
from functools import cache, update_wrapper
from threading import RLock
from typing import Generic, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Loaded = TypeVar("Loaded")


class load_once(Generic[Arguments, Loaded]):  # noqa: N801 - used as a decorator
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

    def __init__(self, load: Callable[Arguments, Loaded]) -> None:
        self._cached: Callable[..., Loaded] = cache(load)
        self._lock = RLock()
        self._name = load.__qualname__
        update_wrapper(self, load)

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Loaded:
        """Return what was loaded for these arguments; who comes too early waits."""
        with self._lock:
            return self._cached(*args, **kwargs)

    def cache_clear(self) -> None:
        """Forget what was loaded."""
        self._cached.cache_clear()  # type: ignore[attr-defined]

    def __reduce__(self) -> str:
        return self._name  # it pickles by its name, as any function does
