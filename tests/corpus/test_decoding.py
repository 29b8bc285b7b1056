"""Decoding: the right text from the bytes that scrapers leave behind."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SENTENCES

from cleantext.corpus.decoding import decode

ARTICLE = "\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ("", "utf-8")),
        (b"ascii", ("ascii", "utf-8")),
        ("été".encode(), ("été", "utf-8")),
        ("\ufeffété".encode(), ("\ufeffété", "utf-8")),
        ("\ufeffété".encode("utf-16-le"), ("\ufeffété", "utf-16-le")),
        ("\ufeffété".encode("utf-16-be"), ("\ufeffété", "utf-16-be")),
        ("l’été à 5 €".encode("cp1252"), ("l’été à 5 €", "cp1252")),
        ("été".encode("latin-1"), ("été", "cp1252")),
        (b"\xe9t\xe9\x81", ("été\x81", "latin-1")),
        ("été, déjà, ".encode() + b"\xe9t\xe9", ("été, déjà, été", "utf-8+cp1252")),
        ("l’été à la m".encode() + b"\xc3", ("l’été à la m", "utf-8")),
        ("l’été à 5 €".encode()[:-1], ("l’été à 5 ", "utf-8")),
        (b"un caf\xe9", ("un café", "cp1252")),
        ("le chœur et le cœur".encode("iso8859-15"), ("le chœur et le cœur", "iso8859-15")),
        ("un prix de 3 €".encode("iso8859-15"), ("un prix de 3 €", "iso8859-15")),
        ("Zoé et Žan".encode("cp1252"), ("Zoé et Žan", "cp1252")),
        (b"\xff\xfe\x00", ("ÿþ\x00", "cp1252")),
    ],
)
def test_decodes(raw: bytes, expected: tuple[str, str]) -> None:
    assert decode(raw) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman"])
def test_an_article_comes_back_from_each_encoding(encoding: str) -> None:
    assert decode(ARTICLE.encode(encoding)) == (ARTICLE, encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "text",
    [
        "La mairie a rouvert l'école maternelle après les dégâts de l'été.",
        "Où est passée la clé ? Ça, le maçon ne l'a jamais su, ni sa sœur à Besançon.",
        "Le conseil général a été saisi ; « rien n'est joué », prévient Zoé Lefèvre.",
    ],
)
def test_a_sentence_shows_how_it_was_encoded(encoding: str, text: str) -> None:
    text = text.replace("œ", "oe")
    assert decode(text.encode(encoding))[0] == text


@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8")[1:])))
def test_any_bytes_give_a_text_that_can_be_written(raw: bytes) -> None:
    text, encoding = decode(raw)
    assert text.encode("utf-8").decode("utf-8") == text
    assert encoding in {
        "utf-8",
        "utf-8+cp1252",
        "utf-16-le",
        "utf-16-be",
        "cp1252",
        "latin-1",
        "mac_roman",
        "cp850",
        "iso8859-15",
    }
    assert decode(raw) == (text, encoding)


@given(st.text())
def test_utf_8_is_taken_as_it_is(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize("raw", [b"\xe9t\xe9 " * 300_000, ("é ".encode() + b"\xe9 ") * 200_000])
def test_takes_bounded_time(raw: bytes) -> None:
    before = time.process_time()
    decode(raw)
    assert time.process_time() - before < 5
