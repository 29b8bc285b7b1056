"""How the model of lines is trained, which tells an article from what stands around it.

`train` makes the model: `pages` reads pages whose lines are labelled, `net` learns from what
`cleantext.stages.boilerplate.line_features` sees of the lines, and `export` makes whole numbers of
it.
"""
