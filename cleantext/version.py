"""The version of the package, as its distribution says it."""

from importlib.metadata import version

DISTRIBUTION = "cleantext-corpus"
VERSION = version(DISTRIBUTION)
