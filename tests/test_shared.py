"""What workers, threads and other programs get of a pipeline: pickled, copied, compared, hashed."""

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from commands import environment

from cleantext import Document, Edit, Pipeline
from cleantext.config import read
from cleantext.stage import Stage

TEXT = "il habite à paris.depuis, il attend ."
COLD_THREADS = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import cleantext
from cleantext.stages.truecase import truecaser

loads = []
load = truecaser.Truecaser.load.__func__
truecaser.Truecaser.load = classmethod(lambda cls, *args: (loads.append(args), load(cls, *args))[1])
barrier = Barrier(8)

def clean(_):
    barrier.wait()
    return cleantext.clean("il habite à paris"), cleantext.Pipeline.default("fr")

with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(clean, range(8)))
print(len(set(found)), len(loads), found[0][0])
"""

EVERYWHERE = """
import asyncio, logging, multiprocessing, signal, sys, threading
handled = {number: signal.getsignal(number) for number in signal.valid_signals()}
threads = threading.active_count()
import cleantext
from cleantext import Pipeline

TEXT = "il habite à paris"

async def serve():
    jobs = (asyncio.to_thread(cleantext.clean, TEXT) for _ in range(4))
    return await asyncio.gather(*jobs)

def child(pipeline):
    return pipeline(TEXT).text, cleantext.clean(TEXT)

if __name__ == "__main__":
    assert not logging.root.handlers
    assert not logging.getLogger("cleantext").handlers
    assert {number: signal.getsignal(number) for number in handled} == handled
    found = set(asyncio.run(serve()))
    for method in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(method).Pool(2) as pool:
            for each in pool.map(child, [Pipeline.default("fr")] * 2):
                found.update(each)
    assert {number: signal.getsignal(number) for number in handled} == handled
    assert not logging.root.handlers
    print(found)
"""


def shout(document: Document) -> list[Edit]:
    return [Edit(0, len(document.text), document.text.upper(), "demo.shout")]


@pytest.mark.parametrize(
    "pipeline",
    [
        Pipeline.default("fr"),
        Pipeline.of("spacing", "typography", options={"typography": {"profile": "plain"}}),
        Pipeline((Stage("demo", (shout,)),)),
    ],
    ids=["default", "of", "own stages"],
)
def test_a_pipeline_pickles_copies_compares_and_hashes(pipeline: Pipeline) -> None:
    data = pickle.dumps(pipeline)
    assert len(data) < 2000, "a pickle holds what a pipeline is made from, not what it loads"
    for again in (pickle.loads(data), copy.copy(pipeline), copy.deepcopy(pipeline)):
        assert again == pipeline
        assert hash(again) == hash(pipeline)
        assert again(TEXT).text == pipeline(TEXT).text


def test_pipelines_of_other_configurations_differ() -> None:
    assert Pipeline.of("spacing") != Pipeline.of("typography")
    assert Pipeline.of("spacing") != "spacing"


def test_a_configuration_pickles_copies_compares_and_hashes() -> None:
    config = read({"language": "fr", "keep": ["x"], "output": {"truncated": "mark"}})
    for again in (pickle.loads(pickle.dumps(config)), copy.deepcopy(config)):
        assert again == config
        assert hash(again) == hash(config)
        assert again.digest == config.digest


def test_a_cleaned_document_pickles() -> None:
    document = Pipeline.default("fr")(TEXT)
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert again.original == TEXT


def test_cold_threads_load_the_models_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLD_THREADS], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "1", "Il", "habite", "à", "Paris"]


def test_no_rule_is_a_closure() -> None:
    for stage in Pipeline.default("fr").stages:
        for rule in stage.rules:
            assert "<locals>" not in getattr(rule, "__qualname__", ""), f"{stage.name}: {rule}"


def test_in_asyncio_after_fork_and_spawn_and_without_a_trace_in_the_program(
    tmp_path: Path,
) -> None:
    program = tmp_path / "program.py"
    program.write_text(EVERYWHERE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-W", "error::RuntimeWarning", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert (done.stdout, done.stderr) == ("{'Il habite à Paris'}\n", "")
