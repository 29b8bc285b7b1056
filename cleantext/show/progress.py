"""A bar on standard error while a run lasts, if a person is looking."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

MEGABYTE = 1e6


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Show a bar, and give what is to be told the bytes that are done, and all of them."""
    # Only a run into a folder shows a bar; `rich` would be a third of the start of all others.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.percentage:>3.0f} %"),
        BarColumn(),
        TextColumn("{task.fields[done]:.1f} of {task.fields[all]:.1f} MB"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("", done=0.0, all=0.0)

        def tell(done: int, total: int) -> None:
            bar.update(
                task, completed=done, total=total, done=done / MEGABYTE, all=total / MEGABYTE
            )

        yield tell
