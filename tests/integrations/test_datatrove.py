"""The step of datatrove, in datatrove's own executor."""

import json
import pickle
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cleantext import Pipeline, StageError
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.stage import Stage

pytestmark = pytest.mark.integrations

TEXTS = [
    "il habite à paris.depuis, il attend .",
    "Vraiment?",
    "   ",
    "The committee said on Friday that it would not review the decision before the new year.",
    "l'été a été chaud, dit le maire de la ville.",
]


@pytest.fixture
def step() -> Any:  # noqa: ANN401 - what the library has no types for
    pytest.importorskip("datatrove")
    return import_module("cleantext.integrations.datatrove").CleantextStep


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Two files, of which each task of the executor takes one."""
    folder = tmp_path / "dump"
    folder.mkdir()
    for part in range(2):
        lines = [
            json.dumps({"id": f"{part}-{at}", "text": text, "metadata": {"site": "a.fr"}})
            for at, text in enumerate(TEXTS)
        ]
        (folder / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def records(folder: Path) -> list[dict[str, Any]]:
    lines = [line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines()]
    return sorted(map(json.loads, lines), key=lambda each: str(each["id"]))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_executor_gives_what_a_run_gives(
    step: Any,  # noqa: ANN401 - the same
    dump: Path,
    tmp_path: Path,
    workers: int,
) -> None:
    executor = import_module("datatrove.executor").LocalPipelineExecutor
    reader = import_module("datatrove.pipeline.readers").JsonlReader
    writer = import_module("datatrove.pipeline.writers").JsonlWriter
    executor(
        [
            reader(str(dump)),
            step(exclusion_writer=writer(str(tmp_path / "rejected"), compression=None)),
            writer(str(tmp_path / "clean"), compression=None),
        ],
        tasks=2,
        workers=workers,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    config = Pipeline.default().config
    assert config
    run(Job(config, tmp_path / "run"), [str(dump)])
    clean = records(tmp_path / "clean")
    assert [(each["id"], each["text"]) for each in clean] == [
        (each["id"], each["text"]) for each in records(tmp_path / "run/clean")
    ]
    assert {each["metadata"]["site"] for each in clean} == {"a.fr"}
    assert {each["metadata"]["language"] for each in clean} <= {"fr", "und"}
    rejected = records(tmp_path / "rejected")
    assert [(each["id"], each["metadata"]["filter_reason"]) for each in rejected] == [
        (each["id"], each["reason"]) for each in records(tmp_path / "run/rejected")
    ]
    assert {each["text"] for each in rejected} < set(TEXTS)
    stats = json.loads((tmp_path / "logs/stats.json").read_text())
    counts = next(each["stats"] for each in stats if "cleantext" in each["name"])
    assert (counts["total"], counts["forwarded"], counts["dropped"]) == (10, 6, 4)


def fails(text: str) -> str:
    if "Vraiment" in text:
        raise ValueError("no")
    return text


def test_what_fails_is_excluded_or_ends_the_task(step: Any, tmp_path: Path) -> None:  # noqa: ANN401 - the same
    document = import_module("datatrove.data").Document
    writer = import_module("datatrove.pipeline.writers").JsonlWriter
    own = Pipeline((Stage.of(fails),))

    def given() -> list[Any]:
        return [document(text, str(at)) for at, text in enumerate(TEXTS[:2])]

    with pytest.raises(StageError, match="item 1: ValueError: no"):
        list(step(own).run(given()))
    excluded = writer(str(tmp_path), compression=None)
    assert [each.id for each in step(own, exclusion_writer=excluded).run(given())] == ["0"]
    (left,) = records(tmp_path)
    assert left["text"] == "Vraiment?"
    assert left["metadata"]["filter_reason"] == "failed: item 1: ValueError: no"


def test_it_pickles_as_its_configuration(step: Any) -> None:  # noqa: ANN401 - the same
    made = step(Pipeline.of("typography"))
    assert len(pickle.dumps(made)) < 5_000
    assert pickle.loads(pickle.dumps(made)).pipeline == made.pipeline
