"""How long files and functions of the package may be: a reader sees one at a time."""

import ast
from pathlib import Path

import pytest

import cleantext

ROOT = Path(cleantext.__file__).parent
FILES = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*.py")}

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
"""Lines, from `def` to the end: docstring and comments count, decorators do not."""


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_file_is_too_long(name: str) -> None:
    count = len(FILES[name].read_text(encoding="utf-8").splitlines())
    assert count <= LONGEST_FILE, f"{name} has {count} lines: split it by what it does"


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_function_is_too_long(name: str) -> None:
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            count = node.end_lineno - node.lineno + 1
            assert count <= LONGEST_FUNCTION, (
                f"{name}: {node.name} has {count} lines: give its steps functions of their own"
            )
