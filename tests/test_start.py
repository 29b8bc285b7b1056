"""What starts fast loads little: heavy modules are imported when they are used."""

import subprocess
import sys

import pytest

HEAVY = {
    "click",
    "concurrent.futures",
    "filelock",
    "ftfy",
    "importlib.metadata",
    "jinja2",
    "langdetect",
    "msgspec",
    "multiprocessing",
    "numpy",
    "regex",
    "rich",
    "threadpoolctl",
    "platformdirs",
    "tomli",
    "trafilatura",
}


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process has loaded behind `code`."""
    script = f"import sys\n{code}\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], input="", capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


COMMAND = """
from cleantext.cli import main
main({arguments!r}, standalone_mode=False)
"""


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import cleantext", set()),
        ("import cleantext; cleantext.__version__, dir(cleantext)", set()),
        (COMMAND.format(arguments=["--version"]), {"click"}),
        ("from cleantext import Span, Edit, Change", set()),
    ],
)
def test_heavy_modules_wait_until_they_are_used(code: str, allowed: set[str]) -> None:
    assert HEAVY & loaded_by(code) <= allowed


def test_an_article_in_french_needs_no_detector_and_no_bar() -> None:
    loaded = loaded_by("import cleantext; cleantext.clean('le maire de lyon est venu hier.')")
    assert "numpy" in loaded
    assert not loaded & {"langdetect", "langdetect_rs", "rich", "filelock", "trafilatura"}


def test_what_is_public_is_found_by_name() -> None:
    code = "import cleantext\nfor name in cleantext.__all__:\n    getattr(cleantext, name)"
    assert "cleantext.pipeline" in loaded_by(code)


def test_what_is_not_public_is_no_attribute() -> None:
    code = "import cleantext\nassert not hasattr(cleantext, 'nothing')"
    assert "cleantext.pipeline" not in loaded_by(code)
