"""A cluster of Spark, for the tests that ask for it."""

import os
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import cleantext
from cleantext.engines.spark import find_java


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session with two executors, each with a core and a process of its own."""
    find_java()
    sessions = import_module("pyspark.sql").SparkSession.builder
    tests = Path(__file__).parents[1]
    folders = (Path(cleantext.__file__).parents[1], tests, tests / "run", tests / "engines")
    # Two machines with little to do: no compiling for the long run, one thread for garbage.
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    settings = {
        "spark.master": "local-cluster[2,1,1024]",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(map(str, folders)),
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": java,
        "spark.driver.memory": "512m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
    }
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("work")))
        session = sessions.config(map=settings).getOrCreate()
        yield session
        session.stop()
