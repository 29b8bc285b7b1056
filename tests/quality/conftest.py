"""Runs the quality tests when they are asked for, and prints their figures as a table."""

import pytest

_TABLE = pytest.StashKey[list[tuple[str, str, float, float]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "quality: measures on evaluation sets; takes minutes")
    config.stash[_TABLE] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("quality")]
    if slow:
        items[:] = [item for item in items if not item.get_closest_marker("quality")]
        config.hook.pytest_deselected(items=slow)


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
