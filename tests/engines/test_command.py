"""`--engine spark` as a user has it, and what is said where it cannot be."""

import sys
from pathlib import Path

import pytest
from commands import error_of
from commands import run as call
from folders import contents

from cleantext import ConfigError, DataError
from cleantext.config import read
from cleantext.engines.spark import find_java
from cleantext.run.failures import find_all
from cleantext.run.folder import PARTS
from cleantext.run.job import Job
from cleantext.run.plan import check_same, plan_of, write_plan

ARTICLES = Path(__file__).parents[2] / "fixtures/dump"


@pytest.mark.engines
def test_a_run_on_this_machine(tmp_path: Path) -> None:
    arguments = ("clean", ARTICLES, "--changes", "--quiet", "-o")
    assert call(*arguments, tmp_path / "here").returncode == 3
    variables = {"PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell"}
    done = call(*arguments, tmp_path / "there", "--engine", "spark", variables=variables)
    assert done.returncode == 3, done.stderr
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


class TestWithoutSpark:
    """These start none."""

    def test_what_is_missing_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.txt").write_text("un texte.")
        monkeypatch.setitem(sys.modules, "pyspark.sql", None)
        told = error_of("clean", tmp_path / "a.txt", "-o", tmp_path / "out", "--engine", "spark")
        assert told.endswith("runs on Spark need PySpark: pip install 'cleantext-corpus[spark]'")
        assert not (tmp_path / "out").exists()

    def test_a_java_that_is_missing_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("JAVA_HOME", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(
            ConfigError, match="a whole Java, 17 or later, such as Debian's openjdk"
        ):
            find_java()

    def test_an_executor_that_differs_is_found_out(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("un texte.")
        job = Job(read({}), tmp_path / "out")
        parts = job.output / PARTS
        parts.mkdir(parents=True)
        with pytest.raises(DataError, match=r"out: the executor on .* does not see this folder"):
            check_same(job, parts)
        plan = plan_of(job, find_all([str(tmp_path / "a.txt")], job))
        write_plan(parts, plan)
        check_same(job, parts)
        plan.versions["regex"] = "1"
        write_plan(parts, plan)
        with pytest.raises(ConfigError, match=r"the executor on .* has another version \(regex\)"):
            check_same(job, parts)
        other = Job(read({"stages": ["spacing"]}), job.output)
        with pytest.raises(ConfigError, match=r"another version .* and another configuration"):
            check_same(other, parts)
