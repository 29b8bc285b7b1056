"""What the report of a run takes beside the run: the pages, and what is counted for them.

    python bench/report.py SRC... [--seconds N]

Cleans the sources in one process, again and again under other names until that has taken so many
seconds, and prints the share of the pages, of the survey, and what `report A B` of the run takes.
"""

import argparse
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cleantext.config import read
from cleantext.run import dump
from cleantext.run.job import Job
from cleantext.run.survey import Survey
from cleantext.show.comparison import draw_comparison
from cleantext.show.html import LARGEST
from cleantext.show.report_html import draw_pages

taken: dict[str, float] = {}


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that notes the time of a core that it takes."""

    @wraps(function)
    def called(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function has them
        began = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            taken[name] = taken.get(name, 0.0) + time.process_time() - began

    return called


def main() -> None:
    """Measure, and print a line for each part."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    for name in ("add", "add_all", "told"):
        setattr(Survey, name, timed(f"survey {name}", getattr(Survey, name)))
    job = Job(read({}), Path(), format="jsonl", changes=True)
    with TemporaryDirectory() as folder:
        many = Path(folder) / "dump"
        first = measured(job, options.sources, Path(folder) / "first")
        many.mkdir()
        for number in range(max(1, round(options.seconds / first))):
            for source in options.sources:
                (many / f"{number:03}-{source.name}").symlink_to(source.resolve())
        taken.clear()
        whole = measured(job, list(many.iterdir()), Path(folder) / "out")
        page = (Path(folder) / "out/report.html").stat().st_size
        print(f"run {whole:.1f} s of a core, report.html {page:,} bytes of {LARGEST:,} at most")
        for name, seconds in taken.items():
            print(f"{name:<15} {seconds:7.3f} s  {seconds / whole:.2%} of the run")
        began = time.process_time()
        draw_comparison(Path(folder) / "out", Path(folder) / "out")
        print(f"report A B {time.process_time() - began:7.3f} s")


def measured(job: Job, sources: list[Path], output: Path) -> float:
    """Clean, and return the seconds of a core that it took."""
    began = time.process_time()
    dump.run(
        Job(job.config, output, format=job.format, changes=job.changes, follow_links=True),
        list(map(str, sources)),
        draw=timed("pages", draw_pages),
    )
    return time.process_time() - began


if __name__ == "__main__":
    main()
