"""`cleantext explain` and `cleantext diff`, as a user sees them."""

import json
import os
import re
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from commands import command, environment, error_of

from cleantext.cli import main

ARTICLE = "2024-10-04\nil vit à paris.depuis, rien .\nun mot reste\n"
HOSTILE = (
    "il dit que le maire de la ville est venu <b>\x1b[31m\u202e\x9b2J\x07\U000e0041 `a` *b* "
    "[c](javascript:d) | , l'été\r\n"
)
COLOUR = re.compile(r"\x1b\[\d+m")


def call(*arguments: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def on_terminal(*arguments: str | Path, variables: Mapping[str, str] | None = None) -> str:
    """What the command writes to a terminal, whose pager shows all at once."""
    pty = pytest.importorskip("pty")
    plain = {"PAGER": "cat", "TERM": "xterm", "NO_COLOR": ""}
    pid, terminal = pty.fork()
    if not pid:
        os.execve(sys.executable, command(*arguments), environment({**plain, **(variables or {})}))
    shown = bytearray()
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    assert os.waitpid(pid, 0)[1] == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    Path("plain.toml").write_text('[style]\nprofile = "plain"\n', encoding="utf-8")
    return path


@pytest.fixture
def records(article: Path) -> Path:
    """Records that a run wrote."""
    lines = [{"id": number, "text": ARTICLE + f"et l'été {number}"} for number in ("a#1", "b")]
    (article.parent / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert call("clean", "news.jsonl", "-o", "run", "--changes").exit_code == 0
    return Path("run/clean/news.jsonl")


class TestTerminal:
    def test_the_document_stands_there_in_colour_and_why(self, article: Path) -> None:
        shown = on_terminal("explain", article)
        assert "\x1b[31m\x1b[9m2024-10-04↵\x1b[0m" in shown
        assert "vit à \x1b[33m\x1b[1mParis\x1b[0m." in shown
        assert "\x1b[32m\x1b[1m·" in shown
        lines = COLOUR.sub("", shown).splitlines()
        assert "boilerplate  1" in lines
        assert any(re.match(r"  spacing.after-point  1  A space stands between", x) for x in lines)
        assert any(re.match(r" +20  il vit à Paris\.depuis, rien ", x) for x in lines)

    @pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_without_colour_it_is_as_without_a_terminal(
        self, article: Path, variables: dict[str, str]
    ) -> None:
        shown = on_terminal("explain", article, variables=variables)
        assert shown == call("explain", article).stdout
        assert "\x1b" not in shown

    def test_only_what_is_asked_for_is_in_colour(self, article: Path) -> None:
        shown = on_terminal("explain", article, "--rule", "spacing.after-point", "--changes-only")
        (line,) = [line for line in shown.splitlines() if line.startswith(("Il", "Un"))]
        assert COLOUR.sub("", line) == "Il vit à Paris.·Depuis, rien."
        assert "truecase" not in shown

    def test_a_difference_is_in_colour(self, article: Path) -> None:
        article.write_text("l'été", encoding="utf-8")
        shown = on_terminal("diff", article, "-c", "plain.toml")
        assert "\x1b[31m\x1b[9mL’été\x1b[0m\x1b[32m\x1b[1mL'été\x1b[0m" in shown


class TestHostile:
    @pytest.fixture
    def hostile(self, article: Path) -> Path:
        record = {"id": f"x{HOSTILE}", "text": HOSTILE, "site": HOSTILE}
        path = article.with_suffix(".jsonl")
        path.write_text(json.dumps(record), encoding="utf-8")
        return path

    def test_nothing_steers_the_terminal(self, hostile: Path) -> None:
        plain = call("explain", hostile).stdout + call("diff", hostile, "-c", "plain.toml").stdout
        shown = COLOUR.sub("", on_terminal("explain", hostile))
        record = call("explain", hostile, "--json").stdout
        assert json.loads(record)["id"] == f"x{HOSTILE}"
        for text in (plain, shown, record):
            assert "1b[31m" in text
            assert not [
                sign for sign in text if not sign.isprintable() and sign not in "\n\xa0\u202f"
            ]

    def test_nothing_passes_for_markup(self, hostile: Path) -> None:
        page = call("explain", hostile, "--markdown").stdout
        found: set[str] = set()
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, _: found.add(tag)  # type: ignore[method-assign]
        parser.feed(page)
        assert found <= {"p", "del", "ins"}
        assert not re.search(r"(?<!\*)\*(?!\*)|[`\[\]|]", page)


class TestForms:
    def test_json_has_each_change_with_its_place_and_reason(self) -> None:
        result = call("explain", "--json", stdin="Oui, l'été")
        record = json.loads(result.stdout)
        assert record["text"] == "Oui, l’été"
        (change,) = record["changes"]
        assert (change["at"], change["before"], change["after"]) == (6, "'", "’")
        assert change["reason"].startswith("The typographic apostrophe")

    def test_markdown_has_the_document_and_the_reasons(self, article: Path) -> None:
        lines = call("explain", article, "--markdown").stdout.splitlines()
        assert lines[0] == "# article"
        assert "<p><del>2024-10-04↵</del></p>" in lines
        assert any(line.startswith("- **boilerplate.date** (1): The date") for line in lines)

    def test_lines_of_one_stage(self, article: Path) -> None:
        lines = call("explain", article, "--stage", "spacing").stdout.splitlines()
        assert len(lines) == 3
        assert all(" spacing." in line for line in lines[1:])

    def test_changes_only_leaves_out_labels_and_facts(self, article: Path) -> None:
        assert "   meta  date=2024-10-04" in call("explain", article).stdout
        assert "   meta  " not in call("explain", article, "--changes-only").stdout

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["--stage", "truecas"], "did you mean 'truecase'?"),
            (["--rule", "spacing.apostrofe"], "did you mean 'spacing.apostrophe'?"),
            (["--rule", "x"], "`cleantext check --rules` lists all"),
        ],
    )
    def test_what_there_is_not_is_refused(self, arguments: list[str], told: str) -> None:
        result = call("explain", *arguments, stdin="un")
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr


class TestRecords:
    def test_what_the_run_did_is_shown(self, records: Path) -> None:
        shown = call("explain", f"{records}#a#1", "--changes-only").stdout
        source = call("explain", "news.jsonl#a#1", "--changes-only").stdout
        assert shown == source
        assert shown.startswith("document a#1\n")
        assert "document b" not in shown

    def test_one_that_is_not_there(self, records: Path) -> None:
        assert "no document has the id 'c'" in error_of("explain", f"{records}#c")

    def test_a_run_that_wrote_no_changes(self, records: Path) -> None:
        call("clean", "news.jsonl", "-o", "run", "--overwrite")
        for name in ("explain", "diff"):
            assert "clean with --format jsonl --changes" in error_of(name, records)

    def test_a_record_that_was_altered(self, records: Path) -> None:
        line = records.read_text(encoding="utf-8").replace("Il vit", "Elle vit")
        records.write_text(line, encoding="utf-8")
        assert "do not fit its text" in error_of("explain", records)

    def test_other_things_may_be_called_changes(self, article: Path) -> None:
        path = article.with_suffix(".jsonl")
        path.write_text('{"text": "l\'été", "changes": [{"start": 3}]}', encoding="utf-8")
        assert "spacing.apostrophe" in call("explain", path).stdout


class TestDiff:
    def test_another_configuration(self, article: Path) -> None:
        article.write_text("il dit que le maire d'arles est là.", encoding="utf-8")
        assert call("diff", article, "-c", "plain.toml").stdout.splitlines() == [
            "document article.txt#article",
            "     20  il dit que le maire [-d’Arles-]{+d'Arles+} est là.",
            "         - spacing.apostrophe, truecase.known-name",
            "         + truecase.known-name",
            "1 of 1 documents differ",
        ]
        turned = call("diff", article, "-c", "plain.toml", "-c", "none.toml")
        assert turned.exit_code == 1
        Path("none.toml").touch()
        turned = call("diff", article, "-c", "plain.toml", "-c", "none.toml")
        assert "[-d'Arles-]{+d’Arles+}" in turned.stdout

    def test_a_run_and_this_version(self, records: Path) -> None:
        assert call("diff", records).stdout == "0 of 2 documents differ\n"
        assert "[-l’été-]{+l'été+}" in call("diff", f"{records}#b", "-c", "plain.toml").stdout

    def test_two_runs(self, records: Path) -> None:
        with Path("news.jsonl").open("a", encoding="utf-8") as stream:
            stream.write('\n{"id": "c", "text": "un"}')
        call("clean", "news.jsonl", "-o", "other", "--changes", "-c", "plain.toml")
        shown = call("diff", records, "other/clean/news.jsonl").stdout
        assert shown.count("[-l’été-]{+l'été+}") == 2
        assert "document news.jsonl#c is in other/clean/news.jsonl alone" in shown
        assert shown.endswith("3 of 3 documents differ\n")

    @pytest.mark.usefixtures("records")
    def test_documents_of_one_id_are_compared_in_their_order(self) -> None:
        lines = [json.dumps({"id": "a", "text": text}) for text in ("un", "deux", "trois")]
        for name, some in (("one", lines), ("two", lines[:2])):
            Path("same.jsonl").write_text("\n".join(some), encoding="utf-8")
            call("clean", "same.jsonl", "-o", name, "--changes")
        for sources in (("one", "two"), ("two", "one")):
            shown = call("diff", *(f"{name}/clean/same.jsonl" for name in sources)).stdout
            assert shown.splitlines() == [
                "document same.jsonl#a is in one/clean/same.jsonl alone",
                "1 of 3 documents differ",
            ]

    def test_runs_over_other_sources(self, records: Path) -> None:
        text = Path("news.jsonl").read_text(encoding="utf-8")
        Path("news.jsonl").write_text(text.replace("rien", "un"), encoding="utf-8")
        call("clean", "news.jsonl", "-o", "other", "--changes")
        shown = call("diff", records, "other/clean/news.jsonl").stdout
        assert "document news.jsonl#b was not cleaned from the same text" in shown

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["article.txt"], "Name a configuration with -c, or two sources"),
            (["a", "b", "c"], "Name one source and up to two -c, or two sources and no -c"),
            (["a", "b", "-c", "plain.toml"], "or two sources and no -c"),
        ],
    )
    @pytest.mark.usefixtures("article")
    def test_what_does_not_go_together(self, arguments: list[str], told: str) -> None:
        result = call("diff", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr

    @pytest.mark.usefixtures("article")
    def test_two_sources_that_no_run_wrote(self) -> None:
        assert "article.txt: holds no changes" in error_of("diff", "article.txt", "article.txt")
