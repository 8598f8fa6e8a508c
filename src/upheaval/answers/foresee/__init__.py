"""Foresee: what was known by a date, worlds like it, and how they go on.

- `known`: the record cut at a moment
- `near`: worlds like the record so far
- `branches`: these worlds run on, with new luck from the moment on
- `projection`: outcomes and quantities by day, luck apart from doubt
- `foresee`: the question and its answer
- `hindcast`, `baselines`: what was foreseen, scored against what then happened
"""
