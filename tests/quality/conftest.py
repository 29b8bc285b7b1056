"""Runs the quality tests when they are asked for, and prints their figures as a table."""

import pytest

_TABLE = pytest.StashKey[list[tuple[str, str, float, float]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLE] = []


@pytest.fixture
def figures_table(request: pytest.FixtureRequest) -> list[tuple[str, str, float, float]]:
    return request.config.stash[_TABLE]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    rows = config.stash.get(_TABLE, [])
    if rows:
        terminalreporter.section("quality")
        terminalreporter.write_line(f"{'set':<26}{'figure':<28}{'here':>7}{'floor':>7}")
        for name, figure, value, floor in rows:
            terminalreporter.write_line(f"{name:<26}{figure:<28}{value:>7.2f}{floor:>7.1f}")
