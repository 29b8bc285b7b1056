import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import contents
from hypothesis import given
from hypothesis import strategies as st

from cleantext import ConfigError, Pipeline, config
from cleantext.cli import main
from cleantext.document import Document
from cleantext.passes.counting import LEAST, Key, Learner, counted, furniture, store, stored, write
from cleantext.run import dump as job
from cleantext.stages.boilerplate.site_memory import Memory, key, site_of

MOTTO = "La vallée à voix haute"
NOTICE = "Toute la rédaction vous souhaite une belle lecture du journal."
AGENCY = "La Bourse de Paris a fini la séance en légère baisse mercredi soir."
LEADS = ["Il a plu", "Le vent tombe", "Le port ouvre", "La halle ferme", "Le pont tient", "On vote"]


def page(lead: str) -> str:
    article = [
        f"{lead} sur la vallée, dit le maire du bourg.",
        AGENCY,
        f"{lead} encore, dit-on ici.",
    ]
    return "\n".join([MOTTO, *article, "12 lecteurs", NOTICE])


def learnt(texts: list[tuple[str, str]]) -> list[str]:
    with Learner() as learner:
        learner.add(counted(texts).items())
        return [place.line for place, _ in furniture(learner.rows()) if place.line]


def test_what_repeats_around_articles_is_furniture_and_what_repeats_in_them_is_not() -> None:
    lines = learnt([("vallée", page(lead)) for lead in LEADS])
    assert set(lines) == {key(MOTTO), key("0 lecteurs"), key(NOTICE)}


def test_a_line_of_few_documents_is_not_furniture() -> None:
    assert learnt([("vallée", page(lead)) for lead in LEADS[: LEAST - 1]]) == []
    assert learnt([(lead, page(lead)) for lead in LEADS]) == []


@pytest.mark.parametrize(
    ("meta", "by", "site"),
    [
        ({"source": "phare/a.txt"}, "auto", "phare"),
        ({"source": "a.jsonl.gz"}, "auto", "a.jsonl"),
        ({"source": "x/a.jsonl", "url": "https://Phare.example/a"}, "auto", "phare.example"),
        ({"source": "x/a.jsonl", "url": "http://[", "site": ""}, "auto", "x/a.jsonl"),
        ({"source": "a.jsonl", "url": "https://b.example", "site": "c"}, "auto", "c"),
        ({"source": "x/y/a.jsonl", "url": "https://b.example"}, "folder", "x/y"),
        ({"source": "a.jsonl", "paper": "Le\tPhare"}, "paper", "Le Phare"),
        ({"source": "a.jsonl"}, "paper", ""),
    ],
)
def test_what_makes_a_site(meta: Mapping[str, object], by: str, site: str) -> None:
    assert site_of(meta, by) == site


documents = st.lists(st.tuples(st.sampled_from("ab"), st.text("ab \n\t\r", max_size=30)))


@given(documents, st.integers(0, 5))
def test_counts_do_not_depend_on_memory(texts: list[tuple[str, str]], held: int) -> None:
    with Learner() as large, Learner(held) as small:
        large.add(counted(texts).items())
        for text in texts:
            small.add(counted([text]).items())
        assert list(small.rows()) == list(large.rows())


def test_many_runs_are_merged(tmp_path: Path) -> None:
    with Learner(1) as learner:
        for number in range(300):
            learner.add(counted([("a", f"ligne {'x' * (number % 7)}")]).items())
        rows = list(learner.rows())
    assert rows[0][0] == Key("a", "")
    assert rows[0][1].documents == 300
    store(tmp_path / "rows", rows)
    assert list(stored(tmp_path / "rows")) == rows


@given(st.text())
def test_any_line_is_remembered(line: str) -> None:
    with Learner() as learner:
        learner.add(counted([("a", line)] * LEAST).items())
        assert [row for row in learner.rows() if "\n" in row[0].line or "\t" in row[0].line] == []


def test_the_stage_takes_away_what_was_learnt(tmp_path: Path) -> None:
    path = tmp_path / "furniture.tsv"
    with Learner() as learner:
        learner.add(counted([("vallée", page(lead)) for lead in LEADS]).items())
        assert write(path, "paper", furniture(learner.rows())) == 3
    pipeline = Pipeline.of("boilerplate", options={"boilerplate": {"memory": str(path)}})
    document = pipeline(Document(f"{MOTTO}\n{AGENCY}\n34 lecteurs", meta={"paper": "vallée"}))
    assert document.text == AGENCY
    assert {change.rule for change in document.changes} == {"boilerplate.memory"}
    elsewhere = f"{MOTTO}\n{AGENCY}\n34 lecteurs"
    assert pipeline(Document(elsewhere, meta={"paper": "autre"})).text == elsewhere
    assert pipeline(Document(MOTTO, meta={"paper": "vallée"})).text == MOTTO


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no table", "is not cleantext-furniture 1"),
        (b"cleantext-furniture\t2\tauto\n", "is not cleantext-furniture 1"),
        (b"cleantext-furniture\t1\tauto\na\tb\n", "is damaged"),
        (b"cleantext-furniture\t1\tauto\na\tmany\tline\n", "is damaged"),
        (b"cleantext-furniture\t1\tauto\na\t3\tline\n", "is damaged"),
        (b"\xff\xfe", "is damaged"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "furniture.tsv").write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        Memory.read(tmp_path / "furniture.tsv")
    with pytest.raises(ConfigError, match="cannot be read"):
        Memory.read(tmp_path / "none.tsv")


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    records = [
        {"id": number, "text": page(lead), "site": "vallée"} for number, lead in enumerate(LEADS)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records[:3])), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, records[3:])), encoding="utf-8")
    return folder


def test_learning_and_cleaning_in_one_go(tmp_path: Path, dump: Path) -> None:
    found: list[dict[str, bytes]] = []
    for workers in (1, 2):
        output = tmp_path / f"out{workers}"
        task = job.Job(config.read({}), output, learn="auto")
        job.run(task, [str(dump)], workers=workers)
        found.append(contents(output))
    assert found[0] == found[1]
    assert "La vallée" not in found[0]["clean/a.jsonl"].decode()
    assert key(MOTTO) in found[0]["furniture.tsv"].decode()
    apart = tmp_path / "apart"
    job.run(job.Job(config.read({}), apart), [str(dump)])
    manifests = [
        json.loads(found[0]["manifest.json"]),
        json.loads((apart / "manifest.json").read_text()),
    ]
    assert [told["learn"] for told in manifests] == ["auto", None]
    written = [{each["name"] for each in told["outputs"]} for told in manifests]
    assert "furniture.tsv" in written[0] - written[1]


def test_the_command_learns_a_table_that_a_configuration_names(tmp_path: Path, dump: Path) -> None:
    table = tmp_path / "furniture.tsv"
    result = CliRunner().invoke(main, ["learn", str(dump), "-o", str(table), "--by", "site"])
    assert result.exit_code == 0, result.output
    assert "3 lines are furniture" in result.stderr
    (tmp_path / "my.toml").write_text('[boilerplate]\nmemory = "furniture.tsv"\n')
    settings = ["-c", str(tmp_path / "my.toml")]
    result = CliRunner().invoke(main, ["clean", str(dump), "-o", str(tmp_path / "out"), *settings])
    assert result.exit_code == 0, result.output
    assert "La vallée" not in (tmp_path / "out/clean/a.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [("learn",), ("clean", "--learn")])
def test_a_field_that_no_record_has_is_said(
    tmp_path: Path, dump: Path, command: tuple[str, ...]
) -> None:
    output = tmp_path / "out"
    if command == ("learn",):
        output.write_text("what was learnt before")
    arguments = [*command, str(dump), "-o", str(output), "--by", "sites"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "no record has the field 'sites'; name one" in result.stderr
    if command == ("learn",):
        assert output.read_text() == "what was learnt before"
        assert [path.name for path in tmp_path.glob("out*")] == ["out"]


def test_lines_are_counted_as_cleaning_will_meet_them(tmp_path: Path) -> None:
    notice = "Toute l&rsquo;&eacute;quipe vous souhaite une belle lecture du journal."
    dump, table, settings = (tmp_path / name for name in ("a.jsonl", "f.tsv", "my.toml"))
    texts = [page(lead).replace(NOTICE, notice) for lead in LEADS]
    dump.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    settings.write_text("keep = ['&\\w+;']\n")
    result = CliRunner().invoke(main, ["learn", str(dump), "-o", str(table), "-c", str(settings)])
    assert result.exit_code == 0, result.output
    assert key(notice) in table.read_text(encoding="utf-8")


def test_learning_for_no_stage_is_an_error(tmp_path: Path, dump: Path) -> None:
    (tmp_path / "my.toml").write_text('stages = ["spacing"]\n')
    arguments = ["learn", str(dump), "-o", str(tmp_path / "f"), "-c", str(tmp_path / "my.toml")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "`boilerplate`" in result.stderr


def test_an_article_that_a_dump_holds_again_is_not_furniture(tmp_path: Path) -> None:
    dump, table = tmp_path / "dump.jsonl", tmp_path / "furniture.tsv"
    texts = [text for lead in LEADS for text in [f"{lead} à Brélidy\n{page(lead)}"] * LEAST]
    dump.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    result = CliRunner().invoke(main, ["learn", str(dump), "-o", str(table)])
    assert result.exit_code == 0, result.output
    lines = [row.split("\t")[-1] for row in table.read_text(encoding="utf-8").splitlines()]
    assert key(MOTTO) in lines
    assert not any("brélidy" in line for line in lines)
