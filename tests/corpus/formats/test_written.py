"""What is written in any format reads back as it was."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleantext.config import read as read_config
from cleantext.corpus.compression import COMPRESSIONS
from cleantext.corpus.fields import Fields
from cleantext.corpus.formats import READERS, format_of, open_file
from cleantext.corpus.rendering import Rendering
from cleantext.corpus.streams import Failure, Piece, Read, ReadOptions
from cleantext.corpus.write import Writer, holds_line, join_parts
from cleantext.document import Document
from cleantext.languages.pack import load
from cleantext.run.dump import run
from cleantext.run.job import Job

NAMES = st.text(st.sampled_from("abcé_ "), min_size=1, max_size=5).map(lambda name: f"x{name}y")
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=30
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = TEXTS | st.integers(-(2**70), 2**70) | st.booleans() | FLOATS
METAS = st.dictionaries(NAMES, VALUES | st.lists(VALUES, max_size=2) | st.none(), max_size=4)
DOCUMENTS = st.lists(
    st.builds(lambda text, meta: (f"{text}.", meta), TEXTS, METAS), min_size=1, max_size=5
)
IN_A_FOLDER = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def documents_of(drawn: list[tuple[str, dict[str, Any]]]) -> list[Document]:
    return [
        Document(text, f"id-{number}", {"source": "s", **meta})
        for number, (text, meta) in enumerate(drawn)
    ]


def written(path: Path, documents: list[Document], separator: str = "") -> Path:
    how = Rendering(load("fr"), format_of(path.name) or "txt")
    with Writer(path, path.name, separator) as writer:
        for document in documents:
            writer.write(how.of(document).data)
    return path


def read_again(path: Path, form: str, options: ReadOptions | None = None) -> Iterator[Document]:
    with open_file(path, path.name) as stream:
        for item in READERS[form](stream, Piece(path.name, options=options or ReadOptions())):
            assert isinstance(item, Read), item
            yield item.document


def as_cell(value: object) -> object:
    """What a value is in a table of text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def alike(found: object, value: object) -> bool:
    """Whether a value came back, by itself or, where its column holds more, as JSON."""
    return found == value or found == as_cell(value)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@given(DOCUMENTS)
@IN_A_FOLDER
def test_documents_come_back(
    tmp_path: Path, form: str, drawn: list[tuple[str, dict[str, Any]]]
) -> None:
    documents = documents_of(drawn)
    found = list(read_again(written(tmp_path / f"a.{form}", documents), form))
    assert [(one.id, one.text) for one in found] == [(one.id, one.text) for one in documents]
    for one, other in zip(found, documents, strict=True):
        for name, value in other.meta.items():
            if value is not None and value != "":
                assert alike(one.meta[name], value)


@pytest.mark.parametrize("form", ["csv", "parquet", "txt"])
@given(st.lists(DOCUMENTS, min_size=1, max_size=3))
@IN_A_FOLDER
def test_parts_become_one_file(
    tmp_path: Path, form: str, drawn: list[list[tuple[str, dict[str, Any]]]]
) -> None:
    parts = [documents_of(some) for some in drawn]
    paths = [
        written(tmp_path / f"{number}.{form}", part, "§§§") for number, part in enumerate(parts)
    ]
    joined = tmp_path / f"joined.{form}"
    with joined.open("wb") as sink:
        join_parts(paths, joined.name, sink, "§§§")
    options = ReadOptions(split="^§§§$")
    found = [one.text.rstrip("\n") for one in read_again(joined, form, options)]
    assert found == [one.text.rstrip("\n") for part in parts for one in part]


@given(st.lists(TEXTS.map(lambda text: f"{text}."), min_size=1, max_size=5))
@IN_A_FOLDER
def test_text_with_a_separator_comes_back(tmp_path: Path, drawn: list[str]) -> None:
    documents = [Document(text) for text in drawn if not holds_line(f"{text}\n".encode(), "---")]
    if not documents:
        return
    path = written(tmp_path / "a.txt", documents, "---")
    found = list(read_again(path, "txt", ReadOptions(split="^---$")))
    assert [one.text for one in found] == [f"{one.text}\n" for one in documents]


@pytest.mark.parametrize("end", ["", *COMPRESSIONS])
@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv"])
def test_any_format_is_written_with_any_compression(tmp_path: Path, form: str, end: str) -> None:
    documents = documents_of([("Un\tdeux ; trois, « quatre ».", {"n": 1}), ("Deux.", {})])
    path = written(tmp_path / f"a.{form}{end}", documents)
    found = list(read_again(path, "jsonl" if form == "jsonl" else "csv"))
    assert [one.text for one in found] == [one.text for one in documents]
    twice = written(tmp_path / f"b.{form}{end}", documents)
    assert path.read_bytes() == twice.read_bytes()


def test_columns_of_parquet_keep_their_types(tmp_path: Path) -> None:
    meta = {"n": 1, "score": 0.5, "ok": True, "mixed": 1, "big": 2**70}
    documents = documents_of([("Un.", meta), ("Deux \ud83d.", {"n": None, "mixed": "x"})])
    one, two = read_again(written(tmp_path / "a.parquet", documents), "parquet")
    found = {key: one.meta[key] for key in meta}
    assert found == {"n": 1, "score": 0.5, "ok": True, "mixed": "1", "big": str(2**70)}
    assert (two.meta["n"], two.meta["mixed"], two.text) == (None, "x", "Deux ?.")


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "parquet"])
def test_a_large_source_becomes_one_file_of_any_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("cleantext.corpus.shards.RANGE", 300)
    lines = (json.dumps({"text": f"Il a dit la phrase {n}."}) for n in range(20))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    job = Job(read_config({}), tmp_path / "out", form, compression=".gz")
    report = run(job, [str(tmp_path / "a.jsonl")])
    assert report.clean == 20
    (path,) = (tmp_path / "out" / "clean").iterdir()
    assert (
        path.name
        == {
            "txt": "a.jsonl.txt.gz",
            "jsonl": "a.jsonl.gz",
            "csv": "a.jsonl.csv.gz",
            "parquet": "a.jsonl.parquet",
        }[form]
    )
    documents = list(read_again(path, form))
    assert len(documents) == (1 if form == "txt" else 20)


def test_a_document_that_holds_the_separator_is_rejected_and_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "Il est là.\\n§§§\\nElle est ici."}\n{"text": "Il dort."}\n', encoding="utf-8"
    )
    job = Job(read_config({}), tmp_path / "out", "txt", separator="§§§")
    report = run(job, [str(tmp_path / "a.jsonl")])
    assert dict(report.rejected) == {"holds the separator": 1}
    assert "§§§" in (tmp_path / "out" / "rejected" / "a.jsonl").read_text(encoding="utf-8")


def test_a_sentence_that_is_the_separator_is_no_border(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "Il part. Fin. Elle reste."}\n{"text": "Il dort."}\n'
    )
    job = Job(read_config({}), tmp_path / "out", "txt", by_sentence=True, separator="Fin.")
    report = run(job, [str(tmp_path / "a.jsonl")])
    assert dict(report.rejected) == {"holds the separator": 1}
    assert (tmp_path / "out/clean/a.jsonl.txt").read_text(encoding="utf-8") == "Il dort.\n"


def test_fields_that_are_cleaned_together_come_out_under_their_names(tmp_path: Path) -> None:
    record = {
        "titre": "le maire de lyon répond",
        "chapeau": "il parle à la presse .",
        "corps": 'le maire de lyon a dit mardi: "non". il est parti .',
        "tags": ["a"],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    fields = Fields(text="corps", together=("titre", "chapeau", "corps"))
    job = Job(read_config({}), tmp_path / "out", reading=ReadOptions(fields=fields))
    report = run(job, [str(tmp_path / "a.jsonl")])
    assert dict(report.fields) == {"text=corps": 1}
    found = json.loads((tmp_path / "out" / "clean" / "a.jsonl").read_text(encoding="utf-8"))
    assert found["meta"]["titre"] == "Le maire de Lyon répond"
    assert found["meta"]["chapeau"] == "Il parle à la presse."
    assert found["text"].startswith("Le maire de Lyon a dit mardi")
    assert found["meta"]["tags"] == ["a"]
    assert all(
        0 <= label["start"] <= label["end"] <= len(found["text"]) for label in found["labels"]
    )


def test_no_field_that_is_cleaned_comes_out_as_it_was_read(tmp_path: Path) -> None:
    records = [
        {"id": "1", "titre": "Partager cet article sur Facebook", "text": "Le maire est parti."},
        {"id": "2", "titre": "Écrire à l.martin@example.org", "text": "We were not there. " * 9},
        {"id": "3", "titre": "Aller", "text": "Il est là, dit l.martin@example.org hier."},
        {"id": "4", "titre": "À l.martin@example.org", "text": "Le maire est parti !"},
    ]
    records.append(records[-1] | {"id": "5"})
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    config = {
        "stages": ["encoding", "personal-data", "boilerplate", "language", "output"],
        "personal-data": {"action": "mark"},
        "duplicates": {"exact": True},
        "output": {"where": [{"of": "meta.titre", "without": ["Aller"]}]},
    }
    fields = Fields(together=("titre", "text"))
    run(
        Job(read_config(config), tmp_path / "out", reading=ReadOptions(fields=fields)),
        [str(tmp_path / "a.jsonl")],
    )

    def written(kind: str) -> list[dict[str, Any]]:
        raw = (tmp_path / "out" / kind / "a.jsonl").read_text(encoding="utf-8")
        assert "l.martin" not in raw
        return [json.loads(line) for line in raw.splitlines()]

    assert {each["id"]: each["meta"]["titre"] for each in written("clean")} == {
        "1": "",
        "4": "À [courriel]",
    }
    rejected = {each["id"]: each for each in written("rejected")}
    assert rejected["2"]["meta"]["titre"] == "Écrire à [courriel]"
    assert rejected["3"]["text"] == "Il est là, dit [courriel] hier."
    assert rejected["3"]["meta"]["titre"] == "Aller"
    assert (rejected["5"]["reason"], rejected["5"]["text"]) == ("duplicate", "Le maire est parti !")


def test_a_page_in_a_column_gives_its_article() -> None:
    text = "Le conseil municipal a voté mardi soir le budget de la commune pour l’an prochain. "
    page = f"<html><body><nav>Menu</nav><article><p>{text * 3}</p></article></body></html>"
    raw = json.dumps({"id": 1, "page": page, "site": "phare"}).encode()
    options = ReadOptions(fields=Fields(html="page"))
    (item,) = READERS["jsonl"](io.BytesIO(raw), Piece("x", options=options))
    assert isinstance(item, Read)
    assert item.document.text == (text * 3).strip()
    assert item.document.meta["site"] == "phare"
    assert "page" not in item.document.meta
    (item,) = READERS["jsonl"](io.BytesIO(b'{"page": ""}'), Piece("x", options=options))
    assert isinstance(item, Failure)
