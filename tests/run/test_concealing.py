"""What a run writes does not hold the personal data that it takes out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import records

from cleantext.cli import main

DATA = ("l.martin@example.org", "06 12 34 56 78", "518 274 907")
STAGES = (
    '["encoding", "personal-data", "boilerplate", "language", "spacing", "truncation", "output"]'
)
TEXTS = (
    f"Le maire attend vos avis. Écrivez à {DATA[0]} ou appelez le {DATA[1]} , dit-il hier.",
    f"Contact : {DATA[0]}\nLe conseil a voté.\nPartager sur Facebook",
    f"The council of the town has voted. Write to {DATA[0]} for the records of the meeting.",
    f"L’agence (RCS Nanterre {DATA[2]}) conteste la décision du tribunal et fera appel du",
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    lines = (json.dumps({"id": str(at), "text": text}) for at, text in enumerate(TEXTS))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    return tmp_path


def clean(folder: Path, action: str, *options: str) -> Path:
    (folder / "c.toml").write_text(f'stages = {STAGES}\n[personal-data]\naction = "{action}"\n')
    arguments = ["clean", str(folder / "a.jsonl"), "-o", str(folder / "out")]
    result = CliRunner().invoke(main, [*arguments, "-c", str(folder / "c.toml"), *options])
    assert result.exit_code == 0, result.stderr
    return folder / "out"


def written(output: Path) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in output.rglob("*") if path.is_file()
    )


def test_nothing_that_is_written_holds_what_was_marked(dump: Path) -> None:
    output = clean(dump, "mark", "--changes", "--learn", "--overwrite")
    assert {"clean", "rejected", "removed", "report.json"} <= {
        path.name for path in output.iterdir()
    }
    assert not [data for data in DATA if data in written(output)]
    (rejected,) = records(output / "rejected" / "a.jsonl")
    assert "[courriel]" in rejected["text"]
    assert json.loads((output / "report.json").read_text())["labels"]["personal-data=email"] == 3


def test_a_label_leaves_it_where_it_was(dump: Path) -> None:
    output = clean(dump, "label", "--changes")
    assert not [data for data in DATA if data not in written(output)]


def test_the_changes_that_are_written_lead_back_to_the_marks(dump: Path) -> None:
    output = clean(dump, "mark", "--changes")
    first = next(iter(records(output / "clean" / "a.jsonl")))
    text = first["text"]
    for change in reversed(first["changes"]):
        start = change["start"]
        text = text[:start] + change["before"] + text[start + len(change["after"]) :]
    assert (
        text
        == "Le maire attend vos avis. Écrivez à [courriel] ou appelez le [téléphone] , dit-il hier."
    )


def test_neither_the_key_nor_the_data_stands_beside_pseudonyms(
    dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANTEXT_KEY", "a-key-that-nobody-should-read")
    output = clean(dump, "pseudonym", "--changes")
    told = written(output)
    assert "[courriel-" in told
    assert not [data for data in (*DATA, "a-key-that-nobody") if data in told]


def test_standard_output_does_not_hold_it_either(dump: Path) -> None:
    clean(dump, "mark")
    arguments = ["clean", "-", "-c", str(dump / "c.toml"), "--from", "txt"]
    arguments += ["--format", "jsonl", "--changes"]
    result = CliRunner().invoke(main, arguments, input=TEXTS[0])
    assert "[courriel]" in result.stdout
    assert DATA[0] not in result.stdout
