"""The pages of a run, files of its output folder; the manifest names `report.html` alone."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from cleantext.corpus.durable import written_aside
from cleantext.corpus.formats.jsonl import decode_record
from cleantext.errors import DataError
from cleantext.run.folder import MANIFEST, PAGE, PARTS, UNNAMED, delete_parts, write_json
from cleantext.run.lock import locked
from cleantext.run.plan import SHARE
from cleantext.run.records import Output

Draw = Callable[[Path, Mapping[str, Any]], Mapping[str, bytes]]
"""Makes pages, by name, from an output folder and from what its manifest says."""


class _Named(msgspec.Struct):
    name: str


class _Input(msgspec.Struct):
    name: str
    documents: int = 0
    clean: int = 0
    characters_in: int = 0
    characters_out: int = 0


class _Manifest(msgspec.Struct):
    """What pages need to find in a manifest."""

    finished: bool
    cleantext: str
    configuration: str
    changes: bool
    clean: int
    rejected: int
    stages: list[str]
    inputs: list[_Input]
    outputs: list[_Named]


def redraw(output: Path, draw: Draw) -> Path:
    """Write the page of a run that is finished, anew if there is one, and return where it is.

    Args:
        output: The output folder.
        draw: Makes the page.

    Raises:
        DataError: The folder holds no run, or one that is not finished, or a page that is not
            its own; or what it holds does not go together.
    """
    told = read_manifest(output)
    with locked(output):
        told = read_manifest(output)
        owned = any(each["name"] == PAGE for each in told["outputs"])
        if (output / PAGE).exists() and not owned:
            raise DataError(f"{output / PAGE}: was written by no run; move it away")
        pages = draw(output, told)
        (output / PARTS).mkdir(exist_ok=True)
        _own(told, pages)
        write_json(output / MANIFEST, told)  # before the pages, so that they are never strangers
        write_pages(output, told, pages)
        delete_parts(output)
    return output / PAGE


def write_pages(output: Path, told: dict[str, Any], pages: Mapping[str, bytes]) -> None:
    """Write pages into an output folder, and their facts into what the manifest will say."""
    for name, page in pages.items():
        with written_aside(output / name, output / PARTS / name) as stream:
            stream.write(page)
    _own(told, pages)


def _own(told: dict[str, Any], pages: Mapping[str, bytes]) -> None:
    named = {name: page for name, page in pages.items() if name not in UNNAMED}
    facts = [
        Output(name, 0, len(page), sha256(page).hexdigest())._asdict()
        for name, page in named.items()
    ]
    others = [each for each in told["outputs"] if each["name"] not in named]
    told["outputs"] = sorted([*others, *facts], key=lambda each: str(each["name"]))


def read_manifest(output: Path) -> dict[str, Any]:
    """Read the manifest of a run that is finished.

    Raises:
        DataError: There is none, it is that of a run that is not finished, or of a version that
            said less.
    """
    if not (output / MANIFEST).is_file():
        raise DataError(f"{output}: holds no run; name the folder that `clean -o` wrote")
    try:
        told, _ = decode_record((output / MANIFEST).read_bytes())
    except ValueError as reason:
        raise DataError(f"{output / MANIFEST}: is no manifest of a run") from reason
    if "cleantext" not in told:
        raise DataError(f"{output / MANIFEST}: is no manifest of a run")
    if told.get("finished") is False and SHARE in told:
        raise DataError(f"{output}: holds a share of a run, which `cleantext merge` makes whole")
    if told.get("finished") is False:
        raise DataError(f"{output}: the run is not finished; do it again as it was, and it goes on")
    try:
        msgspec.convert(told, _Manifest)
    except msgspec.ValidationError as reason:
        raise DataError(
            f"{output / MANIFEST}: does not tell what a report needs ({reason}); it is of another "
            f"version (cleantext {told['cleantext']}) or was changed; do the run again"
        ) from reason
    return told
