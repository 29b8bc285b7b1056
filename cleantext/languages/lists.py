"""Word lists: an entry a line."""

from pathlib import Path

from cleantext.errors import CleantextError, ConfigError
from cleantext.languages.text_file import read_text


def read_list(path: Path, error: type[CleantextError] = ConfigError) -> list[str]:
    """Read a list: an entry a line; lines that are empty or begin with `# ` do not count.

    Raises:
        CleantextError: Of the given type; the file cannot be read or is not UTF-8.
    """
    lines = read_text(path, error).splitlines()
    return [line for line in lines if line[:2] != "# " and line and not line.isspace()]
