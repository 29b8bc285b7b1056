"""Compressed files: what can be read comes out, and nothing that is wrong goes unsaid."""

import gzip
import io
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.corpus.compression import COMPRESSIONS, BombError, DamageError

LINES = [f"Phrase {number * 7919 % 9973}, et la suite.\n".encode() for number in range(3000)]
PLAIN = b"".join(LINES)


def compressed(end: str, plain: bytes = PLAIN) -> bytes:
    sink = io.BytesIO()
    with COMPRESSIONS[end].writer(sink) as stream:
        stream.write(plain)
    return sink.getvalue()


def flipped(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 0xFF]) + raw[middle + 1 :]


def lines_of(end: str, raw: bytes, expansion: int = 250) -> tuple[list[bytes], Exception | None]:
    """What can be read, a line at a time, and what ends it."""
    found: list[bytes] = []
    try:
        found.extend(COMPRESSIONS[end].reader(io.BytesIO(raw), expansion))
    except OSError as reason:
        return found, reason
    return found, None


@pytest.fixture(params=["with isal", "without"])
def _any_gzip(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "isal.igzip_lib", None)


@pytest.mark.usefixtures("_any_gzip")
@pytest.mark.parametrize("end", COMPRESSIONS)
@pytest.mark.parametrize(
    ("damage", "least", "whole"),
    [
        (lambda raw: raw, 3000, True),
        (lambda raw: raw + raw, 6000, True),
        (lambda raw: raw + b"\0" * 600, 3000, True),
        (lambda raw: raw + b"junk, and more junk", 3000, False),
        (lambda raw: raw + raw[:3] + b"xxxxxxxx", 3000, False),
        (lambda raw: raw[: len(raw) * 2 // 3], 0, False),
        (flipped, 0, False),
        (lambda _: b"", 0, False),
        (lambda _: b"no such thing" * 100, 0, False),
    ],
    ids=["good", "twice", "zeros", "junk", "bad head", "cut", "flipped", "empty", "other"],
)
def test_damage_is_told_behind_all_that_can_be_read(
    end: str, damage: Callable[[bytes], bytes], least: int, *, whole: bool
) -> None:
    found, reason = lines_of(end, damage(compressed(end)))
    assert len(found) >= least
    assert (reason is None) == whole
    assert reason is None or isinstance(reason, DamageError | OSError)
    if len(found) <= 3000 and least:
        assert found == LINES[: len(found)]


@pytest.mark.usefixtures("_any_gzip")
@given(st.lists(st.binary(), max_size=4))
@pytest.mark.parametrize("end", COMPRESSIONS)
def test_any_members_come_back(end: str, members: list[bytes]) -> None:
    raw = b"".join(compressed(end, member) for member in members or [b""])
    assert b"".join(lines_of(end, raw)[0]) == b"".join(members)


@pytest.mark.parametrize("end", COMPRESSIONS)
@pytest.mark.parametrize("raw", [PLAIN, "à demain, on verra bien".encode(), b"bonjour"])
@pytest.mark.usefixtures("_any_gzip")
def test_what_is_not_compressed_is_said(end: str, raw: bytes) -> None:
    found, fault = lines_of(end, raw)
    assert found == []
    assert isinstance(fault, DamageError)
    assert "not compressed as its name says" in str(fault)


def test_many_small_members() -> None:
    raw = b"".join(map(gzip.compress, LINES))
    assert lines_of(".gz", raw) == (LINES, None)


def test_a_bomb_is_not_set_off() -> None:
    line = b"x" * 999 + b"\n"
    raw = compressed(".zst", line * 300_000)  # 300 MB in some 30 kB
    assert len(raw) < 100_000
    found, reason = lines_of(".zst", raw)
    assert isinstance(reason, BombError)
    assert "--max-expansion" in str(reason)
    assert 99_000 <= len(found) < 110_000
    assert len(lines_of(".zst", raw, expansion=20_000)[0]) == 300_000


def test_the_checksum_of_what_is_written_is_checked() -> None:
    raw = compressed(".zst")
    assert lines_of(".zst", raw[:-1] + bytes([raw[-1] ^ 1]))[1] is not None
