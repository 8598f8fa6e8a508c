"""Published models, rebuilt from the mechanisms with all others switched off.

Each is held against what its authors derived or printed; the formulas themselves stand in
`closed_forms`.
"""
