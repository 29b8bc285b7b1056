"""Pages as they come: wrong about their encoding, deep, wide, large, or compressed."""

import gzip
import io
import time
from contextlib import suppress

import pytest

from cleantext.corpus.formats import READERS
from cleantext.corpus.pages import article, decode_page
from cleantext.corpus.streams import Failure, Piece, Read

SENTENCE = "Le conseil municipal a voté mardi soir le budget de l’année, 3 €, à Besançon. "
BODY = f"<html><head>%s</head><body><article><p>{SENTENCE * 4}</p></article></body></html>"
RUSSIAN = "Городской совет во вторник вечером утвердил бюджет на следующий год. " * 4


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ascii">', "cp1252"),
        ('<meta charset="koi8-r">', "utf-8"),
        ('<meta charset="no such thing">', "cp1252"),
        ("", "utf-16"),
    ],
)
def test_no_letter_is_lost_whatever_a_page_says_of_itself(head: str, encoding: str) -> None:
    assert SENTENCE.strip() in article((BODY % head).encode(encoding)).text


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "iso8859-5"])
def test_other_encodings_are_believed(encoding: str) -> None:
    page = f"<html><body><p>{RUSSIAN}</p></body></html>".encode(encoding)
    assert RUSSIAN in decode_page(page, encoding)
    assert RUSSIAN in decode_page(f'<meta charset="{encoding}">'.encode() + page)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<body " + "a='x' " * 200_000 + ">" + SENTENCE, "attributes"),
        ("<p>" + "<span>mot</span> " * 100_000, "side by side"),
        ("<div>" * 20_000 + SENTENCE, ""),
        ("<b>" * 20_000 + SENTENCE, ""),
        ("<p>" + "&eacute;" * 250_000, ""),
        ("<script>" + "if (a<b) { c = 'd'; }\n" * 100_000 + "</script>" + SENTENCE, ""),
        ("<" * 200_000, ""),
        ("<!--" * 100_000, ""),
        ("\0" * 100_000, ""),
    ],
    ids=["attributes", "spans", "divs", "bolds", "entities", "script", "signs", "comments", "nul"],
)
def test_no_page_takes_long(page: str, told: str) -> None:
    before = time.process_time()
    with pytest.raises(ValueError, match=told) if told else suppress(ValueError):
        article(page.encode())
    assert time.process_time() - before < 20


def answer(headers: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://phare.example/1\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


PAGE = (BODY % "").encode()
HALVES = PAGE[:300], PAGE[300:]
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(half), half) for half in HALVES) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("X-Any: 1", PAGE),
        ("Content-Encoding: gzip", gzip.compress(PAGE, mtime=0)),
        ("Content-Encoding: gzip", PAGE),
        ("Transfer-Encoding: chunked", CHUNKED),
        ("Transfer-Encoding: chunked", PAGE),
    ],
)
def test_answers_of_servers_are_read_as_served_and_as_decoded(headers: str, body: bytes) -> None:
    (item,) = READERS["warc"](io.BytesIO(answer(headers, body)), Piece("x"))
    assert isinstance(item, Read)
    assert SENTENCE.strip() in item.document.text


@pytest.mark.parametrize(
    "body", [gzip.compress(PAGE)[:-40], gzip.compress(b"x" * 300_000_000)], ids=["cut", "bomb"]
)
def test_an_answer_that_cannot_be_decoded_fails(body: bytes) -> None:
    raw = answer("Content-Encoding: gzip", body)
    first, second = READERS["warc"](io.BytesIO(raw + answer("X-Any: 1", PAGE)), Piece("x"))
    assert isinstance(first, Failure)
    assert isinstance(second, Read)
