"""Ledgers: who holds which office, whom organs follow, who was paid, who believes what, by day.

Contents
--------
- `days`: the days of a ledger, and shares and quantiles over worlds.
- `tables`: the ledgers, each a table (pyarrow) with one row a day and thing.
- `give`: a ledger by name, of a run or of a store; writing them into a folder.
"""
