"""How the models of language packs multiply."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


def one_thread() -> AbstractContextManager[object]:
    """Hold BLAS to one thread: for matrices as small as ours, more only wait.

    >>> with one_thread():
    ...     all(library.num_threads == 1 for library in _blas().lib_controllers)
    True
    """
    blas = _blas()
    if all(library.num_threads == 1 for library in blas.lib_controllers):
        return nullcontext()  # as in workers and commands; to hold what is held takes 40 µs
    limit: AbstractContextManager[object] = blas.limit(limits=1)
    return limit
