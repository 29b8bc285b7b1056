"""Stages of other distributions: found by entry points, usable from a configuration."""

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import command, environment
from folders import contents, records
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext import ConfigError, Document, Pipeline, StageError
from cleantext.config import read
from cleantext.stage import Stage
from cleantext.stages import own

MODULE = """
from collections.abc import Iterator

from cleantext import Document, Edit, Label
from cleantext.stage import Stage


def quieter(text: str, *, most: int = 1, signs: tuple[str, ...] = ("!",)) -> str:
    \"\"\"One mark says it all.\"\"\"
    for sign in signs:
        text = text.replace(sign * 3, sign * most)
    return text


def shouting(document: Document) -> Iterator[Label]:
    for at, sign in enumerate(document.text):
        if sign == "!":
            yield Label(at, at + 1, "shout", sign, "shouting.sign")


def without_last_line(text: str) -> str:
    return text.rpartition("\\n")[0] or text


last = Stage.of(without_last_line, removes=True)


def untold(text):
    return text


def loose(text: str, most: int) -> str:
    return text


def broken(text: str) -> str:
    return text[: 1 / len(text.strip("!"))]


def nothing(text: str) -> str:
    pass
"""
NAMES = "quieter shouting last untold loose broken nothing".split()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution that gives stages."""
    site = tmp_path / "site"
    made = site / "my_stages-1.2.dist-info"
    made.mkdir(parents=True)
    (site / "my_stages.py").write_text(MODULE)
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: my-stages\nVersion: 1.2\n")
    points = [f"{name} = my_stages:{name}" for name in NAMES]
    points += ["missing = my_stages:no_such", "spacing = my_stages:quieter"]
    (made / "entry_points.txt").write_text("[cleantext.stages]\n" + "\n".join(points))
    monkeypatch.syspath_prepend(str(site))
    own.options_and_build.cache_clear()
    sys.modules.pop("my_stages", None)
    return site


@pytest.mark.usefixtures("installed")
class TestInstalled:
    def test_it_stands_where_the_configuration_says_with_its_options(self) -> None:
        pipeline = Pipeline.from_config(
            {"stages": ["quieter", "typography"], "quieter": {"most": 2, "signs": ["?", "!"]}}
        )
        document = pipeline("Vraiment ??? Oui!!!")
        assert document.text == "Vraiment\u202f?? Oui\u202f!!"
        assert document.original == "Vraiment ??? Oui!!!"
        assert [stage.name for stage in pipeline.stages] == ["quieter", "typography"]
        (first, *_) = document.changes
        assert (first.stage, first.rule) == ("quieter", "quieter.quieter")
        assert pipeline.reasons["quieter.quieter"] == "One mark says it all."
        assert Pipeline.of("typography", "quieter")("Oui !!!").text == "Oui\u202f!"

    def test_a_rule_of_a_document_and_a_stage(self) -> None:
        document = Pipeline.of("shouting", "last")("Oui!\nLire aussi")
        assert document.text == "Oui!"
        assert [(label.name, label.start) for label in document.labels] == [("shout", 3)]
        assert Pipeline.of("last").removing == {"last"}

    def test_it_pickles_copies_compares_and_hashes(self) -> None:
        settings = {"stages": ["quieter"], "quieter": {"most": 2}}
        pipeline = Pipeline.from_config(settings)
        for again in (pickle.loads(pickle.dumps(pipeline)), copy.deepcopy(pipeline)):
            assert again == pipeline
            assert hash(again) == hash(pipeline)
            assert again("!!!").text == "!!"
        assert pipeline != Pipeline.of("quieter")
        assert len(pickle.dumps(pipeline)) < 2_000

    def test_what_is_built_in_comes_first(self) -> None:
        assert Pipeline.of("spacing")("Oui!!!  Non").text == "Oui!!! Non"

    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ({"stages": ["quiet"]}, "unknown stage 'quiet'; did you mean 'quieter'"),
            ({"stages": ["quieter"], "quieter": {"mots": 1}}, "'mots'; did you mean 'most'"),
            ({"stages": ["quieter"], "quieter": {"most": "x"}}, "`quieter`: Expected `int`"),
            ({"quieters": {}}, "unknown key 'quieters'; did you mean 'quieter'"),
            ({"stages": ["missing"]}, r"'missing' \(my_stages:no_such\) cannot be imported"),
            ({"stages": ["untold"]}, "must be annotated as `str`"),
            ({"stages": ["loose"]}, "`most` must be given by keyword alone"),
        ],
    )
    def test_what_is_wrong_is_told(self, settings: dict[str, object], told: str) -> None:
        with pytest.raises(ConfigError, match=told):
            Pipeline.from_config(settings)

    def test_a_text_over_which_it_fails_is_named(self) -> None:
        for name, told in (("broken", "TypeError"), ("nothing", "must return a str, not NoneType")):
            with pytest.raises(StageError, match=f"item 0: .*{told}"):
                list(Pipeline.of(name).map(["Oui"]))

    def test_a_configuration_is_another_one_with_other_code(self, installed: Path) -> None:
        before = read({"stages": ["quieter"]}).digest
        assert read({"stages": ["quieter"]}).digest == before
        with (installed / "my_stages.py").open("a") as code:
            code.write("# changed\n")
        assert read({"stages": ["quieter"]}).digest != before

    def test_two_that_give_one_name(self, installed: Path) -> None:
        other = installed / "other-1.dist-info"
        other.mkdir()
        (other / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1\n")
        (other / "entry_points.txt").write_text("[cleantext.stages]\nlast = other:last\n")
        with pytest.raises(ConfigError, match="given twice: my_stages:last and other:last"):
            Pipeline.of("last")


def test_in_runs_with_workers(installed: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": "!" * n + "\nOui!!!\nLire aussi"}) for n in range(9)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    settings = tmp_path / "c.toml"
    settings.write_text('stages = ["quieter", "broken", "last"]\n[quieter]\nmost = 2\n')
    places = f"{installed}:{environment()['PYTHONPATH']}"
    for workers in ("1", "2"):
        arguments = command(
            "clean", tmp_path / "in.jsonl", "-o", tmp_path / workers, "-c", settings,
            "--workers", workers,
        )  # fmt: skip
        done = subprocess.run(
            arguments, env=environment({"PYTHONPATH": places}), capture_output=True, check=False
        )
        assert done.returncode == 3, done.stderr
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    failed = records(tmp_path / "1/failed.jsonl")
    assert {(each["stage"], each["rule"]) for each in failed} == {("broken", "broken")}


def test_nothing_is_looked_for_where_all_is_built_in() -> None:
    code = (
        "import sys, cleantext; cleantext.clean('un'); print('cleantext.stages.own' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def swapped(text: str, *, by: str = " ") -> str:
    return by.join(reversed(text.split(" ")))


def upper(text: str) -> str:
    return text.upper()


def cut(text: str) -> str:
    return text[1:-1]


@pytest.mark.parametrize("function", [swapped, upper, cut, str.strip, str.swapcase])
@given(text=st.text(st.sampled_from("ab! \n\u2028é"), max_size=60))
def test_the_text_of_a_function_comes_out_and_goes_back(
    function: Callable[[str], str], text: str
) -> None:
    def called(given: str) -> str:
        return function(given)

    document = Stage.of(called, "own")(Document(text))
    assert document.text == function(text)
    assert document.original == text


def test_options_of_a_function() -> None:
    stage = Stage.of(swapped, by="-")
    assert stage(Document("un deux")).text == "deux-un"
    own_pipeline = Pipeline((*Pipeline.of("spacing").stages, stage))
    assert own_pipeline("un ,deux").text == "deux-un,"
    assert cleantext.Pipeline((stage,))("a b").original == "a b"


def test_stages_of_a_configuration_and_a_function_go_to_workers() -> None:
    mixed = Pipeline((*Pipeline.default().stages, Stage.of(swapped, by="-")))
    assert len(pickle.dumps(mixed)) < 20_000
    for again in (pickle.loads(pickle.dumps(mixed)), copy.deepcopy(mixed)):
        assert again == mixed
        assert hash(again) == hash(mixed)
    texts = ["il habite à paris.depuis, il attend .", "oui !"]
    alone = [mixed(text) for text in texts]
    assert list(mixed.map(texts, workers=2)) == alone
    (first, *_) = Pipeline.of("typography").stages
    other = replace(first, rules=first.rules[:1])
    assert other != first
    assert Pipeline.of("typography").stages[0] == first


def test_what_is_protected_stays() -> None:
    pipeline = Pipeline(
        (*Pipeline.from_config({"stages": ["spacing"], "keep": ["b+"]}).stages, Stage.of(upper))
    )
    assert pipeline("aa bb cc").text in {"AA bb CC", "aa bb cc"}


def test_long_texts_take_no_time() -> None:
    text = "un mot et un autre " * 20_000
    document = Stage.of(upper)(Document(text))
    assert document.text == text.upper()
    assert Stage.of(swapped)(Document(text)).original == text
