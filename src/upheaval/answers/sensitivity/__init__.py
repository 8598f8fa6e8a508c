"""Sensitivity: which uncertain parameters the results hang on.

- `points`: runs with parameters set by hand, under chosen luck
- `indices`: Morris's screening and Sobol's indices, with common luck within blocks
- `sensitivity`: the question and its answer
"""
