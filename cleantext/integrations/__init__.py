"""Other libraries: a file for each, a few lines that hand its texts to `Pipeline.map` in batches.

None is imported with the package, and none is needed by it: import the one that you use, as in
`import cleantext.integrations.pandas`. What is missing in a column (None, NaN, null) stays missing.
"""
