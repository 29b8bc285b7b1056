"""How the model of cut lines of a language is trained.

`train` makes the model: `examples` cuts sentences and takes titles apart, and
`logistic_regression` weighs what `cleantext.stages.truncation.line_ends` sees of a line.
"""
