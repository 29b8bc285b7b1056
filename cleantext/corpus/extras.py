"""Libraries that not every installation has: each comes with an extra of the package."""

from importlib import import_module
from typing import Any

from cleantext.errors import ConfigError


def load_extra(module: str, what: str, library: str, extra: str) -> Any:  # noqa: ANN401 - a module without types
    """Return a module of a library that may be missing.

    Args:
        module: Its name.
        what: Those who need the library, for people.
        library: What it is called.
        extra: What installs it.

    Raises:
        ConfigError: It is not installed; the message says what to install.

    >>> load_extra("no_such_module", "maps", "cartographer", "maps")
    Traceback (most recent call last):
    ...
    cleantext.errors.ConfigError: maps need cartographer: pip install 'cleantext-corpus[maps]'
    """
    try:
        return import_module(module)
    except ImportError as reason:
        raise ConfigError(
            f"{what} need {library}: pip install 'cleantext-corpus[{extra}]'"
        ) from reason
