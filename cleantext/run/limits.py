"""The limits of a run where nobody names others; a module of its own, which loads nothing."""

SHARD_SIZE = 256_000_000
"""Bytes of output, before any compression, from which a file gets no more documents."""

TIMEOUT = 300.0
"""Seconds that a document may take."""
