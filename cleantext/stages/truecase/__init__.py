"""The stage `truecase`: capitals, where a text has lost its case.

The stage goes through `lost_case` (which parts have lost their case), `words` (where the words
are), `truecaser` (the form of each, by what `word_types` knows of it and the `network` makes of
what stands around it; `features`, `hashes` and `sequences` serve them), `conventions`, `points`,
`known_names` and `explained_acronyms` (names with a spelling of their own, acronyms that the
text explains), `addresses` (what stays as it is), `decision` (which rule decides, and how
surely) and `spelling` (how a form is written). The words of a short text are judged one by one
(`few_words`), those of a long one or of many together by columns; both come to the same.
`model` is what `cleantext.training.truecase` makes.
"""
