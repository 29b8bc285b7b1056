"""Print floors for today's figures, ready to take the place of `floors.toml`.

    CLEANTEXT_EVALS=FOLDER python tests/quality/pin.py [NAME...] > floors.toml.new

A floor lies a little under its figure and never under the floor that was there. Sets
that are not named keep theirs.
"""

import math
import sys
import tomllib
from pathlib import Path

from measurements import MEASUREMENTS

MARGIN = 0.3
HEADER = """\
# Figures that no change may fall under, in percent, and the SHA-256 of what they were
# measured on. Floors only rise. `python tests/quality/pin.py` prints this file.
"""


def main() -> None:
    """Measure and print."""
    file = Path(__file__).with_name("floors.toml")
    pinned = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    sys.stdout.write(f"{HEADER}\n")
    for name, measurement in MEASUREMENTS.items():
        before = pinned.get(name, {"digest": "", "floors": {}})
        digest, floors = before["digest"], before["floors"]
        if not sys.argv[1:] or name in sys.argv[1:]:
            same, digest = digest == measurement.digest, measurement.digest
            floors = {
                figure: max(math.floor(10 * (value - MARGIN)) / 10, floors.get(figure, 0.0) * same)
                for figure, value in measurement.run().items()
            }
        table = "".join(f'"{figure}" = {floor}\n' for figure, floor in floors.items())
        sys.stdout.write(f'["{name}"]\ndigest = "{digest}"\n\n["{name}".floors]\n{table}\n')


if __name__ == "__main__":
    main()
