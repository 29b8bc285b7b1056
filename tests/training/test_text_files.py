import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from cleantext.errors import DataError
from cleantext.training.text_files import read_lines

TEXT = "La digue de Kervaleg\r\n\n sera relevée. \n".encode()
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.txt": bytes,
    "a.txt.gz": gzip.compress,
    "a.txt.xz": lzma.compress,
}


@pytest.mark.parametrize("name", PACKED)
def test_lines_are_the_same_however_they_are_packed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKED[name](TEXT))
    assert list(read_lines(path)) == ["La digue de Kervaleg", "", " sera relevée. "]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"pr\xe9s"),
        ("a.txt.gz", b"no gzip"),
        ("a.txt.gz", gzip.compress(TEXT)[:-12]),
        ("a.txt.xz", b"no xz"),
        ("a.txt.xz", lzma.compress(TEXT)[:-12]),
    ],
    ids=["not UTF-8", "no gzip", "half a gzip", "no xz", "half an xz"],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=f"{name}: cannot be read"):
        list(read_lines(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none.txt: cannot be read"):
        list(read_lines(tmp_path / "none.txt"))
