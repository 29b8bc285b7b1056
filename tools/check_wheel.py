"""See that a wheel holds all that the package needs, and is no larger than it may be.

python tools/check_wheel.py DIST/
"""

import sys
import zipfile
from pathlib import Path

MOST = 25_000_000
"""Bytes."""

PACKAGE = Path(__file__).parent.parent / "cleantext"


def problems(wheel: Path) -> list[str]:
    """Return what is wrong with a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    needed = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wrong = [f"lacks {name}" for name in sorted(needed - held)]
    if wheel.stat().st_size > MOST:
        wrong.append(f"has {wheel.stat().st_size} bytes, and may have {MOST}")
    return wrong


def main() -> None:
    """Check the one wheel of a folder."""
    (wheel,) = Path(sys.argv[1]).glob("*.whl")
    wrong = problems(wheel)
    for problem in wrong:
        print(f"{wheel.name}: {problem}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
