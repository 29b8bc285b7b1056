"""What tests of runs read in an output folder."""

import json
from pathlib import Path
from typing import Any

from cleantext.run.folder import TIMINGS, TIMINGS_PAGE


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, by its path in the folder, but for those that tell how long it took."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {TIMINGS, TIMINGS_PAGE}
    }


def records(path: Path) -> list[dict[str, Any]]:
    """The records of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
