"""No two public classes of the package share a name: what is read aloud is one thing."""

import ast
from collections import defaultdict
from pathlib import Path

import cleantext

ROOT = Path(cleantext.__file__).parent


def test_no_two_public_classes_share_a_name() -> None:
    places = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(ROOT).as_posix())
    shared = {name: paths for name, paths in places.items() if len(paths) > 1}
    # Every stage has options of its own, under the same name: that is the shape of a stage.
    options = shared.pop("Options", [])
    assert not shared, f"rename one of each: {shared}"
    assert all(path.startswith("stages/") for path in options), "`Options` are those of a stage"
