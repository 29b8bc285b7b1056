"""The page of a run, as a file of its output folder, which the manifest names like any other."""

import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.errors import DataError
from cleantext.run.folder import MANIFEST, PAGE, PARTS, write_json
from cleantext.run.lock import locked
from cleantext.run.records import Output

Draw = Callable[[Path, Mapping[str, Any]], bytes]
"""Makes a page from an output folder and from what its manifest says."""


def redraw(output: Path, draw: Draw) -> Path:
    """Write the page of a run that is finished, anew if there is one, and return where it is.

    Args:
        output: The output folder.
        draw: Makes the page.

    Raises:
        DataError: The folder holds no run, or one that is not finished, or a page that is not
            its own; or what it holds does not go together.
    """
    if not (output / MANIFEST).is_file():
        raise DataError(f"{output}: holds no run; name the folder that `clean -o` wrote")
    with locked(output):
        told = _read_manifest(output)
        owned = any(each["name"] == PAGE for each in told["outputs"])
        if (output / PAGE).exists() and not owned:
            raise DataError(f"{output / PAGE}: was written by no run; move it away")
        page = draw(output, told)
        parts = output / PARTS
        parts.mkdir(exist_ok=True)
        _own(told, page)
        write_json(output / MANIFEST, told)  # before the page, so that it is never a stranger
        write_page(output, told, page)
        shutil.rmtree(parts, ignore_errors=True)
    return output / PAGE


def write_page(output: Path, told: dict[str, Any], page: bytes) -> None:
    """Write a page into an output folder and its facts into what the manifest will say."""
    with written_aside(output / PAGE, output / PARTS / PAGE) as stream:
        stream.write(page)
    _own(told, page)


def _own(told: dict[str, Any], page: bytes) -> None:
    facts = Output(PAGE, 0, len(page), sha256(page).hexdigest())._asdict()
    others = [each for each in told["outputs"] if each["name"] != PAGE]
    told["outputs"] = sorted([*others, facts], key=lambda each: str(each["name"]))


def _read_manifest(output: Path) -> dict[str, Any]:
    """Read the manifest of a run that is finished."""
    try:
        told, _ = decode_record((output / MANIFEST).read_bytes())
        finished, _ = told["finished"], [each["name"] for each in told["outputs"]]
    except (ValueError, KeyError, TypeError) as reason:
        raise DataError(f"{output / MANIFEST}: is no manifest of a run") from reason
    if not finished:
        raise DataError(f"{output}: the run is not finished; do it again as it was, and it goes on")
    return told
