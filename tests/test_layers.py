"""The layers, by folder: what lies in one imports only what lies in those below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleantext

ROOT = Path(cleantext.__file__).parent

LAYERS = (
    "errors version",
    "changes",
    "text",
    "document",
    "stage",
    "languages",
    "rules corpus",
    "engines",
    "segment stages",
    "config",
    "pipeline",
    "training passes",
    "run",
    "show integrations",
    "__init__",
    "cli",
    "__main__",
)
"""What stands in the root, from the ground up; what shares a layer does not import each other."""

LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms.split()}
COMING: set[str] = set()
"""Rooms that have a place already and no module yet."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in ROOT.rglob("*.py")
}
STAGES = {name.split(".")[1] for name in MODULES if name.startswith("stages.")} - {"__init__"}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """The modules of this package that a module imports, and whether inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, module = name.partition(".")
            if package == "cleantext":
                yield module or "__init__", id(node) not in top


def room_of(module: str) -> str:
    """`corpus.read` stands in `corpus`; a name of the package itself is of `__init__`."""
    first = module.partition(".")[0]
    return first if first in LEVEL else "__init__"


def stage_of(module: str) -> str:
    """`stages.truecase.words` is of `truecase`; the table of the stages is of none."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "stages" and parts[1] in STAGES else ""


def test_the_root_holds_only_what_has_a_layer() -> None:
    found = {path.stem for path in ROOT.glob("*.py")}
    found |= {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == LEVEL.keys() - COMING


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_go_down(name: str) -> None:
    room, stage = room_of(name), stage_of(name)
    for other, inside in imports(MODULES[name]):
        below = room_of(other)
        if below == "training" and room == "cli":
            assert inside, f"{name} imports {other} at its top: users pay for it at each start"
        elif below == "training":
            assert room == "training", f"{name} imports {other}: only `cli` may"
        assert room == below or LEVEL[below] < LEVEL[room], f"{name} may not import {other}"
        if stage:
            assert stage_of(other) in {stage, ""}, f"{name} imports {other}: of another stage"


def test_there_is_no_circle() -> None:
    edges = {
        name: {module for module, _ in imports(path)}
        | {module.rpartition(".")[0] for module, _ in imports(path)}
        for name, path in MODULES.items()
    }
    edges = {
        name: {other for other in others if other in MODULES and other != name}
        for name, others in edges.items()
    }
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle: {' -> '.join((*way, name))}"
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())
