"""What a run can be asked for, and its limits where nobody names others; it loads nothing."""

ENGINES = LOCAL, SPARK = "local", "spark"
"""What does the tasks of a run."""

SHARD_SIZE = 256_000_000
"""Bytes of output, before any compression, from which a file gets no more documents."""

TIMEOUT = 300.0
"""Seconds that a document may take."""
