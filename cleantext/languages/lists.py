"""Word lists: an entry a line."""

from pathlib import Path

from cleantext.errors import CleantextError, ConfigError


def read_list(path: Path, error: type[CleantextError] = ConfigError) -> list[str]:
    """Read a list: an entry a line; lines that are empty or begin with `# ` do not count.

    Raises:
        CleantextError: Of the given type; the file cannot be read or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as reason:
        raise error(f"{path}: cannot be read: {reason.strerror}") from reason
    except UnicodeDecodeError as reason:
        raise error(f"{path}: is not UTF-8: {reason}") from reason
    return [line for line in text.splitlines() if line[:2] != "# " and line and not line.isspace()]
