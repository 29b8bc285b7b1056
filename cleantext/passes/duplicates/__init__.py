"""Which documents of a run have stood before: the same, nearly the same, or made of others.

`marks` is what a worker notes of each document (from `folding` and `shingles`), `judge` says which
documents go, by the keys that `keys` holds in sorted runs, and `memory` is the file that a run
leaves for later ones.
"""
