"""Each library for real: its column of texts comes out as `Pipeline.map` gives it."""

import json
import pickle
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import cleantext
from cleantext import Pipeline
from cleantext.config import read
from cleantext.run.dump import run
from cleantext.run.job import Job

pytestmark = pytest.mark.integrations

TEXTS = ["il habite à paris.depuis, il attend .", None, "Vraiment?", ""]
CLEAN = [None if text is None else cleantext.clean(text) for text in TEXTS]
GIVEN = [text for text in TEXTS if text is not None]
OWN = Pipeline.of("typography")


def test_the_package_imports_none_of_them() -> None:
    code = "import sys, cleantext; cleantext.clean('un'); print(*sys.modules)"
    names = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {
        "pandas",
        "polars",
        "datasets",
        "datatrove",
        "spacy",
        "sklearn",
        "duckdb",
        "pyspark",
    } & set(names)


def test_the_recipes_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recipes = (Path(__file__).parents[2] / "docs/integrations.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", recipes, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 6
    exec("\n".join(blocks), {})


class TestPandas:
    @pytest.fixture(autouse=True)
    def imported(self) -> None:
        self.pd = pytest.importorskip("pandas")
        import_module("cleantext.integrations.pandas")

    @pytest.mark.parametrize("dtype", ["object", "str"])
    def test_a_column(self, dtype: str) -> None:
        series = self.pd.Series(TEXTS, index=[7, 5, 3, 1], name="text", dtype=dtype)
        done = series.cleantext.clean()
        assert done.index.equals(series.index)
        assert (done.name, done.dtype) == ("text", series.dtype)
        assert [None if self.pd.isna(value) else value for value in done] == CLEAN

    def test_nan_stays(self) -> None:
        done = self.pd.Series(["oui!", float("nan")], dtype=object).cleantext.clean(pipeline=OWN)
        assert done[0] == "oui\u202f!"
        assert self.pd.isna(done[1])

    def test_categories_lose_no_text(self) -> None:
        done = self.pd.Series(["oui!", None], dtype="category").cleantext.clean(pipeline=OWN)
        assert done[0] == "oui\u202f!"
        assert self.pd.isna(done[1])

    def test_documents(self) -> None:
        done = self.pd.Series(["oui!"]).cleantext.documents(pipeline=OWN)
        assert done[0] == OWN("oui!")

    def test_what_is_no_text_is_named(self) -> None:
        with pytest.raises(TypeError, match="item 1: a text must be a str, not int"):
            self.pd.Series(["un", 2], dtype=object).cleantext.clean()


class TestPolars:
    @pytest.fixture(autouse=True)
    def imported(self) -> None:
        self.pl = pytest.importorskip("polars")
        import_module("cleantext.integrations.polars")

    def test_an_expression(self) -> None:
        frame = self.pl.DataFrame({"text": TEXTS, "id": range(4)})
        done = frame.with_columns(self.pl.col("text").cleantext.clean())
        assert done["text"].to_list() == CLEAN
        assert done["id"].to_list() == [0, 1, 2, 3]

    def test_a_lazy_frame(self) -> None:
        lazy = self.pl.LazyFrame({"text": TEXTS}).select(self.pl.col("text").cleantext.clean())
        assert lazy.collect()["text"].to_list() == CLEAN

    def test_a_series(self) -> None:
        series = self.pl.Series("t", ["oui!"])
        assert series.cleantext.clean(pipeline=OWN).to_list() == ["oui\u202f!"]


class TestDatasets:
    @pytest.fixture(autouse=True)
    def imported(self) -> None:
        self.datasets = pytest.importorskip("datasets")
        self.column = import_module("cleantext.integrations.datasets").CleanColumn

    def test_a_column(self) -> None:
        dataset = self.datasets.Dataset.from_dict({"text": TEXTS, "id": [1, 2, 3, 4]})
        done = dataset.map(self.column("text"), batched=True)
        assert done["text"][:] == CLEAN
        assert done["id"][:] == [1, 2, 3, 4]

    def test_it_is_small_and_hashes_the_same(self) -> None:
        function = self.column("text")
        assert len(pickle.dumps(function)) < 5_000
        hashed = self.datasets.fingerprint.Hasher.hash
        assert hashed(function) == hashed(self.column("text"))
        assert hashed(function) != hashed(self.column("text", OWN))


class TestDuckdb:
    def test_a_column(self) -> None:
        duckdb = pytest.importorskip("duckdb")
        connection = duckdb.connect()
        import_module("cleantext.integrations.duckdb").register(connection)
        connection.execute("CREATE TABLE news (id INTEGER, text VARCHAR)")
        connection.executemany("INSERT INTO news VALUES (?, ?)", list(enumerate(TEXTS)))
        rows = connection.execute("SELECT clean(text) FROM news ORDER BY id").fetchall()
        assert [row[0] for row in rows] == CLEAN


class TestSklearn:
    @pytest.fixture(autouse=True)
    def imported(self) -> None:
        pytest.importorskip("sklearn")
        self.cleaner = import_module("cleantext.integrations.sklearn").TextCleaner

    def test_it_cleans(self) -> None:
        assert self.cleaner().fit_transform(GIVEN) == [text for text in CLEAN if text is not None]

    def test_in_a_pipeline_and_cloned(self) -> None:
        from sklearn.base import clone  # noqa: PLC0415
        from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline  # noqa: PLC0415

        steps = make_pipeline(clone(self.cleaner(pipeline=OWN)), CountVectorizer(lowercase=False))
        assert steps.fit_transform(GIVEN).shape[0] == len(GIVEN)


class TestSpacy:
    @pytest.fixture(autouse=True)
    def imported(self) -> None:
        self.spacy = pytest.importorskip("spacy")
        self.ours = import_module("cleantext.integrations.spacy")

    def test_the_tokenizer_gets_the_clean_text(self) -> None:
        nlp = self.spacy.blank("fr")
        nlp.tokenizer = self.ours.CleaningTokenizer(nlp.tokenizer)
        doc = nlp(TEXTS[0])
        assert doc.text == CLEAN[0]
        assert doc._.cleantext.original == TEXTS[0]

    def test_a_pipeline_is_saved_with_it(self, tmp_path) -> None:  # noqa: ANN001
        nlp = self.spacy.blank("fr")
        nlp.tokenizer = self.ours.CleaningTokenizer(nlp.tokenizer)
        nlp.to_disk(tmp_path)
        again = self.spacy.blank("fr")
        again.tokenizer = self.ours.CleaningTokenizer(again.tokenizer)
        again.from_disk(tmp_path)
        assert again(TEXTS[0]).text == CLEAN[0]

    def test_the_component_leaves_the_text(self) -> None:
        nlp = self.spacy.blank("fr")
        nlp.add_pipe("cleantext", config={"language": "fr"})
        doc = nlp(TEXTS[0])
        assert doc.text == TEXTS[0]
        assert doc._.cleantext.text == CLEAN[0]


class TestDatasheet:
    """What `datasets` finds in the folder of a run, by the front matter of its `README.md`."""

    @pytest.fixture(autouse=True)
    def imported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        self.datasets = pytest.importorskip("datasets")

    def loaded(
        self, tmp_path: Path, form: str | None, *names: str, **output: object
    ) -> dict[str, object]:
        dump = tmp_path / "dump"
        dump.mkdir()
        for number, name in enumerate(names):
            rows = [
                {
                    "id": f"{number}-{place}",
                    "text": f"Le pont {number} rouvre le {place} mai. Il a plu.",
                    **({"tags": [place]} if place % 2 else {"tags": "x", "pages": {"n": 1}}),
                }
                for place in range(30)
            ]
            lines = "\n".join(map(json.dumps, rows)) if "jsonl" in name else rows[0]["text"]
            (dump / name).write_text(str(lines), encoding="utf-8")
        settings = {"stages": ["spacing", "output"], "output": output}
        job = Job(read(settings), tmp_path / "out", form)
        self.report = run(job, [str(dump)], workers=0)
        sheet = (tmp_path / "out/README.md").read_text(encoding="utf-8")
        (call, *_) = re.findall(r"^load_dataset\((.*)\)$", sheet, re.MULTILINE)
        self.patch.chdir(tmp_path / "out")
        call = call.replace("this-folder", str(tmp_path / "out"))
        load = f"load({call}, cache_dir={str(tmp_path / 'cache')!r})"
        return dict(eval(load, {"load": self.datasets.load_dataset}))

    @pytest.mark.parametrize("form", ["jsonl", "parquet", "csv", "sentences"])
    def test_the_splits(self, tmp_path: Path, form: str) -> None:
        split = {"by": "id", "dev": 0.2, "test": 0.2}
        found = self.loaded(tmp_path, form, "a.jsonl", "b.jsonl", split=split)
        assert set(found) == {"train", "dev", "test"}
        for name, rows in found.items():
            per_document = 2 if form == "sentences" else 1
            assert len(rows) == self.report.kept.splits[name] * per_document  # type: ignore[arg-type]

    def test_without_splits_all_is_train(self, tmp_path: Path) -> None:
        found = self.loaded(tmp_path, None, "a.jsonl", "[b] {c}*.jsonl")
        (rows,) = found.values()
        assert set(found) == {"train"}
        texts = {row["id"]: row for row in rows}  # type: ignore[attr-defined]
        assert texts["0-1"]["meta"]["tags"] == [1]
        assert texts["0-2"]["meta"]["tags"] == "x"
        assert texts["1-2"]["text"] == "Le pont 1 rouvre le 2 mai. Il a plu."

    def test_several_formats_are_configurations(self, tmp_path: Path) -> None:
        (rows,) = self.loaded(tmp_path, None, "a.jsonl", "b.txt").values()
        assert len(rows) == 30  # type: ignore[arg-type]
