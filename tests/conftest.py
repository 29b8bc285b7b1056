"""How much Hypothesis tries, `--hypothesis-profile=deep` before a release; what runs on request."""

import pytest
from hypothesis import settings

# Time is asserted where it matters; a busy machine must not fail the rest.
settings.register_profile("default", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=5000)
settings.load_profile("default")

collect_ignore = ["typing/program.py"]  # it is checked by `tox -e users`
ON_REQUEST = ("quality", "integrations", "engines", "browser", "docs")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.markexpr:
        return
    waiting = [item for item in items if any(map(item.get_closest_marker, ON_REQUEST))]
    if waiting:
        items[:] = [item for item in items if item not in waiting]
        config.hook.pytest_deselected(items=waiting)
