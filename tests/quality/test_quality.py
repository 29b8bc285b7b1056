"""Quality does not fall: every figure is at its floor or above, on the sets it was pinned for."""

import os
import tomllib
from pathlib import Path

import pytest
from evalsets import VARIABLE
from measurements import MEASUREMENTS

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(VARIABLE not in os.environ, reason=f"needs the folder {VARIABLE}"),
    # The scorers leave their files open.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_quality(name: str, figures_table: list[tuple[str, str, float, float]]) -> None:
    measurement = MEASUREMENTS[name]
    pinned = FLOORS[name]
    assert measurement.digest == pinned["digest"], f"{name} is not the set that was pinned"
    figures = measurement.run()
    assert figures.keys() == pinned["floors"].keys()
    for figure, value in figures.items():
        figures_table.append((name, figure, value, pinned["floors"][figure]))
    fallen = {key: value for key, value in figures.items() if value < pinned["floors"][key]}
    assert not fallen


def test_every_floor_is_measured() -> None:
    assert FLOORS.keys() == MEASUREMENTS.keys()
