"""Capitals: the truecaser, what it knows, and how it is trained.

At run time the stage `truecase` goes through `lost` (which parts have lost their case),
`words` (where the words are), `truecaser` (the form of each; `features`, `hashes` and
`sequences` serve it), `names` and `sigles` (names with a spelling of their own, sigles that
the text explains), `addresses` (what stays as it is) and `spelling` (how a form is written).

`model` is the file. `train` makes it: `corpus` reads text, `vocabulary` says what is known of
its words, `net` learns (with `adam`), `gate` learns when the net need not be asked, and
`rounding` turns both into whole numbers.
"""
