"""Every error that cleantext raises on purpose.

    CleantextError
    ├── ConfigError    a configuration, an option or a user's own table is wrong
    ├── PackError      a language pack is missing, damaged or of another version
    ├── DataError      the input or the output folder cannot be used
    └── StageError     a rule gave findings that cannot be applied

Messages say what to do. The command line prints them and exits with 1.
"""


class CleantextError(Exception):
    """The root of the tree: catch it to catch all of them."""


class ConfigError(CleantextError):
    """A configuration, an option or a user's own table is wrong."""


class PackError(CleantextError):
    """A language pack is missing, damaged or of another version."""


class DataError(CleantextError):
    """The input cannot be read, or the output cannot be written."""


class StageError(CleantextError):
    """A rule gave findings that cannot be applied: a defect of the rule."""
