"""The stage `truecase`: capitals, where a text has lost its case.

The stage goes through `lost_case` (which parts have lost their case), `words` (where the words
are), `truecaser` (the form of each, by what `word_types` knows of it; `features`, `hashes` and
`sequences` serve them),
`known_names` and `explained_acronyms` (names with a spelling of their own, acronyms that the
text explains), `addresses` (what stays as it is) and `spelling` (how a form is written).
`model` is what `cleantext.training.truecase` makes.
"""
