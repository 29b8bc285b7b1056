"""How long a pattern that somebody wrote may take."""

PATIENCE = 5.0
"""Seconds of a processor over a line or a text, of which most patterns need some microseconds."""
