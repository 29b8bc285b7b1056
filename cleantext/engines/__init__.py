"""Ways to run a job over its shards."""
