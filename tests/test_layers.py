"""The layers: a module imports only from layers below its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleantext

ROOT = Path(cleantext.__file__).parent

LAYERS = (
    """errors version accents folding titles function_words casing casing.adam casing.features
    casing.hashes casing.spelling casing.whole""",
    "document memory model_file autonyms casing.words casing.model casing.sequences",
    """stage segmenter endings line_features rules report dates decoding detectors
    switcher quotes corpus.pages casing.truecaser casing.addresses casing.sigles casing.names""",
    "line_model",
    "scanner language furniture joints casing.corpus casing.gate casing.net",
    "casing.lost casing.vocabulary",
    "casing.rounding",
    """segment corpus.shards casing.train stages.encoding stages.boilerplate stages.language
    stages.spacing stages.accents stages.truecase stages.truncation stages.typography""",
    "stages.output corpus.read corpus.write corpus",
    "stages",
    "config",
    "pipeline",
    "explanation engines.local",
    "engines",
    "learning",
    "job",
    "check",
    ".",
    "cli",
    "__main__",
)
"""The modules from the ground up, without the name of the package; `.` is its API."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """`cleantext/corpus/read.py` is `corpus.read`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "."


NAMES = {name_of(path) for path in MODULES}


def imports(path: Path) -> Iterator[str]:
    """The modules of this package that a module imports, also inside its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "cleantext":
                    yield alias.name.partition(".")[2] or "."
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module
            top, _, module = node.module.partition(".")
            if top != "cleantext":
                continue
            for alias in node.names:
                inner = f"{module}.{alias.name}".lstrip(".")
                yield inner if inner in NAMES else module or "."


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    name = name_of(path)
    assert name in LEVEL, f"{name} is new: give it a place in the table of tests/test_layers.py"
    upward = sorted({other for other in imports(path) if LEVEL[other] >= LEVEL[name]})
    assert not upward, f"{name} may not import {', '.join(upward)}: they lie no lower"
