"""Files whose names say less than is in them."""

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from cleantext.corpus.read import read, read_stream
from cleantext.corpus.shards import find
from cleantext.corpus.streams import Failure

TEXT = b'{"text": "un texte."}\n'
LIKE = ("%PDF est un format.", "BZh9 est un mot.", "BZh9")


def zipped() -> bytes:
    with io.BytesIO() as raw:
        with zipfile.ZipFile(raw, "w") as archive:
            archive.writestr("a.txt", TEXT)
        return raw.getvalue()


@pytest.mark.parametrize("form", ["txt", "jsonl", "json", "csv", "html", "feed"])
@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (gzip.compress(TEXT), "compressed; unpack it first, or let its name end in .gz"),
        (bz2.compress(TEXT), "compressed; unpack it first, or let its name end in .bz2"),
        (lzma.compress(TEXT), "compressed; unpack it first, or let its name end in .xz"),
        (b"\x28\xb5\x2f\xfd rest", "compressed; unpack it first, or let its name end in .zst"),
        (zipped(), "a ZIP archive or an office document; save a document as text"),
        (b"%PDF-1.7\n", "a PDF; take the text out of it first"),
    ],
    ids=["gzip", "bz2", "xz", "zstd", "zip", "pdf"],  # two of them have the time in them
)
def test_what_is_no_text_is_not_taken_for_text(form: str, raw: bytes, told: str) -> None:
    (failure,) = read_stream(io.BytesIO(raw), "stdin", form)
    assert isinstance(failure, Failure)
    assert failure.error.startswith(f"this is {told}")
    assert failure.rest


@pytest.mark.parametrize("text", ["", "P", "PK", "BZh", "%PD", "%", "BZ 9 : un dossier", *LIKE])
def test_text_that_begins_about_so_is_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (item,) = read(*find([str(tmp_path)]).shards)
    assert not isinstance(item, Failure)
    assert item.document.text == text


def test_what_was_packed_twice_is_not_text_either(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(gzip.compress(TEXT)))
    (failure,) = read(*find([str(tmp_path)]).shards)
    assert isinstance(failure, Failure)
    assert "compressed" in failure.error
