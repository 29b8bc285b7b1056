"""The picture of the architecture is what the imports say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_picture_is_fresh() -> None:
    script = ROOT / "tools" / "draw_architecture.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_names_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = [word.strip("`.,;:()") for word in page.split() if word.startswith(("`", "(`"))]
    files = [name for name in named if name.endswith(".py") and "NAME" not in name]
    assert len(files) > 10
    for name in files:
        assert (ROOT / name).exists() or (ROOT / "cleantext" / name).exists(), name
