"""The version of the package; the distribution reads it here."""

DISTRIBUTION = "cleantext-corpus"
VERSION = "0.1.0"
