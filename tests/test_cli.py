"""The command line, as a user meets it."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from commands import run

import cleantext
from cleantext.cli import main

FIXTURES = Path(__file__).parent.parent / "fixtures"


def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def test_clean_a_dump(tmp_path: Path) -> None:
    result = call("clean", FIXTURES / "dump", "-o", tmp_path / "corpus")
    assert result.exit_code == 3  # two records of the dump are broken
    counts, first = result.stderr.splitlines()
    assert counts.startswith("32 documents: 25 clean, 5 rejected")
    assert "failed.jsonl says why; the first: " in first
    assert ": byte " in first


def test_clean_a_file_without_faults_exits_with_0(tmp_path: Path) -> None:
    result = call("clean", FIXTURES / "article.txt", "-o", tmp_path / "corpus")
    assert (result.exit_code, result.stdout) == (0, "")


def test_clean_standard_input() -> None:
    result = call("clean", "-", stdin="il est né à paris.depuis, rien .\n")
    assert result.stdout == "Il est né à Paris. Depuis, rien.\n"


def test_clean_standard_input_of_records() -> None:
    lines = '{"id": 7, "text": "il est né à paris"}\nno json\n'
    result = call("clean", "-", "--format", "jsonl", stdin=lines)
    record = json.loads(result.stdout)
    assert (record["id"], record["text"]) == ("7", "Il est né à Paris")
    assert "not valid JSON" in result.stderr
    assert result.exit_code == 3


def test_explain_shows_the_rule_and_the_reason() -> None:
    result = call("explain", stdin="Il part, l'été")
    (change,) = [line for line in result.stdout.splitlines() if "spacing.apostrophe" in line]
    assert change.split()[0] == "10"
    assert "→ '’'  (The typographic apostrophe" in change


def test_the_version_tells_of_libraries_and_models_when_asked() -> None:
    assert call("--version").stdout == f"{cleantext.__version__}\n"
    lines = call("--version", "-v").stdout.splitlines()
    assert lines == call("-v", "--version").stdout.splitlines()
    assert lines[0] == cleantext.__version__
    assert any(line.startswith("numpy ") for line in lines)
    assert any(re.fullmatch(r"fr/truecase\.model: .* \d+, sha256 \w{64}", line) for line in lines)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_how_to_complete(shell: str) -> None:
    done = run(variables={"_CLEANTEXT_COMPLETE": f"{shell}_source"})
    assert b"_CLEANTEXT_COMPLETE" in done.stdout


def test_commands_and_options_are_completed() -> None:
    asked = {"_CLEANTEXT_COMPLETE": "bash_complete", "COMP_WORDS": "cleantext c", "COMP_CWORD": "1"}
    done = run(variables=asked)
    assert {b"plain,clean", b"plain,check"} == set(done.stdout.split())
    asked |= {"COMP_WORDS": "cleantext clean --work", "COMP_CWORD": "2"}
    assert run(variables=asked).stdout.split() == [b"plain,--workers"]


def test_check_shows_the_pipeline() -> None:
    result = call("check")
    assert result.exit_code == 0
    assert [line.split()[1] for line in result.stdout.splitlines() if line.startswith("stage")] == [
        "encoding",
        "boilerplate",
        "language",
        "spacing",
        "accents",
        "truecase",
        "truncation",
        "typography",
        "output",
    ]


def test_check_lists_every_rule_with_its_reason() -> None:
    result = call("check", "--rules")
    rules = [line for line in result.stdout.splitlines() if line.startswith("typography.")]
    assert len(rules) > 5
    assert all(len(line.split(maxsplit=1)[1]) > 10 for line in rules)


def test_check_examines_a_users_tables_as_strictly_as_ours(tmp_path: Path) -> None:
    (tmp_path / "lines.toml").write_text(
        '[[rule]]\nkind = "line"\nid = "boilerplate.mine"\nreason = "Mine, to be removed."\n'
        'lines = ["abonnez-vous au club"]\nchanges = [["un texte", ""]]\nleaves = ["autre"]\n'
    )
    (tmp_path / "my.toml").write_text('[boilerplate]\ntables = ["lines.toml"]\n')
    result = call("check", "-c", tmp_path / "my.toml")
    assert result.exit_code == 1
    assert "boilerplate.mine" in result.stderr
    assert "un texte" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["clean", "none.txt", "-o", "out"], 1, "none.txt: no such file"),
        (["clean", "none.txt"], 2, "Name the output folder"),
        (["clean", "-", "a.txt", "-o", "out"], 2, "cannot be mixed"),
        (["clean", "-", "-o", "out"], 2, "--output does not go with `-`"),
        (["clean", "-", "--shard-size", "9", "--by", "x"], 2, "--shard-size, --by do not go"),
        (["clean", "-", "--follow-links"], 2, "--follow-links does not go with `-`"),
        (["clean", "-", "--workers", "0"], 2, "--workers does not go with `-`"),
        (["clean", "-", "--engine", "spark"], 2, "--engine does not go with `-`"),
        (
            ["clean", "a.txt", "-o", "out", "--engine", "spark", "--workers", "2"],
            2,
            "--workers goes with --engine local; Spark has its own",
        ),
        (["clean", "-", "--split", "x", "--from", "csv"], 2, "does not go with --from csv"),
        (["clean", "a.txt", "-o", "out", "--from", "txt"], 2, "--from goes with `-`"),
        (["clean", "a.txt", "-o", "out", "--by", "site"], 2, "--by goes with --learn"),
        (
            ["clean", "a.txt", "-o", "s3://bucket/out"],
            1,
            "s3://bucket/out: output goes",
        ),
        (["learn", "a.txt", "-o", "gs://bucket/a.tsv"], 1, "output goes to the disk"),
        (["clean", "-", "--compress", "gz"], 2, "--compress does not go with `-`"),
        (
            ["clean", "a", "-o", "out", "--format", "parquet", "--compress", "gz"],
            2,
            "does not go with --format parquet, which is compressed in itself",
        ),
        (["clean", "a.txt", "-o", "out", "--split", "("], 2, "--split"),
        (["clean", "a.txt", "-o", "out", "-c", "none.toml"], 1, "none.toml: cannot be read"),
        (["explain", "none.txt"], 1, "none.txt: no such file"),
        (["train", "truecase", "none", "-o", "a.model"], 2, "'none' does not exist"),
        (["train", "truecase", ".", "-o", "a.model"], 1, "has no train/*.txt"),
        (["train", "truecase", ".", "-o", "no/a.model"], 1, "there is no folder no"),
        (["train", "lines", "none.jsonl", "-o", "a.model"], 2, "'none.jsonl' does not exist"),
        (["train", "truncation", "--titles", "none", "-o", "a.model"], 2, "TEXTS"),
    ],
)
def test_bad_input_gets_a_clear_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


COMMANDS = {
    "clean": (),
    "learn": (),
    "explain": (),
    "diff": (),
    "merge": (),
    "serve": (),
    "report": (),
    "check": (),
    "truecase": ("train",),
    "lines": ("train",),
    "truncation": ("train",),
}


def test_every_command_and_option_has_help_and_every_command_examples() -> None:
    assert main.list_commands(click.Context(main)) == [*main.commands]
    train = main.commands["train"]
    assert isinstance(train, click.Group)
    commands = {name: main.commands[name] for name in main.commands if name != "train"}
    commands |= train.commands
    assert commands.keys() == COMMANDS.keys()
    for name, command in commands.items():
        shown = call(*COMMANDS[name], name, "--help").stdout
        assert "\n  Examples:\n    " in shown
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
