"""An item whose worker died is done again, alone, by a function that knows where it died."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from cleantext.engines.local import LostItem, Pool, Tell
from cleantext.errors import StageError

Item = TypeVar("Item")
Result = TypeVar("Result")

Faults = Mapping[Any, str]
"""The marks at which workers died, and of what."""


class Engine(Protocol):
    """Does many items at a time, wherever that is."""

    def __call__(
        self,
        function: Callable[[Faults | None, Item, Tell], Result],
        items: Iterable[Item],
        heard: Callable[[Item, Any], None] = lambda _item, _mark: None,
    ) -> Iterator[tuple[Item, Result]]:
        """Yield each item with its result, in the order in which they are done.

        Args:
            function: Gets None with an item at first. If that was lost, it gets the item again
                with an empty mapping: from now on it is to make a mark before each step. Each time
                that it is lost once more, the mark joins the mapping, and what stands there is to
                be left out.
            items: As for `Pool.run`.
            heard: The same; not every engine hears marks from afar.

        Raises:
            StageError: A worker died where there was no mark, or where it had died before.
            Exception: What the function raises.
        """
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """The engine of this machine.

    Attributes:
        pool: Its workers.
    """

    pool: Pool

    def __call__(
        self,
        function: Callable[[Faults | None, Item, Tell], Result],
        items: Iterable[Item],
        heard: Callable[[Item, Any], None] = lambda _item, _mark: None,
    ) -> Iterator[tuple[Item, Result]]:
        """Yield each item with its result; see `Engine`."""
        for item, outcome in self.pool.run(partial(function, None), items, heard):
            if isinstance(outcome, LostItem):
                yield item, _run_alone(function, item, self.pool.timeout)
            else:
                yield item, outcome


def _run_alone(
    function: Callable[[Faults | None, Item, Tell], Result], item: Item, timeout: float
) -> Result:
    faults: dict[Any, str] = {}
    while True:
        with Pool(1, timeout) as pool:
            ((_, outcome),) = pool.run(partial(function, faults), [item])
        if not isinstance(outcome, LostItem):
            return outcome
        if outcome.mark is None or outcome.mark in faults:
            raise StageError(f"{outcome.reason}, again and again; give it more memory")
        faults[outcome.mark] = outcome.reason
