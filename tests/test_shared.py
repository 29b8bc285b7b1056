"""What workers, threads and other programs get of a pipeline: pickled, copied, compared, hashed."""

import copy
import pickle
import subprocess
import sys

import pytest

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
