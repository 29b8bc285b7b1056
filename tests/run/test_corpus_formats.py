"""Sentences, vertical text and CoNLL-U, read again by what reads them; the same for any workers."""

import json
import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import conllu
import pytest
from click.testing import CliRunner
from commands import run as run_command
from folders import contents, records
from hypothesis import given, settings
from runs import Broken, break_off_at, text
from strategies import any_text

from cleantext.changes import Span
from cleantext.cli import main
from cleantext.config import read
from cleantext.corpus.rendering import BY_SENTENCE, Rendering
from cleantext.corpus.write import FORMATS
from cleantext.document import TRUNCATED, Document, Label
from cleantext.languages.pack import load
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.show.schema import config_schema

PACK = load("fr")
FORMS = sorted(BY_SENTENCE)
HOSTILE = (
    'Le maire a dit «<s>» & "non".\u2028# text = x\n</doc>\n<g/>\n\n1\tle\t_\nFin\x00 du\x1f jour'
    "\x85mot_ _ #."
)


def rendered(form: str, document: Document) -> bytes:
    return Rendering(PACK, form).of(document).data


def sentences_of(document: Document) -> list[Span]:
    return document.segments.sentences(PACK.sentence_vocabulary)


def shown(text: str) -> str:
    """A text as a line of one of these formats has it."""
    return " ".join(
        re.sub(
            "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text
        ).split()
    )


def tokens_of(sentence: str) -> list[str]:
    spans = PACK.token_vocabulary.tokens(sentence)
    return [shown(sentence[start:end]) for start, end in spans]


@pytest.mark.parametrize(
    ("sentence", "tokens"),
    [
        ("M. Roy a-t-il vu l’eau ?", "M.|Roy|a|-t-il|vu|l’|eau|?"),
        ("Qu'il vienne aujourd'hui, dit-elle.", "Qu'|il|vienne|aujourd'hui|,|dit|-elle|."),
        ("Le rendez-vous de 12h30 à 3,5 km...", "Le|rendez-vous|de|12h30|à|3,5|km|..."),
        ("a@b.example, https://c.example/d?e=f.", "a@b.example|,|https://c.example/d?e=f|."),
        ("L’O.N.U. (etc.) s’arc-boute", "L’|O.N.U.|(|etc.|)|s’|arc-boute"),
        ("Il passe le col.", "Il|passe|le|col|."),
        ("l’ - ’ _", "l|’|-|’|_"),
    ],
)
def test_tokens(sentence: str, tokens: str) -> None:
    assert "|".join(tokens_of(sentence)) == tokens


@given(any_text())
def test_tokens_are_all_of_a_sentence_but_its_space(sentence: str) -> None:
    spans = PACK.token_vocabulary.tokens(sentence)
    assert "".join(sentence[start:end] for start, end in spans) == "".join(sentence.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(any_text(), any_text())
@settings(max_examples=60)
def test_conllu_is_read_again_by_its_library(text: str, name: str) -> None:
    document = Document(text, name, {"source": name, "a\nb": text, "pages": 3, "tags": ["x"]})
    spans = sentences_of(document)
    found = conllu.parse(rendered("conllu", document).decode())
    assert len(found) == len(spans)
    for (start, end), sentence in zip(spans, found, strict=True):
        assert [token["form"] for token in sentence] == tokens_of(text[start:end])
        assert [token["id"] for token in sentence] == list(range(1, len(sentence) + 1))
        joined = "".join(
            token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ")
            for token in sentence
        )
        assert joined.rstrip(" ") == sentence.metadata["text"]
        assert sentence.metadata["text"] == shown(text[start:end])
    if found:
        assert found[0].metadata.get("newdoc id", "") == shown(name)
    names = [sentence.metadata["sent_id"] for sentence in found]
    assert len(set(names)) == len(names)
    assert not any(re.search(r"[\s/]", each) for each in names)


@given(any_text(), any_text())
@settings(max_examples=60)
def test_vertical_text_is_xml_with_a_token_a_line(text: str, name: str) -> None:
    document = Document(text, name, {"source": name, "Größe <": text, "pages": 3, "tags": ["x"]})
    raw = rendered("vertical", document).decode()
    tree = ET.fromstring(raw)
    assert (tree.tag, tree.get("id"), tree.get("pages")) == ("doc", shown(name), "3")
    spans = sentences_of(document)
    found = tree.findall("p/s")
    assert len(found) == len(spans)
    for (start, end), sentence in zip(spans, found, strict=True):
        lines = "\n".join(sentence.itertext()).split("\n")
        assert [line for line in lines if line] == tokens_of(text[start:end])
    for line in raw.split("\n"):
        assert line.startswith("<") or "<" not in line
        assert "\t" not in line
        assert not any(sign in line for sign in "\r\v\f\x1c\x85\u2028")


@given(any_text())
@settings(max_examples=60)
def test_sentences_say_where_they_stand(text: str) -> None:
    document = Document(text, "a", {"source": "b"})
    lines = rendered("sentences", document).decode().split("\n")
    assert lines.pop() == ""
    found = [json.loads(line) for line in lines]
    assert [(each["start"], each["end"]) for each in found] == sentences_of(document)
    for number, each in enumerate(found, 1):
        assert each["text"] == text[each["start"] : each["end"]]
        assert (each["id"], each["document"], each["source"]) == (f"a#{number}", "a", "b")


def test_hostile_text_makes_no_structure() -> None:
    document = Document(HOSTILE, 'x"\n>', {"source": "</doc>"})
    raw = rendered("vertical", document).decode()
    assert len(re.findall(r"^</?doc\b", raw, re.MULTILINE)) == 2
    assert "&lt;\n<g/>\ns\n" in raw
    comments = [
        line for line in rendered("conllu", document).decode().split("\n") if "text =" in line
    ]
    assert len(comments) == len(sentences_of(document))


def test_paragraphs_and_cut_sentences() -> None:
    document = Document(
        "Un. Deux.\nTrois et", "a", labels=(Label(10, 18, TRUNCATED, "end", "x.y"),)
    )
    raw = rendered("vertical", document).decode()
    assert raw == (
        '<doc id="a">\n<p>\n<s>\nUn\n<g/>\n.\n</s>\n<s>\nDeux\n<g/>\n.\n</s>\n</p>\n'
        '<p>\n<s cut="end">\nTrois\net\n</s>\n</p>\n</doc>\n'
    )
    raw = rendered("conllu", document).decode()
    assert raw.count("# newpar\n") == 2
    assert "# sent_id = a-s3\n# cut = end\n# text = Trois et\n1\tTrois\t" in raw
    cuts = [json.loads(line)["cut"] for line in rendered("sentences", document).splitlines()]
    assert cuts == [None, None, "end"]


def dump_of(folder: Path, count: int = 60) -> Path:
    folder.mkdir()
    rows = [
        {"id": str(number), "text": text(number % 40), "url": f"u{number}"}
        for number in range(count)
    ]
    for name, some in (("a", rows[:20]), ("b", rows[20:30]), ("c", rows[30:])):
        lines = "\n".join(map(json.dumps, some))
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


SETTINGS: dict[str, Any] = {
    "stages": ["spacing", "truncation", "typography", "output"],
    "output": {"split": {"by": "id", "dev": 0.2, "test": 0.2}},
    "duplicates": {"exact": True},
}


@pytest.mark.parametrize("form", [*FORMS, "jsonl"])
def test_any_workers_and_a_run_that_goes_on_give_the_same(tmp_path: Path, form: str) -> None:
    dump = dump_of(tmp_path / "dump")
    config = read({**SETTINGS, "output": {**SETTINGS["output"], "format": form}})
    jobs = [Job(config, tmp_path / name, shard_size=20_000) for name in ("one", "two", "again")]
    reports = [run(job, [str(dump)], workers=n) for job, n in zip(jobs, (1, 2), strict=False)]
    assert reports[0] == reports[1]
    with pytest.raises(Broken):
        run(jobs[2], [str(dump)], workers=0, progress=break_off_at(2))
    run(jobs[2], [str(dump)], workers=0)
    one, two, again = (contents(job.output) for job in jobs)
    assert one == two == again
    kept = reports[0].kept
    assert kept.splits.total() == reports[0].clean == 40
    assert set(kept.splits) == {"train", "dev", "test"}
    for split, count in kept.splits.items():
        data = b"".join(raw for name, raw in one.items() if name.startswith(f"clean/{split}/"))
        if form == "vertical":
            assert data.count(b"<doc ") == count
            assert data.count(b'split="%s"' % split.encode()) == count
        elif form == "conllu":
            assert data.count(b"# newdoc ") == count
        else:
            lines = [json.loads(line) for line in data.splitlines()]
            assert len({each.get("document", each["id"]) for each in lines}) == count
            assert {each.get("split") or each["meta"]["split"] for each in lines} == {split}
    twins = [
        each
        for name in one
        if name.startswith("rejected/")
        for each in records(jobs[0].output / name)
    ]
    assert len(twins) == 20
    assert not any("kept" in each for each in twins)


def test_the_command_and_the_configuration_choose_the_format(tmp_path: Path) -> None:
    dump = dump_of(tmp_path / "dump", 30)
    (tmp_path / "my.toml").write_text('[output]\nformat = "vertical"\n')
    for more, end in (([], ".vert.gz"), (["--format", "sentences"], ".sentences.jsonl.gz")):
        output = tmp_path / end
        arguments = ["clean", str(dump), "-o", str(output), "-c", str(tmp_path / "my.toml")]
        result = CliRunner().invoke(main, [*arguments, "--compress", "gz", *more])
        assert result.exit_code == 0, result.output
        assert {path.name for path in (output / "clean").iterdir()} == {
            f"a.jsonl{end}", f"b.jsonl{end}"
        }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_standard_output_has_these_formats(form: str) -> None:
    result = run_command("clean", "-", "--format", form, stdin=b"Il pleut.")
    assert result.returncode == 0, result.stderr
    assert unescape(result.stdout.decode()).count("pleut") >= 1


def test_the_schema_names_all_formats() -> None:
    assert set(
        config_schema()["properties"]["output"]["properties"]["format"]["anyOf"][0]["enum"]
    ) == set(FORMATS)


def test_a_document_keeps_the_split_that_it_came_with(tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "text": text(n), "split": name}
        for n, name in enumerate(["dev", "../x", "validation"])
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run(Job(read(SETTINGS), tmp_path / "out"), [str(tmp_path / "a.jsonl")], workers=0)
    found = {
        path.relative_to(tmp_path / "out/clean").as_posix(): [each["id"] for each in records(path)]
        for path in (tmp_path / "out/clean").rglob("*.jsonl")
    }
    assert found == {"dev/a.jsonl": ["0"], "other/a.jsonl": ["1", "2"]}
