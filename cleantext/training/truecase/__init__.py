"""How the truecaser is trained.

`train` makes the model: `cased_text` reads text, `vocabulary` says what is known of its words,
`net` learns (with `adam`), `shortcuts` learns when the net need not be asked, `export` turns
both into whole numbers (`quantize`), and `distillation` gives them smaller layers.
"""
