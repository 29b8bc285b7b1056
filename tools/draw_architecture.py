"""Draw the rooms of the package, and which imports which, as `docs/architecture.svg`.

    python tools/draw_architecture.py [--check]

A room is a module or a folder of the root. It stands below all that import it; an arrow that
others already imply is left out. With `--check` nothing is written, and the exit code is 1 where
the picture is not what the imports say.
"""

import argparse
import ast
import sys
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleantext"
PICTURE = ROOT / "docs" / "architecture.svg"
NAMED = 5
"""A box names at most 5 of the modules of a folder."""

WIDTH, BOX_WIDTH, BOX_HEIGHT, ROW_HEIGHT, MARGIN = 1080, 196, 58, 104, 24

Imports = Mapping[str, AbstractSet[str]]

STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1f2933 }
    .room { font-weight: 600 }
    .inside { font-size: 10.5px; fill: #52606d }
    rect { fill: #f5f7fa; stroke: #9aa5b1 }
    path { fill: none; stroke: #7b8794; stroke-width: 1.2 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f5f7fa } .inside { fill: #cbd2d9 }
      rect { fill: #323f4b; stroke: #7b8794 } path { stroke: #9aa5b1 }
    }"""


def room_of(path: Path) -> str:
    """Return the room of a file: `cleantext/corpus/read.py` stands in `corpus`."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def read_imports() -> dict[str, set[str]]:
    """Return which rooms each room imports, also inside functions."""
    files = sorted(PACKAGE.rglob("*.py"))
    rooms = {room_of(path) for path in files}
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                package, _, module = name.partition(".")
                if package == PACKAGE.name:
                    room = module.partition(".")[0]
                    found[room_of(path)].add(room if room in rooms else "__init__")
    return {room: others - {room} for room, others in found.items()}


def reached(imports: Imports, room: str) -> set[str]:
    """Return all that a room imports, directly or through others."""
    found: set[str] = set()
    waiting = [*imports[room]]
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting += imports[other]
    return found


def without_implied(imports: Imports) -> dict[str, set[str]]:
    """Leave out what a room imports through another one anyway (a transitive reduction)."""
    return {
        room: {
            other
            for other in others
            if not any(other in reached(imports, between) for between in others - {other})
        }
        for room, others in imports.items()
    }


def rows_of(imports: Imports) -> list[list[str]]:
    """Return the rooms in rows from the ground up, each right below those that import it."""
    importers = {
        room: {other for other, others in imports.items() if room in others} for room in imports
    }
    depth: dict[str, int] = {}

    def descend(room: str) -> int:
        if room not in depth:
            depth[room] = 1 + max(map(descend, importers[room]), default=-1)
        return depth[room]

    for room in imports:
        descend(room)
    rows: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for room in sorted(depth):
        rows[depth[room]].append(room)
    return rows[::-1]


def inside(room: str) -> str:
    """Name the modules and folders of a room."""
    folder = PACKAGE / room
    names = sorted(
        path.stem
        for path in folder.glob("*")
        if path.stem != "__init__"
        and (path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py"))))
    )
    more = f", {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def draw(imports: Imports) -> str:
    """Return the picture as SVG."""
    rows = rows_of(imports)
    height = len(rows) * ROW_HEIGHT + MARGIN
    places: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(reversed(rows)):
        step = WIDTH / len(row)
        for at, room in enumerate(row):
            places[room] = (step * (at + 0.5), MARGIN + number * ROW_HEIGHT)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-label="The rooms of the package; arrows lead to what is imported">'
        ),
        f"  <style>{STYLE}\n  </style>",
        (
            '  <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M1 1 7 4 1 7"/></marker></defs>'
        ),
    ]
    for room, others in sorted(without_implied(imports).items()):
        lines += (arrow(places[room], places[other]) for other in sorted(others))
    lines += (box(room, *places[room]) for room in sorted(places))
    return "\n".join([*lines, "</svg>", ""])


def arrow(above: Sequence[float], below: Sequence[float]) -> str:
    """Draw an arrow from the foot of one box to the head of another."""
    (x1, y1), (x2, y2) = above, below
    y1, half = y1 + BOX_HEIGHT, (ROW_HEIGHT - BOX_HEIGHT) * 0.9
    return (
        f'  <path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + half:.0f} '
        f'{x2:.0f} {y2 - half:.0f} {x2:.0f} {y2:.0f}" marker-end="url(#head)"/>'
    )


def box(room: str, x: float, y: float) -> str:
    """Draw a room with the names of what it holds."""
    left, names = x - BOX_WIDTH / 2, inside(room)
    middle = y + (24 if names else 34)
    name = "cleantext" if room == "__init__" else room
    lines = [
        f'  <rect x="{left:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>',
        (
            f'  <text class="room" x="{x:.0f}" y="{middle:.0f}" text-anchor="middle">'
            f"{escape(name)}</text>"
        ),
    ]
    words = names.split(", ")
    halves = [", ".join(words[:3]), ", ".join(words[3:])] if names else []
    lines += (
        f'  <text class="inside" x="{x:.0f}" y="{middle + 15 + 13 * number:.0f}" '
        f'text-anchor="middle">{escape(half)}</text>'
        for number, half in enumerate(halves)
        if half
    )
    return "\n".join(lines)


def main() -> None:
    """Write the picture, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    picture = draw(read_imports())
    if not parser.parse_args().check:
        PICTURE.write_text(picture, encoding="utf-8", newline="\n")
    elif PICTURE.read_text(encoding="utf-8") != picture:
        sys.exit(f"{PICTURE.name} is stale: run python tools/draw_architecture.py")


if __name__ == "__main__":
    main()
