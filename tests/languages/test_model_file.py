"""The files of models: what is damaged is refused, by a message that names the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.errors import PackError
from cleantext.languages import model_file
from cleantext.languages.model_file import ModelHeader, Payload
from cleantext.languages.pack import FOLDER, load
from cleantext.stages.boilerplate.line_model import LineModel
from cleantext.stages.truecase.model import TruecaserModel
from cleantext.stages.truncation.line_ends import LineEnds

FRENCH = load("fr")
MODELS: dict[Path, Callable[[Path], object]] = {
    FOLDER / "lines.model": LineModel.read,
    FRENCH.folder / "truecase.model": TruecaserModel.read,
    FRENCH.folder / "truncation.model": lambda path: LineEnds.read(
        path, FRENCH.words, FRENCH.names
    ),
}
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no header": lambda data: data.partition(b"\n")[2],
    "no numbers": lambda data: data.partition(b"\n")[0],
    "half": lambda data: data[: len(data) // 2],
    "a last byte": lambda data: data[:-1],
    "more": lambda data: data + b"\n",
    "a pickle": lambda _: b"\x80\x04K\x01.",
    "a list": lambda _: b"[]\n",
    "another field": lambda data: data.replace(b"{", b'{"more":1,', 1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_damaged_model_is_named(
    tmp_path: Path, path: Path, damage: Callable[[bytes], bytes]
) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(damage(path.read_bytes()))
    with pytest.raises(PackError, match=f"{path.name}: is no model, or is damaged"):
        MODELS[path](copy)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_missing_model_and_another_one_are_named(tmp_path: Path, path: Path) -> None:
    with pytest.raises(PackError, match=f"{path.name}: cannot be read"):
        MODELS[path](tmp_path / path.name)
    other = next(one for one in MODELS if one != path)
    with pytest.raises(PackError, match=r"is cleantext.* not cleantext.*; train it again"):
        MODELS[path](other)


@given(st.data())
def test_no_changed_byte_gives_another_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = FOLDER / "lines.model"
    content = bytearray(path.read_bytes())
    # Half of them in the header.
    last = data.draw(st.sampled_from([content.index(b"\n"), len(content) - 1]))
    content[data.draw(st.integers(0, last))] ^= data.draw(st.integers(1, 255))
    copy = tmp_path_factory.mktemp("models") / path.name
    copy.write_bytes(content)
    try:
        LineModel.read(copy)
    except PackError as reason:
        assert str(copy) in str(reason)  # noqa: PT017 - some bytes may change without harm


@given(st.lists(st.binary()))
def test_blocks_come_back(tmp_path_factory: pytest.TempPathFactory, blocks: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("models") / "a.model"
    header = ModelHeader("cleantext-test", 7)
    model_file.write(path, header, model_file.pack(*blocks))

    def build(found: ModelHeader, payload: Payload) -> tuple[ModelHeader, tuple[bytes, ...]]:
        return found, payload.blocks

    read = model_file.read(path, "cleantext-test", 7, ModelHeader, build)
    assert read == (header, tuple(blocks))
