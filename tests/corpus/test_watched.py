"""Somebody watches the reading, and leaves out what went wrong."""

import json
from pathlib import Path

import pytest

from cleantext.corpus.shards import find
from cleantext.corpus.streams import AS_IT_COMES, Failure, Read
from cleantext.corpus.watched import MAKING, READING, USING, ReadingPlace, read_watched

PAGE = (
    "<html><body><article><p>" + "Un long texte de presse. " * 20 + "</p></article></body></html>"
)


def watched(
    path: Path, faults: dict[ReadingPlace, str]
) -> tuple[list[Read | Failure], list[ReadingPlace]]:
    (shard,) = find([str(path)]).shards
    told: list[ReadingPlace] = []
    return list(read_watched(shard, AS_IT_COMES, told.append, faults)), told


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": "Un."}) + "\n" for n in range(4)))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    pytest.importorskip("fastwarc")
    pytest.importorskip("trafilatura")
    path = tmp_path / "a.warc"
    with path.open("wb") as stream:
        for number in range(4):
            http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Target-URI: https://exemple.fr/{number}\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
                "WARC-Date: 2024-05-06T07:08:09Z\r\n"
                "Content-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            )
            stream.write(head.encode() + http + b"\r\n\r\n")
    return path


def test_a_document_that_has_a_fault_is_a_failure_in_its_place(records: Path) -> None:
    items, told = watched(records, {})
    place = [each for each in told if each.step == USING][2]
    again, _ = watched(records, {place: "it died"})
    assert again == [*items[:2], Failure("a.jsonl", items[2].position, "it died"), items[3]]


def test_where_nobody_knows_what_comes_the_rest_is_left_out(records: Path) -> None:
    items, told = watched(records, {})
    place = [each for each in told if each.step == READING][3]
    again, _ = watched(records, {place: "it died"})
    assert again[:3] == items[:3]
    (failure,) = again[3:]
    assert isinstance(failure, Failure)
    assert failure.error == "it died; read up to here, what follows in the file is left out"


def test_a_page_whose_making_has_a_fault_is_passed_by(archive: Path) -> None:
    items, told = watched(archive, {})
    places = [each for each in told if each.step == MAKING]
    assert [place.position for place in places] == [item.position for item in items]
    again, _ = watched(archive, {places[1]: "it died", places[3]: "it hung"})
    assert again == [
        items[0],
        Failure("a.warc", items[1].position, "it died"),
        items[2],
        Failure("a.warc", items[3].position, "it hung"),
    ]
