"""The local page by HTTP: who is let in, how much is read, and that nothing in a text acts."""

import http.client
import json
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from commands import error_of, started
from serving import served

from cleantext.config import read
from cleantext.errors import ConfigError, DataError
from cleantext.pipeline import Pipeline
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.tasks import Share
from cleantext.show.serve import answers, app, browse, guard
from cleantext.show.serve.app import Site
from cleantext.show.serve.browse import RunIndex, Wanted
from cleantext.show.serve.settings import Settings

ROOT = Path(__file__).parents[2]
DUMP = ROOT / "fixtures" / "dump"
ARTICLE = (ROOT / "fixtures" / "article.txt").read_text(encoding="utf-8")
TOKEN = "secret-token"
HOSTILE = """<script>alert(1)</script>
"><img src=x onerror=alert(1)>
[lire](javascript:alert(1))
</td></tr></table></textarea></title>
{{ 7 * 7 }} {% raw %}
\u202eabc\u2066\u2069\u200f
\x00\x1b[31m\ud800\ufeff"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("serve")
    record = json.dumps({"id": HOSTILE, "text": f"à paris .\n{HOSTILE}", "source": HOSTILE})
    (home / "odd.jsonl").write_text(record, encoding="utf-8")
    job = Job(read({}), home / "corpus", format="jsonl", changes=True)
    run(job, [str(DUMP), str(home / "odd.jsonl")])
    return home / "corpus"


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return Site(Settings(None), RunIndex(folder))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(site) as found:
        yield found


def ask(
    address: str,
    path: str = "/",
    body: object = None,
    headers: dict[str, str] | None = None,
    method: str = "",
) -> tuple[int, dict[str, str], bytes]:
    """Ask the server, with headers that a browser would not let a page set."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"} if raw is not None else {}
    connection.request(
        method or ("GET" if raw is None else "POST"), path, raw, {**kind, **(headers or {})}
    )
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data


class Tags(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


class TestWhoIsLetIn:
    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1", 200),
            ("localhost:8377", 200),
            ("[::1]:80", 200),
            ("evil.example", 421),
            ("127.0.0.1.evil.example", 421),
            ("192.168.0.7", 421),
            ("localhost.evil.example:80", 421),
            ("[", 421),
            ("", 421),
        ],
    )
    def test_by_the_name_that_was_asked_for(self, address: str, host: str, status: int) -> None:
        assert ask(address, headers={"Host": host})[0] == status

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://["},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_no_other_page(self, address: str, headers: dict[str, str]) -> None:
        assert ask(address, "/clean", {"text": "a"}, headers)[0] == 403

    def test_no_form_of_another_page(self, address: str) -> None:
        headers = {"Content-Type": "text/plain"}
        assert ask(address, "/clean", {"text": "a"}, headers)[0] == 415

    def test_with_a_token_whoever_has_it(self, site: Site) -> None:
        with served(site, TOKEN) as address:
            assert ask(address)[0] == 401
            assert ask(address, "/?token=wrong")[0] == 401
            assert ask(address, "/clean", {"text": "a"}, {"Cookie": "cleantext=wrong"})[0] == 401
            assert ask(address, "/", headers={"Cookie": 'cleantext="'})[0] == 401
            status, headers, _ = ask(address, f"/?token={TOKEN}", headers={"Host": "192.168.0.7"})
            assert (status, headers["location"]) == (303, "/")
            assert {"HttpOnly", "SameSite=strict"} <= set(headers["set-cookie"].split("; "))
            cookie = {"Cookie": headers["set-cookie"].partition(";")[0]}
            assert ask(address, headers=cookie)[0] == 200
            assert ask(address, headers={**cookie, "Host": "evil.example"})[0] == 421


class TestWhatIsAnswered:
    def test_a_browser_may_run_nothing_but_the_files_of_the_page(self, address: str) -> None:
        for path in ("/", "/files/serve.js", "/nothing", "/documents"):
            headers = ask(address, path)[1]
            assert headers["content-security-policy"] == guard.POLICY
            assert headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in guard.POLICY
        page = ask(address)[2].decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:", page)

    def test_files_are_those_of_the_page_alone(self, address: str) -> None:
        for name in answers.FILES:
            assert ask(address, f"/files/{name}")[0] == 200
        for name in ("sample.txt", "page.html", "..%2freport.html", "%2e%2e/report.html"):
            assert ask(address, f"/files/{name}")[0] == 404

    def test_a_text_comes_back_as_the_pipeline_makes_it(self, address: str) -> None:
        status, _, raw = ask(address, "/clean", {"text": ARTICLE})
        told = json.loads(raw)
        document = Pipeline.default()(ARTICLE)
        assert (status, told["result"]) == (200, document.text)
        assert told["rules"] == document.changes.counts()
        assert told["lengths"] == [len(ARTICLE), len(document.text)]
        assert told["toml"] == ""

    def test_settings_do_what_the_configuration_says_that_is_given(
        self, address: str, tmp_path: Path
    ) -> None:
        given = {
            "stages": ["spacing", "truecase", "typography"],
            "keep": ["lyon"],
            "style": {"profile": "canada", "off": ["typography.high-sign"]},
            "truecase": {"min_confidence": 0.9},
        }
        text = 'il habite à lyon ; "vraiment" ? l\'été, à paris.'
        told = json.loads(ask(address, "/clean", {"text": text, "settings": given})[2])
        (tmp_path / "my.toml").write_text(told["toml"], encoding="utf-8")
        assert Pipeline.from_config(tmp_path / "my.toml")(text).text == told["result"]
        names: dict[str, Any] = {"text": text, "print": lambda found: names.update(said=found)}
        exec(told["python"], names)
        assert names["said"] == told["result"]

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"{", "not valid JSON"),
            ({"text": 3}, "send an object"),
            ({"text": "a", "settings": []}, None),
            ({"text": "a", "settings": [1]}, "send an object"),
            ({"text": "a", "settings": {"truecas": {}}}, "did you mean"),
            ({"text": "a", "settings": {"truecase": {"names": "/etc/passwd"}}}, "cannot be set"),
            ({"text": "a", "settings": {"language": {"folder": "/"}}}, "cannot be set"),
            ({"text": "a", "settings": {"style": {"tables": ["/etc/x"]}}}, "cannot be set"),
            ({"text": "a", "settings": {"personal-data": {"key_file": "k"}}}, "cannot be set"),
            ({"text": "a", "settings": {"keep": ["("]}}, "not a valid pattern"),
            ({"text": "a" * (answers.LONGEST + 1)}, "at most"),
            ({"text": "a", "settings": json.loads("[" * 150 + "]" * 150)}, "send an object"),
        ],
    )
    def test_what_is_wrong_is_said(self, address: str, body: object, said: str | None) -> None:
        status, _, raw = ask(address, "/clean", body)
        told = json.loads(raw)
        assert status == 200
        assert said in told["error"] if said else "error" not in told

    def test_what_is_too_large_is_not_read(self, address: str) -> None:
        too_large = {"Content-Length": str(guard.LARGEST + 1)}
        assert ask(address, "/clean", b"{}", too_large)[0] == 413
        assert ask(address, "/clean", b"{}", {"Content-Length": "-1"})[0] in {400, 413}

    def test_what_tells_no_size_is_cut_off(self, address: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        pieces = (b"x" * 1_000_000 for _ in range(guard.LARGEST // 1_000_000 + 1))
        headers = {"Content-Type": "application/json"}
        with closing(connection):
            connection.request("POST", "/clean", pieces, headers, encode_chunked=True)
            assert connection.getresponse().status == 413

    def test_the_longest_text_comes_in_time(self, address: str) -> None:
        text = "l'été , à paris.depuis. " * (200_000 // 24)
        start = time.perf_counter()
        assert ask(address, "/clean", {"text": text})[0] == 200
        assert time.perf_counter() - start < 20

    def test_what_takes_too_long_is_given_up(
        self, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(app, "PATIENCE", 0.01)
            status, _, raw = ask(address, "/clean", {"text": "l'été , à paris. " * 10_000})
            assert (status, "try a shorter text" in json.loads(raw)["error"]) == (503, True)
        assert ask(address, "/clean", {"text": "l'été"})[0] == 200

    def test_files_are_read_as_a_run_reads_them(self, address: str) -> None:
        headers = {"Content-Type": "application/octet-stream"}

        def opened(name: str, raw: bytes) -> dict[str, Any]:
            found: dict[str, Any] = json.loads(ask(address, f"/open?name={name}", raw, headers)[2])
            return found

        assert opened("a.txt", "œuf".encode("cp1252"))["text"] == "œuf"
        assert opened("a.jsonl", b'{"text": "un"}\n{"text": "deux"}') == {
            "text": "un",
            "several": True,
        }
        assert len(opened("a.txt", b"a" * (answers.LONGEST + 1))["text"]) > answers.LONGEST
        assert "byte 0" in opened("a.jsonl", b"{")["error"]
        assert "opens text" in opened("a.zip", b"PK")["error"]


class TestHostileText:
    def test_of_a_text(self, address: str) -> None:
        told = json.loads(ask(address, "/clean", {"text": HOSTILE})[2])
        self.check(told["html"])

    def test_of_documents(self, address: str, folder: Path) -> None:
        (entry,) = RunIndex(folder).find(Wanted(text="<script>"))
        told = json.loads(ask(address, f"/documents/{entry.number}")[2])
        self.check(told["html"])
        self.check(told["facts"])
        self.check(json.loads(ask(address, "/documents?text=script")[2])["html"])
        page = ask(address)[2].decode()
        assert "<script>alert" not in page
        assert "onerror" not in Tags(page).attributes

    def check(self, html: str) -> None:
        found = Tags(html)
        allowed = {"tr", "td", "ins", "del", "span", "div", "dt", "dd", "li", "a", "bdi", "small"}
        assert found.tags <= allowed
        assert not {name for name in found.attributes if name.startswith("on")}
        assert not set("\u202e\u2066\u2069\u200f\x00\x1b\ud800") & set(html)


class TestRun:
    def test_documents_are_those_of_the_run(self, folder: Path) -> None:
        found = RunIndex(folder)
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        kept = [entry for entry in found.entries if not entry.reason]
        assert len(kept) == told["clean"]
        assert found.rejections.total() == told["rejected"]
        for entry in found.entries:
            document = found.document(entry.number)
            assert (document.id, document.changes.counts()) == (entry.id, entry.rules)

    def test_each_way_to_choose_narrows(self, folder: Path) -> None:
        found = RunIndex(folder)
        for wanted in (
            Wanted(rule="boilerplate.share-bar"),
            Wanted(label="truncated"),
            Wanted(reason="empty"),
            Wanted(source="depeches"),
            Wanted(text="D-00"),
        ):
            assert 0 < len(found.find(wanted)) < len(found.entries)
        assert found.find(Wanted(rule="boilerplate.share-bar", reason="empty")) == []

    def test_they_are_put_in_order(self, folder: Path) -> None:
        found = RunIndex(folder)
        counts = [sum(entry.rules.values()) for entry in found.find(Wanted(order="most"))]
        assert counts == sorted(counts, reverse=True)
        fewest = found.find(Wanted(order="fewest"))
        assert [sum(entry.rules.values()) for entry in fewest] == sorted(counts)
        names = [entry.id.casefold() for entry in found.find(Wanted(order="id"))]
        assert names == sorted(names)
        assert found.find(Wanted(order="unknown")) == found.entries

    def test_of_a_large_run_it_says_how_much_it_lists(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = RunIndex(folder)
        assert not whole.cut
        monkeypatch.setattr(browse, "MOST", 11)
        monkeypatch.setattr(answers, "PAGE", 4)
        run = RunIndex(folder)
        assert run.rejections == whole.rejections
        with served(Site(Settings(None), run)) as address:
            page = ask(address)[2].decode()
            assert f"<b>11 / {len(whole.entries)}</b> documents of the run are listed" in page
            listed: list[str] = []
            while True:
                told = json.loads(ask(address, f"/documents?first={len(listed)}")[2])
                listed += re.findall(r'data-number="(\d+)"', told["html"])
                if told["first"] + told["page"] >= told["found"]:
                    break
            assert listed == [str(number) for number in range(11)]
            assert json.loads(ask(address, "/documents/10")[2])["document"]

    def test_without_changes_it_says_what_to_do(self, tmp_path: Path) -> None:
        run(Job(read({}), tmp_path / "plain"), [str(DUMP / "depeches.jsonl")])
        run(Job(read({}), tmp_path / "text", "txt", changes=True), [str(DUMP / "depeches.jsonl")])
        for name in ("plain", "text"):
            with pytest.raises(DataError, match="--format jsonl --changes"):
                RunIndex(tmp_path / name)
        with pytest.raises(DataError, match="holds no run"):
            RunIndex(tmp_path)
        run(Job(read({}), tmp_path / "share", share=Share(1, 1)), [str(DUMP / "depeches.jsonl")])
        with pytest.raises(DataError, match="holds a share of a run, which `cleantext merge`"):
            RunIndex(tmp_path / "share")

    def test_a_folder_that_was_changed_since_is_said(self, tmp_path: Path) -> None:
        job = Job(read({}), tmp_path / "corpus", format="jsonl", changes=True)
        run(job, [str(DUMP / "depeches.jsonl")])
        found = RunIndex(tmp_path / "corpus")
        (tmp_path / "corpus" / "clean" / "depeches.jsonl").write_bytes(b"")
        with pytest.raises(DataError, match="is not where it was"):
            found.document(0)


class TestSettings:
    def test_every_stage_can_be_switched_on(self) -> None:
        settings = Settings(None)
        assert set(settings.stages) >= set(settings.config.stages)
        settings.pipeline({"stages": settings.stages})

    def test_a_configuration_of_ones_own_is_what_it_begins_with(self, tmp_path: Path) -> None:
        (tmp_path / "my.toml").write_text(
            'language = "fr"\n[truecase]\nnames = "names.txt"\n', encoding="utf-8"
        )
        (tmp_path / "names.txt").write_text("ExemPle\n", encoding="utf-8")
        settings = Settings(tmp_path / "my.toml")
        given = {"language": {"sure": 0.4}, "truecase": {"min_confidence": 0.5}}
        assert settings.pipeline(given)("vu par exemple à paris").text == "Vu par ExemPle à Paris"
        assert 'names = "names.txt"' in settings.toml(given)
        with pytest.raises(ConfigError, match="cannot be set"):
            settings.merged({"truecase": {"names": "other.txt"}})


class TestCommand:
    def test_it_serves_until_it_is_ended(self) -> None:
        with started("serve", "--port", "0", read_output=True) as process:
            assert process.stdout
            line = process.stdout.readline()
            found = re.match(r"(http://127\.0\.0\.1:\d+/)  ", line)
            assert found, line
            assert ask(found[1])[0] == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0

    def test_elsewhere_it_asks_for_a_token(self) -> None:
        with started("serve", "--host", "0.0.0.0", "--port", "0", read_output=True) as process:
            assert process.stdout
            line = process.stdout.readline()
            found = re.match(r"http://0\.0\.0\.0:(\d+)/\?token=[\w-]{20,}  ", line)
            assert found, line
            assert ask(f"http://127.0.0.1:{found[1]}/")[0] == 401

    def test_a_port_that_is_taken_is_said(self, address: str) -> None:
        line = error_of("serve", "--port", str(urlsplit(address).port))
        assert "name others with --host and --port" in line

    def test_a_folder_that_is_no_run_is_said(self, tmp_path: Path) -> None:
        assert "holds no run" in error_of("serve", "--port", "0", tmp_path)
