"""The documentation says what the code does: its code runs, its links lead somewhere."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from cleantext import config
from cleantext.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
ELSEWHERE = {"integrations.md", "spark.md"}  # `tests/integrations` and `tests/engines` run them
RUN = [page for page in PAGES if page.name not in ELSEWHERE]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGE_OF_WARC = (
    "<html><head><title>Pont</title></head><body><article><p>{}</p></article></body></html>".format(
        "le maire de lyon a ouvert le pont hier soir devant une foule de curieux. " * 6
    )
)


class Block(NamedTuple):
    """A piece of code of a page."""

    language: str
    code: str

    @property
    def file(self) -> str:
        """The file that it stands for, if it is one."""
        named = re.match(r"# file: (\S+)\n", self.code)
        return named[1] if named else "my.toml"

    @property
    def needs(self) -> list[str]:
        """The libraries that it needs besides the package."""
        named = re.match(r"# needs: (.*)\n", self.code)
        return named[1].split() if named else []


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a reader tries a page: a dump, an article, some files."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "fixtures" / "dump", "dump")
    shutil.copy(ROOT / "fixtures" / "article.txt", "article.txt")
    for day in ("monday", "tuesday"):
        Path(day).mkdir()
        Path(day, "a.txt").write_text(f"Le pont est ouvert {day}.", encoding="utf-8")
    record = {"cle": "a1", "jour": "2024-05-01", "corps": "il vit à paris.", "text": "il part ."}
    Path("news.jsonl").write_text(json.dumps(record), encoding="utf-8")
    Path("crawl.warc").write_bytes(warc(PAGE_OF_WARC.encode()))
    return tmp_path


def warc(page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Target-URI: https://phare.example/pont\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def do(line: str) -> None:
    """Run a line of the shell as far as the documentation uses it: `a | b`, `<`, `>`."""
    given = ""
    for part in line.split(" | "):
        words = shlex.split(part)
        target = words[words.index(">") + 1] if ">" in words else ""
        if "<" in words:
            given = Path(words[words.index("<") + 1]).read_text(encoding="utf-8")
        words = words[: min([words.index(each) for each in "<>" if each in words], default=None)]
        if words[0] == "echo":
            given = words[1] + "\n"
            continue
        assert words[0] == "cleantext", line
        result = CliRunner().invoke(main, words[1:], input=given)
        assert result.exit_code in {0, 3}, f"{line}: {result.output}"  # the dump has two failures
        given = result.stdout
        if target:
            Path(target).write_text(given, encoding="utf-8")


@pytest.mark.docs
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page: Path) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    before = 0
    for block in with_settings_first(blocks(page)):
        if block.language == "python" and all(map(find_spec, block.needs)):
            exec(block.code, names)
        elif block.language == "toml":
            Path(block.file).write_text(block.code, encoding="utf-8")
            if "[[rule]]" not in block.code and "my-pack" not in block.code:
                config.read(block.file)
        elif block.language == "sh":
            for line in block.code.splitlines():
                if "clean dump/ -o corpus" in line and before:
                    continue  # said twice on a page, for who begins there
                before += "clean dump/ -o corpus" in line
                do(line)


def with_settings_first(found: list[Block]) -> Iterator[Block]:
    """Yield the blocks of a page; its first `my.toml`, or an empty one, stands ready."""
    ready = next(
        (each for each in found if each.language == "toml" and each.file == "my.toml"), None
    )
    yield ready or Block("toml", "")
    for block in found:
        if not (block.language == "sh" and "corpus-monday corpus-tuesday" in block.code):
            yield block
            continue
        for day in ("monday", "tuesday"):
            yield Block("sh", f"cleantext clean {day}/ -o corpus-{day}")
        yield block


def anchors(page: Path) -> set[str]:
    """The places of a page that a link may lead to."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[^\w\s-]", "", head.lower()) for head in heads]
    return {re.sub(r"[\s-]+", "-", head.strip()) for head in plain}


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem
)
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if re.match(r"https?:", link):
            continue
        path, _, place = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{page.name}: {link}"
        if place:
            assert place in anchors(target), f"{page.name}: {link}"


def test_every_page_is_in_the_contents() -> None:
    contents = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert {page.name for page in PAGES} == set(re.findall(r'"([\w-]+\.md)"', contents))


def test_pages_that_follow_from_the_code_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_docs.py", "--check"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
