"""Other distributions whose files lie where those of this one do."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

from cleantext.version import DISTRIBUTION

_RIVAL = re.compile(r"(clean[-_.]?text)-\d[^-]*(?:-py[\d.]+)?\.(?:dist|egg)-info", re.IGNORECASE)
"""How `clean-text` and `cleantext`, which have the import name `cleantext` too, are installed."""


def rivals(folders: Sequence[str]) -> Iterator[str]:
    """Yield the names of other distributions that install the import name `cleantext`.

    What reads the metadata of all distributions takes longer than a command to start; the names of
    their folders tell.
    """
    for folder in folders:
        with suppress(OSError):
            for name in sorted(os.listdir(folder or ".")):  # noqa: PTH208 - no more than names
                if found := _RIVAL.fullmatch(name):
                    yield found[1].replace("_", "-")


def warning() -> str | None:
    """Return a line that says what is wrong, if anything is."""
    found = " and ".join(dict.fromkeys(rivals(sys.path)))
    if not found:
        return None
    return (
        f"warning: {found} installs the import name `cleantext` too; uninstall it and "
        f"{DISTRIBUTION}, then install {DISTRIBUTION} again"
    )
