"""Scripts that run in the environments of others: each reads one setting as JSON, prints one line.

They import nothing of ours, and are run by `upheaval.bench.beside`.
"""
