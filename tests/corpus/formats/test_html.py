"""Pages in HTML: the article comes out, with what the page says of it."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from cleantext.config import read as read_config
from cleantext.corpus import pages
from cleantext.errors import ConfigError
from cleantext.run.dump import run
from cleantext.run.job import Job

SENTENCE = "Le conseil municipal a voté <b>mardi</b> le budget de la ville pour l'année prochaine."
PAGE = f"""<!DOCTYPE html>
<html lang="fr"><head><title>Le budget est voté - Le Quotidien</title>
<meta charset="utf-8"><meta name="author" content="Jeanne Petit">
<meta property="article:published_time" content="2024-10-04T08:12:00+02:00"></head>
<body><nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Le budget est voté</h1><p>{SENTENCE} {SENTENCE}</p>
<h2>Une séance agitée</h2><p>{SENTENCE} Les habitants attendaient cette décision.</p></article>
<footer><p>© 2024 Le Quotidien, tous droits réservés</p></footer></body></html>
"""


def test_the_article_of_a_page_comes_out_with_its_facts() -> None:
    text, meta = pages.article(PAGE.encode())
    assert text.split("\n")[0] == "Le budget est voté"
    assert "a voté mardi le budget" in text
    assert "Accueil" not in text
    assert "droits" not in text
    assert (meta["title"], meta["author"], meta["date"]) == (
        "Le budget est voté",
        "Jeanne Petit",
        "2024-10-04",
    )


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"\xff\xfe\x00", b"<p>" * 5_000])
def test_a_page_without_an_article_is_an_error(page: bytes) -> None:
    with pytest.raises(ValueError, match="no article"):
        pages.article(page)


def test_pages_are_cleaned_into_text_and_what_fails_is_written_down(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "in" / "b.htm.gz").write_bytes(gzip.compress(PAGE.encode("latin-1", "ignore")))
    (tmp_path / "in" / "c.html").write_text("<html></html>", encoding="utf-8")
    report = run(Job(read_config({}), tmp_path / "out"), [str(tmp_path / "in")])
    assert (report.documents, report.clean, report.failed) == (3, 2, 1)
    clean = (tmp_path / "out" / "clean" / "a.html.txt").read_text(encoding="utf-8")
    assert "pour l’année prochaine." in clean
    assert (tmp_path / "out" / "clean" / "b.htm.txt.gz").exists()
    failure = json.loads((tmp_path / "out" / "failed.jsonl").read_text(encoding="utf-8"))
    assert (failure["source"], failure["error"]) == ("c.html", "no article was found in the page")


def test_without_the_extra_nothing_is_written_and_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    pages.extractor.cache_clear()
    with pytest.raises(ConfigError, match=r"cleantext-corpus\[html\]"):
        run(Job(read_config({}), tmp_path / "out"), [str(tmp_path / "a.html")])
    assert not (tmp_path / "out").exists()
