"""Runs: a dump becomes an output folder."""
