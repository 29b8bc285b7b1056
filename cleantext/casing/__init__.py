"""Gives words back their capitals: the truecaser, and how one is trained.

`truecaser` decides; `features` and `sequences` say what it looks at; `model` is its file.
`train`, with `corpus`, `net` and `gate`, makes such a file, and users never import it.
"""
