"""Which files a truecaser is trained on, and what each is for; see `corpora.toml`."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import tomli

from cleantext.errors import DataError


class TrainingTexts(NamedTuple):
    """The files of a folder of corpora.

    Attributes:
        texts: Cased text, and how much a word of each counts, 0 to 1.
        names: Lists of names, by kind.
        spellings: The kinds whose spellings with capitals inside can be relied on.
        lexicons: The forms of a language's words.
        ranks: The forms of a large text, the commonest first; None if there is no such file.
        digest: SHA-256 over all of them.
    """

    texts: Mapping[Path, float]
    names: Mapping[str, Sequence[Path]]
    spellings: frozenset[str]
    lexicons: Sequence[Path]
    ranks: Path | None
    digest: str


def find_sources(folder: Path) -> TrainingTexts:
    """Find the files of a folder of corpora, see the docstring of `train`.

    Raises:
        DataError: The folder has no training text, or two lists of ranks.
    """
    table = tomli.loads(resources.files(__package__).joinpath("corpora.toml").read_text("utf-8"))
    texts = {
        path: float(table["weights"].get(_stem(path), 1))
        for path in sorted((folder / "train").glob("*.txt*"))
    }
    if not texts:
        raise DataError(f"{folder}: has no train/*.txt or train/*.txt.xz to learn from")
    ranked = [path for path in (folder / "ranks.txt", folder / "ranks.txt.xz") if path.exists()]
    if len(ranked) > 1:
        raise DataError(f"{folder}: has both ranks.txt and ranks.txt.xz; keep one of them")
    lexicons = sorted((folder / "lexicons").glob("*.txt*"))
    kinds = {name: kind for kind, names in table["kinds"].items() for name in names}
    names: dict[str, list[Path]] = {kind: [] for kind in table["kinds"]}
    for path in sorted(folder.glob("names*/*.txt*")):
        if _stem(path) in table["lists"]["lexicons"]:
            lexicons.append(path)
        elif _stem(path) not in table["lists"]["unused"]:
            names.setdefault(kinds.get(_stem(path), _stem(path)), []).append(path)
    lists = {kind: paths for kind, paths in names.items() if paths}
    used = (*texts, *(path for paths in lists.values() for path in paths), *lexicons, *ranked)
    return TrainingTexts(
        texts,
        lists,
        frozenset(table["lists"]["spellings"]),
        lexicons,
        ranked[0] if ranked else None,
        _digest(used),
    )


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
